/*
  The same words to Ceph's own scripts and to ours, with the descriptions of the release's monitors: the same command,
  or the same lines for people.

  Where we differ on purpose:
  - Pacific's script does not write the name of an argument with choices; we write it as Reef and Tentacle do.
  - What may have been meant is said behind the closest matches.
  - Python takes the digits of all scripts, and floats without end; we take 0 to 9.
  - Words for which the script dies with a traceback make a command here, or one line.
*/
import { expect } from 'chai'
import { describeWithCeph, releasesUnderTest } from '@cephwire/tools/ceph'
import { complete, validateCommand } from '../../src/argparse/index.js'
import { callByName, callByPosition, seeded } from '../support/calls.js'
import { startCephArgparse } from '../support/ceph-argparse.js'
import { descriptionsOf, descriptionsText } from '../support/descriptions.js'
import { mutate } from '../support/mutate.js'
import type { CephArgparse } from '../support/ceph-argparse.js'

/** How often each command is asked for with words that somebody has mistyped. */
const MUTATIONS = Number(process.env['CEPHWIRE_ARGPARSE_MUTATIONS'] ?? 1)

type Tagged = string | boolean | { readonly int: string } | { readonly float: string } | readonly Tagged[]

type Theirs =
  | { readonly crash: string }
  | { readonly crash?: never; readonly command: null; readonly stderr: string }
  | { readonly crash?: never; readonly command: Readonly<Record<string, Tagged>> }

for (const release of releasesUnderTest()) {
  describeWithCeph(`words beside ceph_argparse.py (${release})`, { release, programs: ['ceph'] }, function () {
    this.timeout(60_000 + 60_000 * MUTATIONS)
    const descriptions = descriptionsOf(release)
    let ceph: CephArgparse
    before(async () => {
      ceph = startCephArgparse(release)
      await ceph.ask({ descriptions: descriptionsText(release) })
    })
    after(() => ceph.stop())

    async function same(words: readonly string[]): Promise<void> {
      const theirs = await ceph.ask<Theirs>({ validate: words })
      const ours = validateCommand(descriptions, words)
      if (theirs.crash !== undefined) return
      const line = JSON.stringify(words)
      if (theirs.command === null) {
        const told = ours.command === undefined ? ours.advice : []
        const advice = told
          .filter(text => !text.startsWith('Did you mean '))
          .map(text => (release === 'pacific' ? withoutNames(text) : text))
        expect(advice.map(sortedChars), line).to.deep.equal(theirs.stderr.split('\n').slice(0, -1).map(sortedChars))
      } else {
        const command = Object.fromEntries([...(ours.command ?? [])].map(([name, value]) => [name, tagged(value)]))
        expect(command, line).to.deep.equal(untagged(theirs.command))
      }
    }

    it(`makes the same of whole commands, by name or by position (${descriptions.length})`, async () => {
      const pick = seeded(1)
      for (const { sig } of descriptions) await same((pick(2) === 0 ? callByName : callByPosition)(sig, pick).words)
    })

    it(`makes the same of mistyped commands (${descriptions.length * MUTATIONS})`, async () => {
      const pick = seeded(2)
      for (let round = 0; round < MUTATIONS; round++) {
        for (const { sig } of descriptions) {
          const call = pick(2) === 0 ? callByName(sig, pick) : callByPosition(sig, pick)
          await same(mutate(call.words, pick))
        }
      }
    })

    it('makes the same of addresses and numbers of all kinds', async () => {
      for (const addr of [
        '10.0.0.1',
        '10.0.0.1:6789',
        '10.0.0.300',
        '::1',
        '::g',
        '[::1',
        '10.0.0.1:0/5',
        '10.0.0.1/x'
      ]) {
        await same(['mon', 'add', 'a', addr])
        await same(['osd', 'blocklist', 'add', addr])
      }
      for (const number of ['0', '-0', '0x1F', '1_0', '1__0', ' 5', '0b101', '0o17', '010', '1.0', '1e2', '', 'x']) {
        await same(['osd', 'setmaxosd', number])
        await same(['osd', 'crush', 'reweight', 'osd.0', number])
        await same(['osd', 'lost', number, '--yes-i-really-mean-it'])
      }
    })

    it('completes at least what ceph completes', async () => {
      const pick = seeded(3)
      // What stands behind tell is for another daemon.
      for (const { sig } of descriptions.filter(one => one.sig[0]!.type.text !== 'tell')) {
        const { words } = callByPosition(sig, pick)
        const begun = words.slice(0, 1 + pick(words.length))
        begun.push(pick(2) === 0 ? '' : begun.pop()!.slice(0, 1 + pick(3)))
        const { lines } = await ceph.ask<{ readonly lines: readonly string[] }>({ complete: begun })
        // It gives back the text that stands there already, and the help of the only command as a last line.
        const last = begun.at(-1)!
        const theirs = lines.filter(line => line.trim() !== '' && !line.startsWith('#') && line !== last)
        const ours = complete(descriptions, begun).candidates.map(({ word }) => word)
        // Behind all the words of a command it may go on with those of another, which then make none.
        const whole = last === '' && validateCommand(descriptions, begun.slice(0, -1)).command !== undefined
        if (whole && ours.length === 0) continue
        if (theirs.length > 0) expect(ours, JSON.stringify(begun)).to.include.members(theirs)
      }
    })
  })
}

/** `<name:a|b>` as Pacific writes it. */
function withoutNames(text: string): string {
  return text.replace(/<[\w-]+:(?!int>|float>)([^<>]*)>/g, '$1')
}

/** The characters stand in the order of a Python set: by chance. */
function sortedChars(text: string): string {
  return text.replace(/(?<=invalid chars )(.*?)(?= in )/s, chars => Array.from(chars).sort().join(''))
}

function tagged(value: unknown): unknown {
  if (typeof value === 'bigint') return { int: value.toString() }
  if (typeof value === 'number') return { float: value }
  return Array.isArray(value) ? value.map(tagged) : value
}

function untagged(command: Readonly<Record<string, Tagged>>): Readonly<Record<string, unknown>> {
  const plain = (value: Tagged): unknown => {
    if (typeof value === 'object' && 'float' in value) return { float: Number(value.float) }
    return Array.isArray(value) ? value.map(plain) : value
  }
  return Object.fromEntries(Object.entries(command).map(([name, value]) => [name, plain(value)]))
}
