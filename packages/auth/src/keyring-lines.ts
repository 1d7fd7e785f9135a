/*
  A keyring as text                          src/common/ConfUtils.cc, IniGrammer: that of ceph.conf
    [client.admin]                   section
      key = AQ…==                    ; or "…" or '…'
      caps mon = "allow *"           # caps_mon is the same
    `\` in front of the end of a line continues it, in front of a character takes that as it is

  Everything stays bytes here, so that keys need not pass through strings, which nobody can erase.
*/
import { KeyringError } from './errors.js'

/** A line that says something. */
export type KeyringLine =
  | { readonly kind: 'section'; readonly line: number; readonly name: Uint8Array }
  | { readonly kind: 'entry'; readonly line: number; readonly name: Uint8Array; readonly value: Uint8Array }

const LF = 0x0a
const CR = 0x0d
const TAB = 0x09
const SPACE = 0x20
const DOUBLE_QUOTE = 0x22
const HASH = 0x23
const SINGLE_QUOTE = 0x27
const SEMICOLON = 0x3b
const EQUALS = 0x3d
const OPEN = 0x5b
const BACKSLASH = 0x5c
const CLOSE = 0x5d

const isBlank = (byte: number | undefined): boolean => byte === SPACE || byte === TAB
const isComment = (byte: number | undefined): boolean => byte === HASH || byte === SEMICOLON

/** Every section and entry in order. */
export function* keyringLines(text: Uint8Array, file?: string): Generator<KeyringLine> {
  for (const { line, bytes } of logicalLines(text)) {
    const start = skipBlanks(bytes, 0)
    if (start === bytes.length || isComment(bytes[start])) continue
    const fail = (reason: string): never => {
      throw new KeyringError(reason, { file, line })
    }
    if (bytes[start] === OPEN) {
      const end = bytes.indexOf(CLOSE, start)
      if (end < 0) fail('Section without a closing ]')
      if (!isEnd(bytes, end + 1)) fail('Section with something behind its ]')
      yield { kind: 'section', line, name: trim(bytes.subarray(start + 1, end)) }
    } else {
      const equals = bytes.indexOf(EQUALS, start)
      if (equals < 0) fail('Neither a [section] nor a NAME = VALUE')
      yield { kind: 'entry', line, name: trim(bytes.subarray(start, equals)), value: value(bytes, equals + 1, fail) }
    }
  }
}

/** Lines, with those that a `\` continues put together; numbered from 1. */
function* logicalLines(text: Uint8Array): Generator<{ readonly line: number; readonly bytes: Uint8Array }> {
  let line = 1
  let first = 1
  let parts: Uint8Array[] = []
  for (let at = 0; at < text.length; line++) {
    const lf = text.indexOf(LF, at)
    const next = lf < 0 ? text.length : lf
    const end = next > at && text[next - 1] === CR ? next - 1 : next
    const continued = end > at && text[end - 1] === BACKSLASH && lf >= 0
    parts.push(text.subarray(at, continued ? end - 1 : end))
    at = next + 1
    if (continued) continue
    yield { line: first, bytes: parts.length === 1 ? parts[0]! : Buffer.concat(parts) }
    parts = []
    first = line + 1
  }
  if (parts.length > 0) yield { line: first, bytes: Buffer.concat(parts) }
}

function value(bytes: Uint8Array, from: number, fail: (reason: string) => never): Uint8Array {
  const start = skipBlanks(bytes, from)
  const quote = bytes[start]
  const quoted = quote === DOUBLE_QUOTE || quote === SINGLE_QUOTE
  const out = new Uint8Array(bytes.length - start)
  let length = 0
  let at = quoted ? start + 1 : start
  for (; at < bytes.length; at++) {
    let byte = bytes[at]!
    if (quoted ? byte === quote : isComment(byte)) break
    if (byte === BACKSLASH && at + 1 < bytes.length) byte = bytes[++at]!
    out[length++] = byte
  }
  if (!quoted) return trim(out.subarray(0, length))
  if (at === bytes.length) fail('Value without a closing quote')
  if (!isEnd(bytes, at + 1)) fail('Value with something behind its closing quote')
  return out.subarray(0, length)
}

function skipBlanks(bytes: Uint8Array, from: number): number {
  let at = from
  while (isBlank(bytes[at])) at++
  return at
}

function isEnd(bytes: Uint8Array, from: number): boolean {
  const at = skipBlanks(bytes, from)
  return at === bytes.length || isComment(bytes[at])
}

export function trim(bytes: Uint8Array): Uint8Array {
  const space = (byte: number | undefined): boolean => isBlank(byte) || byte === LF || byte === CR
  let start = 0
  let end = bytes.length
  while (start < end && space(bytes[start])) start++
  while (end > start && space(bytes[end - 1])) end--
  return bytes.subarray(start, end)
}
