/**
 * Runs the tests of all packages, or of those named (`npm test -- codec maps`), and ends with one line:
 * `N passed, N failed`.
 */
import { availableParallelism } from 'node:os'
import { formatSkips, requiredButSkipped, sumResults } from './results.mjs'
import { emptyResults, node, nx, testedPackages } from './workspace.mjs'

const wanted = process.argv.slice(2)
const packages = testedPackages().map(({ name }) => name)
const known = new Set(packages)
const names = wanted.length === 0 ? packages : wanted.map(name => (known.has(name) ? name : `@cephwire/${name}`))
const unknown = names.filter(name => !known.has(name))
if (unknown.length > 0) {
  console.error(`no such package: ${unknown.join(', ')}; there are ${packages.join(', ')}`)
  console.log('0 passed, 1 failed')
  process.exit(1)
}

const directory = emptyResults('test')
const parallel = Math.max(1, Math.min(4, availableParallelism()))
const args = ['run-many', '-t', 'test', '-p', names.join(','), `--parallel=${parallel}`, '--output-style=stream']
// nx colours its output even when nobody sees it.
const colours = process.stdout.isTTY ? {} : { FORCE_COLOR: '0' }
const env = { ...colours, CEPHWIRE_TEST_RESULTS: directory }
const code = await node([nx, ...args, '--skip-nx-cache'], { env })

const { passed, failed, skipped, notes } = sumResults(directory, names)
const required = requiredButSkipped(skipped)
for (const { title, reason } of required)
  notes.push(`CEPHWIRE_REQUIRE_CEPH asks for a skipped test: ${title}: ${reason}`)
// nx failing with every package's tests green is still a failure, of something.
const failures = Math.max(failed + required.length, code === 0 ? 0 : 1)
for (const note of notes) console.log(note)
if (skipped.length > 0) console.log(formatSkips(skipped))
console.log(`${passed} passed, ${failures} failed`)
process.exitCode = failures > 0 ? 1 : 0
