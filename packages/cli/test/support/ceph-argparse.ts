import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Release } from '@cephwire/tools/ceph'

/** What a release's own scripts answer; see ceph-argparse.py. */
export interface CephArgparse {
  ask<T>(request: object): Promise<T>
  stop(): Promise<void>
}

function rootOf(release: Release): string {
  if (release === 'pacific') return '/'
  return join(process.env['CEPH_RELEASES_DIR'] ?? '/var/lib/ceph-releases', release)
}

/** Starts one Python that answers for a release; all scripts run with the Python of the host. */
export function startCephArgparse(release: Release): CephArgparse {
  const root = rootOf(release)
  const program = new URL('ceph-argparse.py', import.meta.url).pathname
  const args = [program, join(root, 'usr/lib/python3/dist-packages'), join(root, 'usr/bin/ceph')]
  const child = spawn('/usr/bin/python3', args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve, reject) => child.once('close', () => resolve()).once('error', reject))
  const waiting: ((line: string) => void)[] = []
  createInterface({ input: child.stdout }).on('line', line => waiting.shift()?.(line))
  return {
    ask: <T>(request: object) =>
      new Promise<T>((resolve, reject) => {
        waiting.push(line => resolve(JSON.parse(line) as T))
        void ended.then(() => reject(new Error('ceph-argparse.py has ended')), reject)
        child.stdin.write(`${JSON.stringify(request)}\n`)
      }),
    async stop() {
      child.stdin.end()
      await ended
    }
  }
}
