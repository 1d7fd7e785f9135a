/** Compiled, never run: what the types of this package take and refuse. */
import { connect } from '@cephwire/mon-client'
import type { MonMap } from '@cephwire/maps'
import type { CommandReply, MapVersions, MonClient, MonClientOptions, MonClientStatus } from '@cephwire/mon-client'

connect satisfies (options?: MonClientOptions) => Promise<MonClient>

export async function check(client: MonClient): Promise<void> {
  client satisfies AsyncDisposable
  ;(await client.command('fsid')) satisfies CommandReply
  ;(await client.command({ prefix: 'osd dump', epoch: 3n })).json<{ epoch: number }>().epoch satisfies number
  ;(await client.command({ prefix: 'x' }, { input: new Uint8Array(0), resend: false, timeout: 0 }))
    .output satisfies Uint8Array
  ;(await client.getVersion('osdmap')) satisfies MapVersions
  for await (const { map } of client.watch.monmap({ signal: AbortSignal.timeout(1) })) map satisfies MonMap
  for await (const status of client.status()) status satisfies MonClientStatus
  client.globalId satisfies bigint
  // @ts-expect-error a command has a prefix
  await client.command({ pool: 'x' })
  // @ts-expect-error no such map
  await client.getVersion('mgrmap')
  // @ts-expect-error input is bytes
  await client.command('x', { input: 'text' })
  // @ts-expect-error no such mode
  await connect({ msMode: 'plain' })
  // @ts-expect-error the fsid is the cluster's
  client.fsid = ''
}
