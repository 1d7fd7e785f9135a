import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { parseEntityAddr, parseEntityAddrvec } from '@cephwire/codec'
import { fromHex } from '@cephwire/codec/testing'
import { parseKey } from '@cephwire/auth'
import type { EntityAddr, EntityAddrvec } from '@cephwire/codec'
import type { OutgoingMessage } from '@cephwire/messenger'
import type { CryptoKey, RandomBytes } from '@cephwire/auth'

const folder = new URL('../transcripts/', import.meta.url)

export const transcripts: readonly string[] = readdirSync(folder).map(file => file.replace('.txt', ''))

/** What happened next on a connection. */
export type TranscriptEvent =
  | { readonly kind: 'C' | 'S'; readonly bytes: Uint8Array }
  | { readonly kind: 'send'; readonly message: OutgoingMessage }
  /** The next MAuth of the client is answered. */
  | { readonly kind: 'auth' }

export interface RecordedConnection {
  readonly protocol: 'msgr2' | 'msgr1'
  readonly remote: EntityAddr
  readonly events: readonly TranscriptEvent[]
}

/** A session that a real client had with this server. */
export interface Transcript {
  readonly method: 1 | 2
  readonly revision: 0 | 1
  readonly key: CryptoKey
  readonly ttl: number
  readonly addrs: EntityAddrvec
  readonly connections: readonly RecordedConnection[]
}

export function readTranscript(name: string): Transcript {
  const lines = readFileSync(new URL(`${name}.txt`, folder), 'utf8')
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))
  const header = (field: string): string => lines.find(line => line.startsWith(`${field}: `))!.slice(field.length + 2)
  const starts = lines.flatMap((line, i) => (line.startsWith('connection: ') ? [i] : []))
  return {
    method: Number(header('method')) as 1 | 2,
    revision: Number(header('revision')) as 0 | 1,
    key: parseKey(header('key')),
    ttl: Number(header('ttl')),
    addrs: parseEntityAddrvec(header('addrs')),
    connections: starts.map((start, i) => {
      const [, protocol, remote] = lines[start]!.split(' ')
      return {
        protocol: protocol as 'msgr2' | 'msgr1',
        remote: parseEntityAddr(remote!),
        events: lines.slice(start + 1, starts[i + 1]).map(parseEvent)
      }
    })
  }
}

function parseEvent(line: string): TranscriptEvent {
  const [kind, ...words] = line.split(' ')
  if (kind === 'C' || kind === 'S') return { kind, bytes: fromHex(words[0]!) }
  if (kind === 'auth') return { kind }
  const [type, version, compatVersion] = words.map(Number)
  return {
    kind: 'send',
    message: { type: type!, version: version!, compatVersion: compatVersion!, front: fromHex(words[3]!) }
  }
}

/** The random numbers of the recorded sessions. */
export function recordedServerRandom(): RandomBytes {
  let counter = 0
  return bytes => {
    const parts: Uint8Array[] = []
    for (let have = 0; have < bytes; have += 32) {
      parts.push(createHash('sha256').update(`random ${counter++}`).digest())
    }
    return Uint8Array.from(Buffer.concat(parts).subarray(0, bytes))
  }
}

/** The time of the recorded sessions. */
export const recordedClock = { now: (): number => 1_790_000_000_000 }
