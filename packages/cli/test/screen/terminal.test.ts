import FakeTimers from '@sinonjs/fake-timers'
import { expect } from 'chai'
import { ENTER, LEAVE } from '../../src/screen/canvas.js'
import { Terminal } from '../../src/screen/terminal.js'
import { fakeIo } from '../support/io.js'
import { fakeTty } from '../support/tty.js'
import type { FakeTty } from '../support/tty.js'

const hooks = ['exit', 'uncaughtExceptionMonitor', 'SIGHUP', 'SIGCONT'] as const
const hookCount = (): number => hooks.reduce((sum, name) => sum + process.listenerCount(name), 0)

function opened(): { readonly tty: FakeTty; readonly terminal: Terminal; readonly events: string[] } {
  const tty = fakeTty()
  const events: string[] = []
  const terminal = Terminal.of(tty.io, {
    key: key => events.push(`key ${key}`),
    resized: () => events.push('resized'),
    hungUp: () => events.push('hung up')
  })!
  terminal.open()
  return { tty, terminal, events }
}

describe('a terminal', () => {
  it('is none where stdout is a pipe', () => {
    const { stdin, stdout } = fakeIo()
    const events = { key: () => undefined, resized: () => undefined, hungUp: () => undefined }
    expect(Terminal.of({ ...fakeIo(), stdin, stdout }, events)).to.equal(undefined)
  })

  it('is none where it has no screen', () => {
    const { io } = fakeTty({ TERM: 'dumb' })
    const events = { key: () => undefined, resized: () => undefined, hungUp: () => undefined }
    expect(Terminal.of(io, events)).to.equal(undefined)
  })

  it('is there again after ^Z where nothing can be stopped', () => {
    const clock = FakeTimers.install()
    const kill = process.kill.bind(process)
    try {
      const { tty, terminal, events } = opened()
      process.kill = (): true => true
      tty.press('\x1a')
      expect([tty.written(), tty.raw()]).to.deep.equal([ENTER + LEAVE, false])
      clock.tick(100)
      expect([tty.written(), tty.raw(), events]).to.deep.equal([ENTER + LEAVE + ENTER, true, ['resized']])
      tty.press('\x1a')
      terminal.close()
      expect(clock.countTimers()).to.equal(0)
    } finally {
      process.kill = kill
      clock.uninstall()
    }
  })

  it('gives its screen, and has it back as it was', () => {
    const before = hookCount()
    const { tty, terminal } = opened()
    expect(tty.raw()).to.equal(true)
    terminal.write('text')
    terminal.close()
    terminal.close()
    terminal.write('too late')
    expect(tty.written()).to.equal(`${ENTER}text${LEAVE}`)
    expect(tty.raw()).to.equal(false)
    expect(tty.listeners()).to.equal(0)
    expect(hookCount()).to.equal(before)
  })

  for (const hook of ['exit', 'uncaughtExceptionMonitor'] as const) {
    it(`is as it was when the process ends by ${hook}`, () => {
      const { tty, terminal } = opened()
      const listener = process.listeners(hook as 'exit').at(-1) as () => void
      listener()
      expect(tty.written()).to.equal(ENTER + LEAVE)
      terminal.close()
    })
  }

  it('tells keys one by one, sizes, and that nobody is there any more', () => {
    const { tty, terminal, events } = opened()
    tty.press('q?\x03')
    tty.resize(200, 50)
    expect(terminal.size).to.deep.equal({ columns: 200, rows: 50 })
    ;(process.listeners('SIGHUP').at(-1) as () => void)()
    expect(events).to.deep.equal(['key q', 'key ?', 'key \x03', 'resized', 'hung up'])
    terminal.close()
  })

  it('takes 80×24 for a terminal that does not tell its size', () => {
    const { tty, terminal } = opened()
    tty.resize(0, 0)
    expect(terminal.size).to.deep.equal({ columns: 80, rows: 24 })
    terminal.close()
  })
})
