import type { KVUpdate } from '@cephwire/mon-client'
import type { Json } from '../decode/to-json.js'

/** What changed in keys of the config-key store; all of them where the update is not incremental. */
export function kvChanges({ incremental, data }: KVUpdate, prefix: string): string[] {
  const words = [...data].map(([key, value]) => (value === undefined ? `${key} gone` : `${key} = ${valueText(value)}`))
  return !incremental && words.length === 0 ? [`no keys begin with ${prefix}`] : words
}

/** With null for a key that is gone. */
export function kvToJson({ version, incremental, data }: KVUpdate): Json {
  const entries = [...data].map(([key, value]) => [key, value === undefined ? null : valueText(value)])
  return { version, incremental, data: Object.fromEntries(entries) as Json }
}

/** A value as `ceph config-key dump` prints it: what is no printable ASCII by its length alone. */
function valueText(value: Uint8Array): string {
  const binary = value.some(byte => (byte < 0x20 && byte !== 0x0a && byte !== 0x09) || byte >= 0x7f)
  return binary ? `<<< binary blob of length ${value.length} >>>` : new TextDecoder('latin1').decode(value)
}

/** How options of the configuration differ from those before. */
export function configChanges(
  before: ReadonlyMap<string, string> | undefined,
  after: ReadonlyMap<string, string>
): string[] {
  if (before === undefined) {
    const words = [...after].map(([name, value]) => `${name} = ${value}`)
    return words.length === 0 ? ['no options'] : words
  }
  const gone = [...before.keys()].filter(name => !after.has(name))
  return [
    ...gone.map(name => `${name} no longer set`),
    ...[...after].flatMap(([name, value]) => {
      const was = before.get(name)
      if (was === value) return []
      return [was === undefined ? `${name} = ${value}` : `${name} ${was} → ${value}`]
    })
  ]
}
