import { ConfigError } from '../errors.js'
import { normalizeOptionName, sectionsOf } from './ceph-conf.js'
import { expandMeta } from './expand.js'
import type { CephConf } from './ceph-conf.js'
import type { ConfigOverride } from './ceph-args.js'
import type { MetaVariables } from './expand.js'

/** A value, and where it came from. */
export interface SourcedValue {
  readonly value: string
  /** `options`, `CEPH_ARGS`, `CEPH_KEYRING`, `/etc/ceph/ceph.conf:12 [global]`, `default`. */
  readonly source: string
  /** Which of the sources: of two values that exclude each other the one with the higher rank counts. */
  readonly rank: number
}

/** CEPH_ARGS and the command line go before the environment, and options of a program before them. */
function rankOf(source: string): number {
  return source === 'options' ? 4 : source.startsWith('CEPH_') && source !== 'CEPH_ARGS' ? 2 : 3
}

/** Options that other options may refer to and that ceph.conf need not hold. */
const defaults: ReadonlyMap<string, string> = new Map([
  ['run_dir', '/var/run/ceph'],
  ['keyring', '/etc/ceph/$cluster.$name.keyring,/etc/ceph/$cluster.keyring,/etc/ceph/keyring,/etc/ceph/keyring.bin'],
  ['auth_client_required', 'cephx, none'],
  ['mon_dns_srv_name', 'ceph-mon']
])

export interface ConfigValuesInit {
  /** The weakest first. */
  readonly overrides: readonly ConfigOverride[]
  readonly conf: CephConf | undefined
  /** Whose sections of the file hold. */
  readonly entity: string
  readonly variables: ReadonlyMap<string, string>
}

/** All sources of options as one: overrides, then the file, then the defaults. */
export class ConfigValues {
  readonly #overrides: ReadonlyMap<string, SourcedValue>
  readonly #conf: CephConf | undefined
  readonly #sections: readonly string[]
  readonly #meta: MetaVariables

  constructor({ overrides, conf, entity, variables }: ConfigValuesInit) {
    this.#overrides = new Map(
      overrides.map(({ option, value, source }) => [option, { value, source, rank: rankOf(source) }] as const)
    )
    this.#conf = conf
    this.#sections = sectionsOf(entity)
    this.#meta = { variables, option: name => this.#raw(name)?.value }
  }

  /** The value with its metavariables replaced; undefined when nothing sets it, or sets it to ''. */
  get(option: string): SourcedValue | undefined {
    const raw = this.#raw(option)
    if (raw === undefined || raw.value === '') return undefined
    return { ...raw, value: this.expand(raw.value) }
  }

  /** The value as `parse` reads it; undefined as for `get`. @throws ConfigError when it makes no sense of it */
  parsed<T>(
    option: string,
    expected: string,
    parse: (text: string) => T | undefined
  ): { value: T; source: string } | undefined {
    const found = this.get(option)
    if (found === undefined) return undefined
    const value = parse(found.value)
    if (value === undefined) throw new ConfigError(`Expected ${expected} as ${option} (${found.source})`, { option })
    return { value, source: found.source }
  }

  expand(text: string): string {
    return expandMeta(text, this.#meta)
  }

  #raw(option: string): SourcedValue | undefined {
    const name = normalizeOptionName(option)
    const override = this.#overrides.get(name)
    if (override !== undefined) return override
    const line = this.#conf?.lookup(this.#sections, name)
    if (line !== undefined) {
      return { value: line.value, source: `${this.#conf!.file}:${line.line} [${line.section}]`, rank: 1 }
    }
    const value = defaults.get(name)
    return value === undefined ? undefined : { value, source: 'default', rank: 0 }
  }
}
