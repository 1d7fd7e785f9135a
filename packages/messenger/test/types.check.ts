/* Compiled, never run: what the types promise and what they refuse. */
import { ConMode, MessengerError, Tag, connect, createStateMachine, dialTcp } from '@cephwire/messenger'
import { FrameDecoder, crcOpen, crcSeal } from '@cephwire/messenger/frames'
import { createFakeClock, transportPair } from '@cephwire/messenger/testing'
import type {
  ClientAuthenticator,
  Clock,
  ConnectInit,
  Connection,
  Dial,
  FrameRecord,
  Message,
  MessengerLimits,
  OutgoingMessage,
  Transport
} from '@cephwire/messenger'
import type { CephError, EntityAddr } from '@cephwire/codec'

declare const addr: EntityAddr
declare const authenticator: ClientAuthenticator
declare const connection: Connection
declare const error: MessengerError

void (connect({ addr, authenticator }) satisfies Promise<Connection>)
void connect({ addr, limits: { maxQueuedMessages: 1 }, preferredModes: [ConMode.Crc, 2] })
// @ts-expect-error an address is not text
void connect({ addr: 'v2:10.0.0.1:3300/0' })
// @ts-expect-error there is no such connection mode
void connect({ addr, preferredModes: [3] })
// @ts-expect-error there is no such limit
void connect({ addr, limits: { maxMessages: 1 } })
void connect({ addr, onPhase: phase => phase satisfies string })
// @ts-expect-error a u64 is a bigint
void connect({ addr, globalSeq: 1 })

connection satisfies AsyncIterable<Message> & AsyncDisposable
connection.state satisfies 'ready' | 'closed'
connection.globalId satisfies bigint
connection.recentFrames() satisfies readonly FrameRecord[]
void (connection.closed satisfies Promise<Error | undefined>)
connection.send({ type: 5, front: new Uint8Array() })
// @ts-expect-error a message has a type
connection.send({ front: new Uint8Array() })
// @ts-expect-error the connection numbers messages itself
connection.send({ type: 5, front: new Uint8Array(), seq: 1n } satisfies OutgoingMessage)
// @ts-expect-error nobody opens or ends a connection by its state
connection.state = 'closed'

error satisfies CephError
error.retryable satisfies boolean
error.frames satisfies readonly FrameRecord[]
// @ts-expect-error what was is not changed
error.frames[0]!.tag = 1
// @ts-expect-error it is made by its kinds
new MessengerError('')

dialTcp satisfies Dial
createFakeClock() satisfies Clock
transportPair() satisfies readonly [Transport, Transport]
Tag.Message satisfies 17
createStateMachine({ a: ['b'], b: [] } as const, 'a')
// @ts-expect-error there is no state c
createStateMachine<'a' | 'b'>({ a: ['c'], b: [] }, 'a')

declare const limits: MessengerLimits
const place = { peer: '', phase: '' }
new FrameDecoder({ open: crcOpen(1, place), limits, place })
// @ts-expect-error there is no msgr2.2
crcSeal(2)
export type Init = ConnectInit
