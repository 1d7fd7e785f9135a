import { readFileSync } from 'node:fs'
import { fromHex } from '@cephwire/codec/testing'

/** Bytes by the id of their row: written from the description of the protocol, not by our encoder. */
const rows: ReadonlyMap<string, Uint8Array> = new Map(
  readFileSync(new URL('../vectors/frames.tsv', import.meta.url), 'utf8')
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => {
      const [id, hex] = line.split('\t')
      return [id!, fromHex(hex!)]
    })
)

export function vector(id: string): Uint8Array {
  const bytes = rows.get(id)
  if (bytes === undefined) throw new Error(`No row ${id}`)
  return bytes
}
