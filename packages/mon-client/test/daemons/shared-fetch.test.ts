import { expect } from 'chai'
import { SharedFetch } from '../../src/daemons/shared-fetch.js'
import { rejection } from '../support/canary.js'
import { deferred } from '../support/targets.js'

describe('SharedFetch', () => {
  const { signal: never } = new AbortController()
  let fetches: (ReturnType<typeof deferred<string>> & { readonly signal: AbortSignal })[]
  let shared: SharedFetch<string>

  beforeEach(() => {
    fetches = []
    shared = new SharedFetch(signal => {
      const fetch = { ...deferred<string>(), signal }
      fetches.push(fetch)
      return fetch.promise
    })
  })

  it('fetches once for all who want it at the same time, and again for the next', async () => {
    const both = [shared.get(never), shared.get(never)]
    expect(shared.underWay).to.equal(true)
    fetches[0]!.resolve('first')
    expect(await Promise.all(both)).to.deep.equal(['first', 'first'])
    expect(shared.underWay).to.equal(false)
    const next = shared.get(never)
    fetches[1]!.resolve('second')
    expect(await next).to.equal('second')
    expect(fetches).to.have.lengthOf(2)
  })

  it('tells all what it has failed with', async () => {
    const wrong = new Error('wrong')
    const both = [shared.get(never), shared.get(never)].map(result => rejection(result))
    fetches[0]!.reject(wrong)
    expect(await Promise.all(both)).to.deep.equal([wrong, wrong])
  })

  it('goes on while one waits, and ends with the last', async () => {
    const [first, last] = [new AbortController(), new AbortController()]
    const errors = [first, last].map(({ signal }) => rejection(shared.get(signal)))
    const reasons = [new Error('first'), new Error('last')]
    first.abort(reasons[0])
    expect(await errors[0]).to.equal(reasons[0])
    expect([shared.underWay, fetches[0]!.signal.aborted]).to.deep.equal([true, false])
    last.abort(reasons[1])
    expect(await errors[1]).to.equal(reasons[1])
    expect(shared.underWay).to.equal(false)
    expect(fetches[0]!.signal.reason).to.equal(reasons[1])
    expect(await rejection(shared.get(last.signal))).to.equal(reasons[1])
    fetches[0]!.reject(reasons[1])
    expect(fetches).to.have.lengthOf(1)
  })
})
