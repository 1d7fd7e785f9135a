import { Readable } from 'node:stream'
import { parseEntityAddr } from '@cephwire/codec'
import { expect } from 'chai'
import { formatLocal } from '../src/local-time.js'
import { formatLogEntry, logEntryToJson, logTag, logWords } from '../src/log-line.js'
import { kindOf } from '../src/watch/kinds.js'
import type { MonClient } from '@cephwire/mon-client'
import type { LogEntry } from '@cephwire/messages'

const entry: LogEntry = {
  name: { type: 1, id: 'a' },
  rank: { type: 1, num: 0n },
  addrs: [parseEntityAddr('v2:10.0.0.1:3300/0')],
  stamp: { sec: 1_717_143_072, nsec: 5_678_999 },
  seq: 2n ** 63n,
  prio: 3,
  msg: 'two\nlines',
  channel: 'cluster'
}

describe('a line of the cluster log', () => {
  const zone = process.env['TZ']
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  })

  it('is as ceph -w prints it', () => {
    process.env['TZ'] = 'UTC'
    expect(formatLogEntry(entry)).to.equal('2024-05-31T08:11:12.005678+0000 mon.a [WRN] two\nlines')
    expect(logWords({ ...entry, prio: 9 })).to.equal('mon.a [???] two\nlines')
    expect([0, 1, 2, 3, 4, -1].map(logTag)).to.deep.equal(['[DBG]', '[INF]', '[SEC]', '[WRN]', '[ERR]', '[???]'])
  })

  for (const [TZ, text] of [
    ['Asia/Kolkata', '2024-05-31T13:41:12.005678+0530'],
    ['America/St_Johns', '2024-05-31T05:41:12.005678-0230']
  ] as const) {
    it(`has the time of ${TZ} there`, () => {
      process.env['TZ'] = TZ
      expect(formatLocal(entry.stamp)).to.equal(text)
    })
  }

  it('takes small times for durations', () => {
    expect(formatLocal({ sec: 12, nsec: 345_678_000 })).to.equal('12.345678')
  })

  it('is JSON as ceph log last -f json prints it', () => {
    process.env['TZ'] = 'UTC'
    expect(logEntryToJson(entry)).to.deep.equal({
      name: 'mon.a',
      rank: 'mon.0',
      addrs: { addrvec: [{ type: 'v2', addr: '10.0.0.1:3300', nonce: 0 }] },
      stamp: '2024-05-31T08:11:12.005678+0000',
      seq: 2n ** 63n,
      channel: 'cluster',
      priority: '[WRN]',
      message: 'two\nlines'
    })
  })
  it('is the same for watch, which warns of what was left out', async () => {
    process.env['TZ'] = 'Asia/Kolkata'
    const told: unknown[] = []
    const entries = [
      { ...entry, lost: 3 },
      { ...entry, lost: 0, channel: 'audit' }
    ]
    await kindOf('log', 'warn')!.watch({
      client: { watch: { log: () => Readable.from(entries) } } as unknown as MonClient,
      signal: new AbortController().signal,
      now: () => 0,
      emit: ({ stamp, subject, words }) => Promise.resolve(void told.push([stamp, subject, words])),
      warn: text => Promise.resolve(void told.push(text))
    })
    const stamp = '2024-05-31T13:41:12.005678+0530'
    expect(told).to.deep.equal([
      'Warning: 3 lines of the log came too fast and are left out\n',
      [stamp, '', ['mon.a [WRN] two\nlines']],
      [stamp, 'audit', ['mon.a [WRN] two\nlines']]
    ])
  })
})
