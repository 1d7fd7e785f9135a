import FakeTimers from '@sinonjs/fake-timers'
import { expect } from 'chai'
import { ENTER, LEAVE } from '../../src/screen/canvas.js'
import { openLineDisplay } from '../../src/top/line-display.js'
import { openLiveScreen } from '../../src/top/live-screen.js'
import { fakeIo } from '../support/io.js'
import { EMPTY_MODEL } from '../support/top-models.js'
import { fakeTty } from '../support/tty.js'
import type { Display } from '../../src/top/live-screen.js'
import type { TopModel } from '../../src/top/model.js'
import type { FakeTty } from '../support/tty.js'

const warning = (message: string): Partial<TopModel> => ({
  health: {
    at: EMPTY_MODEL.now,
    status: 'HEALTH_WARN',
    checks: [{ code: 'MON_DOWN', severity: 'HEALTH_WARN', message, detail: [], muted: false }]
  }
})

describe('the live screen of top', () => {
  let clock: ReturnType<typeof FakeTimers.install>
  let tty: FakeTty
  let model: TopModel
  let quits: number
  let display: Display

  beforeEach(() => {
    clock = FakeTimers.install()
    tty = fakeTty({ TERM: 'xterm' })
    model = EMPTY_MODEL
    quits = 0
    display = openLiveScreen({ io: tty.io, model: () => model, quit: () => quits++, hungUp: () => undefined })!
  })
  afterEach(() => {
    display.close()
    clock.uninstall()
    expect(tty.raw()).to.equal(false)
    expect(tty.listeners()).to.equal(0)
  })

  it('is drawn at once, and closed as it was found', () => {
    expect(tty.written().startsWith(`${ENTER}\x1b[1;1H\x1b[K`)).to.equal(true)
    expect(tty.news()).to.include('4180c1ff').and.include('\x1b[7;31m')
    display.close()
    expect(tty.news()).to.equal(LEAVE)
    expect(clock.countTimers()).to.equal(0)
  })

  it('writes lines that have changed, five times a second at most', () => {
    tty.news()
    for (let i = 0; i <= 100; i++) {
      model = { ...EMPTY_MODEL, ...warning(`now ${i}`) }
      display.changed()
      clock.tick(4)
    }
    const news = tty.news()
    expect(news.match(/now \d+/g)).to.deep.equal(['now 49', 'now 99'])
    expect(news).to.not.include('\x1b[2;1H')
  })

  it('draws the clock every second, and nothing where nothing has changed', () => {
    tty.news()
    clock.tick(1000)
    expect(tty.news()).to.equal('')
    model = { ...model, now: model.now + 1000 }
    clock.tick(1000)
    expect(tty.news()).to.include('12:00:01')
  })

  it('is drawn anew at another size', () => {
    tty.news()
    tty.resize(40, 3)
    const news = tty.news()
    expect(news).to.include('\x1b[1;1H').and.include('\x1b[3;1H').and.not.include('\x1b[4;1H')
  })

  it('tells the keys for ?, and no longer for another ?', () => {
    tty.news()
    tty.press('?')
    expect(tty.news()).to.include('\x1b[24;1H').and.include('quit')
    tty.press('?')
    expect(tty.news()).to.equal('\x1b[24;1H\x1b[K')
    tty.press('x')
    expect(tty.news()).to.equal('')
    tty.press('\x0c')
    expect(tty.news()).to.include('\x1b[1;1H').and.include('\x1b[24;1H')
  })

  for (const key of ['q', '\x03', '\x04']) {
    it(`is left with ${JSON.stringify(key)}`, () => {
      tty.press(key)
      expect(quits).to.equal(1)
    })
  }

  it('has no colours with NO_COLOR', () => {
    const plain = fakeTty({ NO_COLOR: '1' })
    const other = openLiveScreen({ io: plain.io, model: () => model, quit: () => undefined, hungUp: () => undefined })!
    other.close()
    // eslint-disable-next-line no-control-regex -- escape sequences of colours
    expect(plain.written().replaceAll('\x1b[0m', '')).to.not.match(/\x1b\[[\d;]*m/)
  })
})

describe('top without a terminal', () => {
  it('says on stderr what silence means', () => {
    const clock = FakeTimers.install()
    try {
      const io = fakeIo()
      const display = openLineDisplay({ io, model: () => EMPTY_MODEL, quit: () => undefined, hungUp: () => undefined })
      clock.tick(9999)
      expect(io.stderr.text()).to.equal('')
      clock.tick(1)
      expect(io.stderr.text()).to.equal('No health yet: monitors are silent to a client without the caps "mon r"\n')
      expect(io.stdout.text()).to.equal('')
      display.close()
    } finally {
      clock.uninstall()
    }
  })

  it('prints a line each time that something has changed, once a second at most', () => {
    const clock = FakeTimers.install()
    try {
      const io = fakeIo()
      let model: TopModel = EMPTY_MODEL
      expect(openLiveScreen({ io, model: () => model, quit: () => undefined, hungUp: () => undefined })).to.equal(
        undefined
      )
      const display = openLineDisplay({ io, model: () => model, quit: () => undefined, hungUp: () => undefined })
      const after = (millis: number): void => {
        display.changed()
        clock.tick(millis)
      }
      after(1000)
      model = { ...model, ...warning('x') }
      after(10)
      model = { ...model, now: model.now + 1000 }
      after(2000)
      model = { ...model, session: { state: 'have_session', monitor: 'a', addr: 'x', since: 0, before: undefined } }
      after(2000)
      expect(io.stdout.text()).to.equal(
        '2026-11-22T12:00:00.000000+0000 no session; HEALTH_WARN (MON_DOWN); mon 0/1 in quorum\n' +
          '2026-11-22T12:00:01.000000+0000 HEALTH_WARN (MON_DOWN); mon 0/1 in quorum\n'
      )
      display.close()
      expect(clock.countTimers()).to.equal(0)
    } finally {
      clock.uninstall()
    }
  })
})
