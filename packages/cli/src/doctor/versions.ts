import { ok, skipped, warning } from './check.js'
import { cut, list } from './words.js'
import type { Check } from './check.js'
import type { Answers } from './questions.js'

/** Whether all daemons are of one version. */
export function examineVersions({ versions }: Pick<Answers, 'versions'>): Check {
  if (!('value' in versions)) return skipped('versions', 'The cluster did not say')
  const services = versions.value as Readonly<Record<string, Readonly<Record<string, unknown>>>>
  const all = Object.keys(services['overall'] ?? {})
  if (all.length <= 1) return ok('versions', all.map(short).join(''))
  const each = Object.entries(services)
    .filter(([service]) => service !== 'overall')
    .flatMap(([service, counts]) => Object.entries(counts).map(([text, n]) => `${String(n)} ${service} ${short(text)}`))
  return warning('versions', {
    problem: 'mixed-versions',
    seen: list(each),
    meaning: 'An upgrade is under way, or was left half-way: what the oldest cannot do the cluster does not do.',
    advice: [
      'Finish the upgrade: monitors first, then managers, OSDs and the others. Which daemon is of which version:',
      '  ceph versions'
    ]
  })
}

/** `16.2.15 pacific` of `ceph version 16.2.15 (0123…) pacific (stable)` */
function short(text: string): string {
  return cut(text, 256).replace(/^ceph version (\S+) \([^)]*\) (\S+).*$/, '$1 $2')
}
