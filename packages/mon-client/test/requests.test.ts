import { TruncatedError } from '@cephwire/codec'
import { createFakeClock } from '@cephwire/messenger/testing'
import { expect } from 'chai'
import { MonClientClosedError, MonClientFullError, MonOutcomeUnknownError, MonTimeoutError } from '../src/errors.js'
import { Requests } from '../src/requests.js'
import { rejection } from './support/canary.js'
import { received } from './support/monmaps.js'
import type { Message } from '@cephwire/messenger'
import type { FakeClock } from '@cephwire/messenger/testing'
import type { Request, RequestFacts } from '../src/requests.js'
import type { Silence } from '../src/silence.js'

const REPLY = 51
const reply = (tid: bigint, front: number[] = [], type = REPLY): Message =>
  received({ type, tid, front: Uint8Array.from(front) })

describe('Requests', () => {
  let clock: FakeClock
  let session: boolean
  let sent: bigint[]
  let inquiries: RequestFacts[]
  let requests: Requests

  beforeEach(() => {
    clock = createFakeClock()
    session = true
    sent = []
    inquiries = []
    const send = ({ tid }: { readonly tid?: bigint }): boolean => {
      if (session) sent.push(tid!)
      return session
    }
    const explain = (): Silence | undefined =>
      session ? undefined : { reason: 'no-session', likely: 'no monitor gives a session' }
    requests = new Requests({ send, explain, inquire: facts => inquiries.push(facts) }, clock, 4)
  })

  afterEach(() => {
    requests.rejectAll(new MonClientClosedError())
    expect(clock.sleepers).to.equal(0)
  })

  const run = (init: Partial<Request<string>> = {}): Promise<string> =>
    requests.run({
      what: 'command x',
      encode: tid => ({ type: 50, front: new Uint8Array(0), tid }),
      replyType: REPLY,
      decode: ({ front }) => [...front].join(),
      ...init
    })
  const settled = (promise: Promise<string>): Promise<Error> => {
    const error = rejection(promise)
    error.catch(() => undefined)
    return error
  }

  it('numbers requests from 1 and never uses a number twice', async () => {
    const [one, two] = [run(), run()]
    requests.answer(2n, reply(2n, [2]))
    requests.answer(1n, reply(1n, [1]))
    expect(await Promise.all([one, two])).to.deep.equal(['1', '2'])
    requests.sessionLost(new Error('lost'))
    requests.sessionOpened()
    const three = run()
    requests.answer(3n, reply(3n))
    await three
    expect(sent).to.deep.equal([1n, 2n, 3n])
  })

  it('sends nothing without a session, and all in their order with the next', async () => {
    session = false
    const waiting = [run(), run(), run()]
    expect(sent).to.deep.equal([])
    session = true
    requests.sessionOpened()
    expect(sent).to.deep.equal([1n, 2n, 3n])
    for (const tid of sent) requests.answer(tid, reply(tid))
    await Promise.all(waiting)
  })

  it('sends again in the order of tids what was not answered', async () => {
    const [, two] = [settled(run()), run(), settled(run())]
    requests.answer(2n, reply(2n))
    await two
    requests.sessionLost(new Error('lost'))
    requests.sessionOpened()
    expect(sent).to.deep.equal([1n, 2n, 3n, 1n, 3n])
  })

  it('does not know what became of a request that must not be sent twice', async () => {
    const cause = new Error('lost')
    const once = rejection(run({ resend: false }))
    requests.sessionLost(cause)
    const error = await once
    expect(error).to.be.instanceOf(MonOutcomeUnknownError)
    expect(error).to.include({ mayHaveExecuted: true, cause })
    requests.sessionOpened()
    expect(sent).to.deep.equal([1n])
  })

  it('sends with the next session what must not be sent twice and was not sent', async () => {
    session = false
    const once = run({ resend: false })
    requests.sessionLost(new Error('lost'))
    session = true
    requests.sessionOpened()
    requests.answer(1n, reply(1n, [9]))
    expect(await once).to.equal('9')
  })

  it('gives up after its time, saying whether it may have been executed', async () => {
    const [sentOne, readOnly] = [rejection(run({ timeout: 100 })), rejection(run({ timeout: 100, readOnly: true }))]
    session = false
    const unsent = rejection(run({ timeout: 100 }))
    const forever = settled(run({ timeout: 0 }))
    await clock.advance(99)
    expect(requests.size).to.equal(4)
    await clock.advance(1)
    expect(requests.size).to.equal(1)
    const likely = 'no monitor gives a session'
    expect(await sentOne).to.be.instanceOf(MonTimeoutError)
    expect(await sentOne).to.include({ mayHaveExecuted: true, retryable: false, timeout: 100, likely })
    expect(await readOnly).to.include({ mayHaveExecuted: false, retryable: true })
    expect(await unsent).to.include({ mayHaveExecuted: false, retryable: true })
    requests.rejectAll(new MonClientClosedError())
    expect(await forever).to.be.instanceOf(MonClientClosedError)
  })

  it('gives up with its signal before, during and after, and leaves no listener', async () => {
    const reason = new Error('enough')
    expect(await rejection(run({ signal: AbortSignal.abort(reason) }))).to.equal(reason)
    expect(sent).to.deep.equal([])
    const controller = new AbortController()
    let listeners = 0
    const { signal } = controller
    const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)]
    signal.addEventListener = (...args: Parameters<typeof add>) => (listeners++, add(...args))
    signal.removeEventListener = (...args: Parameters<typeof remove>) => (listeners--, remove(...args))
    const [answered, aborted] = [run({ signal }), rejection(run({ signal }))]
    requests.answer(1n, reply(1n))
    await answered
    controller.abort(reason)
    expect(await aborted).to.equal(reason)
    expect(listeners).to.equal(0)
    expect(requests.answer(2n, reply(2n))).to.equal(false)
  })

  it('settles once when the answer, the time and the signal come together', async () => {
    const controller = new AbortController()
    const both = run({ timeout: 10, signal: controller.signal })
    requests.answer(1n, reply(1n, [1]))
    controller.abort(new Error('too late'))
    await clock.advance(10)
    expect(await both).to.equal('1')
  })

  it('takes an answer without a tid for that to the oldest request of its kind', async () => {
    const [one, two] = [run(), run()]
    expect(requests.answer(0n, reply(0n, [], 20))).to.equal(false)
    requests.answer(0n, reply(0n, [1]))
    requests.answer(0n, reply(0n, [2]))
    expect(await Promise.all([one, two])).to.deep.equal(['1', '2'])
    expect(requests.answer(0n, reply(0n))).to.equal(false)
  })

  it('inquires a second before a deadline, or at half time, where a silence can be explained', async () => {
    const errors = [
      run({ timeout: 10_000, silence: { caps: 'mon r' } }),
      run({ timeout: 200 }),
      run({ timeout: 0 })
    ].map(settled)
    const short = settled(run({ timeout: 200, silence: {} }))
    await clock.advance(99)
    expect(inquiries).to.deep.equal([])
    await clock.advance(1)
    expect(inquiries).to.deep.equal([{ what: 'command x', hints: {}, attempts: 1 }])
    await clock.advance(8899)
    expect(inquiries).to.have.lengthOf(1)
    await clock.advance(1)
    expect(inquiries[1]).to.deep.equal({ what: 'command x', hints: { caps: 'mon r' }, attempts: 1 })
    await clock.advance(1000)
    expect(await errors[0]).to.be.instanceOf(MonTimeoutError)
    expect(await short).to.be.instanceOf(MonTimeoutError)
    requests.rejectAll(new MonClientClosedError())
    await Promise.all(errors)
  })

  it('takes no stray answers: unknown, twice, of another type, of the greatest tid', async () => {
    const one = run()
    for (const tid of [2n, 0xffff_ffff_ffff_ffffn]) expect(requests.answer(tid, reply(tid))).to.equal(false)
    expect(requests.answer(1n, reply(1n, [], 20))).to.equal(false)
    expect(requests.answer(1n, reply(1n, [1]))).to.equal(true)
    expect(requests.answer(1n, reply(1n, [2]))).to.equal(false)
    expect(await one).to.equal('1')
  })

  it('rejects only the request whose answer does not decode', async () => {
    const error = new TruncatedError('need 8 bytes, have 4')
    const [bad, good] = [
      rejection(
        run({
          decode: () => {
            throw error
          }
        })
      ),
      run()
    ]
    requests.answer(1n, reply(1n))
    requests.answer(2n, reply(2n))
    expect(await bad).to.equal(error)
    expect(await good).to.equal('')
  })

  it('rejects only the request that cannot be written', async () => {
    const error = new RangeError('too large')
    const bad = run({
      encode: () => {
        throw error
      }
    })
    expect(await rejection(bad)).to.equal(error)
    expect(requests.size).to.equal(0)
  })

  it('takes no more than its limit', async () => {
    const waiting = Array.from({ length: 4 }, () => settled(run()))
    const full = await rejection(run())
    expect(full).to.be.instanceOf(MonClientFullError)
    expect(full).to.include({ limit: 4, retryable: true })
    requests.answer(1n, reply(1n))
    const next = run()
    requests.answer(5n, reply(5n))
    await next
    requests.rejectAll(new MonClientClosedError())
    await Promise.allSettled(waiting)
  })
})
