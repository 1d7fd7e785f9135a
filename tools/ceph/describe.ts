import type { Suite } from 'mocha'
import type { Program, Release } from './releases.js'
import { cephInstalled, requiredReleases } from './releases.js'

/** What a suite needs of the real Ceph. */
export interface CephNeeds {
  /** `pacific`, the packages of the host, unless said. */
  readonly release?: Release
  /** `ceph-mon` unless said. */
  readonly programs?: readonly Program[]
}

/** A suite that starts real daemons; the reporter counts a test skipped in it against `CEPHWIRE_REQUIRE_CEPH`. */
export interface CephSuite extends Suite {
  cephRelease?: Release
  skipReason?: string
}

/**
 * mocha's `describe` for tests with real daemons. Where they are not installed the suite is skipped aloud, or
 * fails when `CEPHWIRE_REQUIRE_CEPH` names the release. Starting a cluster takes seconds: tests get a minute.
 */
export function describeWithCeph(title: string, needs: CephNeeds, define: (this: Suite) => void): void {
  const release = needs.release ?? 'pacific'
  const missing = (needs.programs ?? ['ceph-mon']).find(program => !cephInstalled(release, program))
  const reason = `${missing ?? ''} (${release}) is not installed`
  if (missing === undefined) {
    mark(describe(title, withTimeout(define)), release)
  } else if (requiredReleases().includes(release)) {
    describe(title, () => {
      it(`needs ${missing} (${release})`, () => {
        throw new Error(`${reason}, and CEPHWIRE_REQUIRE_CEPH asks for it`)
      })
    })
  } else {
    console.log(`skipped: ${title}: ${reason}`)
    // An empty body would leave nothing to count.
    const suite = describe.skip(title, define)
    if (suite && suite.total() === 0) suite.addTest(it(`needs ${missing} (${release})`))
    if (suite) mark(suite, release, reason)
  }
}

function withTimeout(define: (this: Suite) => void): (this: Suite) => void {
  return function (this: Suite) {
    this.timeout(60_000)
    this.slow(20_000)
    define.call(this)
  }
}

function mark(suite: CephSuite, release: Release, reason?: string): void {
  suite.cephRelease = release
  if (reason !== undefined) suite.skipReason = reason
}
