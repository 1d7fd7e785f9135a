import { readFileSync, readdirSync } from 'node:fs'
import { expect } from 'chai'

const folder = new URL('../examples/', import.meta.url)
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

describe('examples/', () => {
  for (const name of readdirSync(folder).sort()) {
    it(`${name} stands in README.md as it is`, () => {
      const text = readFileSync(new URL(name, folder), 'utf8')
      expect(readme).to.include(`\`\`\`ts\n${text}\`\`\``)
    })
  }
})
