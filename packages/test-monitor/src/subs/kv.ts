import { kvData } from '@cephwire/messages'
import type { CheckSub } from './subscriptions.js'

/** `kv:PREFIX`: everything under the prefix, then what changes. */
export const checkKV: CheckSub = (session, { name, next }) => {
  const { configKey } = session.monitor.cluster.state
  const { version } = configKey
  if (next > version) return undefined
  const prefix = name.slice('kv:'.length)
  const incremental = next > 1n
  const data = incremental
    ? configKey.changesSince(Number(next) - 1, prefix)
    : new Map<string, Uint8Array | undefined>(configKey.entries(prefix))
  session.send(kvData, { version: BigInt(version), prefix, incremental, data })
  return version
}
