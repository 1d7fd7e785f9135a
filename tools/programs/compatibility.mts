/*
  Prints docs/compatibility.md: what `cephwire decode --check` makes of a copy of ceph-object-corpus, which is
  RELEASE/TYPE/HASH or RELEASE/objects/TYPE/HASH.

    node --conditions=@cephwire/source --import ts-blank-space/register tools/programs/compatibility.mts CORPUS \
      > docs/compatibility.md
*/
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { run } from '@cephwire/cli'
import { messageCodecs } from '@cephwire/messages'
import { format, resolveConfig } from 'prettier'
import type { Io } from '@cephwire/cli'

interface CorpusObject {
  readonly type: string
  readonly release: string
  readonly file: string
}

/** What came of the objects of a cell. */
interface Tally {
  refused: number
  decoded: number
  same: number
}

type Verdict = keyof Tally

const [corpus] = process.argv.slice(2)
if (corpus === undefined) throw new Error('Expected the folder of a copy of ceph-object-corpus')

/** Structs that begin with something else than their struct_v. */
const unversioned: ReadonlySet<string> = new Set([
  'CephXChallengeBlob',
  'CephXRequestHeader',
  'CephXResponseHeader',
  'CrushWrapper',
  'CryptoKey',
  'EntityName',
  'entity_addrvec_t',
  'entity_name_t',
  'utime_t',
  'uuid_d'
])
const messages: ReadonlySet<string> = new Set(messageCodecs.map(({ name }) => name))

const naturally = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true })

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** Runs a command line of cephwire in this process. */
async function cephwire(...args: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const text = { stdout: '', stderr: '' }
  const output = (name: keyof typeof text): Io['stdout'] => ({
    write(bytes, written) {
      text[name] += typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes)
      written()
    }
  })
  const { signal } = new AbortController()
  await run(args, { stdin: nothing(), stdout: output('stdout'), stderr: output('stderr'), env: {}, signal })
  return text
}

function findObjects(root: string): CorpusObject[] {
  const releases = readdirSync(root, { withFileTypes: true }).filter(entry => entry.isDirectory())
  return releases.flatMap(({ name: release }) => {
    const folder = [join(root, release, 'objects'), join(root, release)].find(path => existsSync(path))!
    const types = readdirSync(folder, { withFileTypes: true }).filter(entry => entry.isDirectory())
    return types.flatMap(({ name: type }) =>
      readdirSync(join(folder, type)).map(hash => ({ type, release, file: join(folder, type, hash) }))
    )
  })
}

/** The struct_v at the head of an object; that of both sections of an osdmap; the version of a message. */
function structV(type: string, bytes: Buffer): string {
  if (unversioned.has(type)) return '-'
  if (messages.has(type)) return String(bytes.readUInt16LE(20))
  if (type === 'entity_addr_t') return bytes[0] === 1 ? String(bytes[1]) : '-'
  const version = bytes[0]!
  if (!type.startsWith('OSDMap') || version < 7) return String(version)
  return `${version} (${bytes[6]!}, ${bytes[12 + bytes.readUInt32LE(8)]!})`
}

/** What came of each file. */
async function verdicts(type: string, files: readonly string[]): Promise<ReadonlyMap<string, Verdict>> {
  const { stderr } = await cephwire('decode', '--check', type, ...files)
  const lines = stderr.trimEnd().split('\n')
  return new Map(
    files.map((file, i) => {
      const line = lines[i] ?? ''
      if (line === `${file}: encodes to the same bytes`) return [file, 'same']
      return [file, line.startsWith(`${file}: encodes to other bytes`) ? 'decoded' : 'refused']
    })
  )
}

function cell(tally: Tally | undefined): string {
  if (tally === undefined) return ''
  const { refused, decoded, same } = tally
  const parts: readonly [count: number, word: string][] = [
    [same, ''],
    [decoded, ' read'],
    [refused, ' refused']
  ]
  return parts.flatMap(([count, word]) => (count === 0 ? [] : [`${count}${word}`])).join(', ')
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

async function rowsOf(type: string, objects: readonly CorpusObject[], releases: readonly string[]): Promise<string[]> {
  const verdictOf = await verdicts(
    type,
    objects.map(({ file }) => file)
  )
  const byVersion = new Map<string, Map<string, Tally>>()
  for (const { release, file } of objects) {
    const version = structV(type, readFileSync(file))
    const byRelease = byVersion.get(version) ?? new Map<string, Tally>()
    byVersion.set(version, byRelease)
    const tally = byRelease.get(release) ?? { refused: 0, decoded: 0, same: 0 }
    byRelease.set(release, tally)
    const verdict = verdictOf.get(file)!
    tally[verdict]++
    total[verdict]++
  }
  const versions = [...byVersion].sort(([a], [b]) => naturally(a, b))
  return versions.map(([version, byRelease]) =>
    row([`\`${type}\``, version, ...releases.map(release => cell(byRelease.get(release)))])
  )
}

const total: Tally = { refused: 0, decoded: 0, same: 0 }
const found = findObjects(corpus)
const releases = [...new Set(found.map(({ release }) => release))].sort(naturally)
const decodable = (await cephwire('decode', '--list')).stdout.trimEnd().split('\n')
const present = new Set(found.map(({ type }) => type))

const rows: string[] = []
for (const type of decodable) {
  const objects = found.filter(object => object.type === type)
  if (objects.length > 0) rows.push(...(await rowsOf(type, objects, releases)))
}

const paths = found.map(({ file }) => relative(corpus, file)).sort()
const fingerprint = createHash('sha256').update(paths.join('\n')).digest('hex').slice(0, 16)
const names = (types: readonly string[]): string => types.map(type => `\`${type}\``).join(', ')
const absent = decodable.filter(type => !present.has(type))
const unknownObjects = found.filter(({ type }) => !decodable.includes(type))
const unknown = [...new Set(unknownObjects.map(({ type }) => type))].sort(naturally)

const text = `# Compatibility

What releases of Ceph wrote, and what \`cephwire decode --check\` makes of it.
\`tools/programs/compatibility.mts\` prints this page.

Corpus ${fingerprint}: of ${found.length - unknownObjects.length} objects, ${total.same + total.decoded} decode with every byte
accounted for, and ${total.same} of these encode to the bytes that they were, for a peer of their time.

- \`12\`: so many objects with this struct_v are from this release, and all encode to the same bytes.
- \`12 read\`: they decode; what is encoded is a newer version, or has other bytes where a field has no meaning any more.
- \`12 refused\`: they do not decode.
- Of an osdmap and its increments, struct_v is followed by that of the section for clients and that of the section for
  OSDs, of a message it is the version of its header. A dash stands for structs without one.

${row(['struct', 'struct_v', ...releases])}
${row(['---', '---', ...releases.map(() => '---')])}
${rows.join('\n')}

Known, and not in this corpus: ${names(absent)}.

In this corpus, and not known: ${names(unknown)}.
`
const style = await resolveConfig(import.meta.filename)
process.stdout.write(await format(text, { ...style, parser: 'markdown' }))
