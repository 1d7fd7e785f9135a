import { decodeFront, encodeMessage, ping } from '@cephwire/messages'
import { MonClientClosedError, MonSessionError } from './errors.js'
import type { Message, OutgoingMessage } from '@cephwire/messenger'
import type { CommandReply } from './command.js'
import type { RequestFacts } from './requests.js'

/** What a monitor says of itself. */
export interface MonStatus {
  readonly name: string
  /** `leader` and `peon` are in the quorum. */
  readonly state: string
}

/** What an inquiry has brought so far. */
export interface Findings {
  /** Of the session's monitor, without a session of any; undefined: none has answered a ping. */
  readonly status: MonStatus | undefined
  /** Undefined: nobody says. */
  readonly mgrAvailable: boolean | undefined
  isMgrCommand(prefix: string): boolean
}

/** What an inquiry needs of the client that it serves. */
export interface InquiryOwner {
  /** Milliseconds. */
  now(): number
  send(message: OutgoingMessage): boolean
  /** Asks each monitor how it is, on connections of their own. */
  pingAll(timeout: number, signal: AbortSignal): readonly Promise<unknown>[]
  /** A command that nobody inquires about. */
  command(prefix: string, timeout: number): Promise<CommandReply>
}

/** Bit of a command's flags: src/mon/MonCommand.h */
const FLAG_MGR = 8
/** Milliseconds: what has not come by then comes too late. */
const PATIENCE = 1000
/** Milliseconds: deadlines that are no farther apart are inquired about once. */
const TOGETHER = 500
/** Milliseconds that findings hold. */
const LIFE = 2 * PATIENCE

const IN_QUORUM: readonly string[] = ['leader', 'peon']

/** Whether a monitor that says so of itself serves. */
export function isInQuorum({ state }: MonStatus): boolean {
  return IN_QUORUM.includes(state)
}

/**
 * Finds out why monitors are silent, in the moment before a deadline: asks that of the session how it is, which needs
 * neither caps nor a quorum, and for a command whether it is one of the manager's and whether there is a manager. Without
 * a session it asks all monitors how they are.
 */
export class Inquiry {
  readonly #owner: InquiryOwner
  #status: MonStatus | undefined
  #mgrAvailable: boolean | undefined
  #mgrCommands: readonly (readonly string[])[] | undefined
  /** The monitor of the present session was asked. */
  #asked = false
  #since = -Infinity
  /** When the monitor of the session last said how it is. */
  #seenAt = -Infinity
  #askingManager = false
  #pinging: AbortController | undefined

  constructor(owner: InquiryOwner) {
    this.#owner = owner
  }

  /** Undefined when nothing was found out lately. */
  get findings(): Findings | undefined {
    if (!this.#asked && this.#status === undefined) return undefined
    if (this.#owner.now() - this.#since > LIFE) return undefined
    const isMgrCommand = (prefix: string): boolean => this.#isMgrCommand(prefix)
    return { status: this.#status, mgrAvailable: this.#mgrAvailable, isMgrCommand }
  }

  /** What was found out held for a session that is no more, but for the quorum: its loss ends sessions. */
  sessionEnded(): void {
    this.#asked = false
    this.#mgrAvailable = undefined
    if (this.#status !== undefined && isInQuorum(this.#status)) this.#status = undefined
  }

  /** Nobody wants to know any more. */
  end(): void {
    this.#pinging?.abort(new MonClientClosedError())
  }

  inquire({ hints }: RequestFacts): void {
    const now = this.#owner.now()
    if (now - this.#since > TOGETHER) {
      this.#since = now
      this.#asked = this.#owner.send(encodeMessage(ping, { text: '' }))
      // What it said a moment ago is for deadlines that pass before it can say more.
      if (!this.#asked || now - this.#seenAt > PATIENCE) this.#status = undefined
      if (!this.#asked) void this.#pingAll()
    }
    if (this.#asked && hints.prefix !== undefined) void this.#inquireManager()
  }

  /** @returns whether the message was waited for */
  handle(message: Message): boolean {
    if (message.type !== ping.type || !this.#asked) return false
    this.#status = statusOf(JSON.parse(decodeFront(ping, message).text))
    this.#seenAt = this.#owner.now()
    return true
  }

  /** Of several monitors one that is in the quorum says more than one that is not. */
  #saw(answer: unknown): void {
    if (this.#status === undefined || !isInQuorum(this.#status)) this.#status = statusOf(answer)
  }

  async #pingAll(): Promise<void> {
    this.#pinging?.abort(new MonSessionError('Monitors are asked anew'))
    this.#pinging = new AbortController()
    const answers = this.#owner.pingAll(PATIENCE, this.#pinging.signal)
    await Promise.all(answers.map(answer => answer.then(answer => this.#saw(answer)).catch(() => undefined)))
  }

  async #inquireManager(): Promise<void> {
    if (this.#askingManager) return
    this.#askingManager = true
    this.#mgrAvailable = undefined
    // An answer that makes no sense is as good as none.
    const ask = async <T>(prefix: string, read: (reply: CommandReply) => T): Promise<T | undefined> => {
      try {
        return read(await this.#owner.command(prefix, PATIENCE))
      } catch {
        return undefined
      }
    }
    const [available, mgrCommands] = await Promise.all([
      ask('mgr stat', reply => reply.json<{ readonly available?: boolean }>().available),
      this.#mgrCommands ?? ask('get_command_descriptions', reply => mgrPrefixes(reply.json()))
    ])
    this.#askingManager = false
    this.#mgrAvailable = available
    this.#mgrCommands = mgrCommands
  }

  #isMgrCommand(prefix: string): boolean {
    const words = prefix.trim().split(/\s+/)
    return (
      this.#mgrCommands?.some(
        command => command.length === words.length && command.every((word, i) => word === words[i])
      ) === true
    )
  }
}

function statusOf(answer: unknown): MonStatus {
  const { mon_status: status } = answer as {
    readonly mon_status?: { readonly name?: unknown; readonly state?: unknown }
  }
  return { name: String(status?.name), state: String(status?.state) }
}

type CommandDescriptions = Readonly<Record<string, { readonly sig?: readonly unknown[]; readonly flags?: number }>>

/** The fixed words of each command that monitors hand on to the manager. */
function mgrPrefixes(descriptions: CommandDescriptions): readonly (readonly string[])[] {
  return Object.values(descriptions)
    .filter(({ flags = 0 }) => (flags & FLAG_MGR) !== 0)
    .map(({ sig = [] }) => sig.filter(word => typeof word === 'string'))
}
