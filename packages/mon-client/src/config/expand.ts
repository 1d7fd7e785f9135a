/*
  Metavariables                              src/common/config.cc, _expand_meta()
    $name or ${name}, a name being of a-z and _
*/
import { ConfigError } from '../errors.js'

/** What `$…` stands for. */
export interface MetaVariables {
  /** `$cluster`, `$type`, `$id`, `$name`, `$host`, `$pid`, `$home` … */
  readonly variables: ReadonlyMap<string, string>
  /** The raw value of another option, for `$run_dir` and such; undefined leaves the reference as it is. */
  option(name: string): string | undefined
}

/** References inside the values that references stand for: this deep and no deeper (docs/limits.md). */
export const MAX_META_ROUNDS = 8
/** Characters that a value may grow to (docs/limits.md): a few lines can ask for gigabytes. */
export const MAX_EXPANDED_LENGTH = 64 * 1024
/** References that one value may lead to, all in all: many empty ones grow nothing, but take time. */
const MAX_REFERENCES = 10_000

const REFERENCE = /\$(?:\{([a-z_]+)\}|([a-z_]+))/g

/**
 * Replaces metavariables. What is unknown, refers to itself or is nested too deeply stays as it is.
 *
 * @throws ConfigError when the result becomes too long
 */
export function expandMeta(text: string, meta: MetaVariables): string {
  return expand(text, meta, [], { left: MAX_REFERENCES })
}

function expand(text: string, meta: MetaVariables, stack: readonly string[], references: { left: number }): string {
  if (!text.includes('$')) return text
  let out = ''
  let end = 0
  for (const match of text.matchAll(REFERENCE)) {
    const name = match[1] ?? match[2]!
    out += text.slice(end, match.index)
    end = match.index + match[0].length
    const variable = meta.variables.get(name)
    const option = variable ?? (stack.length < MAX_META_ROUNDS ? meta.option(name) : undefined)
    // As Ceph has it, a value that leads back to a reference being replaced is dropped whole.
    if (variable === undefined && stack.includes(name)) return `$${name}`
    if (option === undefined) out += match[0]
    else out += variable ?? expand(option, meta, [...stack, name], references)
    if (out.length > MAX_EXPANDED_LENGTH || --references.left < 0) {
      throw new ConfigError(`A value grows beyond ${MAX_EXPANDED_LENGTH} characters when $${name} is replaced`)
    }
  }
  return out + text.slice(end)
}
