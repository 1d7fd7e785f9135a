import { expect } from 'chai'
import { examineCaps } from '../../src/doctor/caps.js'
import { examineClocks } from '../../src/doctor/clocks.js'
import { examineHealth } from '../../src/doctor/health.js'
import { examineVersions } from '../../src/doctor/versions.js'
import type { Answer } from '../../src/doctor/questions.js'

const said = (value: unknown): Answer => ({ value })
const denied: Answer = { denied: true }
const silent: Answer = { failure: 'No answer' }

describe('cephwire doctor, of what the cluster answers', () => {
  it('tells clocks that differ', () => {
    const timeSync = said({
      time_skew_status: {
        a: { skew: 0, latency: 0, health: 'HEALTH_OK' },
        b: { skew: 0, latency: 0.0002, health: 'HEALTH_OK' },
        c: {
          skew: 2.9624053276081543,
          latency: 0.019,
          health: 'HEALTH_WARN',
          details: 'clock skew 2.96241s > max 0.05s'
        }
      },
      timechecks: { epoch: 12, round: 2, round_status: 'finished' }
    })
    const check = examineClocks({ timeSync, health: said({ checks: {} }) })
    expect(check).to.include({ result: 'warning', problem: 'clock-skew', seen: 'mon.c is 2.962 s off' })
    expect(check.advice).to.include('  chronyc tracking')
  })

  it('believes the health of a cluster whose leader has not compared clocks yet', () => {
    const health = said({ checks: { MON_CLOCK_SKEW: { summary: { message: 'clock skew detected on mon.c' } } } })
    const check = examineClocks({ timeSync: said({ timechecks: {} }), health })
    expect(check).to.include({ problem: 'clock-skew', seen: 'clock skew detected on mon.c' })
  })

  it('tells daemons of several versions', () => {
    const pacific = 'ceph version 16.2.15 (618f440892089921c3e944a991122ddc44e60516) pacific (stable)'
    const reef = 'ceph version 18.2.7 (6b0e988052ec84cf2d4a54ff9bbbc5e720b621ad) reef (stable)'
    const versions = said({
      mon: { [reef]: 3 },
      osd: { [pacific]: 8, [reef]: 1 },
      overall: { [pacific]: 8, [reef]: 4 }
    })
    expect(examineVersions({ versions })).to.deep.equal({
      check: 'versions',
      result: 'warning',
      problem: 'mixed-versions',
      seen: '3 mon 18.2.7 reef, 8 osd 16.2.15 pacific and 1 osd 18.2.7 reef',
      meaning: 'An upgrade is under way, or was left half-way: what the oldest cannot do the cluster does not do.',
      advice: [
        'Finish the upgrade: monitors first, then managers, OSDs and the others. Which daemon is of which version:',
        '  ceph versions'
      ]
    })
    expect(examineVersions({ versions: said({ overall: { [reef]: 4 } }) })).to.include({ seen: '18.2.7 reef' })
  })

  it('tells health checks of monitors and keys, and no others', () => {
    const warn = (message: string): object => ({ severity: 'HEALTH_WARN', summary: { message }, detail: [] })
    const checks = {
      MON_DISK_LOW: warn('mon a is low on available space'),
      MON_DISK_BIG: { ...warn('mon a is using a lot of disk space'), muted: true },
      AUTH_SOMETHING_NEW: { ...warn('who knows'), severity: 'HEALTH_ERR', detail: [{ message: 'entity client.x' }] },
      MON_DOWN: warn('1/3 mons down'),
      OSD_DOWN: warn('1 osds down')
    }
    expect(examineHealth({ health: said({ checks }) })).to.deep.equal([
      {
        check: 'health',
        result: 'warning',
        problem: 'MON_DISK_LOW',
        seen: 'MON_DISK_LOW: mon a is low on available space',
        evidence: [],
        meaning: 'A monitor that runs out of room ends.',
        advice: ['Make room on the host of the monitor:', '  df -h /var/lib/ceph/mon', '  ceph tell mon.ID compact']
      },
      {
        check: 'health',
        result: 'failed',
        problem: 'AUTH_SOMETHING_NEW',
        seen: 'AUTH_SOMETHING_NEW: who knows',
        evidence: ['entity client.x'],
        meaning: 'The monitors warn of this themselves.',
        advice: ['Read what Ceph says of it:', '  https://docs.ceph.com/en/latest/rados/operations/health-checks/']
      }
    ])
  })

  it('tells an entity without caps for the manager, and never its key', () => {
    const entity = said([{ entity: 'client.x', key: 'SECRET', caps: { mon: 'allow *' } }])
    const check = examineCaps({ ...all(said({})), entity }, 'client.x')
    expect(check).to.include({ result: 'warning', problem: 'no-mgr-caps', seen: "client.x has mon 'allow *'" })
    expect(check.advice).to.include("  ceph auth caps client.x mon 'allow *' mgr 'allow r'")
    expect(JSON.stringify(check)).to.not.include('SECRET')
  })

  it('does not guess where nothing was answered', () => {
    const checks = [
      examineCaps(all(silent), 'client.x'),
      examineClocks(all(silent)),
      examineVersions(all(denied)),
      ...examineHealth(all(denied))
    ]
    expect(checks.map(({ result }) => result)).to.deep.equal(['skipped', 'skipped', 'skipped', 'skipped'])
  })
})

function all(answer: Answer): Parameters<typeof examineCaps>[0] {
  return { quorumStatus: answer, health: answer, timeSync: answer, versions: answer, entity: answer }
}
