/**
 * How long whole processes take, beside `ceph` and beside Node doing nothing, against a real monitor:
 *
 *   npm run bench:start-up -- --rounds 30
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
import { startCluster } from '../ceph/index.js'
import { alternate, median, ratio } from './alternate.js'
import type { Measure } from './alternate.js'

const root = join(import.meta.dirname, '../..')
const NODE = 'node -e 0'
const CEPH = 'ceph fsid'

/** What is to be reached: docs/adr/0008. */
const goals: readonly (readonly [name: string, measure: Measure, to: string, atMost: number])[] = [
  ['cephwire fsid', 'wall', CEPH, 0.65],
  ['cephwire fsid', 'wall', CEPH, 0.55],
  ['cephwire fsid', 'cpu', NODE, 1.4],
  ['import of the library', 'wall', NODE, 1.15]
]

/** The library as a program that bundles it has it. */
async function bundleLibrary(directory: string): Promise<string> {
  await build({
    stdin: {
      contents: "import { connect } from '@cephwire/mon-client'; globalThis.connect = connect",
      resolveDir: root
    },
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minify: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    conditions: ['@cephwire/source'],
    external: ['@node-rs/crc32']
  })
  return join(directory, 'stdin.mjs')
}

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '30' } } })
const cli = join(root, 'packages/cli')
const cephwire = join(cli, 'bin/cephwire.js')
if (!existsSync(join(cli, 'bundle'))) throw new Error('Build first: npm run build')
const cluster = await startCluster({ release: 'pacific', monitors: 1 })
const directory = mkdtempSync(join(tmpdir(), 'cephwire-bench-'))
try {
  const programs = new Map([
    [NODE, ['node', '-e', '0']],
    [CEPH, ['ceph', '-c', cluster.conf, 'fsid']],
    ['cephwire fsid', ['node', cephwire, '-c', cluster.conf, 'fsid']],
    ['cephwire --version', ['node', cephwire, '--version']],
    ['import of the library', ['node', await bundleLibrary(directory)]]
  ])
  const times = alternate(programs, Number(values.rounds))
  const of = (name: string, measure: Measure): readonly number[] => times.get(name)!.map(took => took[measure])
  console.log(
    `${'ms, median (least)'.padEnd(30)}${'wall'.padStart(16)}${'cpu'.padStart(16)}   / ${NODE}: wall, cpu   / ${CEPH}: wall, cpu`
  )
  for (const [name, took] of times) {
    const cells = (['wall', 'cpu'] as const).map(measure => {
      const numbers = of(name, measure)
      return `${median(numbers).toFixed(0)} (${Math.min(...numbers).toFixed(0)})`.padStart(16)
    })
    const ratios = [NODE, CEPH].map(to =>
      (['wall', 'cpu'] as const).map(measure => ratio(took, times.get(to)!, measure).toFixed(2)).join(', ')
    )
    console.log(`${name.padEnd(30)}${cells.join('')}   ${ratios[0]!.padStart(22)}   ${ratios[1]!.padStart(22)}`)
  }
  for (const [name, measure, to, atMost] of goals) {
    const found = ratio(times.get(name)!, times.get(to)!, measure)
    console.log(
      `${found <= atMost ? 'met' : 'not met'}: ${measure} of ${name} ${found.toFixed(2)} x ${to}, goal ${atMost}`
    )
  }
} finally {
  rmSync(directory, { recursive: true, force: true })
  await cluster.stop()
}
