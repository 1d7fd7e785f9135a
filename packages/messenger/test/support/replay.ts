import { readFileSync, readdirSync } from 'node:fs'
import { decode, parseEntityAddr } from '@cephwire/codec'
import { fromHex, toHex } from '@cephwire/codec/testing'
import { ConMode, connect } from '@cephwire/messenger'
import { authDoneCodec, authMoreCodec, authRequestCodec, decodeMessage, secureOpen } from '@cephwire/messenger/frames'
import { createFakeClock, parseTranscript, transportPair } from '@cephwire/messenger/testing'
import type {
  AuthSecrets,
  ClientAuthenticator,
  ConnectInit,
  Connection,
  Message,
  OutgoingMessage
} from '@cephwire/messenger'
import type { Open } from '@cephwire/messenger/frames'
import type { Transcript, TranscriptEntry } from '@cephwire/messenger/testing'
import { concat, place } from './bytes.js'

const folder = new URL('../transcripts/', import.meta.url)

export const transcriptNames: readonly string[] = readdirSync(folder).map(name => name.replace('.txt', ''))

export function readTranscript(name: string): Transcript {
  return parseTranscript(readFileSync(new URL(`${name}.txt`, folder), 'utf8'))
}

export const serverBytes = ({ entries }: Transcript): Uint8Array =>
  concat(...entries.filter(({ from }) => from === 'server').map(({ bytes }) => bytes))

const PREAMBLE = 32
const CRC = 4

/** Content of a recorded frame of crc mode with one segment. */
function controlBody({ entries }: Transcript, label: string): Uint8Array {
  const entry = entries.find(entry => entry.label.startsWith(`${label} `))
  if (entry === undefined) throw new Error(`No ${label} was recorded`)
  return entry.bytes.subarray(PREAMBLE, -CRC)
}

/** Says what was said when the session was recorded, and takes only what was answered then. */
function recordedAuthenticator(transcript: Transcript): ClientAuthenticator {
  const request = decode(authRequestCodec, controlBody(transcript, 'AUTH_REQUEST'))
  const { 'session-key': sessionKey, 'connection-secret': connectionSecret } = transcript.header
  const secrets: AuthSecrets = {
    ...(sessionKey !== undefined && { sessionKey: fromHex(sessionKey) }),
    ...(connectionSecret !== undefined && { connectionSecret: fromHex(connectionSecret) })
  }
  const same = (got: Uint8Array, recorded: Uint8Array): void => {
    if (toHex(got) !== toHex(recorded)) throw new Error('The authenticator was given what was not recorded')
  }
  return {
    method: request.method,
    start: () => request.payload,
    more(payload) {
      same(payload, decode(authMoreCodec, controlBody(transcript, 'AUTH_REPLY_MORE')))
      return decode(authMoreCodec, controlBody(transcript, 'AUTH_REQUEST_MORE'))
    },
    done(payload, { globalId }) {
      const done = decode(authDoneCodec, controlBody(transcript, 'AUTH_DONE'))
      same(payload, done.payload)
      if (globalId !== done.globalId) throw new Error('Another global_id than was recorded')
      return secrets
    }
  }
}

/** Options with which a connection says what was recorded. */
export function recordedInit(transcript: Transcript): Omit<ConnectInit, 'dial'> {
  const { header } = transcript
  const addr = parseEntityAddr(header['target']!)
  return {
    addr,
    self: { addr: { ...parseEntityAddr(header['self']!), type: 'any' } },
    ...(addr.type !== 'legacy' && { authenticator: recordedAuthenticator(transcript) }),
    preferredModes: [header['mode'] === 'secure' ? ConMode.Secure : ConMode.Crc],
    clock: createFakeClock(1_000_000),
    ...(header['features'] !== undefined && { features: BigInt(header['features']) })
  }
}

/** Messages that the recorded client sent, read without the code that is under test where that is possible. */
function* sentMessages({ header, entries }: Transcript): Generator<OutgoingMessage> {
  const legacy = header['protocol'] === 'msgr1'
  const secret = header['connection-secret']
  const open = secret === undefined ? undefined : secureOpen(fromHex(secret), 'server', place)
  for (const { from, label, bytes } of entries) {
    if (from === 'server') continue
    if (legacy && label.startsWith('MSG ')) yield decodeV1(bytes)
    if (legacy) continue
    if (open !== undefined && isSealed(label)) {
      const segments = openWhole(open, bytes)
      if (label.startsWith('MESSAGE ')) yield decodeMessage(segments)
    } else if (label.startsWith('MESSAGE ')) {
      const front = Number(/\[41, (\d+)\]/.exec(label)![1])
      const header = bytes.subarray(PREAMBLE, PREAMBLE + 41)
      yield decodeMessage([header, bytes.subarray(PREAMBLE + 41 + CRC, PREAMBLE + 41 + CRC + front)])
    }
  }
}

