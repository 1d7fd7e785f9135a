import { ConfigError } from '../errors.js'

/** Who authenticates: `client.admin`. The class EntityName of Ceph. */
export interface ConfigEntity {
  /** `client`; Ceph also knows auth, mon, osd, mds and mgr. */
  readonly type: string
  readonly id: string
  /** `client.admin` */
  readonly name: string
}

const TYPES = ['auth', 'mon', 'osd', 'mds', 'mgr', 'client']
/** Characters of an id: a limit of ours, ids are short words. */
const MAX_ID_LENGTH = 255

/**
 * Reads `TYPE.ID`; `mon.`, whose key all monitors share, is the only name with an empty id.
 *
 * @param source for messages: where the name was given
 * @throws ConfigError when it is no name of an entity; spaces and control characters are refused
 */
export function parseConfigEntity(name: string, source: string): ConfigEntity {
  const dot = name.indexOf('.')
  const type = name.slice(0, Math.max(dot, 0))
  const id = name.slice(dot + 1)
  if (!TYPES.includes(type) || (id === '' && type !== 'mon')) {
    const expected = `expected TYPE.ID such as client.admin, TYPE being one of ${TYPES.join(', ')}`
    throw new ConfigError(`Not the name of an entity: ${quote(name)}, ${expected} (${source})`, { option: 'name' })
  }
  if (id.length > MAX_ID_LENGTH) {
    throw new ConfigError(`The name of an entity has an id of at most ${MAX_ID_LENGTH} characters (${source})`, {
      option: 'name'
    })
  }
  if (/[\s\p{Cc}\p{Cf}"[\]]/u.test(id)) {
    const message = `The name of an entity has no spaces, brackets, quotes or control characters: ${quote(name)} (${source})`
    throw new ConfigError(message, { option: 'name' })
  }
  return { type, id, name }
}

/** Cut, and with control characters escaped: it may come from anywhere. */
function quote(text: string): string {
  return JSON.stringify(text.length > 64 ? `${text.slice(0, 64)}…` : text)
}
