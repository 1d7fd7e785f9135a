import { failed, ok, skipped, warning } from './check.js'
import { cut, quoted, shellWord } from './words.js'
import type { Check } from './check.js'
import type { Answer, Answers } from './questions.js'

/** Whether the entity may do what a look at the cluster needs. */
export function examineCaps({ quorumStatus, entity: auth }: Answers, entity: string): Check {
  if ('denied' in quorumStatus) {
    return failed('caps', {
      problem: 'mon-caps',
      seen: `${entity} is let in, and may not ask how the cluster is`,
      meaning: 'Its caps for mon do not let it read: "ceph -s" needs mon \'allow r\'.',
      advice: [
        'See what it has, and give it more; what is not named anew is lost:',
        `  ceph auth get ${shellWord(entity)}`,
        `  ceph auth caps ${shellWord(entity)} mon 'allow r' mgr 'allow r' …`
      ]
    })
  }
  if ('failure' in quorumStatus) return skipped('caps', quorumStatus.failure)
  const caps = capsOf(auth)
  if (caps === undefined) return ok('caps', `${entity} may read; which caps it has is for others to see`)
  const all = Object.entries(caps)
    .map(([service, cap]) => `${service} '${String(cap)}'`)
    .join(', ')
  const text = cut(all, 512)
  if (caps['mgr'] !== undefined) return ok('caps', text)
  return warning('caps', {
    problem: 'no-mgr-caps',
    seen: `${entity} has ${text}`,
    meaning: 'Commands of the manager, such as "ceph pg stat" and "ceph osd df", are refused.',
    advice: [
      'If it shall run those, give it mgr as well:',
      `  ceph auth caps ${shellWord(entity)} ${again(caps)} mgr 'allow r'`
    ]
  })
}

const again = (caps: Readonly<Record<string, unknown>>): string =>
  Object.entries(caps)
    .map(([service, cap]) => `${shellWord(service)} ${quoted(String(cap))}`)
    .join(' ')

/** Never the key, which stands beside them. */
function capsOf(answer: Answer): Readonly<Record<string, unknown>> | undefined {
  if (!('value' in answer) || !Array.isArray(answer.value)) return undefined
  const [first] = answer.value as readonly { readonly caps?: Readonly<Record<string, unknown>> }[]
  return first?.caps
}
