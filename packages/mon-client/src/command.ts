import { decodeFront, encodeMessage, monCommand, monCommandAck } from '@cephwire/messages'
import { ConfigError, MonCommandError } from './errors.js'
import type { Message, OutgoingMessage } from '@cephwire/messenger'

/** A command: its prefix and arguments, or text: JSON as it is, anything else a prefix without arguments. */
export type MonCommand = string | { readonly prefix: string; readonly [argument: string]: unknown }

/** What a monitor answers. */
export interface CommandReply {
  /** 0, or positive: some commands count. A negative code throws MonCommandError. */
  readonly code: number
  /** Text for people, as `ceph` prints it to stderr. */
  readonly status: string
  readonly output: Uint8Array
  /** The output as UTF-8. */
  text(): string
  /**
   * The output as JSON. Integers beyond 2⁵³ lose digits; read `text()` where that matters.
   *
   * @throws SyntaxError when the command has answered something else
   */
  json<T = unknown>(): T
}

/** Bytes of a command's JSON and of its input. */
const MAX_COMMAND_BYTES = 1024 * 1024
const MAX_INPUT_BYTES = 64 * 1024 * 1024

/** A command ready to be sent. */
export interface PreparedCommand {
  readonly json: string
  readonly prefix: string
}

/** @throws ConfigError when it has no prefix, or is too large, or holds what JSON cannot */
export function prepareCommand(cmd: MonCommand, input: Uint8Array | undefined): PreparedCommand {
  const command = typeof cmd === 'string' && !cmd.trimStart().startsWith('{') ? { prefix: cmd } : cmd
  const json = typeof command === 'string' ? command : stringify(command)
  const { prefix } = typeof command === 'string' ? parseObject(command) : command
  if (typeof prefix !== 'string' || prefix === '') throw new ConfigError('A command needs a prefix, such as "status"')
  const bytes = Buffer.byteLength(json)
  if (bytes > MAX_COMMAND_BYTES) throw new ConfigError(`Command of ${bytes} bytes, at most ${MAX_COMMAND_BYTES}`)
  if (input !== undefined && input.length > MAX_INPUT_BYTES) {
    throw new ConfigError(`Command input of ${input.length} bytes, at most ${MAX_INPUT_BYTES}`)
  }
  return { json, prefix }
}

function stringify(command: object): string {
  try {
    return JSON.stringify(command, (_key, value: unknown) =>
      typeof value === 'bigint' && value === BigInt(Number(value)) ? Number(value) : value
    )
  } catch (cause) {
    throw new ConfigError('The command cannot be written as JSON', { cause })
  }
}

function parseObject(json: string): { readonly prefix?: unknown } {
  try {
    return JSON.parse(json) as { readonly prefix?: unknown }
  } catch (cause) {
    throw new ConfigError('The command begins like JSON and is none', { cause })
  }
}

export function encodeCommand(
  { json }: PreparedCommand,
  input: Uint8Array | undefined,
  fsid: string,
  tid: bigint
): OutgoingMessage {
  const message = { ...encodeMessage(monCommand, { version: 0n, fsid, cmd: [json] }), tid }
  return input === undefined ? message : { ...message, data: input }
}

/** @throws MonCommandError for a negative code; CodecError */
export function decodeCommandReply(message: Message, prefix: string): CommandReply {
  const { r: code, rs: status } = decodeFront(monCommandAck, message)
  const output = message.data
  if (code < 0) throw new MonCommandError({ code, status, output }, prefix)
  const text = (): string => new TextDecoder().decode(output)
  return { code, status, output, text, json: <T>() => JSON.parse(text()) as T }
}
