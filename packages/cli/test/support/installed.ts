import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { basename, delimiter, dirname, join } from 'node:path'
import { bundleProgram, writeProgram } from '@cephwire/tools/bundle'

const root = join(import.meta.dirname, '../../../..')

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end, with nothing on its stdin. */
export async function ended(command: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Ended> {
  const child = spawn(command[0]!, command.slice(1), { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout, stderr }
}

/** An environment in which there is nothing but Node, npm and a shell: no compiler, no Ceph, no configuration. */
export function bareEnvironment(directory: string): NodeJS.ProcessEnv {
  const bin = join(directory, 'bin')
  mkdirSync(bin)
  symlinkSync(process.execPath, join(bin, 'node'))
  for (const name of ['npm', 'npx', 'sh']) symlinkSync(realpathSync(which(name)), join(bin, name))
  return {
    PATH: bin,
    HOME: directory,
    npm_config_cache: join(directory, 'npm-cache'),
    npm_config_update_notifier: 'false'
  }
}

function which(name: string): string {
  const found = process.env['PATH']!.split(delimiter).find(place => existsSync(join(place, name)))
  if (found === undefined) throw new Error(`There is no ${name}`)
  return join(found, name)
}

interface Manifest {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
}

/** The directories of a package and of all that it depends on, where they are installed in this repository. */
function withDependencies(name: string, found = new Set<string>()): ReadonlySet<string> {
  const directory = realpathSync(join(root, 'node_modules', name))
  if (found.has(directory)) return found
  found.add(directory)
  const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Manifest
  for (const dependency of Object.keys(manifest.dependencies ?? {})) withDependencies(dependency, found)
  return found
}

/** Whether dist of each package is what a build would make of the source now. */
export function built(): boolean {
  const packages = readdirSync(join(root, 'packages')).map(name => join(root, 'packages', name))
  const modified = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
  return packages.every(path => {
    const sources = readdirSync(join(path, 'src'), { recursive: true, withFileTypes: true })
    const newest = Math.max(...sources.map(({ parentPath, name }) => modified(join(parentPath, name))))
    return modified(join(path, 'dist/tsconfig.build.tsbuildinfo')) > newest
  })
}

/** The working tree's command line with a bundle made now, without what only its tests and builds need. */
async function freshCopy(directory: string, target: string): Promise<string> {
  const left = new Set(['node_modules', 'bundle', 'test', 'out-tsc'])
  cpSync(directory, target, {
    recursive: true,
    filter: path => dirname(path) !== directory || !left.has(basename(path))
  })
  writeProgram(await bundleProgram(), join(target, 'bundle'))
  return target
}

/** Packs the command line and what it depends on, and installs the tarballs, with no registry, in an empty folder. */
export async function install(directory: string, env: NodeJS.ProcessEnv): Promise<string> {
  const [tarballs, folder] = [join(directory, 'tarballs'), join(directory, 'empty')]
  for (const path of [tarballs, folder]) mkdirSync(path)
  const [cli, ...others] = withDependencies('@cephwire/cli')
  const packed = [await freshCopy(cli!, join(directory, 'cli')), ...others]
  const pack = await ended(
    ['npm', 'pack', '--ignore-scripts', '--pack-destination', tarballs, ...packed],
    directory,
    env
  )
  if (pack.code !== 0) throw new Error(pack.stderr)
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const files = readdirSync(tarballs).map(name => join(tarballs, name))
  const flags = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock']
  const installed = await ended(['npm', 'install', ...flags, ...files], folder, env)
  if (installed.code !== 0) throw new Error(installed.stderr)
  return folder
}
