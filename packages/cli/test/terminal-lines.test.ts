import { PassThrough } from 'node:stream'
import { expect } from 'chai'
import { TerminalLines } from '../src/terminal-lines.js'
import { fakeIo } from './support/io.js'
import type { Completer } from '../src/terminal-lines.js'

/** Somebody at a terminal. */
function terminal(complete: Completer = () => Promise.resolve([[], ''])): {
  readonly lines: TerminalLines
  readonly shown: () => string
  type: (text: string) => void
  readonly stop: AbortController
} {
  const stop = new AbortController()
  const [stdin, stdout] = [new PassThrough(), new PassThrough()]
  const chunks: Buffer[] = []
  stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  const lines = new TerminalLines({ ...fakeIo({ signal: stop.signal }), stdin, stdout }, '> ', complete)
  return { lines, shown: () => Buffer.concat(chunks).toString(), type: text => stdin.write(text), stop }
}

describe('lines that are typed', () => {
  it('are asked for with a prompt, and come one by one', async () => {
    const { lines, shown, type } = terminal()
    const first = lines.next()
    type('one\r')
    expect(await first).to.equal('one')
    expect(shown()).to.include('> ')
    type('two\rthree\r')
    expect([await lines.next(), await lines.next()]).to.deep.equal(['two', 'three'])
    lines.close()
  })

  it('are kept in a history', async () => {
    const { lines, type } = terminal()
    type('one\r')
    await lines.next()
    type('\x1b[A\r')
    expect(await lines.next()).to.equal('one')
    lines.close()
  })

  it('are cleared by ^C, wherever the cursor stands', async () => {
    const { lines, type } = terminal()
    const line = lines.next()
    type('abc\x1b[D\x03xyz\r')
    expect(await line).to.equal('xyz')
    lines.close()
  })

  it('end with ^D', async () => {
    const { lines, type } = terminal()
    const line = lines.next()
    type('\x04')
    expect(await line).to.equal(undefined)
    expect(await lines.next()).to.equal(undefined)
  })

  it('end when the program is told to end', async () => {
    const { lines, stop } = terminal()
    const line = lines.next()
    stop.abort()
    expect(await line).to.equal(undefined)
  })

  it('end, and then the program, when the terminal hangs up', async () => {
    const { lines } = terminal()
    const line = lines.next()
    const kill = process.kill.bind(process)
    const killed: unknown[] = []
    process.kill = (...args): true => killed.push(...args) > 0 || true
    try {
      ;(process.listeners('SIGHUP').at(-1) as () => void)()
    } finally {
      process.kill = kill
    }
    expect(await line).to.equal(undefined)
    expect(killed).to.deep.equal([process.pid, 'SIGHUP'])
  })

  it('leave ^C to what a line has begun', async () => {
    const { lines, type } = terminal()
    type('long\r')
    await lines.next()
    const interrupted = new Promise<string>(resolve => (lines.interrupted = () => resolve('interrupted')))
    type('\x03')
    expect(await interrupted).to.equal('interrupted')
    lines.close()
  })

  it('are completed by TAB, though not by what fails', async () => {
    const { lines, type } = terminal(line =>
      line === 'osd du' ? Promise.resolve([['dump '], 'du']) : Promise.reject(new Error('no'))
    )
    const line = lines.next()
    type('osd du\t')
    await new Promise(resolve => setImmediate(resolve))
    type('x\t')
    await new Promise(resolve => setImmediate(resolve))
    type('\r')
    expect(await line).to.equal('osd dump x')
    lines.close()
  })
})
