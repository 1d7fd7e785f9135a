import { existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rememberDirectory } from './process.js'
import type { Release } from './releases.js'
import { inside, releaseRoot } from './releases.js'

/** A cluster's fresh directory, which has two names when the release lives in a chroot. */
export class Home {
  readonly release: Release
  /** As this process sees it. */
  readonly host: string
  /** As the daemons see it. */
  readonly inner: string

  constructor(release: Release) {
    const root = releaseRoot(release)
    // The path of a unix socket has 107 bytes: a long TMPDIR would leave too few for the admin sockets.
    const temporary = root === '/' && tmpdir().length < 60 ? tmpdir() : join(root, 'tmp')
    this.release = release
    this.host = mkdtempSync(join(temporary, 'cephwire-'))
    this.inner = root === '/' ? this.host : this.host.slice(root.length)
    rememberDirectory(this.host)
    for (const name of ['run', 'log', 'crash']) mkdirSync(join(this.host, name))
  }

  /** The command line of a daemon or tool of this cluster. */
  command(program: string, ...args: readonly string[]): string[] {
    return inside(this.release, [program, '-c', `${this.inner}/daemons.conf`, ...args])
  }

  /** The last lines a daemon wrote, for error messages. */
  logTail(name: string, lines = 15): string {
    const tails = [`${name}.out`, `${name}.log`].map(file => {
      const path = join(this.host, 'log', file)
      const text = existsSync(path) ? readFileSync(path, 'utf8').trimEnd() : ''
      return text === '' ? '' : `--- ${file}\n${text.split('\n').slice(-lines).join('\n')}`
    })
    return tails.filter(tail => tail !== '').join('\n')
  }
}
