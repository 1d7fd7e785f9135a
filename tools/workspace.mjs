import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** The repository's root directory. */
export const root = join(import.meta.dirname, '..')

/** The workspace's packages that have tests: directory relative to the root, and name. */
export function testedPackages() {
  const directories = [...readdirSync(join(root, 'packages')).map(name => `packages/${name}`), 'tools']
  return directories.flatMap(directory => {
    const { name, scripts } = JSON.parse(readFileSync(join(root, directory, 'package.json'), 'utf8'))
    return scripts?.test === undefined ? [] : [{ directory, name }]
  })
}

/** An empty directory for the results of a run. */
export function emptyResults(name) {
  const directory = join(root, '.test-results', name)
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true })
  return directory
}

/** Runs Node with its output shown as it comes; resolves to the exit code. */
export async function node(args, options = {}) {
  const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', ...options.env }
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    cwd: options.cwd ?? root,
    env
  })
  const [code] = await once(child, 'close')
  return code ?? 1
}

/** The path of nx's own program: no npx, which would look for a newer one. */
export const nx = join(root, 'node_modules/nx/dist/bin/nx.js')
