import { formatEntityAddr } from '@cephwire/codec'
import { MessengerError } from '@cephwire/messenger'
import type { EntityAddr } from '@cephwire/codec'

/** `3 monitors`, `1 monitor` */
export function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : what.endsWith('s') ? 'es' : 's'}`
}

/** `a, b and c` */
export function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`
}

/** An address as mon_host has it: `v2:10.0.0.1:3300`. */
export function address(addr: EntityAddr): string {
  return formatEntityAddr(addr).replace(/\/0$/, '')
}

/** What an error says, without the place of the connection, which is named beside it. */
export function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(/ \(v[12]:[^()]*, [A-Z_0-9]+\).*$/s, '')
}

/** Of an error of the connection: `ERR_CEPH_MSGR_CON_MODE`. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof MessengerError ? error.code : undefined
}

const ciphers: readonly string[] = ['none', 'aes', 'aes256k']

/** `aes` for 1: CEPH_CRYPTO_* */
export function cipherName(type: number): string {
  return ciphers[type] ?? `type ${type}`
}

/** Where a value came from, for people. */
export function source(from: string | undefined): string {
  return from === undefined || from === 'default' ? 'the default' : from === 'options' ? 'the command line' : from
}

/** Of a text from elsewhere no more than a person would read. */
export function cut(text: string, length = 64): string {
  return text.length > length ? `${text.slice(0, length)}…` : text
}

/** One word of a shell, for who copies it: quoted where it is more than a name. */
export function shellWord(text: string): string {
  return /^[\w.@:/-]+$/.test(text) ? text : quoted(text)
}

/** The same, always quoted. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
