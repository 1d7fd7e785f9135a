import { execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The releases that tests know by name. `pacific` stands for the packages of the host (16.2 on Debian 12);
 * the others live in a Debian chroot each, see install.sh.
 */
export type Release = 'pacific' | 'reef' | 'tentacle'

/** A program of Ceph's that a test may need. */
export type Program = 'ceph' | 'ceph-mon' | 'ceph-mgr' | 'ceph-osd' | 'ceph-mds' | 'ceph-authtool' | 'monmaptool'

/** Every release, oldest first. */
export const releases: readonly Release[] = ['pacific', 'reef', 'tentacle']

/** Where the file system of a release begins: `/` for the host, the chroot's directory for the others. */
export function releaseRoot(release: Release): string {
  if (release === 'pacific') return '/'
  return join(process.env['CEPH_RELEASES_DIR'] ?? '/var/lib/ceph-releases', release)
}

/** Whether tests can run this program of the release here. Chroots need root. */
export function cephInstalled(release: Release = 'pacific', program: Program = 'ceph-mon'): boolean {
  if (release !== 'pacific' && process.getuid?.() !== 0) return false
  const directories = release === 'pacific' ? (process.env['PATH'] ?? '').split(':') : ['usr/bin', 'usr/sbin']
  return directories.some(directory => isExecutable(join(releaseRoot(release), directory, program)))
}

/** The installed releases and their versions, as in `{ pacific: '16.2.15' }`. */
export function cephReleases(): Partial<Record<Release, string>> {
  const found: Partial<Record<Release, string>> = {}
  for (const release of releases) {
    if (!cephInstalled(release)) continue
    prepareRoot(release)
    const [program, ...args] = inside(release, ['ceph-mon', '--version'])
    const words = execFileSync(program!, args, { encoding: 'utf8' }).split(' ')
    found[release] = words[2] ?? 'unknown'
  }
  return found
}

/** The releases that tests run against: `CEPHWIRE_RELEASES`, or the host's. */
export function releasesUnderTest(): Release[] {
  return parseReleases(process.env['CEPHWIRE_RELEASES'] ?? 'pacific')
}

/** The releases whose absence is a failure, from `CEPHWIRE_REQUIRE_CEPH`; `1` means the host's. */
export function requiredReleases(): Release[] {
  const value = process.env['CEPHWIRE_REQUIRE_CEPH'] ?? ''
  return value === '1' ? ['pacific'] : parseReleases(value)
}

/** The command line that runs a program of the release. */
export function inside(release: Release, command: readonly string[]): string[] {
  return release === 'pacific' ? [...command] : ['chroot', releaseRoot(release), ...command]
}

/** Ceph's daemons read /proc and /dev: binds them into a chroot, once. */
export function prepareRoot(release: Release): void {
  if (release === 'pacific') return
  for (const name of ['proc', 'dev']) {
    const target = join(releaseRoot(release), name)
    const mounted = readFileSync('/proc/self/mountinfo', 'utf8')
      .split('\n')
      .some(line => line.split(' ')[4] === target)
    if (!mounted && existsSync(target)) execFileSync('mount', ['--bind', `/${name}`, target])
  }
}

function parseReleases(list: string): Release[] {
  const names = list
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '')
  return names.map(name => {
    const release = releases.find(known => known === name)
    if (release === undefined) throw new Error(`unknown Ceph release ${name}; known are ${releases.join(', ')}`)
    return release
  })
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
