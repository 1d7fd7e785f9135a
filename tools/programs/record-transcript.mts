/*
  Records a session of our client with a real monitor: byte for byte, frame by frame, without times.

    node --conditions=@cephwire/source --import ts-blank-space/register tools/programs/record-transcript.mts \
      --addr v2:127.0.0.1:3300/0 --release 16.2.15 --mode secure --keyring throw-away.keyring > transcript.txt

  --mode crc|secure, msgr2 only. Without --keyring: authentication "none". --without SERVER_NAUTILUS,MSG_ADDR2: claims to
  know less, as an older client would. All that is random is fixed, so that the same client bytes come out of a replay. The key and the session's secrets go into the transcript: record with a cluster
  that is thrown away.
*/
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Keyring, authNone, cephx, parseAuthEntity } from '@cephwire/auth'
import { CEPH_FEATURES_ALL, CephFeature, decode, formatEntityAddr, parseEntityAddr } from '@cephwire/codec'
import { createRandom, toHex } from '@cephwire/codec/testing'
import { monMapCodec } from '@cephwire/maps'
import {
  auth,
  authReply,
  decodeFront,
  encodeMessage,
  monCommand,
  monCommandAck,
  monMap,
  monSubscribe
} from '@cephwire/messages'
import { ConMode, connect, conModeName, dialTcp } from '@cephwire/messenger'
import { createFakeClock, formatTranscript } from '@cephwire/messenger/testing'
import { annotateV1, annotateV2, mergeByCompletion } from './transcript-frames.mjs'
import type { MonAuthenticator } from '@cephwire/auth'
import type { AuthSecrets, Connection, Dial, Message } from '@cephwire/messenger'
import type { Chunk } from './transcript-frames.mjs'

const { values: options } = parseArgs({
  options: {
    addr: { type: 'string' },
    release: { type: 'string' },
    mode: { type: 'string', default: 'crc' },
    keyring: { type: 'string' },
    without: { type: 'string', default: '' }
  }
})
const addr = parseEntityAddr(options.addr ?? 'v2:127.0.0.1:3300/0')
const legacy = addr.type === 'legacy'
const conMode = options.mode === 'secure' ? ConMode.Secure : ConMode.Crc
const features = options.without
  .split(',')
  .filter(name => name !== '')
  .reduce((features, name) => features & ~ownBits(name), CEPH_FEATURES_ALL)
const entity = parseAuthEntity('client.admin')
const random = createRandom(1)
const key = options.keyring === undefined ? undefined : Keyring.parse(readFileSync(options.keyring)).require(entity)

const chunks: Chunk[] = []
const recordingDial: Dial = async (where, init) => {
  const transport = await dialTcp(where, init)
  async function* received(): AsyncGenerator<Uint8Array> {
    for await (const bytes of transport.chunks) {
      chunks.push({ from: 'server', bytes: Uint8Array.from(bytes) })
      yield bytes
    }
  }
  return {
    remote: transport.remote,
    chunks: received(),
    write(bytes) {
      chunks.push({ from: 'client', bytes: Uint8Array.from(bytes) })
      return transport.write(bytes)
    },
    destroy: cause => transport.destroy(cause)
  }
}

let secrets: AuthSecrets = {}
const authenticator: MonAuthenticator =
  key === undefined ? authNone({ entity }) : cephx({ entity, key, random: bytes => random.bytes(bytes) })
const spying: MonAuthenticator = {
  ...authenticator,
  method: authenticator.method,
  entity,
  start: () => authenticator.start(),
  hello: () => authenticator.hello(),
  more: payload => authenticator.more(payload),
  refused: refusal => authenticator.refused(refusal),
  done: (payload, result) => (secrets = authenticator.done(payload, result))
}

