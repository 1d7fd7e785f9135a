/*
  Every command that monitors of three releases describe: a call with all arguments by name, one with all in their
  places, and what is wrong with either. The signatures are Ceph's own; test/argparse/real.test.ts compares with Ceph's
  own script.
*/
import { expect } from 'chai'
import { CommandFlag, usageOf, validateCommand } from '../../src/argparse/index.js'
import { callByName, callByPosition, invalidValue, seeded } from '../support/calls.js'
import { descriptionsOf } from '../support/descriptions.js'
import type { CommandDescription } from '../../src/argparse/index.js'
import type { Call } from '../support/calls.js'

/** Types of the descriptions that do not take every word. */
const checkedTypes = [
  ...['CephBool', 'CephChoices', 'CephEntityAddr', 'CephFloat', 'CephIPAddr', 'CephInt', 'CephName', 'CephOsdName'],
  ...['CephPgid', 'CephString', 'CephUUID']
]

function prefixOf({ sig }: CommandDescription): string {
  const words = sig.filter(({ typeName }) => typeName === 'CephPrefix')
  return words.map(({ type }) => type.text).join(' ')
}

for (const release of ['pacific', 'reef', 'tentacle']) {
  describe(`every command of ${release}`, () => {
    const descriptions = descriptionsOf(release)
    const used = descriptions.filter(({ flags }) => (flags & CommandFlag.Obsolete) === 0)
    const obsolete = descriptions.filter(({ flags }) => (flags & CommandFlag.Obsolete) !== 0)

    const becomes = (description: CommandDescription, { words, command }: Call): void => {
      expect(validateCommand(among(description), words).command, words.join(' ')).to.deep.equal(command)
    }
    const refused = (description: CommandDescription, words: readonly string[]): void => {
      expect(validateCommand(among(description), words).command, words.join(' ')).to.equal(undefined)
    }

    /** All commands, unless this one shares its first words with another: then which is meant is not for this test. */
    function among(description: CommandDescription): readonly CommandDescription[] {
      const prefix = `${prefixOf(description)} `
      const shares = (other: CommandDescription): boolean =>
        other !== description && (prefix.startsWith(`${prefixOf(other)} `) || `${prefixOf(other)} `.startsWith(prefix))
      return descriptions.some(shares) ? [description] : descriptions
    }

    it(`takes its arguments by name (${used.length})`, () => {
      for (const [i, description] of used.entries()) becomes(description, callByName(description.sig, seeded(i + 1)))
    })

    it(`takes its arguments in their places (${used.length})`, () => {
      for (const [i, description] of used.entries())
        becomes(description, callByPosition(description.sig, seeded(i + 1)))
    })

    it(`refuses a name that it does not have (${used.length})`, () => {
      // What injectargs takes begins with dashes.
      for (const description of used.filter(one => prefixOf(one) !== 'injectargs')) {
        refused(description, [...callByName(description.sig, seeded(1)).words, '--no-such-argument=1'])
      }
    })

    it('refuses each value that is none of its type', () => {
      const types = new Set<string>()
      for (const description of used) {
        for (const desc of description.sig) {
          const word = invalidValue(desc)
          if (word === undefined) continue
          types.add(desc.typeName)
          const { words } = callByName(
            description.sig.filter(one => one !== desc),
            seeded(1)
          )
          refused(description, [...words, `--${desc.name}=${word}`])
        }
      }
      expect([...types].sort()).to.deep.equal(checkedTypes)
    })

    it(`knows none of the ${obsolete.length} obsolete commands, unless another has taken its words`, () => {
      for (const { sig } of obsolete) {
        const result = validateCommand(descriptions, callByPosition(sig, seeded(1)).words)
        expect(result.command === undefined ? '' : usageOf(result.description.sig)).to.not.equal(usageOf(sig))
      }
    })
  })
}
