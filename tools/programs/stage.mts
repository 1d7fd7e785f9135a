import type { MonClientOptions } from '@cephwire/mon-client'
import { createTestCluster } from '@cephwire/test-monitor'

/** Where the tour takes place. */
export interface Stage {
  readonly title: string
  readonly options: MonClientOptions
  /** Whether keys and lines of the log may be written. */
  readonly writable: boolean
  /** Makes a new monmap; absent where nothing may be changed. */
  readonly changeMonMap?: () => Promise<void>
  /** Stops a monitor by its name; absent where nothing may be stopped. */
  readonly stopMonitor?: (name: string) => Promise<void>
  readonly end: () => Promise<void>
}

/** A cluster that somebody else owns: it is only read. */
export function realStage(conf: string): Stage {
  return {
    title: `Cephwire meets the cluster of ${conf}`,
    options: { conf },
    writable: false,
    end: () => Promise.resolve()
  }
}

/** Three monitors in this process, with cephx, in secure mode. */
export async function embeddedStage(): Promise<Stage> {
  const cluster = await createTestCluster({ monitors: 3 })
  return {
    title: 'Cephwire meets a cluster of three monitors in this process, with cephx and encrypted connections',
    options: { monHost: cluster.monHost, key: cluster.adminKey, msMode: 'secure' },
    writable: true,
    changeMonMap: async () => {
      await cluster.addMonitor('d')
    },
    stopMonitor: name => cluster.monitor(name).stop(),
    end: () => cluster.stop()
  }
}
