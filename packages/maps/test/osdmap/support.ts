import { readFileSync } from 'node:fs'
import { fromHex } from '@cephwire/codec/testing'
import { applyIncremental, decodeOsdMap, decodeOsdMapIncremental } from '@cephwire/maps'
import type { Features } from '@cephwire/codec'
import type { OSDMap, OSDMapIncremental } from '@cephwire/maps'

/** The releases whose monitors wrote the vectors. */
export const releases = ['16.2.15', '18.2.7', '20.2.4'] as const

export function readText(name: string): string {
  return readFileSync(new URL(`vectors/${name}`, import.meta.url), 'utf8')
}

/** The osdmap behind dump-RELEASE.json. */
export const dumpBytes = (release: string): Uint8Array => fromHex(readText(`dump-${release}.hex`))

export interface Chain {
  /** Of epoch 1. */
  readonly base: Uint8Array
  /** To epochs 2, 3, … */
  readonly incs: readonly Uint8Array[]
}

/** A cluster's first osdmap and the increments behind it: OSDs come up, pools are made, flags set. */
export function readChain(release: string): Chain {
  const [base, ...incs] = readText(`chain-${release}.hex`).trim().split('\n').map(fromHex)
  return { base: base!, incs }
}

/** The map of an epoch of a chain, and the increment to the next. */
export function chainAt(release: string, epoch: number): { readonly map: OSDMap; readonly inc: OSDMapIncremental } {
  const { base, incs } = readChain(release)
  const decoded = incs.map(bytes => decodeOsdMapIncremental(bytes))
  const map = decoded.slice(0, epoch - 1).reduce((map, inc) => applyIncremental(map, inc), decodeOsdMap(base))
  return { map, inc: decoded[epoch - 1]! }
}

/** What a monitor sent to a peer. */
export interface Sent {
  /** Of the peer. */
  readonly features: Features
  readonly map: Uint8Array
  readonly incs: readonly Uint8Array[]
}

/** The same map and increments as sent to four peers: with all features, without Nautilus, without Luminous, Hammer. */
export function readPeers(release: string): Sent[] {
  const lines = readText(`peers-${release}.hex`).trim().split('\n')
  return lines.map(line => {
    const [features, map, ...incs] = line.split(' ')
    return { features: BigInt(`0x${features!}`), map: fromHex(map!), incs: incs.map(fromHex) }
  })
}
