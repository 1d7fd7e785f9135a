import { decodeFront, encodeMessage, ping } from '@cephwire/messages'
import type { Message, OutgoingMessage } from '@cephwire/messenger'
import type { CommandReply } from './command.js'
import type { RequestFacts } from './requests.js'

/** What an inquiry has brought so far. */
export interface Findings {
  /** Of the session's monitor; undefined: it has not answered a ping. */
  readonly status: { readonly state: string } | undefined
  /** Undefined: nobody says. */
  readonly mgrAvailable: boolean | undefined
  isMgrCommand(prefix: string): boolean
}

/** What an inquiry needs of the client that it serves. */
export interface InquiryOwner {
  send(message: OutgoingMessage): boolean
  /** A command that nobody inquires about. */
  command(prefix: string, timeout: number): Promise<CommandReply>
}

/** Bit of a command's flags: src/mon/MonCommand.h */
const FLAG_MGR = 8
/** Milliseconds: what has not come by then comes too late. */
const PATIENCE = 1000

/**
 * Finds out why a monitor is silent, in the moment before a deadline: asks it how it is, which needs neither caps nor a
 * quorum, and for a command whether it is one of the manager's and whether there is a manager.
 */
export class Inquiry {
  readonly #owner: InquiryOwner
  #status: { readonly state: string } | undefined
  #mgrAvailable: boolean | undefined
  #mgrCommands: readonly (readonly string[])[] | undefined
  #asked = false

  constructor(owner: InquiryOwner) {
    this.#owner = owner
  }

  /** Undefined when nothing was asked on this session. */
  get findings(): Findings | undefined {
    if (!this.#asked) return undefined
    const isMgrCommand = (prefix: string): boolean => this.#isMgrCommand(prefix)
    return { status: this.#status, mgrAvailable: this.#mgrAvailable, isMgrCommand }
  }

  /** What was found out held for a session that is no more. */
  sessionEnded(): void {
    this.#asked = false
    this.#status = undefined
    this.#mgrAvailable = undefined
  }

  inquire({ hints }: RequestFacts): void {
    this.#status = undefined
    this.#asked = this.#owner.send(encodeMessage(ping, { text: '' }))
    if (this.#asked && hints.prefix !== undefined) void this.#inquireManager()
  }

  /** @returns whether the message was waited for */
  handle(message: Message): boolean {
    if (message.type !== ping.type || !this.#asked) return false
    const { mon_status: status } = JSON.parse(decodeFront(ping, message).text) as { mon_status?: { state?: unknown } }
    this.#status = { state: String(status?.state) }
    return true
  }

  async #inquireManager(): Promise<void> {
    this.#mgrAvailable = undefined
    const ask = (prefix: string): Promise<unknown> =>
      this.#owner.command(prefix, PATIENCE).then(
        reply => reply.json(),
        () => undefined
      )
    const [stat, descriptions] = await Promise.all([
      ask('mgr stat'),
      this.#mgrCommands === undefined ? ask('get_command_descriptions') : undefined
    ])
    this.#mgrAvailable = (stat as { available?: boolean } | undefined)?.available
    if (descriptions !== undefined) this.#mgrCommands = mgrPrefixes(descriptions as CommandDescriptions)
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

type CommandDescriptions = Readonly<Record<string, { readonly sig?: readonly unknown[]; readonly flags?: number }>>

/** The fixed words of each command that monitors hand on to the manager. */
function mgrPrefixes(descriptions: CommandDescriptions): readonly (readonly string[])[] {
  return Object.values(descriptions)
    .filter(({ flags = 0 }) => (flags & FLAG_MGR) !== 0)
    .map(({ sig = [] }) => sig.filter(word => typeof word === 'string'))
}
