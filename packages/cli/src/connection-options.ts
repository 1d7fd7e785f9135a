import type { ConfigOverride, MonClientOptions } from '@cephwire/mon-client'
import type { Flags } from './flags.js'

/** What of the command line decides where the cluster is and who asks. */
export function connectionOptions(flags: Flags, overrides: readonly ConfigOverride[]): MonClientOptions {
  const last = (option: string): string | undefined => overrides.findLast(o => o.option === option)?.value
  const id = last('id')
  const name = last('name') ?? (id === undefined ? undefined : `client.${id}`)
  const own = new Set(['conf', 'cluster', 'name', 'id'])
  const config = overrides.filter(({ option }) => !own.has(option)).map(({ option, value }) => [option, value] as const)
  return {
    ...given('conf', last('conf')),
    ...given('cluster', last('cluster')),
    ...given('name', name),
    ...given('msMode', flags.msMode),
    ...given('connectTimeout', flags.connectTimeout === undefined ? undefined : flags.connectTimeout * 1000),
    config: Object.fromEntries(config)
  }
}

function given<Name extends string, T>(name: Name, value: T | undefined): { readonly [N in Name]?: T } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [N in Name]: T })
}
