import { expect } from 'chai'
import { connect } from '@cephwire/messenger'
import { createFakeClock } from '@cephwire/messenger/testing'
import { failure, readySession, scriptedSession } from './support/attack.js'
import { scriptedAuthenticator } from './support/authenticators.js'
import { target } from './support/scripted-server.js'
import { sessionV1 } from './support/scripted-server-v1.js'

const v2 = [
  'CONNECTING',
  'BANNER_CONNECTING',
  'HELLO_CONNECTING',
  'AUTH_CONNECTING',
  'AUTH_CONNECTING_SIGN',
  'SESSION_CONNECTING',
  'READY'
]

describe('onPhase', () => {
  it('is told each phase of msgr2, in order', async () => {
    const phases: string[] = []
    const { connection } = await readySession({ connect: { onPhase: phase => void phases.push(phase) } })
    expect(phases).to.deep.equal(v2)
    await connection.close()
  })

  it('is told each phase of msgr1, in order', async () => {
    const phases: string[] = []
    const { server, connecting } = sessionV1({ onPhase: phase => void phases.push(phase) })
    await server.accept()
    const connection = await connecting
    expect(phases).to.deep.equal([
      'CONNECTING',
      'CONNECTING_WAIT_BANNER_AND_IDENTIFY',
      'CONNECTING_SEND_CONNECT_MSG',
      'READY'
    ])
    await connection.close()
  })

  const waiting = {
    hello: 'HELLO_CONNECTING',
    auth: 'AUTH_CONNECTING',
    sign: 'AUTH_CONNECTING_SIGN',
    ident: 'SESSION_CONNECTING'
  } as const
  for (const [at, expected] of Object.entries(waiting)) {
    it(`leaves ${expected} as the last word of an attempt that its signal gives up, which fails with the reason`, async () => {
      let last = ''
      const abort = new AbortController()
      const { server, connecting } = scriptedSession({
        connect: { signal: abort.signal, onPhase: phase => (last = phase) }
      })
      await server.upTo(at as keyof typeof waiting)
      const reason = new Error('enough')
      abort.abort(reason)
      expect(await failure(connecting)).to.equal(reason)
      expect(last).to.equal(expected)
    })
  }

  it('leaves CONNECTING for a dial that comes to nothing', async () => {
    const phases: string[] = []
    const abort = new AbortController()
    const connecting = connect({
      addr: target,
      authenticator: scriptedAuthenticator(),
      clock: createFakeClock(),
      dial: () => new Promise(() => undefined),
      signal: abort.signal,
      onPhase: phase => void phases.push(phase)
    })
    abort.abort(new Error('enough'))
    await failure(connecting)
    expect(phases).to.deep.equal(['CONNECTING'])
  })

  it('is told nothing when the signal was aborted before', async () => {
    const phases: string[] = []
    const { connecting } = scriptedSession({
      connect: { signal: AbortSignal.abort(new Error('enough')), onPhase: phase => void phases.push(phase) }
    })
    await failure(connecting)
    expect(phases).to.deep.equal([])
  })

  for (const phase of v2) {
    it(`ends the attempt with what it throws at ${phase}`, async () => {
      const clock = createFakeClock()
      const thrown = new Error('not this one')
      const { server, connecting } = scriptedSession({
        connect: {
          clock,
          onPhase: at => {
            if (at === phase) throw thrown
          }
        }
      })
      server.upTo('ready').catch(() => undefined)
      expect(await failure(connecting)).to.equal(thrown)
      expect(clock.sleepers).to.equal(0)
    })
  }
})
