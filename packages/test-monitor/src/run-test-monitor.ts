import { once } from 'node:events'
import { mkdir, rm, rmdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { checkDirectory } from './conf.js'
import { createTestCluster } from './test-cluster.js'
import type { TestClusterOptions } from './options.js'

/** What `cephwire test-monitor` runs. */
export interface RunTestMonitorOptions extends Pick<
  TestClusterOptions,
  'monitors' | 'auth' | 'keyType' | 'host' | 'port'
> {
  /** Where ceph.conf and keyring go; it is made if it is not there, and removed at the end if it was. */
  readonly dir: string
  /** Ends it. */
  readonly signal: AbortSignal
  /** Takes the one line of JSON that says that the monitors are ready. */
  readonly print: (line: string) => void
}

/** What the line says. */
export interface TestMonitorReady {
  readonly fsid: string
  readonly mon_host: string
  readonly conf: string
  readonly keyring: string
  readonly auth: 'cephx' | 'none'
  /** By rank. */
  readonly monitors: readonly string[]
  readonly note: string
}

/**
 * Runs monitors for other programs until the signal comes, and leaves nothing behind.
 *
 * @throws TestMonitorError when a port is taken or the directory is that of a real cluster
 */
export async function runTestMonitor({ dir, signal, print, ...options }: RunTestMonitorOptions): Promise<void> {
  const place = resolve(dir)
  checkDirectory(place)
  const cluster = await createTestCluster({ monitors: 1, ...options })
  try {
    const made = await mkdir(place, { recursive: true })
    try {
      const conf = await cluster.writeConf(place)
      const ready: TestMonitorReady = {
        fsid: cluster.fsid,
        mon_host: cluster.monHost,
        conf,
        keyring: join(place, 'keyring'),
        auth: options.auth ?? 'cephx',
        monitors: cluster.monitors.map(({ name }) => name),
        note: 'test monitor: keeps everything in memory, not for data'
      }
      print(JSON.stringify(ready))
      if (!signal.aborted) await once(signal, 'abort')
    } finally {
      await removeConf(place, made !== undefined)
    }
  } finally {
    await cluster.stop()
  }
}

async function removeConf(dir: string, made: boolean): Promise<void> {
  for (const name of ['ceph.conf', 'keyring']) await rm(join(dir, name), { force: true })
  // Not empty when somebody else has put something there: it is theirs.
  if (made) await rmdir(dir).catch(() => undefined)
}
