import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { differences } from './differences.js'
import { rules } from './rules.js'
import { groups } from './table/index.js'
import type { Command } from './command.js'

describe('the table of commands that are compared', () => {
  const commands = groups
    .flatMap(group => group.commands)
    .filter((entry): entry is Command => typeof entry !== 'string')

  it('has each difference, which the README tells in the same words', () => {
    const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8').replace(/\s+/g, ' ')
    for (const { says } of Object.values(differences)) expect(readme).to.include(`- ${says}`)
    const met = commands.flatMap(({ differs = {} }) => Object.keys(differs))
    expect([...new Set(met)]).to.have.members(Object.keys(differences))
  })

  it('needs each of its rules', () => {
    const needed = commands.flatMap(({ rules: names = [] }) => names)
    expect([...new Set(needed)]).to.have.members(Object.keys(rules))
  })

  it('has commands of every kind', () => {
    expect(groups.every(group => group.commands.length >= 8)).to.equal(true)
    expect(groups.flatMap(group => group.commands).length).to.be.at.least(120)
  })
})
