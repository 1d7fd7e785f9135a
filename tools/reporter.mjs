import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import mocha from 'mocha'

const { Base } = mocha.reporters
const colour = Base.color

/**
 * A line for each suite, failures in full, skipped tests with their reason, slow ones with their time. Its counts
 * go to `$CEPHWIRE_TEST_RESULTS/<package>.jsonl`, a line for each run, where tools/test.mjs adds them up.
 */
export default class Reporter extends Base {
  #skipped = []
  #slow = []
  #failed = new Set()
  #name = JSON.parse(readFileSync('package.json', 'utf8')).name

  constructor(runner, options) {
    super(runner, options)
    runner.on('suite end', suite => this.#suiteEnd(suite))
    runner.on('pending', test => this.#skipped.push(describeSkip(test)))
    runner.on('pass', test => {
      if (test.speed === 'slow') this.#slow.push(`${test.fullTitle()} (${test.duration} ms)`)
    })
    runner.on('fail', runnable => {
      for (let suite = runnable.parent; suite; suite = suite.parent) this.#failed.add(suite)
    })
    runner.once('end', () => this.#end())
    // The last word belongs to the exit code: an error after the last test fails the run too.
    process.once('exit', code => this.#save(code))
  }

  #suiteEnd(suite) {
    if (suite.root || !suite.parent.root) return
    const tests = testsOf(suite)
    const passed = tests.filter(test => test.state === 'passed').length
    const counts = `${passed} of ${tests.length}`
    const mark = this.#failed.has(suite) ? colour('fail', Base.symbols.err) : colour('checkmark', Base.symbols.ok)
    Base.consoleLog(`${mark} ${suite.title} ${colour('medium', counts)}`)
  }

  #end() {
    for (const test of this.#slow) Base.consoleLog(colour('slow', `slow: ${test}`))
    for (const { title, reason } of this.#skipped) Base.consoleLog(colour('pending', `skipped: ${title}: ${reason}`))
    this.epilogue()
  }

  #save(code) {
    const directory = process.env.CEPHWIRE_TEST_RESULTS
    if (!directory) return
    const { passes, failures } = this.stats
    const failed = code !== 0 && failures === 0 ? 1 : failures
    const counts = { name: this.#name, passed: passes, failed, skipped: this.#skipped }
    mkdirSync(directory, { recursive: true })
    const file = `${this.#name.replaceAll('/', '+')}.jsonl`
    appendFileSync(join(directory, file), `${JSON.stringify(counts)}\n`)
  }
}

/** The reason comes from the suite (describeWithCeph sets it) or is what the title says. */
function describeSkip(test) {
  const parents = []
  for (let suite = test.parent; suite; suite = suite.parent) parents.push(suite)
  const reason = parents.find(suite => suite.skipReason)?.skipReason ?? 'it says so itself'
  const ceph = parents.find(suite => suite.cephRelease)?.cephRelease
  return { title: test.fullTitle(), reason, ceph }
}

function testsOf(suite) {
  return [...suite.tests, ...suite.suites.flatMap(testsOf)]
}
