import { fields, list } from '../json-reader.js'
import type { ValueKind } from '../argparse/index.js'
import type { Endpoint } from './endpoint.js'

/** The most names of a kind that are offered. */
const MAX_NAMES = 2000

/** The command that lists a kind of names, as JSON, and where they stand in its answer. */
const lists: Readonly<Record<ValueKind, readonly [prefix: string, names: (answer: unknown) => readonly unknown[]]>> = {
  pool: ['osd pool ls', listed],
  osd: ['osd ls', listed],
  mon: ['mon dump', answer => named(fields(answer)['mons'], 'name')],
  fs: ['fs ls', answer => named(answer, 'name')],
  rule: ['osd crush rule ls', listed],
  profile: ['osd erasure-code-profile ls', listed],
  module: [
    'mgr module ls',
    answer => [
      ...listed(fields(answer)['enabled_modules']),
      ...named(fields(answer)['disabled_modules'], 'name'),
      ...listed(fields(answer)['always_on_modules'])
    ]
  ],
  option: ['config ls', listed],
  entity: ['auth ls', answer => named(fields(answer)['auth_dump'], 'entity')],
  'config-key': ['config-key ls', listed]
}

/**
 * The names of a kind that the cluster has; none when it does not tell them, or tells something else. One that begins
 * with a dash is not among them: in a command line it would be a flag.
 */
export async function namesOf(kind: ValueKind, cluster: Endpoint, signal: AbortSignal): Promise<readonly string[]> {
  const [prefix, names] = lists[kind]
  const { errno, output } = await cluster.send(JSON.stringify({ prefix, format: 'json' }), undefined, signal)
  if (errno > 0) return []
  try {
    return names(JSON.parse(new TextDecoder().decode(output)))
      .map(String)
      .filter(name => !name.startsWith('-'))
      .slice(0, MAX_NAMES)
  } catch (error) {
    if (error instanceof SyntaxError) return []
    throw error
  }
}

function listed(value: unknown): readonly unknown[] {
  return list(value).filter(one => typeof one === 'string' || typeof one === 'number')
}

function named(value: unknown, name: string): readonly unknown[] {
  return listed(list(value).map(one => fields(one)[name]))
}
