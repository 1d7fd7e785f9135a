/**
 * Runs the tests with Ceph itself (test/real and real.test.ts of these packages) for each release, installing what is
 * missing; `npm run test:matrix -- reef` takes only those named. Ends with a table and `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { formatSkips, requiredButSkipped, sumResults } from './results.mjs'
import { emptyResults, node, root } from './workspace.mjs'

const all = ['pacific', 'reef', 'tentacle']
const packages = ['maps', 'mon-client', 'cli', 'test-monitor']
const wanted = process.argv.slice(2)
const releases = wanted.length > 0 ? wanted : all
const mocha = join(root, 'node_modules/mocha/bin/mocha.js')
const rows = []
const skips = []

for (const release of releases) {
  const install = spawnSync(join(root, 'tools/ceph/install.sh'), [release], { encoding: 'utf8' })
  const version = install.status === 0 ? /version (\S+)/.exec(install.stdout)?.[1] : undefined
  console.log(version === undefined ? `${release} is not installed: ${install.stderr}` : `${release}: Ceph ${version}`)
  for (const name of packages) {
    const cwd = join(root, 'packages', name)
    const directory = emptyResults(`${release}-${name}`)
    // One release at a time, so that each count belongs to one.
    const env = { CEPHWIRE_RELEASES: release, CEPHWIRE_REQUIRE_CEPH: release, CEPHWIRE_TEST_RESULTS: directory }
    const code = await node([mocha, '--config', '../../tools/mocha-real.json'], { cwd, env })
    const { passed, failed, skipped } = sumResults(directory, [`@cephwire/${name}`])
    const failures = Math.max(failed + requiredButSkipped(skipped, release).length, code === 0 ? 0 : 1)
    skips.push(...skipped)
    rows.push({ release, version: version ?? 'missing', package: name, passed, failed: failures })
  }
}

const columns = ['release', 'version', 'package', 'passed', 'failed']
const lines = [columns, ...rows.map(row => columns.map(column => String(row[column])))]
const widths = columns.map((_, i) => Math.max(...lines.map(line => line[i].length)))
for (const line of lines)
  console.log(
    line
      .map((cell, i) => cell.padEnd(widths[i]))
      .join('  ')
      .trimEnd()
  )
if (skips.length > 0) console.log(formatSkips(skips))
const sum = field => rows.reduce((total, row) => total + row[field], 0)
console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
process.exitCode = sum('failed') > 0 ? 1 : 0
