import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { MonCommandError } from '@cephwire/mon-client'
import type { CommandReply, MonClient } from '@cephwire/mon-client'

const SENT = 'ceph:mon:request:sent'
const END = 'ceph:mon:request:end'

/** Callers that ask one command after the other without a pause, each with an answer that fits no other. */
export class Load {
  readonly #client: MonClient
  readonly #callers: Promise<void>[]
  #stopped = false
  /** Commands that callers have begun. */
  asked = 0
  /** Commands that were answered, by caller. */
  readonly answered: number[]
  /** Commands that were sent again with another session. */
  readonly resent = new Set<bigint>()
  /** How often each request of the process was settled. */
  readonly ends = new Map<bigint, number>()
  /** Keys and lines that were written. */
  readonly keys: string[] = []
  readonly lines: string[] = []

  constructor(client: MonClient, callers: number) {
    this.#client = client
    subscribe(SENT, this.#onSent)
    subscribe(END, this.#onEnd)
    this.answered = Array.from({ length: callers }, () => 0)
    this.#callers = this.answered.map((_, caller) => this.#call(caller))
  }

  readonly #onSent = (message: unknown): void => {
    const { tid, attempt } = message as { tid: bigint; attempt: number }
    if (attempt > 1) this.resent.add(tid)
  }

  readonly #onEnd = (message: unknown): void => {
    const { tid } = message as { tid: bigint }
    this.ends.set(tid, (this.ends.get(tid) ?? 0) + 1)
  }

  async #call(caller: number): Promise<void> {
    while (!this.#stopped) {
      await this.#ask(caller, this.asked++)
      this.answered[caller]!++
    }
  }

  /** Resolves when each caller has had one more answer. */
  async round(): Promise<void> {
    const before = [...this.answered]
    const all = Promise.all(this.#callers)
    while (this.answered.some((answers, caller) => answers <= before[caller]!)) await Promise.race([all, sleep(5)])
  }

  async #ask(caller: number, i: number): Promise<void> {
    const run = (prefix: string, args: Record<string, unknown>): Promise<CommandReply> =>
      this.#client.command({ prefix, ...args })
    if (caller % 4 === 0) {
      const key = `roll/${i}`
      await run('config-key set', { key, val: `value ${i}` })
      this.keys.push(key)
    } else if (caller % 4 === 1) {
      const addr = `10.0.0.1:0/${i}`
      const { status } = await run('osd blocklist', { blocklistop: 'add', addr })
      expect(status).to.include(addr)
    } else if (caller % 4 === 2) {
      await run('log', { logtext: [`line ${i}`] })
      this.lines.push(`line ${i}`)
    } else {
      const error = await run('osd find', { id: i }).catch((error: unknown) => error)
      expect(error).to.be.instanceOf(MonCommandError)
      expect(error).to.include({ errnoName: 'ENOENT', status: `osd.${i} does not exist` })
    }
  }

  /** Resolves when each caller has its last answer. @throws what a command was rejected with */
  async stop(): Promise<void> {
    this.#stopped = true
    try {
      await Promise.all(this.#callers)
    } finally {
      unsubscribe(SENT, this.#onSent)
      unsubscribe(END, this.#onEnd)
    }
  }
}
