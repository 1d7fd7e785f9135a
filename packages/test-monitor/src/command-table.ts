import { CommandError } from './command/command-error.js'
import { Errno } from './command/errno.js'
import { describeSignature, parseSignature } from './command/signature.js'
import { formatJson } from './format/json-formatter.js'
import type { CommandArgs } from './command/command-args.js'
import type { CommandOutput } from './command/output.js'
import type { JsonValue } from './format/json-formatter.js'
import type { Signature } from './command/signature.js'
import type { CommandCaller, CommandMonitor } from './command/caller.js'
import type { ClusterState } from './state/cluster-state.js'
import type { Features } from '@cephwire/codec'

/** Flags of a command: src/mon/MonCommand.h */
export const CommandFlag = {
  None: 0,
  Noforward: 1,
  Obsolete: 2,
  Deprecated: 4,
  Mgr: 8,
  Poll: 16,
  Hidden: 32,
  /** Noforward and Hidden. */
  Tell: 33
} as const

/** What a handler gets to know. */
export interface CommandContext {
  readonly cluster: ClusterState
  /** The one that was asked. */
  readonly monitor: CommandMonitor
  /** All of the cluster. */
  readonly monitors: readonly CommandMonitor[]
  readonly caller: CommandCaller
  readonly prefix: string
  readonly args: CommandArgs
  /** What `ceph -i` sends along. */
  readonly input: Uint8Array
  /** `plain`, `json`, `json-pretty` or what else was asked for. */
  readonly format: string
  /** Whether JSON was asked for: a handler that has a text for people gives it when not. */
  readonly json: boolean
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal
}

/** What a handler answers: nothing at all is success. */
export interface CommandResult {
  /** 0, or a negative errno of Linux. */
  readonly code?: number | undefined
  /** For people; `ceph` prints it on stderr. */
  readonly status?: string | undefined
  readonly output?: CommandOutput
}

/** May throw a CommandError in place of an answer. */
export type CommandHandler = (context: CommandContext) => CommandResult | undefined | Promise<CommandResult | undefined>

/** A command to register. */
export interface CommandInit {
  /** As in Ceph's MonCommands.h: `config-key get name=key,type=CephString` */
  readonly signature: string
  readonly help?: string
  /** Whose caps are asked. Default: `mon`. */
  readonly module?: string
  /** Caps that are needed, some of `rwx`. Default: `r`. */
  readonly perm?: string
  /** A mask of {@link CommandFlag}. */
  readonly flags?: number
  readonly handler: CommandHandler
}

/** A registered command. */
export interface Command extends Required<Omit<CommandInit, 'signature'>> {
  readonly signature: Signature
}

const MAX_DESCRIPTIONS = 16

/** Commands by prefix. */
export class CommandTable {
  readonly #commands = new Map<string, Command>()
  /** By the features that it is for, until a command is added or taken away. */
  readonly #descriptions = new Map<Features, string>()

  /**
   * Adds a command, in place of the one with the same prefix if there is one.
   *
   * @throws TypeError when the signature is none
   */
  register({ signature, help = '', module = 'mon', perm = 'r', flags = 0, handler }: CommandInit): this {
    const parsed = parseSignature(signature)
    this.#descriptions.clear()
    this.#commands.set(parsed.prefix, { signature: parsed, help, module, perm, flags, handler })
    return this
  }

  /** @returns whether there was such a command */
  unregister(prefix: string): boolean {
    this.#descriptions.clear()
    return this.#commands.delete(prefix)
  }

  lookup(prefix: string): Command | undefined {
    return this.#commands.get(prefix)
  }

  /** @throws CommandError −22 when there is none, −95 when it is obsolete */
  require(prefix: string): Command {
    const command = this.lookup(prefix)
    if (command === undefined) throw new CommandError(-Errno.EINVAL, 'command not known')
    if ((command.flags & CommandFlag.Obsolete) !== 0) {
      throw new CommandError(-Errno.ENOTSUP, 'command is obsolete; please check usage and/or man page')
    }
    return command
  }

  /** In the order in which they were registered. */
  get commands(): readonly Command[] {
    return [...this.#commands.values()]
  }

  /** The output of `get_command_descriptions` for clients with these features: JSON. */
  descriptions(features: Features): string {
    const known = this.#descriptions.get(features)
    if (known !== undefined) return known
    const entries = this.commands.map(({ signature, help, module, perm, flags }, i) => [
      `cmd${String(i).padStart(3, '0')}`,
      { sig: describeSignature(signature, features), help, module, perm, flags }
    ])
    const descriptions = formatJson(Object.fromEntries(entries) as JsonValue)
    // Clients say what features they have: these are a handful, or somebody's game.
    if (this.#descriptions.size < MAX_DESCRIPTIONS) this.#descriptions.set(features, descriptions)
    return descriptions
  }
}
