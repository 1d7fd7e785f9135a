import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { widthOf } from '../../src/screen/width.js'
import { OsdCounter } from '../../src/top/osds.js'
import { render } from '../../src/top/render.js'
import { EMPTY_MODEL, osdMapOf } from '../support/top-models.js'
import type { TopModel } from '../../src/top/model.js'

const file = (name: string): string => readFileSync(new URL(`screens/${name}`, import.meta.url), 'utf8')
const recorded = (name: string): TopModel => JSON.parse(file(`${name}.json`)) as TopModel

/** The lines of a screen, with blank ones at its end as a terminal has them. */
function screen(model: TopModel, columns: number, rows: number): string[] {
  const lines = render(model, { columns, rows, colour: false }).map(line => line.trimEnd())
  return [...lines, ...new Array<string>(rows - lines.length).fill('')]
}

// What follow() had learnt of a real cluster (16.2.15), and what tmux had on its screen for it.
const situations = ['healthy', 'monitor-stopped', 'no-quorum', 'slow-ops']
const sizes = [
  [80, 24],
  [200, 50]
] as const

describe('the screen of top', () => {
  for (const name of situations) {
    for (const [columns, rows] of sizes) {
      it(`is as a terminal of ${columns}×${rows} has shown it: ${name}`, () => {
        const shown = file(`${name}-${columns}x${rows}.txt`).split('\n').slice(0, rows)
        expect(screen(recorded(name), columns, rows)).to.deep.equal(shown)
      })
    }
  }

  for (const name of [...situations, 'nothing']) {
    it(`fits terminals of any size, however small: ${name}`, () => {
      const model = name === 'nothing' ? EMPTY_MODEL : recorded(name)
      for (const columns of [1, 2, 9, 10, 11, 20, 40, 79, 81, 132, 300]) {
        for (const rows of [1, 2, 3, 5, 8, 12, 23, 39, 40, 41, 100]) {
          for (const help of [false, true]) {
            const lines = render(model, { columns, rows, colour: false, help })
            expect(lines.length).to.be.within(1, rows)
            for (const line of lines) expect(widthOf(line)).to.be.at.most(columns)
          }
        }
      }
    })
  }

  it('shows the most important where there is room for a few lines', () => {
    expect(screen(recorded('monitor-stopped'), 80, 4)).to.deep.equal([
      'HEALTH_WARN  c00dce21-5632-44d3-bccb-8fffae1bec5e  16.2.15 pacific      16:04:24',
      'session  mon.a at v2:127.0.0.1:23300/0 for 33s, before that mon.b',
      'health   [WRN] MON_DOWN: 1/3 mons down, quorum a,c',
      '         … 2 more checks'
    ])
  })

  it('says what was not told yet, and where there is no session', () => {
    expect(screen(EMPTY_MODEL, 80, 24).slice(0, 8)).to.deep.equal([
      'HEALTH …  4180c1ff-6a1d-46f0-9360-a2e085628383  reef                    12:00:00',
      'session   NO SESSION for 12s  looking for a monitor: connection reset',
      'health   not told yet',
      'mon      1 daemon, no quorum',
      '         a not asked yet',
      'mgr      not told yet',
      'osd      not told yet',
      'pgs      not told yet'
    ])
  })

  it('names thousands of OSDs by host and range', () => {
    const down = [...Array.from({ length: 20 }, (_, i) => 40 + i), 71, 73, 74, 4999]
    const osds = new OsdCounter().count(osdMapOf({ count: 5000, perHost: 20, down, out: [71] }))
    const lines = screen({ ...EMPTY_MODEL, osds }, 80, 24)
    expect(lines.slice(6, 9)).to.deep.equal([
      'osd      5000 osds: 4976 up, 4999 in; epoch 7  23 down in  1 down out',
      '         osd.40-59 down on node2 (20 of 20)',
      '         osd.71,73-74 down on node3 (3 of 20)  osd.4999 down on node249 for 3m'
    ])
  })

  it('counts hosts with OSDs that are down, where there are too many', () => {
    const down = Array.from({ length: 250 }, (_, i) => 20 * i)
    const osds = new OsdCounter().count(osdMapOf({ count: 5000, perHost: 20, down, out: [] }))
    const text = screen({ ...EMPTY_MODEL, osds }, 80, 24).join('\n')
    expect(text).to.match(/osd\.0 down on node0 {2}osd\.20 down on node1 /)
    expect(text).to.match(/… 2\d\d more\n/)
  })

  it('shows what comes from the cluster such that it cannot steer the terminal', () => {
    const evil = 'x\x1b[2J\n\u202e'
    const { usage, ...healthy } = recorded('healthy')
    const pools = usage!.pools.map(pool => ({ ...pool, name: evil }))
    const log = [{ at: 0, who: evil, tag: evil, message: evil }]
    const checks = [{ code: evil, severity: evil, message: evil, detail: [evil], muted: true }]
    const monitors = [{ ...healthy.monitors[0]!, name: evil, state: evil, silent: { since: 0, why: evil } }]
    const mgr = { active: evil, available: true, standbys: [evil], since: 0 }
    const osds = { ...healthy.osds!, states: [[evil, 1] as const], flags: [evil] }
    const progress = [{ message: evil, done: 0.5 }]
    const states = [[evil, 3] as const]
    const session = { state: 'hunting' as const, since: 0, cause: evil, before: evil }
    const health = { at: healthy.now, status: evil, checks }
    const all = { usage: { ...usage!, pools, progress, states }, log, monitors, mgr, osds, session, health }
    const model = { ...healthy, ...all, release: evil, fsid: evil }
    for (const [columns, rows] of sizes) {
      const text = render(model, { columns, rows, colour: false }).join('')
      expect(text).to.include('x\\u{1b}[2J\\n\\u{202e}')
      // eslint-disable-next-line no-control-regex -- these are what must not be there
      expect(text).to.not.match(/[\0-\x1f\x7f-\x9f\u202e]/)
    }
  })

  it('has colours when they are asked for, and the same text', () => {
    const model = recorded('monitor-stopped')
    const options = { columns: 80, rows: 24 }
    const coloured = render(model, { ...options, colour: true })
    // eslint-disable-next-line no-control-regex -- escape sequences of colours
    const stripped = coloured.map(line => line.replace(/\x1b\[[\d;]*m/g, ''))
    expect(coloured.join('')).to.include('\x1b[1;31m')
    expect(stripped).to.deep.equal(render(model, { ...options, colour: false }))
  })

  it('tells the keys on the last line when that is asked', () => {
    const lines = render(EMPTY_MODEL, { columns: 80, rows: 24, colour: false, help: true })
    expect(lines).to.have.length(24)
    expect(lines[23]).to.equal(' q quit  ? this line  ^L draw anew')
  })
})
