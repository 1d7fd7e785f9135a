import { expect } from 'chai'
import { whileWaiting } from '../src/progress.js'
import { fakeIo } from './support/io.js'
import type { FakeIo } from './support/io.js'

/** Work that ends when something was shown so often. */
function untilShown(io: FakeIo, times: number): Promise<string> {
  return new Promise(resolve => {
    const write = io.stderr.write.bind(io.stderr)
    let shown = 0
    io.stderr.write = (bytes, done) => {
      write(bytes, done)
      if (++shown === times) resolve('done')
    }
  })
}

describe('whileWaiting()', () => {
  it('turns a sign on a terminal, and leaves nothing of it', async () => {
    const io = fakeIo({ isTTY: true })
    expect(await whileWaiting('waiting', io, untilShown(io, 3), { after: 0, every: 1 })).to.equal('done')
    expect(io.stderr.text()).to.equal(
      ['| waiting, 0 s', '/ waiting, 0 s', '- waiting, 0 s', ''].map(line => `\r\x1b[K${line}`).join('')
    )
    expect(io.stdout.text()).to.equal('')
  })

  it('fits a narrow terminal', async () => {
    const io = fakeIo({ isTTY: true })
    Object.assign(io.stderr, { columns: 10 })
    await whileWaiting('waiting for the cluster', io, untilShown(io, 1), { after: 0 })
    expect(io.stderr.text()).to.equal('\r\x1b[K| waiting\r\x1b[K')
  })

  for (const [where, io] of [
    ['in a pipe', fakeIo()],
    ['on a terminal that can do nothing', fakeIo({ isTTY: true, env: { TERM: 'dumb' } })]
  ] as const) {
    it(`shows nothing ${where}`, async () => {
      const work = new Promise(resolve => setTimeout(resolve, 5))
      await whileWaiting('waiting', io, work, { after: 0, every: 1 })
      expect(io.stderr.text()).to.equal('')
    })
  }

  it('shows nothing of what is quick, and passes on what fails', async () => {
    const io = fakeIo({ isTTY: true })
    const error = await whileWaiting('waiting', io, Promise.reject(new Error('no'))).catch((error: unknown) => error)
    expect(error).to.have.property('message', 'no')
    expect(io.stderr.text()).to.equal('')
  })
})
