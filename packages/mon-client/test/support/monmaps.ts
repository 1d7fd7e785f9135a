import { encode, parseEntityAddr } from '@cephwire/codec'
import { createMonMap, monMapCodec } from '@cephwire/maps'
import { encodeMessage, monMap } from '@cephwire/messages'
import type { MonMap } from '@cephwire/maps'
import type { Message } from '@cephwire/messenger'

export const FSID = '3f2a4b5c-0000-4000-8000-00000000000a'

/** A monmap of monitors by name and msgr2 port. */
export function monmapOf(ports: Readonly<Record<string, number>>, epoch = 1, fsid = FSID): MonMap {
  const mons = Object.entries(ports).map(([name, port]) => ({
    name,
    publicAddrs: [parseEntityAddr(`v2:10.0.0.1:${port}/0`)],
    priority: 0,
    weight: 0,
    crushLoc: new Map<string, string>()
  }))
  return createMonMap({ fsid, epoch, mons })
}

let seq = 0n

/** A message as it comes from a monitor. */
export function received(init: Partial<Message> & Pick<Message, 'type' | 'front'>): Message {
  const empty = new Uint8Array(0)
  return { seq: ++seq, tid: 0n, priority: 196, version: 1, compatVersion: 1, middle: empty, data: empty, ...init }
}

export function monMapMessage(monmap: MonMap): Message {
  return received(encodeMessage(monMap, { monmapBl: encode(monMapCodec, monmap) }))
}
