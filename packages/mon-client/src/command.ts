import { decodeFront, encodeMessage, monCommand, monCommandAck } from '@cephwire/messages'
import { ConfigError, MonCommandError } from './errors.js'
import type { Message, OutgoingMessage } from '@cephwire/messenger'

/** A command: its prefix and arguments, or text: JSON as it is, anything else a prefix without arguments. */
export type MonCommand = string | { readonly prefix: string; readonly [argument: string]: unknown }

/**
 * An argument of type CephFloat that may be a whole number: monitors refuse `1` where they want `1.0`, and JSON of
 * JavaScript writes no other.
 */
export class CephFloat {
  readonly value: number

  /** @throws ConfigError for what is no finite number */
  constructor(value: number) {
    if (!Number.isFinite(value)) throw new ConfigError(`A float argument cannot be ${value}`)
    this.value = value
  }

  /** As JSON has it. */
  get text(): string {
    return Number.isInteger(this.value) && Math.abs(this.value) < 1e21 ? `${this.value}.0` : String(this.value)
  }
}

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
  const command = typeof cmd === 'string' && !cmd.trimStart().startsWith('{') ? { prefix: cmd.trim() } : cmd
  const json = typeof command === 'string' ? command : stringify(command)
  const prefix = prefixOf(typeof command === 'string' ? parseObject(command) : command)
  // A toJSON of the caller's may make nothing of it.
  if (typeof (json as unknown) !== 'string') throw new ConfigError('The command cannot be written as JSON')
  const bytes = Buffer.byteLength(json)
  if (bytes > MAX_COMMAND_BYTES) throw new ConfigError(`Command of ${bytes} bytes, at most ${MAX_COMMAND_BYTES}`)
  if (input === undefined) return { json, prefix }
  if (!((input as unknown) instanceof Uint8Array)) throw new ConfigError("A command's input is a Uint8Array")
  if (input.length > MAX_INPUT_BYTES) {
    throw new ConfigError(`Command input of ${input.length} bytes, at most ${MAX_INPUT_BYTES}`)
  }
  return { json, prefix }
}

/** Its own prefix: one that is inherited would not be sent. */
function prefixOf(command: unknown): string {
  const own = typeof command === 'object' && command !== null && Object.hasOwn(command, 'prefix')
  const prefix = own ? (command as { readonly prefix: unknown }).prefix : undefined
  if (typeof prefix === 'string' && prefix.trim() !== '') return prefix
  throw new ConfigError('A command needs a prefix, such as "status"')
}

/** JSON with bigints as numbers of any size, as u64 arguments are, and floats that show that they are. */
function stringify(command: unknown): string {
  const write = (mark: (text: string) => unknown): string =>
    JSON.stringify(command, (_key, value: unknown) => {
      if (typeof value === 'bigint') return mark(String(value))
      return value instanceof CephFloat ? mark(value.text) : value
    })
  try {
    let marked = 0
    const json = write(() => marked++)
    if (marked === 0) return json
    // A mark that the command does not hold itself, so that nothing else is replaced.
    let mark = 'number'
    while (json.includes(mark)) mark += '_'
    return write(text => `${mark}:${text}`).replaceAll(new RegExp(`"${mark}:([-+.\\de]+)"`, 'g'), '$1')
  } catch (cause) {
    throw new ConfigError('The command cannot be written as JSON', { cause })
  }
}

function parseObject(json: string): unknown {
  try {
    return JSON.parse(json)
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
  return commandReplyOf(decodeFront(monCommandAck, message), message.data, prefix)
}

/** @throws MonCommandError for a negative code */
export function commandReplyOf(
  { r: code, rs: status }: { readonly r: number; readonly rs: string },
  output: Uint8Array,
  prefix: string
): CommandReply {
  if (code < 0) throw new MonCommandError({ code, status, output }, prefix)
  const text = (): string => new TextDecoder().decode(output)
  return { code, status, output, text, json: <T>() => JSON.parse(text()) as T }
}
