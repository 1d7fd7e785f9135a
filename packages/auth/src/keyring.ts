import { inspect } from 'node:util'
import { formatAuthEntity, parseAuthEntity } from './auth-entity.js'
import { MAX_KEYRING_BYTES } from './constants.js'
import { AuthError, KeyringError } from './errors.js'
import { keyringLines } from './keyring-lines.js'
import { parseKey } from './parse-key.js'
import type { AuthEntity } from './auth-entity.js'
import type { CryptoKey } from './crypto-key.js'
import type { KeyringLine } from './keyring-lines.js'

interface Section {
  readonly entity: AuthEntity
  /** Of the last header. */
  line: number
  key: CryptoKey | undefined
  readonly caps: Map<string, string>
}

export interface KeyringOptions {
  /** Names the text in errors. */
  readonly file?: string | undefined
}

const BOM = [0xef, 0xbb, 0xbf]

/** The keys of some entities, as `ceph-authtool` writes them into a file. */
export class Keyring {
  readonly file: string | undefined
  /** What is odd about the text but no error, in words. */
  readonly warnings: readonly string[]
  readonly #sections: ReadonlyMap<string, Section>

  private constructor(sections: ReadonlyMap<string, Section>, warnings: readonly string[], file: string | undefined) {
    this.#sections = sections
    this.warnings = warnings
    this.file = file
  }

  /**
   * Reads a whole keyring. Given as bytes, keys do not pass through strings; the bytes are the caller's to erase.
   *
   * @throws KeyringError with file and line; it never holds a part of the text
   */
  static parse(text: string | Uint8Array, { file }: KeyringOptions = {}): Keyring {
    const owned = typeof text === 'string' ? new TextEncoder().encode(text) : undefined
    const bytes = owned ?? (text as Uint8Array)
    if (bytes.length > MAX_KEYRING_BYTES) {
      throw new KeyringError(`${bytes.length} bytes are over the limit of ${MAX_KEYRING_BYTES}`, { file })
    }
    try {
      return Keyring.#parse(BOM.every((byte, i) => bytes[i] === byte) ? bytes.subarray(BOM.length) : bytes, file)
    } finally {
      owned?.fill(0)
    }
  }

  static #parse(bytes: Uint8Array, file: string | undefined): Keyring {
    const sections = new Map<string, Section>()
    const warnings: string[] = []
    let current: Section | undefined
    let skipping = false
    for (const item of keyringLines(bytes, file)) {
      if (item.kind === 'section') {
        const name = textOf(item.name, item, file)
        // Ceph's own parser skips this one too.
        skipping = name === 'global'
        current = skipping ? undefined : openSection(sections, parseName(name, item, file), item, warnings)
      } else if (current !== undefined) {
        readEntry(current, item, file)
      } else if (!skipping) {
        throw new KeyringError('A value before the first [section]', { file, line: item.line })
      }
    }
    if (sections.size === 0) throw new KeyringError('No [section] in the keyring', { file, line: 1 })
    return new Keyring(sections, warnings, file)
  }

  /** The key of an entity; undefined when there is none. */
  get(entity: AuthEntity): CryptoKey | undefined {
    return this.#sections.get(formatAuthEntity(entity))?.key
  }

  /**
   * The key of an entity.
   *
   * @throws KeyringError that names the entities which have one
   */
  require(entity: AuthEntity): CryptoKey {
    const key = this.get(entity)
    if (key !== undefined) return key
    const name = formatAuthEntity(entity)
    const others = this.entities().filter(other => this.get(other) !== undefined)
    const found = others.length === 0 ? 'no keys at all' : others.slice(0, 8).map(formatAuthEntity).join(', ')
    throw new KeyringError(`No key for ${name} in the keyring; found: ${found}`, {
      file: this.file,
      line: this.#sections.get(name)?.line,
      missingEntity: name
    })
  }

  /** What an entity may do, by service, if the keyring says so; monitors do not ask it. */
  caps(entity: AuthEntity): ReadonlyMap<string, string> {
    return this.#sections.get(formatAuthEntity(entity))?.caps ?? new Map()
  }

  /** Whom there are sections for, in the order of the text. */
  entities(): AuthEntity[] {
    return [...this.#sections.values()].map(section => section.entity)
  }

  toString(): string {
    return `Keyring(${this.entities().map(formatAuthEntity).join(', ')})`
  }

  toJSON(): unknown {
    return { entities: this.entities().map(formatAuthEntity) }
  }

  [inspect.custom](): string {
    return this.toString()
  }
}

function openSection(
  sections: Map<string, Section>,
  entity: AuthEntity,
  item: KeyringLine,
  warnings: string[]
): Section {
  const name = formatAuthEntity(entity)
  const section = sections.get(name)
  if (section === undefined) {
    const created = { entity, line: item.line, key: undefined, caps: new Map<string, string>() }
    sections.set(name, created)
    return created
  }
  warnings.push(`[${name}] on line ${item.line} overrides the one on line ${section.line}`)
  section.line = item.line
  return section
}

function readEntry(section: Section, item: KeyringLine & { kind: 'entry' }, file: string | undefined): void {
  // Not part of any error: a key on a line of its own is read as a name, since base64 ends in =.
  const name = textOf(item.name, item, file)
    .replace(/[\s_]+/g, ' ')
    .trim()
  if (name === 'key') section.key = parseKey(item.value, { file, line: item.line })
  else if (name.startsWith('caps ')) section.caps.set(name.slice('caps '.length), textOf(item.value, item, file))
  else if (name !== 'auid' && name !== 'pending key') {
    throw new KeyringError('Neither a key nor caps', { file, line: item.line })
  }
}

function parseName(name: string, { line }: KeyringLine, file: string | undefined): AuthEntity {
  try {
    return parseAuthEntity(name)
  } catch (cause) {
    // Neither the name nor the cause: somebody may have put the key between the brackets.
    if (cause instanceof AuthError) throw new KeyringError('The name of the [section] is no entity', { file, line })
    throw cause
  }
}

function textOf(bytes: Uint8Array, { line }: KeyringLine, file: string | undefined): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new KeyringError('Not UTF-8', { file, line })
  }
}
