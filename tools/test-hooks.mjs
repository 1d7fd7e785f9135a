import { performance } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { describeHandle, openHandles, openTimers } from './open-handles.mjs'

/**
 * What mocha lets pass and we do not: promises rejected with nobody looking, Node's warnings of a leak, and sockets,
 * servers, child processes and timers that a suite leaves open. It fails the suite in a hook that runs after the
 * suite's own: a failing `afterEach` would end the whole run. (Uncaught exceptions mocha sees by itself.)
 */

// nx asks for colours, which a program that a test starts would mix into the output the test compares.
delete process.env.FORCE_COLOR

/** A closing socket needs a few turns of the loop, a dying process a few milliseconds. */
const patience = 1_000

const leakWarnings = ['MaxListenersExceededWarning', 'TimeoutOverflowWarning', 'TimeoutNegativeWarning']

/** What happened outside the flow of the tests and is not reported yet. */
const offences = []
let current = 'no test'

const record = (what, error) => {
  offences.push(`${what} in "${current}": ${error instanceof Error ? error.stack : String(error)}`)
}
process.on('unhandledRejection', reason => record('unhandled rejection', reason))
process.on('warning', warning => {
  if (leakWarnings.includes(warning.name)) record(warning.name, warning)
})
process.on('exit', () => {
  if (offences.length === 0) return
  console.error(`after the last test: ${offences.join('\n')}`)
  process.exitCode = process.exitCode || 1
})

/** The timers that keep the process alive, but for the one that limits the hook which asks. */
const timersOf = hook => openTimers() - (hook.timeout() > 0 ? 1 : 0)

/** Fails when more is open than at the start, naming it; what was once reported is not reported again. */
async function nothingOpen(hook, known) {
  const deadline = performance.now() + Math.min(patience, hook.timeout() > 0 ? hook.timeout() / 2 : patience)
  for (;;) {
    const left = openHandles().filter(handle => !known.handles.has(handle))
    const timers = timersOf(hook) - known.timers
    if (left.length === 0 && timers <= 0) return
    if (performance.now() > deadline) {
      for (const handle of left) known.handles.add(handle)
      known.timers += Math.max(timers, 0)
      const names = left.map(describeHandle)
      if (timers > 0) names.push(`${timers} timer${timers === 1 ? '' : 's'}`)
      throw new Error(`left open: ${names.join('; ')}`)
    }
    await setTimeout(10)
  }
}

export const mochaHooks = {
  async beforeAll() {
    // Mocha starts the timer of a hook once the hook has begun to wait.
    await setTimeout(0)
    const root = this.test.parent
    const known = { handles: new Set(openHandles()), timers: timersOf(this.test) }
    const check = async function () {
      await setTimeout(0)
      const found = offences.splice(0)
      if (found.length > 0) throw Object.assign(new Error(found.join('\n')), { stack: '' })
      await nothingOpen(this.test, known)
    }
    for (const suite of root.suites) suite.afterAll('leaves nothing behind', check)
    root.afterAll('leaves nothing behind', check)
    // What was left open would keep the process for ever after it was reported. Mocha has set the exit code by then.
    root.afterAll('ends', () => void setTimeout(patience, undefined, { ref: false }).then(() => process.exit()))
  },

  beforeEach() {
    current = this.currentTest.fullTitle()
  },

  // A rejection counts as unhandled once the microtasks are through: let that happen while its test is current.
  async afterEach() {
    await setTimeout(0)
  }
}
