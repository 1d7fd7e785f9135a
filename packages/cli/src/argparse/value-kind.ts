import type { ArgDesc } from './descriptions.js'

/** Kinds of names that a cluster can list. */
export type ValueKind =
  'pool' | 'osd' | 'mon' | 'fs' | 'rule' | 'profile' | 'module' | 'option' | 'entity' | 'config-key'

/** Of arguments that mean the same wherever they stand. */
const byName: Readonly<Record<string, ValueKind>> = {
  fs_name: 'fs',
  filesystem: 'fs',
  fs1_name: 'fs',
  fs2_name: 'fs',
  erasure_code_profile: 'profile',
  rule: 'rule',
  crush_rule: 'rule',
  new_crush_rule: 'rule',
  module: 'module',
  entity: 'entity',
  poolstr: 'pool',
  tiebreaker_mon: 'mon'
}

/** Of arguments whose meaning their command decides: the first words of it, the argument. */
const byPrefix: readonly (readonly [prefix: RegExp, name: string, kind: ValueKind])[] = [
  [/^mon (?:rm|remove|set-rank|set-addrs|set-weight)$/, 'name', 'mon'],
  [/^mon (?:ok-to-rm|metadata)$/, 'id', 'mon'],
  [/^mon ok-to-stop$/, 'ids', 'mon'],
  [/^osd (?:safe-to-destroy|ok-to-stop|down|out|in|rm|stop)$/, 'ids', 'osd'],
  [/^osd (?:scrub|deep-scrub|repair)$/, 'who', 'osd'],
  [/^osd crush (?:set|rm)-device-class$/, 'ids', 'osd'],
  [/^osd crush rule (?:rm|dump)$/, 'name', 'rule'],
  [/^osd crush rule rename$/, 'srcname', 'rule'],
  [/^osd erasure-code-profile (?:get|rm)$/, 'name', 'profile'],
  [/^osd crush rule create-erasure$/, 'profile', 'profile'],
  [/^fs (?:add|rm)_data_pool$/, 'pool', 'pool'],
  [/^config (?:set|rm)$/, 'name', 'option'],
  [/^config (?:get|help|show)$/, 'key', 'option'],
  [/^config-key (?:get|rm|del|exists|set|put)$/, 'key', 'config-key']
]

/** Arguments that name what does not exist yet. */
const newNames: readonly (readonly [prefix: string, name: string])[] = [
  ['osd pool create', 'pool'],
  ['osd pool rename', 'destpool'],
  ['fs new', 'fs_name'],
  ['auth add', 'entity'],
  ['auth get-or-create', 'entity'],
  ['auth get-or-create-key', 'entity']
]

/** Which names of the cluster an argument of a command takes; undefined where it takes none that can be listed. */
export function valueKind(sig: readonly ArgDesc[], { name, typeName }: ArgDesc): ValueKind | undefined {
  const words = sig.filter(desc => desc.typeName === 'CephPrefix').map(({ type }) => type.text)
  const prefix = words.join(' ')
  if (newNames.some(([command, argument]) => command === prefix && argument === name)) return undefined
  if (typeName === 'CephPoolname') return 'pool'
  if (typeName === 'CephOsdName') return 'osd'
  if (typeName !== 'CephString') return undefined
  const found = byPrefix.find(([command, argument]) => argument === name && command.test(prefix))
  return found?.[2] ?? (Object.hasOwn(byName, name) ? byName[name] : undefined)
}
