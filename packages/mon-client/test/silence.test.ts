import { expect } from 'chai'
import { FsidMismatchError, MonSessionError } from '../src/errors.js'
import { explainSilence } from '../src/silence.js'
import type { MonHuntAttempt } from '../src/errors.js'
import type { Findings } from '../src/inquiry.js'
import type { RequestFacts, SilenceHints } from '../src/requests.js'
import type { Silence, Standing } from '../src/silence.js'

const [A, B] = ['v2:10.0.0.1:3300/0', 'v2:10.0.0.1:3301/0']

const request = (hints: SilenceHints = {}, attempts = 1): RequestFacts => ({ what: 'x', hints, attempts })
const findings = (init: Partial<Findings> = {}): Findings => ({
  status: { name: 'a', state: 'leader' },
  mgrAvailable: undefined,
  isMgrCommand: prefix => prefix === 'osd df',
  ...init
})

describe('explainSilence()', () => {
  describe('with a session', () => {
    const explain = (hints: SilenceHints, found?: Findings): Silence | undefined =>
      explainSilence(request(hints), { monitor: 'a', attempts: [], findings: found })

    it('knows nothing where nothing was asked and nothing is known of the request', () => {
      expect(explain({})).to.equal(undefined)
      expect(explain({ prefix: 'osd df' })).to.equal(undefined)
    })

    it('speaks of a monitor that answers no ping', () => {
      expect(explain({}, findings({ status: undefined }))).to.deep.equal({
        reason: 'stalled',
        likely: 'mon.a keeps the connection and does not answer a ping either'
      })
    })

    it('speaks of the quorum, whatever else may be the matter', () => {
      const hints = { caps: 'mon r', prefix: 'osd df' }
      for (const state of ['probing', 'electing', 'synchronizing', 'shutdown', 'undefined']) {
        expect(explain(hints, findings({ status: { name: 'b', state }, mgrAvailable: false }))).to.deep.equal({
          reason: 'no-quorum',
          likely: `the monitors have no quorum: mon.b is ${state}`
        })
      }
    })

    it('speaks of the manager for its commands, when there is none for sure', () => {
      expect(explain({ prefix: 'osd df' }, findings({ mgrAvailable: false }))).to.deep.equal({
        reason: 'no-mgr',
        likely: 'it is a command of the manager, and no manager is active: start ceph-mgr'
      })
      for (const mgrAvailable of [true, undefined]) {
        expect(explain({ prefix: 'osd df' }, findings({ mgrAvailable }))?.reason).to.equal('slow')
      }
      expect(explain({ prefix: 'fsid' }, findings({ mgrAvailable: false }))?.reason).to.equal('slow')
    })

    it('speaks of a name that monitors do not know, whether they were asked or not', () => {
      const hints = { unknownName: { name: 'crushmap', known: ['monmap', 'osdmap'] } }
      const silence = { reason: 'unknown-name', likely: 'monitors do not know crushmap, they know monmap, osdmap' }
      expect(explain(hints)).to.deep.equal(silence)
      expect(explain(hints, findings())).to.deep.equal(silence)
    })

    it('speaks of caps, and of what else makes monitors silent in the same way', () => {
      const likely = 'monitors do not answer it to a client without the caps "mon r"'
      expect(explain({ caps: 'mon r' })).to.deep.equal({ reason: 'caps', likely })
      expect(explain({ caps: 'mon r', otherwise: 'there is no pool 9' }, findings())).to.deep.equal({
        reason: 'caps',
        likely: `${likely}, or there is no pool 9`
      })
    })

    it('is left with a monitor that may need longer', () => {
      for (const state of ['leader', 'peon']) {
        expect(explain({}, findings({ status: { name: 'a', state } }))).to.deep.equal({
          reason: 'slow',
          likely: 'mon.a is in the quorum and answers a ping: it may need longer'
        })
      }
    })
  })

  describe('without a session', () => {
    const explain = (attempts: readonly MonHuntAttempt[], init: Partial<Standing> & { sent?: number } = {}): unknown =>
      explainSilence(request({ caps: 'mon r' }, init.sent ?? 1), {
        monitor: undefined,
        findings: undefined,
        ...init,
        attempts
      })
    const refused = { addr: A, error: new Error('ECONNREFUSED') }
    const silentIn = (phase: string, addr = B): MonHuntAttempt => ({
      addr,
      error: new MonSessionError('No session within 3000 ms', { phase })
    })

    it('tells a request that was sent from one that was not, with the last attempt', () => {
      expect(explain([{ addr: B, error: new Error('EPIPE') }, refused])).to.deep.equal({
        reason: 'session-lost',
        likely: `its session was lost, and no monitor gives another: ${A}: ECONNREFUSED`
      })
      expect(explain([refused], { sent: 0 })).to.deep.equal({
        reason: 'no-session',
        likely: `no monitor gives a session: ${A}: ECONNREFUSED`
      })
      expect(explain([])).to.deep.equal({
        reason: 'session-lost',
        likely: 'its session was lost, and no monitor gives another'
      })
      expect(explain([{ addr: A, error: 'text' }], { sent: 0 })).to.deep.equal({
        reason: 'no-session',
        likely: 'no monitor gives a session'
      })
    })

    it('speaks of the quorum when a monitor takes connections and lets nobody in', () => {
      for (const phase of ['AUTH_CONNECTING', 'MAUTH', 'MONMAP']) {
        expect(explain([silentIn(phase), refused])).to.deep.equal({
          reason: 'no-quorum',
          likely: `the monitors have no quorum: ${B} takes connections and lets nobody in`
        })
      }
      for (const phase of ['CONNECTING', 'BANNER_CONNECTING', 'HELLO_CONNECTING']) {
        expect(explain([silentIn(phase)])).to.have.property('reason', 'session-lost')
      }
    })

    it('speaks of the quorum when a monitor says so itself', () => {
      expect(explain([refused], { findings: findings({ status: { name: 'b', state: 'electing' } }) })).to.deep.equal({
        reason: 'no-quorum',
        likely: 'the monitors have no quorum: mon.b is electing'
      })
      expect(explain([refused], { findings: findings() })).to.have.property('reason', 'session-lost')
    })

    it('speaks of another cluster before all else', () => {
      const error = new FsidMismatchError('one', 'other')
      const found = findings({ status: { name: 'b', state: 'electing' } })
      expect(explain([silentIn('MONMAP'), { addr: A, error }, refused], { findings: found })).to.deep.equal({
        reason: 'wrong-fsid',
        likely: `${A}: ${error.message}`
      })
    })
  })
})
