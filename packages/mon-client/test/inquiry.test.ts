import { expect } from 'chai'
import { encodeMessage, ping } from '@cephwire/messages'
import { MonClientClosedError } from '../src/errors.js'
import { Inquiry } from '../src/inquiry.js'
import { explainSilence } from '../src/silence.js'
import type { Message } from '@cephwire/messenger'
import type { CommandReply } from '../src/command.js'
import type { RequestFacts } from '../src/requests.js'
import type { Silence } from '../src/silence.js'

const facts: RequestFacts = { what: 'command fsid', hints: { prefix: 'fsid' }, attempts: 1 }
const says = (name: string, state: string): unknown => ({ health: {}, mon_status: { name, state } })
const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

/** What an inquiry needs, played: with a session or without, and monitors with or without an answer. */
class Played {
  now = 0
  hasSession = true
  /** What each monitor answers on a connection of its own; an Error rejects. */
  answers: unknown[] = []
  /** What commands answer; nothing unless said. */
  replies: Readonly<Record<string, string>> = {}
  readonly asked: string[] = []
  signal: AbortSignal | undefined
  readonly inquiry = new Inquiry({
    now: () => this.now,
    send: () => this.hasSession && this.asked.push('ping') > 0,
    pingAll: (timeout, signal) => {
      this.asked.push(`ping all ${timeout}`)
      this.signal = signal
      return this.answers.map(answer => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)))
    },
    command: prefix => {
      this.asked.push(prefix)
      const text = this.replies[prefix]
      if (text === undefined) return new Promise(() => undefined)
      if (text === 'refused') return Promise.reject(new Error(text))
      return Promise.resolve({ json: () => JSON.parse(text) as unknown } as CommandReply)
    }
  })

  explain(monitor: string | undefined): Silence | undefined {
    return explainSilence(facts, { monitor, attempts: [], findings: this.inquiry.findings })
  }

  answer(answer: unknown): boolean {
    const { type, front } = encodeMessage(ping, { text: JSON.stringify(answer) })
    return this.inquiry.handle({ type, tid: 0n, front } as Message)
  }
}

const noQuorum = (name: string, state: string): Silence => ({
  reason: 'no-quorum',
  likely: `the monitors have no quorum: mon.${name} is ${state}`
})

