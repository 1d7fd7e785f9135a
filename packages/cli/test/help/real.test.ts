/* The list of commands beside what the release's own script prints for the same descriptions. */
import { expect } from 'chai'
import { describeWithCeph, releasesUnderTest } from '@cephwire/tools/ceph'
import { parseDescriptions } from '../../src/argparse/index.js'
import { commandList } from '../../src/help/command-list.js'
import { startCephArgparse } from '../support/ceph-argparse.js'
import { descriptionsText } from '../support/descriptions.js'
import type { CephArgparse } from '../support/ceph-argparse.js'

for (const release of releasesUnderTest()) {
  describeWithCeph(`help beside ceph -h (${release})`, { release, programs: ['ceph'] }, () => {
    // Pacific's script writes arguments with choices without their names.
    const text = release === 'pacific' ? withoutChoices(descriptionsText(release)) : descriptionsText(release)
    let ceph: CephArgparse
    before(async () => {
      ceph = startCephArgparse(release)
      await ceph.ask({ descriptions: text })
    })
    after(() => ceph.stop())

    for (const columns of [80, 132, 51]) {
      for (const words of [[], ['osd'], ['osd', 'pool'], ['osd', 'pool', 'cr'], ['mon', 'nonsense'], ['nonsense']]) {
        it(`is the same for "${words.join(' ')}" in ${columns} columns`, async () => {
          const theirs = await ceph.ask<{ readonly text: string }>({ help: words, columns })
          expect(commandList(parseDescriptions(text), words, columns)).to.equal(theirs.text)
        })
      }
    }
  })
}

function withoutChoices(text: string): string {
  const descriptions = Object.entries(JSON.parse(text) as Record<string, { readonly sig: readonly unknown[] }>)
  const plain = descriptions.filter(([, { sig }]) => !JSON.stringify(sig).includes('CephChoices'))
  return JSON.stringify(Object.fromEntries(plain))
}
