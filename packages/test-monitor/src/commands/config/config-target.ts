import { CommandError } from '../../command/command-error.js'
import { Errno } from '../../command/errno.js'

/** Types of sections in the order in which Ceph lists them. */
const types = ['global', 'mon', 'mgr', 'osd', 'mds', 'client'] as const

/** Whom a value is for: `osd/class:ssd` → section osd, mask class:ssd. */
export interface ConfigTarget {
  readonly section: string
  readonly mask: string
}

export function splitTarget(who: string): ConfigTarget {
  const slash = who.indexOf('/')
  return slash < 0 ? { section: who, mask: '' } : { section: who.slice(0, slash), mask: who.slice(slash + 1) }
}

/** @throws CommandError −22 when the text is no target */
export function checkTarget(who: string): string {
  if (!/^(global|(mon|mgr|osd|mds|client)(\.\S+)?)(\/[a-z]+:\S+)*$/.test(who)) {
    throw new CommandError(-Errno.EINVAL, `unrecognized config target '${who}'`)
  }
  return who
}

/** `client.admin` is of type client. */
const typeOf = (section: string): string => section.split('.', 1)[0]!

/** Lists global first, then a type and those of that type. */
export function compareTargets(a: string, b: string): number {
  const [x, y] = [splitTarget(a), splitTarget(b)]
  const byType = types.indexOf(typeOf(x.section) as never) - types.indexOf(typeOf(y.section) as never)
  return byType || compare(x.section, y.section)
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

/** How far a section is put to the right: the more it says, the farther. */
export function indentOf(section: string): string {
  if (section === 'global') return ''
  return section.includes('.') ? '    ' : '  '
}

/** What JSON says of a mask beside its text. */
export function maskJson(mask: string): Readonly<Record<string, string>> {
  const json: Record<string, string> = {}
  for (const part of mask.split('/').filter(part => part !== '')) {
    const colon = part.indexOf(':')
    const [type, value] = [part.slice(0, colon), part.slice(colon + 1)]
    if (type === 'class') json['device_class'] = value
    else Object.assign(json, { location_type: type, location_value: value })
  }
  return json
}
