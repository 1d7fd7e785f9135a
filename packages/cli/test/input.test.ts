import { expect } from 'chai'
import { readInput } from '../src/input.js'
import { fakeIo } from './support/io.js'
import type { Input } from '../src/io.js'

async function* endless(): AsyncGenerator<Uint8Array> {
  const chunk = new Uint8Array(1024 * 1024)
  for (;;) yield await Promise.resolve(chunk)
}

async function* cutOff(): AsyncGenerator<Uint8Array> {
  yield await Promise.reject(new Error('Premature close'))
}

const failureOf = (stdin: Input, signal?: AbortSignal): Promise<unknown> =>
  readInput('-', { ...fakeIo(signal === undefined ? {} : { signal }), stdin }).catch((error: unknown) => error)

describe('input from stdin', () => {
  it('is refused when it does not end', async () => {
    const error = await failureOf(endless())
    expect(error).to.include({
      code: 'ERR_CEPH_CLI_FILE',
      message: "Can't open input file -: it is longer than 64 MiB"
    })
  })

  it('that fails is a file that cannot be read, unless a signal has ended it', async () => {
    expect(await failureOf(cutOff())).to.have.property('code', 'ERR_CEPH_CLI_FILE')
    expect(await failureOf(cutOff(), AbortSignal.abort('stop'))).to.equal('stop')
  })
})
