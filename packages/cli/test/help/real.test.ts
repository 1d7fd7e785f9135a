/* Help and completion beside what the release's own script prints, for the same descriptions and for one cluster. */
import { run } from '@cephwire/cli'
import { expect } from 'chai'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'
import { parseDescriptions } from '../../src/argparse/index.js'
import { commandList } from '../../src/help/command-list.js'
import { startCephArgparse } from '../support/ceph-argparse.js'
import { descriptionsText } from '../support/descriptions.js'
import { fakeIo } from '../support/io.js'
import type { Cluster } from '@cephwire/tools/ceph'
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

  describeWithCeph(`help and completion beside ceph (${release})`, { release }, () => {
    let cluster: Cluster
    before(async () => {
      cluster = await startCluster({ release })
    })
    after(() => cluster.stop())

    async function ours(...args: string[]): Promise<{ readonly exitCode: number; readonly stdout: string }> {
      const io = fakeIo()
      const exitCode = await run(['-c', cluster.conf, '-k', cluster.keyring, ...args], io)
      return { exitCode, stdout: io.stdout.text() }
    }

    for (const words of [['auth'], ['config-key'], ['mon', 'nonsense'], ['tell', 'mon.a', 'mon_status']]) {
      // Pacific's list is empty for words that no command begins with, and we drop words as the later releases do.
      if (release === 'pacific' && words.includes('nonsense')) continue
      it(`has the same list behind the flags: ${words.join(' ')} -h`, async () => {
        const theirs = await cluster.ceph([...words, '-h'])
        const { exitCode, stdout } = await ours(...words, '-h')
        expect(exitCode).to.equal(theirs.code)
        const list = /\n (?:Monitor|Tell \w+) commands: \n[^]*/
        expect(list.exec(stdout)?.[0]).to.equal(list.exec(theirs.stdout.toString())?.[0]).and.be.a('string')
      })
    }

    for (const words of [['osd', 'po'], ['config-'], ['osd', 'set', 'no'], ['mon', '']]) {
      it(`completes the same: ${words.join(' ')}`, async () => {
        const theirs = await cluster.ceph(['--completion', ...words])
        expect((await ours('--completion', ...words)).stdout).to.equal(theirs.stdout.toString())
      })
    }

    it('completes what only the cluster knows', async () => {
      await cluster.ceph(['osd', 'pool', 'create', 'photos', '1'])
      const names = (...words: string[]): Promise<string> => ours('--completion', ...words).then(({ stdout }) => stdout)
      expect(await names('osd', 'pool', 'get', 'pho')).to.equal('photos\n')
      expect(await names('tell', '')).to.match(/^mgr\nmon\.a\n/)
      expect(await names('config', 'set', 'osd', 'osd_pool_default_siz')).to.equal('osd_pool_default_size\n')
      expect(await names('osd', 'crush', 'rule', 'dump', '')).to.equal('replicated_rule\n')
    })
  })
}

function withoutChoices(text: string): string {
  const descriptions = Object.entries(JSON.parse(text) as Record<string, { readonly sig: readonly unknown[] }>)
  const plain = descriptions.filter(([, { sig }]) => !JSON.stringify(sig).includes('CephChoices'))
  return JSON.stringify(Object.fromEntries(plain))
}
