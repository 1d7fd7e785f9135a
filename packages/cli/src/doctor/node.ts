import { failed, ok } from './check.js'
import type { Check } from './check.js'

/** As package.json has it. */
const OLDEST = [20, 19] as const

/** @param version such as `20.19.0` */
export function examineNode(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return ok('node', `Node ${version}`)
  return failed('node', {
    problem: 'old-node',
    seen: `Node ${version}`,
    meaning: `This program is made for Node ${OLDEST.join('.')} or newer: an older one may fail anywhere.`,
    advice: ['Install a newer Node: https://nodejs.org/en/download']
  })
}
