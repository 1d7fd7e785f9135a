import type { TranscriptEntry } from '@cephwire/messenger/testing'
import { concat } from './bytes.js'

const SNAPLEN = 262_144
/** LINKTYPE_RAW: packets begin with their IP header. */
const LINK_TYPE_RAW = 101
const CLIENT_PORT = 50_000
const MAX_PAYLOAD = 1400
const SYN = 2
const ACK = 16
const PSH = 8

/** A capture of one TCP connection that carries these bytes, as libpcap writes it; without times. */
export function pcapOf(entries: readonly Pick<TranscriptEntry, 'from' | 'bytes'>[], serverPort: number): Uint8Array {
  const next = { client: 1000, server: 5000 }
  const records: Uint8Array[] = []
  const packet = (from: 'client' | 'server', flags: number, payload: Uint8Array = new Uint8Array(0)): void => {
    const to = from === 'client' ? 'server' : 'client'
    const port = { client: CLIENT_PORT, server: serverPort }
    const bytes = new Uint8Array(40)
    const view = new DataView(bytes.buffer)
    const total = bytes.length + payload.length
    // IPv4 without options: version, total length, do not fragment, ttl, TCP, 10.0.0.1 and 10.0.0.2. No checksums.
    bytes.set([0x45, 0, total >> 8, total & 0xff, 0, 0, 0x40, 0, 64, 6, 0, 0])
    bytes.set([10, 0, 0, from === 'client' ? 1 : 2, 10, 0, 0, from === 'client' ? 2 : 1], 12)
    view.setUint16(20, port[from])
    view.setUint16(22, port[to])
    view.setUint32(24, next[from])
    view.setUint32(28, flags === SYN ? 0 : next[to])
    bytes.set([0x50, flags, 0xff, 0xff], 32)
    next[from] += payload.length + (flags & SYN ? 1 : 0)
    const record = new Uint8Array(16)
    new DataView(record.buffer).setUint32(8, total, true)
    new DataView(record.buffer).setUint32(12, total, true)
    records.push(concat(record, bytes, payload))
  }
  packet('client', SYN)
  packet('server', SYN | ACK)
  packet('client', ACK)
  for (const { from, bytes } of entries) {
    for (let at = 0; at < bytes.length; at += MAX_PAYLOAD) packet(from, ACK | PSH, bytes.subarray(at, at + MAX_PAYLOAD))
  }
  const head = new Uint8Array(24)
  const view = new DataView(head.buffer)
  view.setUint32(0, 0xa1b2c3d4, true)
  view.setUint16(4, 2, true)
  view.setUint16(6, 4, true)
  view.setUint32(16, SNAPLEN, true)
  view.setUint32(20, LINK_TYPE_RAW, true)
  return concat(head, ...records)
}
