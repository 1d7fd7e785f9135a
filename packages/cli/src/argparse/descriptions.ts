/*
  What get_command_descriptions answers      src/common/cmdparse.cc dump_cmddesc_to_json()
    { "cmdNNN": { "sig": [word | { name, type, n?, req?, positional?, … }], "help", "module", "perm", "flags" } }
*/
import { CephError } from '@cephwire/codec'
import { argType } from './types/index.js'
import { literalWord } from './types/words.js'
import type { ArgType } from './types/arg-type.js'

/** Flags of a command: src/mon/MonCommand.h */
export const CommandFlag = {
  NoForward: 1,
  Obsolete: 2,
  Deprecated: 4,
  Mgr: 8,
  Poll: 16,
  Hidden: 32
} as const

/** One place of a command's signature. */
export interface ArgDesc {
  /** `prefix` for the words of the command itself. */
  readonly name: string
  /** `CephInt`, …; `CephPrefix` for the words of the command itself. */
  readonly typeName: string
  readonly type: ArgType
  readonly required: boolean
  /** False when it must be given by its name. */
  readonly positional: boolean
  /** Whether it takes one value or more, which become a list. */
  readonly repeats: boolean
}

/** A command of the cluster. */
export interface CommandDescription {
  readonly sig: readonly ArgDesc[]
  readonly help: string
  readonly flags: number
}

/** `ERR_CEPH_COMMAND_DESCRIPTIONS`: the cluster describes its commands in a way that makes no sense. */
export class DescriptionsError extends CephError {
  override readonly code = 'ERR_CEPH_COMMAND_DESCRIPTIONS'
}

/** @throws DescriptionsError */
export function parseDescriptions(json: string): readonly CommandDescription[] {
  return Object.entries(asObject(parseJson(json), 'the answer')).map(([tag, value]) => {
    const { sig, help, flags } = asObject(value, tag)
    if (!Array.isArray(sig)) throw new DescriptionsError(`Command descriptions: ${tag} has no signature`)
    return {
      sig: sig.map(desc => (typeof desc === 'string' ? prefixDesc(desc) : argDesc(asObject(desc, tag), tag))),
      help: typeof help === 'string' ? help : '',
      flags: typeof flags === 'number' ? flags : 0
    }
  })
}

/** One place of a signature that is a word. */
function prefixDesc(word: string): ArgDesc {
  const type = literalWord(word)
  return { name: 'prefix', typeName: 'CephPrefix', type, required: true, positional: true, repeats: false }
}

function argDesc(desc: Readonly<Record<string, unknown>>, tag: string): ArgDesc {
  const { name, type, n = '1', req = true, positional = true, ...parameters } = desc
  if (typeof type !== 'string' || typeof name !== 'string') {
    throw new DescriptionsError(`Command descriptions: an argument of ${tag} has no type or no name`)
  }
  return {
    name,
    typeName: type,
    type: argType(type, parameters),
    required: isTrue(req),
    positional: isTrue(positional),
    repeats: n === 'N' || n === 'n'
  }
}

/** Releases up to Pacific write these as text. */
function isTrue(value: unknown): boolean {
  return value === true || value === 'true' || value === 'True'
}

function asObject(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new DescriptionsError(`Command descriptions: ${what} is no object`)
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw new DescriptionsError('Command descriptions: no JSON', { cause })
  }
}
