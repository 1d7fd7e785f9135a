import { ClogType, encodeMessage, log } from '@cephwire/messages'
import { expect } from 'chai'
import { ConfigError } from '../../src/errors.js'
import { LogBuffer, LogLevel, logFeed } from '../../src/watch/log-watch.js'
import { FSID, received } from '../support/monmaps.js'
import type { LogEntry } from '@cephwire/messages'
import type { LogBufferInit } from '../../src/watch/log-watch.js'

function entry(msg: string, prio: number = ClogType.Info, channel = 'cluster'): LogEntry {
  const name = { type: 1, id: 'a' }
  return { name, rank: { type: 1, num: 0n }, addrs: [], stamp: { sec: 1, nsec: 2 }, seq: 3n, prio, msg, channel }
}

describe('logFeed', () => {
  it('reads the entries of a message, and its version', () => {
    const entries = [entry('one'), entry('two', ClogType.Warn, 'audit')]
    const message = received(encodeMessage(log, { version: 7n, fsid: FSID, entries }))
    expect(logFeed.read(message, 'log-info')).to.deep.equal({ version: 7n, value: entries })
  })

  it('chooses the most talkative of the levels that are watched', () => {
    const choose = logFeed.group!.choose
    expect(choose(['log-warn', 'log-info', 'log-error'])).to.equal('log-info')
    expect(choose(['log-sec', 'log-warn'])).to.equal('log-sec')
    expect(choose(Object.values(LogLevel).map(level => `log-${level}`))).to.equal('log-debug')
    expect(choose(['log-error'])).to.equal('log-error')
  })
})

describe('LogBuffer', () => {
  const bufferOf = (init: Partial<LogBufferInit> = {}): LogBuffer =>
    new LogBuffer({ level: 'info', maxWaiting: 3, ...init })
  const put = (buffer: LogBuffer, ...entries: readonly LogEntry[]): boolean =>
    buffer.put({ version: 1n, value: entries })
  const taken = (buffer: LogBuffer): string[] => {
    const seen: string[] = []
    for (let entry = buffer.take(); entry !== undefined; entry = buffer.take()) seen.push(`${entry.msg} ${entry.lost}`)
    return seen
  }

  it('keeps entries from its level on, in order', () => {
    const all = Object.values(ClogType).map(prio => entry(String(prio), prio))
    for (const [level, seen] of [
      ['debug', '01234'],
      ['info', '1234'],
      ['sec', '234'],
      ['warn', '34'],
      ['error', '4']
    ] as const) {
      const buffer = bufferOf({ level, maxWaiting: 10 })
      put(buffer, ...all)
      expect(
        taken(buffer)
          .map(text => text[0])
          .join('')
      ).to.equal(seen)
    }
  })

  it('keeps those of its channel alone', () => {
    const buffer = bufferOf({ channel: 'audit' })
    put(buffer, entry('a'), entry('b', ClogType.Info, 'audit'), entry('c', ClogType.Debug, 'audit'))
    expect(taken(buffer)).to.deep.equal(['b 0'])
  })

  it('has nothing waiting when nothing is left of what came', () => {
    const buffer = bufferOf({ level: 'error' })
    expect(put(buffer, entry('a'))).to.equal(true)
    expect(buffer.waiting).to.equal(false)
    expect(buffer.take()).to.equal(undefined)
  })

  it('hands out an entry as it came, and what was lost before it', () => {
    const buffer = bufferOf()
    put(buffer, entry('a'))
    expect(buffer.take()).to.deep.equal({ ...entry('a'), lost: 0 })
  })

  it('drops the oldest past its bound and counts them, once', () => {
    const buffer = bufferOf()
    put(buffer, entry('a'), entry('b'))
    put(buffer, entry('c'), entry('d'), entry('e'))
    put(buffer, entry('f'))
    expect(taken(buffer)).to.deep.equal(['d 3', 'e 0', 'f 0'])
    put(buffer, entry('g'))
    expect(taken(buffer)).to.deep.equal(['g 0'])
  })

  it('counts none of another level or channel as lost', () => {
    const buffer = bufferOf({ level: 'warn' })
    put(buffer, ...Array.from({ length: 10 }, () => entry('x')), entry('a', ClogType.Error))
    expect(taken(buffer)).to.deep.equal(['a 0'])
  })

  it('refuses a level that there is not', () => {
    for (const level of ['fatal', 'toString', '']) {
      expect(() => bufferOf({ level: level as LogLevel })).to.throw(ConfigError, 'debug, info, sec, warn, error')
    }
  })
})
