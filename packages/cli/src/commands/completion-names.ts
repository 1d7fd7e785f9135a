import type { ValueKind } from '../argparse/index.js'
import type { Endpoint } from './endpoint.js'

/** The most names of a kind that are offered. */
const MAX_NAMES = 2000

/** The command that lists a kind of names, as JSON, and where they stand in its answer. */
const lists: Readonly<Record<ValueKind, readonly [prefix: string, names: (answer: unknown) => readonly unknown[]]>> = {
  pool: ['osd pool ls', listed],
  osd: ['osd ls', listed],
  mon: ['mon dump', answer => fields(member(answer, 'mons'), 'name')],
  fs: ['fs ls', answer => fields(answer, 'name')],
  rule: ['osd crush rule ls', listed],
  profile: ['osd erasure-code-profile ls', listed],
  module: [
    'mgr module ls',
    answer => [
      ...listed(member(answer, 'enabled_modules')),
      ...fields(member(answer, 'disabled_modules'), 'name'),
      ...listed(member(answer, 'always_on_modules'))
    ]
  ],
  option: ['config ls', listed],
  entity: ['auth ls', answer => fields(member(answer, 'auth_dump'), 'entity')],
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
  return Array.isArray(value) ? value.filter(one => typeof one === 'string' || typeof one === 'number') : []
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined
}

function fields(value: unknown, name: string): readonly unknown[] {
  return Array.isArray(value) ? listed(value.map(one => member(one, name))) : []
}
