import { crcOpen, decodeBannerPayload, decodeMessage, describeFrame, secureOpen } from '@cephwire/messenger/frames'
import { Tag } from '@cephwire/messenger'
import type { Frame, Open, Revision, Side } from '@cephwire/messenger/frames'
import type { TranscriptEntry } from '@cephwire/messenger/testing'

/** Bytes as they were written or read in one piece. */
export type Chunk = Pick<TranscriptEntry, 'from' | 'bytes'>

/** A labelled stretch of one direction, by its end. */
export interface Unit {
  readonly label: string
  readonly end: number
}

/** Names and ends of what each direction consists of. */
export type Annotate = (bytes: { readonly client: Uint8Array; readonly server: Uint8Array }) => {
  readonly client: readonly Unit[]
  readonly server: readonly Unit[]
}

const place = { peer: '', phase: '' }
const BANNER_V2 = 8 + 2
const BANNER_V1 = 9
const ADDR_V1 = 136
const CONNECT_V1 = 33
const REPLY_V1 = 26
const MSG_HEADER_V1 = 53
const MSG_FOOTER_V1 = 21

const u16 = (bytes: Uint8Array, at: number): number => bytes[at]! + 256 * bytes[at + 1]!
const u32 = (bytes: Uint8Array, at: number): number => u16(bytes, at) + 65536 * u16(bytes, at + 2)

/** msgr2: banner and frames, sealed ones opened with the connection secret. */
export function annotateV2(
  { client, server }: { client: Uint8Array; server: Uint8Array },
  secret?: Uint8Array
): ReturnType<Annotate> {
  const revision = (bytes: Uint8Array): Revision =>
    (decodeBannerPayload(bytes.subarray(BANNER_V2)).supported & 1n) === 1n ? 1 : 0
  const opener = (side: Side): Open | undefined => (secret === undefined ? undefined : secureOpen(secret, side, place))
  return {
    // A side's frames have the revision that the other side supports.
    client: framesOf(client, crcOpen(revision(server), place), opener('server'), Tag.AuthSignature),
    server: framesOf(server, crcOpen(revision(client), place), opener('client'), Tag.AuthSignature)
  }
}

/** Sealed frames begin with AUTH_SIGNATURE, which is told by its not being a frame in crc mode. */
function framesOf(bytes: Uint8Array, crc: Open, sealed: Open | undefined, firstSealed: number): Unit[] {
  const bannerEnd = BANNER_V2 + u16(bytes, BANNER_V2 - 2)
  const units: Unit[] = [{ label: 'banner', end: bannerEnd }]
  let open = crc
  for (let at = bannerEnd; at < bytes.length;) {
    if (open === crc && sealed !== undefined && !isCrcPreamble(bytes.subarray(at), crc)) open = sealed
    const preamble = open.openPreamble(bytes.subarray(at, at + open.preambleBytes))
    const bodyAt = at + open.preambleBytes
    at = bodyAt + open.bodyBytes(preamble)
    const frame = open.openBody(preamble, bytes.subarray(bodyAt, at))
    if (frame === undefined) throw new Error('An aborted frame')
    if (open === sealed && units.every(unit => !unit.label.startsWith('AUTH_SIGNATURE')) && frame.tag !== firstSealed) {
      throw new Error('The first sealed frame is no AUTH_SIGNATURE')
    }
    units.push({ label: `${describeFrame(frame)}${typeOf(frame)}`, end: at })
  }
  return units
}

function isCrcPreamble(bytes: Uint8Array, crc: Open): boolean {
  try {
    crc.openPreamble(bytes.subarray(0, crc.preambleBytes))
    return true
  } catch {
    return false
  }
}

function typeOf({ tag, segments }: Frame): string {
  return tag === Tag.Message ? ` type ${decodeMessage(segments).type}` : ''
}

/** msgr1: greeting, connect, and what is tagged. */
export const annotateV1: Annotate = ({ client, server }) => {
  const greeting = [unit('banner', BANNER_V1), unit('entity_addr_t', ADDR_V1)]
  const authorizer = u32(server, BANNER_V1 + 2 * ADDR_V1 + 21)
  const hasSeq = server[BANNER_V1 + 2 * ADDR_V1] === 13
  const seq = hasSeq ? [unit('in_seq', 8)] : []
  return {
    client: withTagged(client, [...greeting, unit('ceph_msg_connect', CONNECT_V1), ...seq]),
    server: withTagged(server, [
      ...greeting,
      unit('entity_addr_t', ADDR_V1),
      unit('ceph_msg_connect_reply', REPLY_V1 + authorizer),
      ...seq
    ])
  }
}

const unit = (label: string, bytes: number): { label: string; bytes: number } => ({ label, bytes })

function withTagged(bytes: Uint8Array, head: readonly { label: string; bytes: number }[]): Unit[] {
  const units: Unit[] = []
  let at = 0
  const add = (label: string, length: number): void => {
    at += length
    units.push({ label, end: at })
  }
  for (const { label, bytes } of head) add(label, bytes)
  while (at < bytes.length) {
    const tag = bytes[at]!
    if (tag === 7) {
      const lengths = [22, 26, 30].map(offset => u32(bytes, at + 1 + offset))
      const type = u16(bytes, at + 1 + 16)
      const body = lengths.reduce((sum, length) => sum + length, 0)
      add(`MSG [${lengths.join(', ')}] type ${type}`, 1 + MSG_HEADER_V1 + body + MSG_FOOTER_V1)
    } else if (tag === 8) add('ACK', 9)
    else if (tag === 14) add('KEEPALIVE2', 9)
    else if (tag === 15) add('KEEPALIVE2_ACK', 9)
    else throw new Error(`Tag ${tag} at ${at}`)
  }
  return units
}

/** One list of both directions, each unit where its last byte came. */
export function mergeByCompletion(chunks: readonly Chunk[], annotate: Annotate): TranscriptEntry[] {
  const of = (from: Chunk['from']): Uint8Array =>
    Buffer.concat(chunks.filter(chunk => chunk.from === from).map(chunk => chunk.bytes))
  const bytes = { client: of('client'), server: of('server') }
  const left = annotate(bytes)
  const next = { client: 0, server: 0 }
  const seen = { client: 0, server: 0 }
  const entries: TranscriptEntry[] = []
  for (const { from, bytes: chunk } of chunks) {
    seen[from] += chunk.length
    for (let u = left[from][next[from]]; u !== undefined && u.end <= seen[from]; u = left[from][next[from]]) {
      const start = left[from][next[from] - 1]?.end ?? 0
      entries.push({ from, label: u.label, bytes: bytes[from].subarray(start, u.end) })
      next[from]++
    }
  }
  return entries
}
