import { readFileSync, readdirSync } from 'node:fs'
import { expect } from 'chai'
// The first example is a test: it runs here as it is printed.
import '../examples/dashboard.test.js'

const folder = new URL('../examples/', import.meta.url)
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

describe('examples/', () => {
  for (const name of readdirSync(folder).sort()) {
    it(`${name} stands in README.md as it is`, () => {
      expect(readme).to.include(`\`\`\`ts\n${readFileSync(new URL(name, folder), 'utf8')}\`\`\``)
    })
  }

  it('own-command.ts prints what a command needs, by default', async () => {
    const { log } = console
    const printed: unknown[] = []
    console.log = (...values: unknown[]) => void printed.push(...values)
    try {
      await import(new URL('own-command.ts', folder).href)
    } finally {
      console.log = log
    }
    expect(printed).to.deep.equal(['r'])
  })
})
