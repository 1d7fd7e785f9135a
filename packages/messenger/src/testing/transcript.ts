/*
  A recorded session as text

    # comment
    name: value                what was recorded, up to the first empty line
                               …
    > label                    from the client; `<` from the server
      hex digits               any number of lines
*/
import { CodecError } from '@cephwire/codec'
import { fromHex, toHex } from '@cephwire/codec/testing'

/** Bytes of one frame, banner or other unit, in the order in which it was complete. */
export interface TranscriptEntry {
  readonly from: 'client' | 'server'
  /** For people: what it is. */
  readonly label: string
  readonly bytes: Uint8Array
}

/** A session of a client with a server, byte for byte. */
export interface Transcript {
  /** Lines of explanation. */
  readonly comments: readonly string[]
  readonly header: Readonly<Record<string, string>>
  readonly entries: readonly TranscriptEntry[]
}

const HEX_LINE_BYTES = 48

export function formatTranscript({ comments, header, entries }: Transcript): string {
  const lines = comments.map(comment => `# ${comment}`)
  for (const [name, value] of Object.entries(header)) lines.push(`${name}: ${value}`)
  for (const { from, label, bytes } of entries) {
    lines.push('', `${from === 'client' ? '>' : '<'} ${label}`)
    for (let at = 0; at < bytes.length; at += HEX_LINE_BYTES) {
      lines.push(`  ${toHex(bytes.subarray(at, at + HEX_LINE_BYTES))}`)
    }
  }
  return `${lines.join('\n')}\n`
}

/** @throws CodecError at a line that has no place in a transcript */
export function parseTranscript(text: string): Transcript {
  const comments: string[] = []
  const header: Record<string, string> = {}
  const entries: { from: 'client' | 'server'; label: string; hex: string }[] = []
  for (const [i, line] of text.split('\n').entries()) {
    const entry = /^([<>]) (.*)$/.exec(line)
    const field = /^([\w-]+): (.*)$/.exec(line)
    if (line.startsWith('# ')) comments.push(line.slice(2))
    else if (entry !== null) entries.push({ from: entry[1] === '>' ? 'client' : 'server', label: entry[2]!, hex: '' })
    else if (field !== null && entries.length === 0) header[field[1]!] = field[2]!
    else if (line.startsWith('  ') && entries.length > 0) entries.at(-1)!.hex += line
    else if (line !== '') throw new CodecError(`Line ${i + 1} is no line of a transcript`)
  }
  return { comments, header, entries: entries.map(({ from, label, hex }) => ({ from, label, bytes: fromHex(hex) })) }
}
