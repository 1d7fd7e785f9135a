import { ConfScanner } from './conf-scanner.js'

/** One `key = value`. */
export interface ConfLine {
  /** Without quotes, backslashes and surrounding space; metavariables as they are. */
  readonly value: string
  /** From 1. */
  readonly line: number
}

/** A line, and where it was found. */
export interface ConfValue extends ConfLine {
  readonly section: string
}

/**
 * The option's name as Ceph has it: words joined by `_`.
 *
 * Ceph itself joins words at spaces only when it reads a file, and at dashes only on the command line; here all three
 * are equal everywhere.
 */
export function normalizeOptionName(name: string): string {
  return joinWords(name).replaceAll('-', '_')
}

/** Marks a line whose name has dashes: Ceph would not see it, so it must not hide one that Ceph sees. */
const DASHED = '-'

function joinWords(name: string): string {
  return name.trim().replaceAll(/\s+/g, '_')
}

/** A parsed ceph.conf. */
export class CephConf {
  /** The file's name, for messages. */
  readonly file: string
  readonly #sections = new Map<string, Map<string, ConfLine>>()

  constructor(file: string) {
    this.file = file
  }

  /** Names of the sections, in the order of the file. */
  get sections(): readonly string[] {
    return [...this.#sections.keys()]
  }

  /** For the parser: a section may come again, then it goes on. */
  section(name: string): Map<string, ConfLine> {
    const section = this.#sections.get(name) ?? new Map<string, ConfLine>()
    this.#sections.set(name, section)
    return section
  }

  /** The raw value of an option in one section. */
  get(section: string, option: string): ConfLine | undefined {
    const lines = this.#sections.get(section)
    const name = normalizeOptionName(option)
    return lines?.get(name) ?? lines?.get(`${DASHED}${name}`)
  }

  /** The raw value in the first of the sections that has it. */
  lookup(sections: readonly string[], option: string): ConfValue | undefined {
    for (const section of sections) {
      const line = this.get(section, option)
      if (line !== undefined) return { ...line, section }
    }
    return undefined
  }
}

/** The sections that hold for an entity, the strongest first: `client.admin`, `client`, `global`. */
export function sectionsOf(entity: string): readonly string[] {
  return [entity, entity.slice(0, entity.indexOf('.')), 'global']
}

/**
 * Reads the text of a ceph.conf as Ceph does; beyond that, a byte order mark, blank lines with spaces before the first
 * section and a missing end of the last line are accepted. No directive opens another file.
 *
 * @param file for messages
 * @throws ConfigError with file and line
 */
export function parseCephConf(text: string, file: string): CephConf {
  const conf = new CephConf(file)
  const scanner = new ConfScanner(text.startsWith('\ufeff') ? text.slice(1) : text, file)
  const nul = scanner.text.indexOf('\0')
  if (nul !== -1) scanner.fail('NUL byte: this is not a configuration file', nul)
  scanner.emptyLines()
  if (scanner.ended()) return conf
  if (scanner.peek() !== '[') {
    const start = scanner.pos
    keyValue(scanner, conf.section('global'))
    if (!scanner.ended()) scanner.fail('Expected a section such as [global] before the first option', start)
  }
  while (!scanner.ended()) {
    const section = conf.section(heading(scanner))
    while (!scanner.ended() && scanner.peek() !== '[') keyValue(scanner, section)
  }
  return conf
}

function heading(scanner: ConfScanner): string {
  const start = scanner.pos
  scanner.pos++
  let name = ''
  for (;;) {
    scanner.skip()
    if (scanner.peek() === ']') break
    const char = scanner.textChar()
    if (char === undefined) scanner.fail('Section heading without its closing bracket', start)
    name += char
  }
  if (name === '') scanner.fail('Section heading without a name', start)
  scanner.pos++
  endOfLine(scanner)
  return name
}

function keyValue(scanner: ConfScanner, section: Map<string, ConfLine>): void {
  const start = scanner.pos
  const line = scanner.line()
  scanner.blanks()
  const name = key(scanner)
  scanner.skip()
  scanner.blanks()
  scanner.skip()
  if (name === '' || scanner.peek() !== '=') {
    const indented = scanner.text.slice(start).trimStart().startsWith('[')
    scanner.fail(indented ? 'A section heading must not be indented' : 'Expected "key = value" or "[section]"', start)
  }
  scanner.pos++
  scanner.skip()
  scanner.blanks()
  scanner.skip()
  const value = scanner.peek() === '"' || scanner.peek() === "'" ? quoted(scanner) : unquoted(scanner)
  endOfLine(scanner)
  put(section, name, { value: value.trim(), line })
}

/** The last line of a name wins. */
function put(section: Map<string, ConfLine>, name: string, line: ConfLine): void {
  const option = normalizeOptionName(name)
  section.set(option === joinWords(name) ? option : `${DASHED}${option}`, line)
}

/** The text of a key as it stands there: words with single or more spaces between them. */
function key(scanner: ConfScanner): string {
  scanner.skip()
  const start = scanner.pos
  let end = start
  for (;;) {
    scanner.skip()
    const char = scanner.peek()
    if (char === '=' || char === '[') break
    if (char === ' ') scanner.blanks()
    else if (scanner.textChar() === undefined) break
    else end = scanner.pos
  }
  scanner.pos = end
  return scanner.text.slice(start, end)
}

function quoted(scanner: ConfScanner): string {
  const start = scanner.pos
  const quote = scanner.peek()
  scanner.pos++
  let value = ''
  while (scanner.peek() !== quote) {
    const char = scanner.textChar()
    if (char === undefined) scanner.fail('Quote without its end: inside quotes, # and ; need a backslash', start)
    value += char
  }
  scanner.pos++
  return value
}

function unquoted(scanner: ConfScanner): string {
  let value = ''
  for (;;) {
    scanner.skip()
    const char = scanner.textChar()
    if (char === undefined) return value
    value += char
  }
}

function endOfLine(scanner: ConfScanner): void {
  if (!scanner.emptyLine() && !scanner.ended()) scanner.fail('Unexpected text before the end of the line')
  scanner.emptyLines()
}
