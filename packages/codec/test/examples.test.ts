import { readFileSync, readdirSync } from 'node:fs'
import { expect } from 'chai'

const folder = new URL('../examples/', import.meta.url)
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

/** What each example prints first, as README.md says. */
const firstLines: Readonly<Record<string, string>> = {
  '01-decode-an-addrvec.ts': 'v2:10.0.0.1:3300/0',
  '03-find-what-is-wrong.ts': 'entity_addr_t of unknown type at offset 51 ([1])'
}

/** Runs a module and gives what it prints. */
async function printed(module: URL): Promise<unknown[]> {
  const { log, table } = console
  const lines: unknown[] = []
  console.log = (...values: unknown[]) => void lines.push(...values)
  console.table = (value: unknown) => void lines.push(value)
  try {
    await import(module.href)
  } finally {
    Object.assign(console, { log, table })
  }
  return lines
}

describe('examples/', () => {
  for (const name of readdirSync(folder).sort()) {
    it(`${name} stands in README.md as it is, and runs`, async () => {
      const file = new URL(name, folder)
      expect(readme).to.include(`\`\`\`ts\n${readFileSync(file, 'utf8')}\`\`\``)
      const lines = await printed(file)
      expect(lines).not.to.deep.equal([])
      if (name in firstLines) expect(lines[0]).to.equal(firstLines[name])
    })
  }
})