const isSealed = (label: string): boolean => !/^(banner|HELLO|AUTH_RE)/.test(label)

function openWhole(open: Open, bytes: Uint8Array): readonly Uint8Array[] {
  const preamble = open.openPreamble(bytes.subarray(0, open.preambleBytes))
  return open.openBody(preamble, bytes.subarray(open.preambleBytes))!.segments
}

function decodeV1(bytes: Uint8Array): OutgoingMessage {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  return {
    tid: view.getBigUint64(1 + 8, true),
    type: view.getUint16(1 + 16, true),
    priority: view.getUint16(1 + 18, true),
    version: view.getUint16(1 + 20, true),
    compatVersion: view.getUint16(1 + 45, true),
    front: bytes.subarray(1 + 53, 1 + 53 + view.getUint32(1 + 22, true))
  }
}

export interface Replayed {
  /** Bytes that the client wrote, entry by entry as long as they agree. */
  readonly written: readonly { readonly label: string; readonly hex: string }[]
  readonly messages: readonly Message[]
  readonly roundTrips: number
  readonly surplus: number
}

/** Plays the server's part in the recorded order, and the client's requests where they stand. */
export async function replay(transcript: Transcript): Promise<Replayed> {
  const init = recordedInit(transcript)
  const [client, server] = transportPair(init.addr)
  const written: { label: string; hex: string }[] = []
  const messages: Message[] = []
  const requests = sentMessages(transcript)
  const pings: Promise<number>[] = []
  const incoming = server.chunks[Symbol.asyncIterator]()
  let buffered: Uint8Array = new Uint8Array(0)
  const take = async (length: number): Promise<Uint8Array> => {
    while (buffered.length < length) {
      const { value, done } = (await incoming.next()) as IteratorResult<Uint8Array, undefined>
      if (done === true) throw new Error('The client ended the connection')
      buffered = concat(buffered, value)
    }
    const bytes = buffered.subarray(0, length)
    buffered = buffered.subarray(length)
    return bytes
  }
  const connecting = connect({ ...init, dial: () => Promise.resolve(client) })
  connecting.catch(() => server.destroy())
  let connection: Connection | undefined
  let inbox: AsyncIterator<Message> | undefined

  const play = async ({ from, label, bytes }: TranscriptEntry): Promise<void> => {
    const isMessage = /^(MESSAGE|MSG) /.test(label)
    if (from === 'server') {
      await server.write(bytes)
      if (isMessage) messages.push((await inbox!.next()).value as Message)
      return
    }
    if (isMessage || label.startsWith('KEEPALIVE2')) {
      connection ??= await connecting
      inbox ??= connection[Symbol.asyncIterator]()
    }
    if (isMessage) connection!.send(requests.next().value as OutgoingMessage)
    else if (label.startsWith('KEEPALIVE2')) pings.push(connection!.keepalive2())
    written.push({ label, hex: toHex(await take(bytes.length)) })
  }
  for (const entry of transcript.entries) await play(entry)
  await Promise.all(pings)
  await connection!.close()
  return { written, messages, roundTrips: pings.length, surplus: buffered.length }
}

/** What becomes of a connection that is given these chunks and then the end. */
export async function eventTrace(
  transcript: Transcript,
  chunks: Iterable<Uint8Array>
): Promise<{ trace: string[]; error: Error }> {
  const init = recordedInit(transcript)
  const [client, server] = transportPair(init.addr)
  for (const chunk of chunks) if (chunk.length > 0) await server.write(chunk)
  server.destroy()
  const trace: string[] = []
  try {
    // The recorded server has gone on while this one listens to nobody.
    const dial = () => Promise.resolve({ ...client, write: () => Promise.resolve() })
    const connection = await connect({ ...init, dial })
    const { protocol, conMode, peer, globalId, selfAddr } = connection
    trace.push(print({ protocol, conMode, peer, globalId, selfAddr }))
    for await (const message of connection) trace.push(print({ ...message }))
    throw new Error('The connection ended without an error')
  } catch (error) {
    return { trace, error: error as Error }
  }
}

const print = (value: unknown): string =>
  JSON.stringify(value, (_key, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value instanceof Uint8Array ? toHex(value) : value
  )
