import { MonCommandError } from '@cephwire/mon-client'
import { createMonMap } from '@cephwire/maps'
import { expect } from 'chai'
import { Known } from '../../src/top/known.js'
import { Questions } from '../../src/top/questions.js'
import type { CommandReply, MonClient, MonCommand } from '@cephwire/mon-client'

const signal = new AbortController().signal

describe('what top asks', () => {
  let now: number
  let asked: string[]
  let answer: (prefix: string) => unknown
  let known: Known
  let questions: Questions

  beforeEach(() => {
    now = 100_000
    asked = []
    answer = () => ({})
    known = new Known(createMonMap({ fsid: '4180c1ff-6a1d-46f0-9360-a2e085628383', mons: [] }), () => now)
    const client: Pick<MonClient, 'command'> = {
      async command(cmd: MonCommand) {
        const prefix = typeof cmd === 'string' ? cmd : cmd.prefix
        asked.push(prefix)
        const given = await Promise.resolve(answer(prefix))
        if (given instanceof Error) throw given
        return { json: () => given, text: () => given } as unknown as CommandReply
      }
    }
    questions = new Questions(client, known, () => now)
  })

  it('are status and df, one after the other and not more often than every two seconds', async () => {
    answer = prefix => (prefix === 'status' ? { pgmap: { num_pgs: 9 } } : {})
    const both = [questions.usage(signal), questions.usage(signal)]
    expect(await Promise.all(both)).to.deep.equal([true, false])
    expect(asked.splice(0)).to.deep.equal(['status', 'df'])
    now += 1999
    expect(await questions.usage(signal)).to.equal(false)
    now += 1
    expect(await questions.usage(signal)).to.equal(true)
    expect(known.usage).to.include({ at: 102_000, pgs: 9 })
  })

  it('keep what was told when there is no answer, and say what was refused', async () => {
    await questions.usage(signal)
    now += 5000
    answer = () => new Error('lost')
    expect(await questions.usage(signal)).to.equal(false)
    answer = () => new MonCommandError({ code: -13, status: 'access denied' }, 'status')
    expect(await questions.usage(signal)).to.equal(true)
    expect(known.usage).to.include({ at: 100_000 })
    expect(known.usageRefused).to.equal('EACCES: access denied')
  })

  it('are the release and the last lines of the log, as far as they make sense', async () => {
    const line = { name: 'mon.a', stamp: '2026-11-22T15:22:44.500000+0000', seq: 66, priority: '[WRN]', message: 'm' }
    answer = prefix =>
      prefix === 'version' ? 'ceph version 16.2.15 (x) pacific (stable)' : [line, {}, null, { ...line, stamp: 7 }]
    await questions.version(signal)
    await questions.past(signal)
    expect(known.model.release).to.equal('16.2.15 pacific')
    expect(known.model.log).to.deep.equal([{ at: 1795360964.5, who: 'mon.a', tag: '[WRN]', message: 'm' }])
    answer = () => 'text'
    await questions.past(signal)
    answer = () => new Error('lost')
    await questions.past(signal)
    await questions.version(signal)
    expect(known.model.log).to.have.length(1)
  })
})
