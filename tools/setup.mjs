/**
 * Makes a clone ready, with nothing but Node and npm: `npm ci` when the installed packages are not those of the
 * lock file, and with `build` the packages' dist as well. Says one line for each step, and all when one fails.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const modified = file => statSync(join(root, file)).mtimeMs
const installed = 'node_modules/.package-lock.json'

function step(title, command, args) {
  const start = Date.now()
  const { status, signal, stdout, stderr, error } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, NX_DAEMON: 'false' }
  })
  if (status !== 0) {
    console.error(`${stdout ?? ''}${stderr ?? ''}${title} failed: ${error?.message ?? signal ?? `exit code ${status}`}`)
    process.exit(status ?? 1)
  }
  console.log(`${title}: ${((Date.now() - start) / 1000).toFixed(1)} s`)
}

if (!existsSync(join(root, installed)) || modified(installed) < modified('package-lock.json')) {
  step('npm ci', 'npm', ['ci'])
}
if (process.argv[2] === 'build') {
  step('build', process.execPath, [join(root, 'node_modules/nx/dist/bin/nx.js'), 'run-many', '-t', 'build'])
}
