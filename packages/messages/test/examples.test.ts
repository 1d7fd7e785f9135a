import { readFileSync, readdirSync } from 'node:fs'
import { expect } from 'chai'

const folder = new URL('../examples/', import.meta.url)
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

/** What each example prints, as README.md says. */
const output: Readonly<Record<string, unknown[]>> = {
  '01-ask-and-understand.ts': [19, 1, '0700000000000000060000006f73646d6170', 5n],
  '02-a-command.ts': ['63 bytes', -22, 'command not known']
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
