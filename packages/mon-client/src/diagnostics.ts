import { channel } from 'node:diagnostics_channel'
import type { Message } from '@cephwire/messenger'
import type { MonSubscribeItem } from '@cephwire/messages'
import type { MonClientStatus } from './status-stream.js'

/** `ceph:mon:state`: the state of a client's session has changed. Clients are told apart by `client`. */
export type StateDiagnostics = MonClientStatus & { readonly client: object }

/** `ceph:mon:hunt`: a round of tries begins. */
export interface HuntDiagnostics {
  /** Addresses that are tried at the same time. */
  readonly addrs: readonly string[]
  /** Milliseconds that the round may last. */
  readonly interval: number
}

/** `ceph:mon:hunt:attempt`: one address did not do. */
export interface HuntAttemptDiagnostics {
  readonly addr: string
  readonly error: unknown
}

/** `ceph:mon:request:sent`: a request was sent, for the first time or again with a new session. */
export interface RequestSentDiagnostics {
  readonly tid: bigint
  /** `command osd pool create`: no arguments. */
  readonly what: string
  /** Counted from 1. */
  readonly attempt: number
}

/** `ceph:mon:request:end`: a request was settled. */
export interface RequestEndDiagnostics {
  readonly tid: bigint
  readonly what: string
  /** What it was rejected with; undefined when it was answered well. */
  readonly error: unknown
  /** Milliseconds since it was asked. */
  readonly millis: number
}

/** `ceph:mon:subscribe`: subscriptions were sent. */
export interface SubscribeDiagnostics {
  readonly what: ReadonlyMap<string, MonSubscribeItem>
}

/** `ceph:mon:map`: something came by a subscription. */
export interface MapDiagnostics {
  /** The subscription: `osdmap`, `kv:app/`. */
  readonly name: string
  /** Epoch or version; undefined where there is none, as of `config`. */
  readonly version: bigint | undefined
}

/** `ceph:mon:tickets`: tickets were renewed on the live session, or were not. */
export interface TicketsDiagnostics {
  readonly error: unknown
}

/** `ceph:mon:message:unknown`: a message that nobody took. */
export interface UnknownMessageDiagnostics {
  readonly type: number
  readonly tid: bigint
  /** Of front, middle and data. */
  readonly bytes: number
}

const stateChannel = channel('ceph:mon:state')
const huntChannel = channel('ceph:mon:hunt')
const huntAttemptChannel = channel('ceph:mon:hunt:attempt')
const requestSentChannel = channel('ceph:mon:request:sent')
const requestEndChannel = channel('ceph:mon:request:end')
const subscribeChannel = channel('ceph:mon:subscribe')
const mapChannel = channel('ceph:mon:map')
const ticketsChannel = channel('ceph:mon:tickets')
const unknownMessageChannel = channel('ceph:mon:message:unknown')

export function publishState(client: object, status: MonClientStatus): void {
  if (stateChannel.hasSubscribers) stateChannel.publish({ ...status, client } satisfies StateDiagnostics)
}

export function publishHunt(addrs: () => readonly string[], interval: number): void {
  if (huntChannel.hasSubscribers) huntChannel.publish({ addrs: addrs(), interval } satisfies HuntDiagnostics)
}

export function publishHuntAttempt(attempt: HuntAttemptDiagnostics): void {
  if (huntAttemptChannel.hasSubscribers) huntAttemptChannel.publish({ ...attempt })
}

export function publishRequestSent(tid: bigint, what: string, attempt: number): void {
  if (!requestSentChannel.hasSubscribers) return
  requestSentChannel.publish({ tid, what, attempt } satisfies RequestSentDiagnostics)
}

export function publishRequestEnd(tid: bigint, what: string, millis: number, error: unknown): void {
  if (!requestEndChannel.hasSubscribers) return
  requestEndChannel.publish({ tid, what, error, millis } satisfies RequestEndDiagnostics)
}

export function publishSubscribe(what: ReadonlyMap<string, MonSubscribeItem>): void {
  if (subscribeChannel.hasSubscribers) subscribeChannel.publish({ what } satisfies SubscribeDiagnostics)
}

export function publishMap(name: string, version: bigint | undefined): void {
  if (mapChannel.hasSubscribers) mapChannel.publish({ name, version } satisfies MapDiagnostics)
}

export function publishTickets(error?: unknown): void {
  if (ticketsChannel.hasSubscribers) ticketsChannel.publish({ error } satisfies TicketsDiagnostics)
}

export function publishUnknownMessage({ type, tid, front, middle, data }: Message): void {
  if (!unknownMessageChannel.hasSubscribers) return
  const bytes = front.length + middle.length + data.length
  unknownMessageChannel.publish({ type, tid, bytes } satisfies UnknownMessageDiagnostics)
}