const self = { addr: { type: 'any', nonce: 0x01020304, host: '127.0.0.1', port: 0 } } as const
const connection = await connect({
  addr,
  self,
  authenticator: spying,
  preferredModes: [conMode],
  // Stamps of KEEPALIVE2 are taken from this clock.
  clock: createFakeClock(1_000_000),
  features,
  dial: recordingDial
})
await converse(connection)
await connection.close()

const recorded = legacy
  ? mergeByCompletion(chunks, annotateV1)
  : mergeByCompletion(chunks, bytes => annotateV2(bytes, secrets.connectionSecret))
const header: Record<string, string> = {
  release: options.release ?? 'unknown',
  protocol: connection.protocol,
  mode: conModeName(connection.conMode),
  auth: key === undefined ? 'none' : 'cephx',
  target: formatEntityAddr(addr),
  self: formatEntityAddr(self.addr)
}
if (options.without !== '') header['features'] = `0x${features.toString(16)}`
if (key !== undefined) header['key'] = keyText(readFileSync(options.keyring!, 'utf8'))
if (secrets.sessionKey !== undefined) header['session-key'] = toHex(secrets.sessionKey)
if (secrets.connectionSecret !== undefined) header['connection-secret'] = toHex(secrets.connectionSecret)
process.stdout.write(
  formatTranscript({
    comments: [
      'A session of this client with a real monitor, made by tools/programs/record-transcript.mts.',
      'The cluster was thrown away: its key and the secrets of the session are here so that it can be replayed.'
    ],
    header,
    entries: recorded
  })
)

/** The bit of a feature, without those of its incarnation, which others need too. */
function ownBits(name: string): bigint {
  const { SERVER_JEWEL, SERVER_MIMIC, ...rest } = CephFeature
  const mask = rest[name as keyof typeof rest] as bigint | undefined
  if (mask === undefined) throw new Error(`There is no feature ${name}`)
  return mask & ~(SERVER_JEWEL | SERVER_MIMIC)
}

function keyText(keyring: string): string {
  return /\[client\.admin\][^[]*?key = (\S+)/.exec(keyring)![1]!
}

/** A monmap by subscription, a KEEPALIVE2, a command: each sent when the answer to the one before is there. */
async function converse(connection: Connection): Promise<void> {
  const messages = connection[Symbol.asyncIterator]()
  const receive = async (type: number): Promise<Message> => {
    for (;;) {
      const { value, done } = (await messages.next()) as IteratorResult<Message, undefined>
      if (done === true) throw new Error(`The connection ended before a message of type ${type}`)
      if (value.type === type) return value
    }
  }
  if (legacy) await authenticateByMessages(connection, receive)
  const what = new Map([['monmap', { start: 0n, flags: 0 }]])
  connection.send(encodeMessage(monSubscribe, { what, hostname: 'transcript' }))
  const { monmapBl } = decodeFront(monMap, await receive(monMap.type))
  await connection.keepalive2()
  const { fsid } = decode(monMapCodec, monmapBl)
  const cmd = ['{"prefix":"mon stat","format":"json"}']
  connection.send({ ...encodeMessage(monCommand, { version: 0n, fsid, cmd }), tid: 7n })
  await receive(monCommandAck.type)
}

async function authenticateByMessages(
  connection: Connection,
  receive: (type: number) => Promise<Message>
): Promise<void> {
  const ask = async (
    protocol: number,
    authPayload: Uint8Array
  ): Promise<{ globalId: bigint; resultBl: Uint8Array }> => {
    connection.send(encodeMessage(auth, { version: 0n, protocol, authPayload, monmapEpoch: 0 }))
    const reply = decodeFront(authReply, await receive(authReply.type))
    if (reply.result !== 0) throw new Error(`MAuth was answered with ${reply.result}`)
    return reply
  }
  let reply = await ask(0, authenticator.hello())
  if (key !== undefined) reply = await ask(authenticator.method, authenticator.more(reply.resultBl))
  authenticator.done(reply.resultBl, { globalId: reply.globalId, conMode: ConMode.Crc })
}
