import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { run } from '@cephwire/cli'
import { expect } from 'chai'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'
import { temporaryDirectory } from '../support/files.js'
import { fakeIo } from '../support/io.js'
import type { Cluster } from '@cephwire/tools/ceph'

/** A well-formed key of no cluster. */
const WRONG_KEY = 'AQBnu2VoAAAAABAAMDEyMzQ1Njc4OWFiY2RlZg=='

interface Ended {
  readonly exitCode: number | null
  readonly stdout: Buffer
  readonly stderr: string
}

/** In this process: a start from the source takes seconds. */
async function cephwire(args: readonly string[], stdin?: Uint8Array): Promise<Ended> {
  const io = fakeIo(stdin === undefined ? {} : { stdin })
  const exitCode = await run(args, io)
  return { exitCode, stdout: io.stdout.bytes(), stderr: io.stderr.text() }
}

/** The whole program. */
function program(args: readonly string[]): Promise<Ended> {
  const main = new URL('../../src/main.ts', import.meta.url).pathname
  const fromSource = ['--conditions=@cephwire/source', '--import', 'ts-blank-space/register', main]
  const child = spawn(process.execPath, [...fromSource, ...args])
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []]
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', exitCode =>
      resolve({ exitCode, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() })
    )
  })
}

for (const release of releasesUnderTest()) {
  for (const auth of ['cephx', 'none'] as const) {
    describeWithCeph(`cephwire beside ceph (${release}, auth ${auth})`, { release }, () => {
      const file = temporaryDirectory()
      let cluster: Cluster
      const ours = (args: readonly string[], stdin?: Uint8Array): Promise<Ended> =>
        cephwire(['-c', cluster.conf, ...(auth === 'cephx' ? ['-k', cluster.keyring] : []), ...args], stdin)

      before(async () => {
        cluster = await startCluster({ release, auth })
      })
      after(() => cluster.stop())

      const same: readonly (readonly string[])[] = [
        ['fsid'],
        ['fsid', '-f', 'json'],
        ['mon', 'dump'],
        ['mon', 'dump', '-f', 'json'],
        ['mon', 'dump', '--format=json-pretty'],
        ['osd', 'dump'],
        ['osd', 'tree', '-fjson'],
        ['auth', 'get', 'client.admin'],
        ['config-key', 'exists', 'nokey'],
        ['config-key', 'get', 'nokey'],
        ['mon', 'dump', '99'],
        ['osd', 'setmaxosd', 'x'],
        ['nonsense', '-f', 'json']
      ]
      for (const args of same) {
        it(`prints what ceph prints: ${args.join(' ')}`, async () => {
          const [theirs, own] = await Promise.all([cluster.ceph(args), ours(args)])
          expect(own.stdout.toString()).to.equal(theirs.stdout.toString())
          expect(own.exitCode).to.equal(theirs.code)
        })
      }

      const modes = auth === 'cephx' ? ['legacy', 'crc', 'secure'] : ['legacy', 'crc']
      for (const mode of modes) {
        it(`keeps binary data as it is (${mode})`, async () => {
          const data = randomBytes(5000)
          const set = await ours(['--ms-mode', mode, 'config-key', 'set', mode, '-i', file('in', data)])
          expect(set).to.include({ exitCode: 0, stderr: `set ${mode}\n` })
          const { stdout, stderr } = await ours(['--ms-mode', mode, 'config-key', 'get', mode])
          expect(stdout.equals(data)).to.equal(true)
          expect(stderr).to.match(/^(?:obtained '.*'\n)?$/)
        })
      }

      it('takes a command as JSON, and its input from stdin', async () => {
        const data = randomBytes(300)
        const json = '{"prefix": "config-key set", "key": "k"}'
        expect(await ours([json, '-i', '-'], data)).to.include({ exitCode: 0 })
        const { stdout } = await ours(['{"prefix": "config-key get", "key": "k"}'])
        expect(stdout.equals(data)).to.equal(true)
      })
    })
  }

  describeWithCeph(`cephwire that is refused (${release})`, { release }, () => {
    let cluster: Cluster
    before(async () => {
      cluster = await startCluster({ release })
    })
    after(() => cluster.stop())

    for (const mode of ['legacy', 'crc', 'secure']) {
      it(`ends with exit code 13 for a wrong key (${mode})`, async () => {
        const { exitCode, stderr } = await cephwire(['-c', cluster.conf, '--ms-mode', mode, '--key', WRONG_KEY, 'fsid'])
        expect(exitCode).to.equal(13)
        expect(stderr).to.include('Error EACCES: ').and.not.include(WRONG_KEY)
      })
    }

    it('is a program that ends by itself', async () => {
      const args = ['-c', cluster.conf, '-k', cluster.keyring]
      const good = await program([...args, 'fsid'])
      expect(good.stdout.toString()).to.equal(`${cluster.fsid}\n`)
      expect(good).to.include({ exitCode: 0, stderr: '' })
      const bad = await program([...args, 'config-key', 'get', 'nokey'])
      expect(bad).to.include({ exitCode: 2, stderr: 'Error ENOENT: \n' })
    })

    for (const [asked, port] of [
      ['v1', 'v2'],
      ['v2', 'v1']
    ] as const) {
      it(`tells a ${port} port where ${asked} is asked`, async () => {
        const addr = `${asked}:127.0.0.1:${cluster.monitors[0]![port].port}`
        const args = ['-m', addr, '-k', cluster.keyring, '--connect-timeout', '5', '--no-config-file', 'fsid']
        const { exitCode, stderr } = await cephwire(args)
        expect(exitCode).to.equal(1)
        expect(stderr).to.match(/^Error connecting to the cluster: .*--ms-mode.*\n$/)
      })
    }
  })
}
