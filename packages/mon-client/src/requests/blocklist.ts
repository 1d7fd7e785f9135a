import { CodecError, formatEntityAddr, parseEntityAddr } from '@cephwire/codec'
import { prepareCommand } from '../command.js'
import { ConfigError, MonCommandError } from '../errors.js'
import type { EntityAddr } from '@cephwire/codec'
import type { PreparedCommand } from '../command.js'

/** Whom to keep out of the cluster, and for how long. */
export interface BlocklistOptions {
  /** Lets in again with `rm`. Default: `add`. */
  readonly op?: 'add' | 'rm'
  /** Seconds. Default: mon_osd_blocklist_default_expire of the cluster, an hour. */
  readonly expire?: number
  /** The address is a range, `10.1.0.0/24`, as monitors know them since Quincy and late Pacific. Default: false. */
  readonly range?: boolean
}

/** One change to the blocklist, in both spellings. */
export interface BlocklistCommands {
  /** `osd blocklist`, since Pacific: to be tried first. */
  readonly blocklist: PreparedCommand
  /** `osd blacklist`, for monitors that do not know the other; undefined for what they do not have. */
  readonly blacklist: PreparedCommand | undefined
}

/** The cluster keeps times to the year 2106. */
const MAX_EXPIRE_SECONDS = 0x7fffffff

/**
 * @param addr of a client, as in an osdmap's blocklist: `10.0.0.1:0/3710147553`, of any protocol; without a nonce, or
 * with nonce 0, everybody on that host
 * @throws ConfigError for what is no address, or may be meant in two ways
 */
export function blocklistCommands(addr: string, options: BlocklistOptions = {}): BlocklistCommands {
  const { op = 'add', expire, range = false } = options
  const clause = {
    addr: range ? rangeText(addr) : clientText(addr),
    ...(op === 'add' && expire !== undefined ? { expire: floatText(expire) } : {})
  }
  if (range) {
    const command = { prefix: 'osd blocklist', range: 'range', blocklistop: op }
    return { blocklist: prepare(command, clause), blacklist: undefined }
  }
  return {
    blocklist: prepare({ prefix: 'osd blocklist', blocklistop: op }, clause),
    blacklist: prepare({ prefix: 'osd blacklist', blacklistop: op }, clause)
  }
}

/** Whether a monitor's answer to `osd blocklist` asks for the old spelling, as far as the answer tells. */
export function isBeforeBlocklist(error: unknown): boolean {
  return error instanceof MonCommandError && error.errnoName === 'EINVAL'
}

function prepare(
  command: Readonly<Record<string, string>>,
  { addr, expire }: { readonly addr: string; readonly expire?: string }
): PreparedCommand {
  const json = JSON.stringify({ ...command, addr })
  return prepareCommand(expire === undefined ? json : `${json.slice(0, -1)},"expire":${expire}}`, undefined)
}

/** A number that is a float to monitors too: they refuse an argument of type CephFloat without its point. */
function floatText(seconds: number): string {
  if (!(seconds > 0 && seconds <= MAX_EXPIRE_SECONDS)) {
    fail(`expected more than 0 seconds, at most ${MAX_EXPIRE_SECONDS}`, 'expire')
  }
  return Number.isInteger(seconds) ? `${seconds}.0` : String(seconds)
}

/** Before a nonce there is a port, or it may be the length of a prefix. */
const WITH_PORT = /^(?:v1:|v2:|any:)?(?:[\d.]+|\[.*\]):\d+\//

/** The monitor would take a part of what it cannot read: a nonce that is too large for 0, which is the whole host. */
function clientText(text: string): string {
  const addr = parse(text)
  if (text.includes('/') && !WITH_PORT.test(text)) {
    fail(`${JSON.stringify(text)} may be a range or an address with a nonce: set range, or write IP:0/NONCE`, 'addr')
  }
  return formatEntityAddr({ ...addr, type: 'any' })
}

function rangeText(text: string): string {
  const { host, port, nonce: bits, ...addr } = parse(text)
  const maxBits = host.includes(':') ? 128 : 32
  if (port !== 0 || bits < 1 || bits > maxBits) {
    fail(`${JSON.stringify(text)} is no range: expected such as 10.1.0.0/24, with 1 to ${maxBits} bits`, 'addr')
  }
  return formatEntityAddr({ ...addr, type: 'any', host, port, nonce: bits })
}

function parse(text: string): EntityAddr {
  try {
    const addr = parseEntityAddr(text)
    if (addr.host !== '') return addr
  } catch (cause) {
    if (!(cause instanceof CodecError)) throw cause
  }
  fail(`${JSON.stringify(text)} is no address: expected such as 10.0.0.1:0/3710147553`, 'addr')
}

function fail(message: string, option: string): never {
  throw new ConfigError(`Option ${option}: ${message}`, { option })
}
