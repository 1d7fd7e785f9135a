/*
  Capabilities for the monitors              src/mon/MonCap.cc, MonCapParser

    allow rw | allow *                                     any service
    allow service osd r                                    one service
    allow command "osd blocklist" with addr prefix 10.     one command
    profile rbd | allow profile rbd                        a set of the above
    … network 10.0.0.0/8, … fsname a                       restrict the above
*/

/** How an argument is restricted. */
export interface ArgConstraint {
  readonly kind: 'equal' | 'prefix' | 'regex'
  readonly value: string
}

/** One of the parts between commas. */
export interface MonGrant {
  readonly kind: 'rwx' | 'service' | 'command' | 'profile'
  /** Name of the service, command or profile. */
  readonly name: string
  /** `rwx` in part, or `*`. */
  readonly perm: string
  readonly args: ReadonlyMap<string, ArgConstraint>
  readonly network: string | undefined
}

const MAX_CAP_BYTES = 65_536

/** @returns undefined for a text that is no capability */
export function parseGrants(text: string): MonGrant[] | undefined {
  if (text.length > MAX_CAP_BYTES) return undefined
  const tokens = tokenize(text)
  if (tokens === undefined) return undefined
  const grants: MonGrant[] = []
  for (const words of splitAt(tokens)) {
    const grant = parseGrant(words)
    if (grant === undefined) return undefined
    grants.push(grant)
  }
  return grants
}

interface Token {
  readonly text: string
  readonly quoted: boolean
}

/** Words, quoted texts and the separators: `=` stands for a space. */
function tokenize(text: string): Token[] | undefined {
  const tokens: Token[] = []
  const pattern = /\s*(?:"([^"]*)"|'([^']*)'|([,;])|=|([^\s,;="']+))\s*/y
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text)
    if (match === null) return undefined
    const quoted = match[1] ?? match[2]
    const plain = match[3] ?? match[4]
    if (quoted !== undefined) tokens.push({ text: quoted, quoted: true })
    else if (plain !== undefined) tokens.push({ text: plain, quoted: false })
  }
  return tokens
}

function splitAt(tokens: readonly Token[]): string[][] {
  const parts: string[][] = [[]]
  for (const { text, quoted } of tokens) {
    if (!quoted && (text === ',' || text === ';')) parts.push([])
    else parts.at(-1)!.push(text)
  }
  return parts
}

function parseGrant(words: string[]): MonGrant | undefined {
  const rest = [...words]
  const network = takeNetwork(rest)
  const grant = { network, args: new Map<string, ArgConstraint>() }
  if (rest[0] === 'profile' && rest.length === 2) return { ...grant, kind: 'profile', name: rest[1]!, perm: '' }
  if (rest.shift() !== 'allow') return undefined
  switch (rest[0]) {
    case 'profile':
      return rest.length === 2 ? { ...grant, kind: 'profile', name: rest[1]!, perm: '' } : undefined
    case 'service': {
      const perm = parsePerm(rest[2])
      return rest.length === 3 && perm !== undefined ? { ...grant, kind: 'service', name: rest[1]!, perm } : undefined
    }
    case 'command': {
      const args = parseArgs(rest.slice(2))
      return rest.length >= 2 && args !== undefined
        ? { ...grant, kind: 'command', name: rest[1]!, perm: '', args }
        : undefined
    }
    default: {
      const perm = parsePerm(rest[0])
      const fsname = rest.length === 3 && rest[1] === 'fsname'
      return perm !== undefined && (rest.length === 1 || fsname) ? { ...grant, kind: 'rwx', name: '', perm } : undefined
    }
  }
}

function takeNetwork(words: string[]): string | undefined {
  const at = words.length - 2
  return at > 0 && words[at] === 'network' ? words.splice(at, 2)[1] : undefined
}

function parsePerm(word: string | undefined): string | undefined {
  if (word === '*' || word === 'all') return '*'
  return word !== undefined && /^r?w?x?$/.test(word) ? word : undefined
}

/** `with addr prefix 10. pool rbd` */
function parseArgs(words: readonly string[]): Map<string, ArgConstraint> | undefined {
  const args = new Map<string, ArgConstraint>()
  if (words.length === 0) return args
  if (words[0] !== 'with') return undefined
  const rest = words.slice(1)
  while (rest.length > 0) {
    const name = rest.shift()!
    const kind = rest[0] === 'prefix' || rest[0] === 'regex' ? (rest.shift() as 'prefix' | 'regex') : 'equal'
    const value = rest.shift()
    if (value === undefined) return undefined
    args.set(name, { kind, value })
  }
  return args
}
