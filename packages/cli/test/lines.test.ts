import { expect } from 'chai'
import { linesOf } from '../src/lines.js'

async function* chunks(...texts: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  await Promise.resolve()
  for (const text of texts) yield Buffer.from(text)
}

async function all(lines: AsyncIterable<string>): Promise<readonly string[]> {
  const found: string[] = []
  for await (const line of lines) found.push(line)
  return found
}

describe('linesOf()', () => {
  it('finds lines wherever chunks end, also in a character', async () => {
    const euro = Buffer.from('€')
    const lines = await all(linesOf(chunks('a\nb', 'c\n\n', euro.subarray(0, 1), euro.subarray(1), '\nend')))
    expect(lines).to.deep.equal(['a', 'bc', '', '€', 'end'])
  })

  it('refuses a line without an end', async () => {
    const endless = chunks(...Array.from({ length: 17 }, () => 'x'.repeat(65_536)))
    const error = await all(linesOf(endless)).catch((error: unknown) => error)
    expect(error).to.have.property('code', 'ERR_CEPH_CLI_USAGE')
  })
})
