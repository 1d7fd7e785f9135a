import { readFileSync } from 'node:fs'
import { fromHex } from '@cephwire/codec/testing'

export function readText(name: string): string {
  return readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8')
}

export function readVector(name: string): Uint8Array {
  return fromHex(readText(`${name}.hex`))
}

/** The releases whose monitors wrote the vectors. */
export const releases = ['16.2.15', '18.2.7', '20.2.4'] as const

/** The monmap that the mutations start from. */
export const monmapV9 = readVector('v9-16.2.15')
