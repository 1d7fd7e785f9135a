import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { defaultMessengerLimits } from '@cephwire/messenger'

const documented = readFileSync(new URL('../../../docs/limits.md', import.meta.url), 'utf8')
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

describe('defaultMessengerLimits', () => {
  for (const [name, value] of Object.entries(defaultMessengerLimits)) {
    it(`${name} stands in docs/limits.md with its default`, () => {
      const row = documented.split('\n').find(line => line.includes(`\`MessengerLimits.${name}\``))
      expect(row, name).to.not.equal(undefined)
      expect(row!.replaceAll(' ', '')).to.include(`|${value}`)
    })

    it(`${name} stands in README.md`, () => {
      expect(readme).to.include(`\`${name}\``)
    })
  }

  it('cannot be changed', () => {
    expect(Object.isFrozen(defaultMessengerLimits)).to.equal(true)
  })
})
