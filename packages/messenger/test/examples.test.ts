import { readFileSync, readdirSync } from 'node:fs'
import { expect } from 'chai'

const folder = new URL('../examples/', import.meta.url)
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

/** What each example prints, as README.md says. */
const output: Readonly<Record<string, unknown[]>> = {
  '01-two-ends-in-memory.ts': ['msgr2.1', 'client.4117', 2, 1n, 'hello'],
  '02-frames-of-a-capture.ts': ['HELLO [36]', 1, 'v2:127.0.0.1:50000/0'],
  '03-what-went-wrong.ts': [
    'The peer does not speak msgr2: this looks like HTTP (v2:10.0.0.1:3300/0, BANNER_CONNECTING)',
    'ERR_CEPH_MSGR_BANNER',
    'BANNER_CONNECTING',
    false
  ]
}

/** Runs a module and gives what it prints. */
async function printed(module: URL): Promise<unknown[]> {
  const { log } = console
  const values: unknown[] = []
  console.log = (...more: unknown[]) => void values.push(...more)
  try {
    await import(module.href)
  } finally {
    console.log = log
  }
  return values
}

describe('examples/', () => {
  for (const name of readdirSync(folder).sort()) {
    it(`${name} stands in README.md as it is, and prints what it says`, async () => {
      const file = new URL(name, folder)
      expect(readme).to.include(`\`\`\`ts\n${readFileSync(file, 'utf8')}\`\`\``)
      expect(await printed(file)).to.deep.equal(output[name])
    })
  }
})
