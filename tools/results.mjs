import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Adds up what tools/reporter.mjs wrote into the directory for each package. A package that wrote nothing crashed
 * before its first test and counts as one failure.
 */
export function sumResults(directory, packages) {
  const sum = { passed: 0, failed: 0, skipped: [], notes: [] }
  for (const name of packages) {
    const file = join(directory, `${name.replaceAll('/', '+')}.jsonl`)
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : []
    if (lines.length === 0) {
      sum.failed++
      sum.notes.push(`${name} ended without results`)
    }
    for (const line of lines) {
      const { passed, failed, skipped } = JSON.parse(line)
      sum.passed += passed
      sum.failed += failed
      sum.skipped.push(...skipped)
    }
  }
  return sum
}

/** How many of the skipped tests `CEPHWIRE_REQUIRE_CEPH` asks for: those count as failed. */
export function requiredButSkipped(skipped, required = process.env.CEPHWIRE_REQUIRE_CEPH ?? '') {
  const releases = required === '1' ? ['pacific'] : required.split(',').map(name => name.trim())
  return skipped.filter(({ ceph }) => ceph && releases.includes(ceph))
}

/** Skips in one line, those with the same reason together. */
export function formatSkips(skipped) {
  const byReason = new Map()
  for (const { title, reason } of skipped) byReason.set(reason, [...(byReason.get(reason) ?? []), title])
  const reasons = [...byReason].map(([reason, titles]) => {
    const shown =
      titles.length > 3 ? `${titles.slice(0, 3).join(', ')} and ${titles.length - 3} more` : titles.join(', ')
    return `${reason} (${shown})`
  })
  return `${skipped.length} skipped: ${reasons.join('; ')}`
}
