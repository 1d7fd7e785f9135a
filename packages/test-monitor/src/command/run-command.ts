import { CodecError } from '@cephwire/codec'
import { CommandError } from './command-error.js'
import { Errno } from './errno.js'
import { parseCommand } from './parse-command.js'
import { renderOutput } from './output.js'
import { validateArgs } from './validate-args.js'
import type { Command, CommandContext, CommandResult, CommandTable } from '../command-table.js'
import type { ParsedCommand } from './parse-command.js'

/** A command that has come. */
export interface CommandRequest extends Omit<CommandContext, 'prefix' | 'args' | 'format' | 'json'> {
  /** Strings of the message. */
  readonly cmd: readonly string[]
  /** What a handler may take, in milliseconds. */
  readonly handlerTimeout: number
  readonly maxOutputBytes: number
}

/** What goes into the MMonCommandAck. */
export interface CommandAnswer {
  readonly code: number
  readonly status: string
  readonly output: Uint8Array
}

const NOTHING = new Uint8Array(0)

/** Runs a command: whatever happens, there is an answer. */
export async function runCommand(table: CommandTable, request: CommandRequest): Promise<CommandAnswer> {
  try {
    const parsed = parseCommand(request.cmd)
    if (parsed.prefix === 'get_command_descriptions') {
      return success({ output: table.descriptions(request.caller.features) }, 'json', request)
    }
    const command = table.require(parsed.prefix)
    checkCaps(command, parsed, request)
    return success(await callHandler(command, parsed, request), parsed.format, request)
  } catch (error) {
    return failure(error)
  }
}

function checkCaps({ module, perm }: Command, { prefix, values }: ParsedCommand, { caller }: CommandRequest): void {
  const args = new Map<string, string>()
  for (const [name, value] of values) {
    if (name === 'caps' && Array.isArray(value) && value.length % 2 === 0) {
      for (let i = 0; i < value.length; i += 2) args.set(`caps_${value[i]}`, String(value[i + 1]))
    } else if (name !== 'prefix') args.set(name, Array.isArray(value) ? `[${value.join(',')}]` : String(value))
  }
  const { entity, addrs } = caller
  const host = addrs[0]?.host
  const request = { entity, service: module, command: prefix, args, perm, ...(host === undefined ? {} : { host }) }
  if (!caller.caps.isCapable(request)) throw new CommandError(-Errno.EACCES, 'access denied')
}

/** @throws CommandError −110 when the handler takes too long */
async function callHandler(
  command: Command,
  { prefix, format, values }: ParsedCommand,
  request: CommandRequest
): Promise<CommandResult> {
  const { cluster, monitor, monitors, caller, input, signal, handlerTimeout } = request
  const args = validateArgs(command.signature, values)
  const json = format === 'json' || format === 'json-pretty'
  const context = { cluster, monitor, monitors, caller, prefix, args, input, format, json, signal }
  const result = command.handler(context)
  if (!(result instanceof Promise)) return result ?? {}
  const patience = new AbortController()
  const tooLate = cluster.time.clock.sleep(handlerTimeout, { signal: AbortSignal.any([patience.signal, signal]) })
  try {
    return (await Promise.race([result, tooLate.then(timedOut)])) ?? {}
  } finally {
    patience.abort()
    tooLate.catch(() => undefined)
  }
}

const timedOut = (): never => {
  throw new CommandError(-Errno.ETIMEDOUT, 'The handler of the command did not answer in time')
}

function success(
  { code = 0, status = '', output }: CommandResult,
  format: string,
  request: CommandRequest
): CommandAnswer {
  const rendered = renderOutput(output, format)
  if (rendered.length > request.maxOutputBytes) {
    throw new CommandError(
      -Errno.EIO,
      `The output of ${rendered.length} bytes is over the limit of ${request.maxOutputBytes}`
    )
  }
  return { code, status, output: rendered }
}

function failure(error: unknown): CommandAnswer {
  if (error instanceof CommandError) return { code: error.errno, status: error.message, output: NOTHING }
  if (error instanceof CodecError) return { code: -Errno.EINVAL, status: error.message, output: NOTHING }
  return { code: -Errno.EIO, status: error instanceof Error ? error.message : String(error), output: NOTHING }
}
