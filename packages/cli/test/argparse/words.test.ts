/*
  What Ceph's own ceph_argparse.py makes of words, recorded with the descriptions that monitors of three releases
  gave; fixtures/words.json has its results for Pacific's script and Reef's.
*/
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { expect } from 'chai'
import { commandToJson, parseDescriptions, validateCommand } from '../../src/argparse/index.js'
import type { CommandDescription } from '../../src/argparse/index.js'

interface Outcome {
  /** JSON, or null. */
  readonly command?: string | null
  /** The first line on stderr. */
  readonly advice?: string
}

type Recorded = Outcome & { readonly words: readonly string[] } & Partial<Readonly<Record<string, Outcome>>>

const fixture = (name: string): Buffer => readFileSync(new URL(`../fixtures/${name}`, import.meta.url))
const recorded = JSON.parse(fixture('words.json').toString()) as readonly Recorded[]
const descriptionsOf = (release: string): readonly CommandDescription[] =>
  parseDescriptions(gunzipSync(fixture(`descriptions-${release}.json.gz`)).toString())

for (const release of ['pacific', 'reef', 'tentacle']) {
  describe(`words for the monitors of ${release}`, () => {
    const descriptions = descriptionsOf(release)
    for (const entry of recorded) {
      const outcome = entry[release] ?? entry
      const verb = typeof outcome.command === 'string' ? 'makes a command of' : 'refuses'
      it(`${verb} "${entry.words.join(' ')}" as ceph does`, () => {
        const validated = validateCommand(descriptions, entry.words)
        if (typeof outcome.command === 'string') {
          expect(validated.command, JSON.stringify(validated)).to.not.equal(undefined)
          expect(commandToJson(validated.command!)).to.equal(outcome.command)
        } else {
          expect(validated.command).to.equal(undefined)
        }
      })
    }
  })
}