describe('Inquiry', () => {
  let played: Played

  beforeEach(() => {
    played = new Played()
  })

  it('asks the monitor of the session, and for a command the manager, once for deadlines close together', () => {
    for (let i = 0; i < 1000; i++) played.inquiry.inquire(facts)
    expect(played.asked).to.deep.equal(['ping', 'mgr stat', 'get_command_descriptions'])
    played.now = 501
    played.inquiry.inquire({ ...facts, hints: {} })
    expect(played.asked.slice(3)).to.deep.equal(['ping'])
  })

  it('takes the answer of the monitor that was asked, and no other', () => {
    expect(played.answer(says('a', 'leader'))).to.equal(false)
    played.inquiry.inquire(facts)
    expect(played.explain('a')).to.deep.include({ reason: 'stalled' })
    expect(played.answer(says('a', 'probing'))).to.equal(true)
    expect(played.explain('a')).to.deep.equal(noQuorum('a', 'probing'))
  })

  it('remembers behind the end of a session that there was no quorum, and nothing else', () => {
    played.inquiry.inquire(facts)
    played.answer(says('a', 'electing'))
    played.inquiry.sessionEnded()
    expect(played.explain(undefined)).to.deep.equal(noQuorum('a', 'electing'))
    expect(played.explain('b')).to.deep.equal(noQuorum('a', 'electing'))

    for (const answer of [says('a', 'peon'), undefined]) {
      played.now += 1000
      played.inquiry.inquire(facts)
      if (answer !== undefined) played.answer(answer)
      played.inquiry.sessionEnded()
      expect(played.inquiry.findings).to.equal(undefined)
    }
  })

  it('asks all monitors when there is no session', async () => {
    played.hasSession = false
    played.answers = [new Error('refused'), null, says('b', 'probing')]
    played.inquiry.inquire(facts)
    expect(played.asked).to.deep.equal(['ping all 1000'])
    expect(played.inquiry.findings).to.equal(undefined)
    await turn()
    expect(played.explain(undefined)).to.deep.equal(noQuorum('b', 'probing'))
  })

  it('speaks of no quorum only when no monitor is in it', async () => {
    played.hasSession = false
    played.answers = [says('a', 'probing'), says('b', 'leader'), says('c', 'synchronizing')]
    played.inquiry.inquire(facts)
    await turn()
    expect(played.explain(undefined)).to.deep.include({ reason: 'session-lost' })
  })

  it('forgets what it has found out after two seconds', async () => {
    played.hasSession = false
    played.answers = [says('a', 'probing')]
    played.inquiry.inquire(facts)
    await turn()
    played.now = 2000
    expect(played.explain(undefined)).to.deep.equal(noQuorum('a', 'probing'))
    played.now = 2001
    expect(played.explain(undefined)).to.deep.include({ reason: 'session-lost' })
  })

  it('asks one round at a time, which ends with the client', () => {
    played.hasSession = false
    played.inquiry.inquire(facts)
    const first = played.signal!
    played.now = 501
    played.inquiry.inquire(facts)
    expect(first.aborted).to.equal(true)
    expect(played.signal!.aborted).to.equal(false)
    played.inquiry.end()
    expect(played.signal!.reason).to.be.instanceOf(MonClientClosedError)
  })

  it('keeps what the monitor said a moment ago until it says more', () => {
    played.inquiry.inquire(facts)
    played.answer(says('a', 'leader'))
    played.now = 1000
    played.inquiry.inquire(facts)
    expect(played.explain('a')).to.deep.include({ reason: 'slow' })
    played.answer(says('a', 'electing'))
    expect(played.explain('a')).to.deep.equal(noQuorum('a', 'electing'))
    played.now = 2001
    played.inquiry.inquire(facts)
    expect(played.explain('a')).to.deep.include({ reason: 'stalled' })
  })

  describe('of commands of the manager', () => {
    const descriptions = JSON.stringify({
      cmd000: { sig: ['osd', 'df', { name: 'output_method' }], flags: 8 },
      cmd001: { sig: ['fsid'], flags: 0 },
      cmd002: { sig: ['pg', 'stat'], flags: 9 }
    })

    beforeEach(() => {
      played.inquiry.inquire({ ...facts, hints: {} })
      played.answer(says('a', 'leader'))
    })

    const reasonFor = async (prefix: string): Promise<string | undefined> => {
      const request = { ...facts, hints: { prefix } }
      played.inquiry.inquire(request)
      await turn()
      return explainSilence(request, { monitor: 'a', attempts: [], findings: played.inquiry.findings })?.reason
    }

    it('says that there is no manager, for its commands alone', async () => {
      played.replies = { 'mgr stat': '{"available":false}', get_command_descriptions: descriptions }
      for (const prefix of ['osd df', ' osd  df ', 'pg stat']) expect(await reasonFor(prefix)).to.equal('no-mgr')
      for (const prefix of ['fsid', 'osd', 'osd df tree', 'pg']) expect(await reasonFor(prefix)).to.equal('slow')
      expect(played.asked.filter(what => what === 'get_command_descriptions')).to.have.lengthOf(1)
    })

    it('says nothing of it while there is one', async () => {
      played.replies = { 'mgr stat': '{"available":true}', get_command_descriptions: descriptions }
      expect(await reasonFor('osd df')).to.equal('slow')
    })

    it('says nothing of it when nobody tells, and asks again', async () => {
      played.replies = { 'mgr stat': 'refused', get_command_descriptions: 'refused' }
      expect(await reasonFor('osd df')).to.equal('slow')
      played.replies = { 'mgr stat': '{"available":false}', get_command_descriptions: descriptions }
      expect(await reasonFor('osd df')).to.equal('no-mgr')
    })

    for (const nonsense of [
      '',
      'null',
      '[]',
      '7',
      '{"cmd000":null}',
      '{"cmd000":{"flags":8,"sig":7}}',
      '{"available":'
    ]) {
      it(`is not confused by ${nonsense === '' ? 'no output' : nonsense}`, async () => {
        played.replies = { 'mgr stat': nonsense, get_command_descriptions: nonsense }
        expect(await reasonFor('osd df')).to.equal('slow')
      })
    }
  })
})
