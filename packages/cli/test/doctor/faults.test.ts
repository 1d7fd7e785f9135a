import { chmodSync } from 'node:fs'
import { createTestMonitor } from '@cephwire/test-monitor'
import { expect } from 'chai'
import { diagnose } from '../support/doctor.js'
import { temporaryDirectory } from '../support/files.js'
import type { Faults, TestCluster } from '@cephwire/test-monitor'
import type { Diagnosis } from '../support/doctor.js'

const PING = 2

/** Frames that a handshake and the first questions have. */
const frames = [1, 2, 3, 4, 5, 6, 7, 8]
const faults: readonly Faults[] = [
  ...frames.map(n => ({ stallAfterFrame: n })),
  ...frames.map(n => ({ dropAfterFrame: n })),
  ...frames.map(n => ({ cutFrame: n })),
  ...frames.map(n => ({ corruptFrame: n })),
  { requiredFeatures: 1n << 62n },
  { wrongFsid: '11111111-2222-3333-4444-555555555555' },
  { silentCommands: [''] },
  { silentTypes: [PING] },
  { repeatSeq: true },
  { msgr20: true },
  { refuseReclaim: true }
]

describe('cephwire doctor of a monitor that goes wrong', function () {
  this.timeout(20_000)
  this.slow(10_000)
  const file = temporaryDirectory()

  const diagnosed = async (protocol: 'v1' | 'v2', fault: Faults, index: number): Promise<Diagnosis> => {
    const cluster: TestCluster = await createTestMonitor()
    try {
      const keyring = file(`${protocol}-${index}`, cluster.keyring)
      chmodSync(keyring, 0o600)
      const monitor = cluster.monitor('a')
      monitor.faults.set(fault)
      const { port } = protocol === 'v1' ? monitor.v1Addr : monitor.v2Addr
      const where = ['-m', `${protocol}:127.0.0.1:${port}`, '--ms-mode', protocol === 'v1' ? 'legacy' : 'secure']
      return await diagnose(['--no-config-file', '-k', keyring, ...where, '--connect-timeout', '2'])
    } finally {
      await cluster.stop()
    }
  }

  for (const protocol of ['v1', 'v2'] as const) {
    it(`calls nothing well that does not work, in time (${protocol})`, async () => {
      const started = performance.now()
      const all = await Promise.all(faults.map((fault, i) => diagnosed(protocol, fault, i)))
      for (const [i, { exitCode, checks, troubles }] of all.entries()) {
        const works = checks.some(({ check, result }) => check === 'caps' && result === 'ok')
        const about = `${Object.entries(faults[i]!).join(' ')}: ${troubles.join(', ')}`
        const told = checks.some(({ result }) => result === 'failed')
        expect({ told, exitCode }, about).to.deep.equal(told ? { told, exitCode: 1 } : { told, exitCode: 0 })
        expect(told || works, about).to.equal(true)
        // Each thing is told once.
        expect(new Set(troubles).size, about).to.equal(troubles.length)
      }
      expect(performance.now() - started).to.be.below(10_000)
    })
  }

  const named: readonly (readonly [string, Faults, readonly string[]])[] = [
    ['that stops in the greeting', { stallAfterFrame: 1 }, ['monitor: silent']],
    ['that stops in the authentication', { stallAfterFrame: 3 }, ['quorum: no-quorum']],
    ['that lets in and serves nobody', { stallAfterFrame: 6 }, ['session: no-session']],
    ['that answers no commands', { silentCommands: [''] }, ['session: no-answer']],
    ['whose bytes are changed on the way', { corruptFrame: 3 }, ['authentication: broken-authentication']],
    ['that is too new', { requiredFeatures: 1n << 62n }, ['connection-mode: features']]
  ]
  for (const [title, fault, troubles] of named) {
    it(`tells one ${title}`, async () => {
      expect((await diagnosed('v2', fault, faults.length)).troubles).to.deep.equal(troubles)
    })
  }
})
