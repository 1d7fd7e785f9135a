import { failed, ok, skipped, warning } from './check.js'
import { cut } from './words.js'
import type { Check, Trouble } from './check.js'
import type { Answers } from './questions.js'

interface HealthCheckJson {
  readonly severity?: unknown
  readonly summary?: { readonly message?: unknown }
  readonly detail?: readonly { readonly message?: unknown }[]
  readonly muted?: unknown
}

/** What is told elsewhere is not told twice. */
const elsewhere: ReadonlySet<string> = new Set(['MON_CLOCK_SKEW', 'MON_DOWN'])
/** What is said of one check. */
const MAX_DETAILS = 5
const MAX_TEXT = 512

/** The health checks that concern monitors and keys; the others are no matter of the connection. */
export function examineHealth({ health }: Pick<Answers, 'health'>): readonly Check[] {
  if (!('value' in health)) return [skipped('health', 'The cluster did not say')]
  const { checks = {} } = health.value as { readonly checks?: Readonly<Record<string, HealthCheckJson>> }
  const raised = Object.entries(checks).filter(
    ([code, { muted }]) => /^(MON|AUTH)_/.test(code) && !elsewhere.has(code) && muted !== true
  )
  if (raised.length === 0) return [ok('health', 'No warning about monitors or keys')]
  return raised.map(([code, check]) =>
    check.severity === 'HEALTH_ERR' ? failed('health', trouble(code, check)) : warning('health', trouble(code, check))
  )
}

function trouble(code: string, { summary, detail = [] }: HealthCheckJson): Trouble {
  const known = Object.hasOwn(explanations, code) ? explanations[code] : undefined
  return {
    problem: cut(code),
    seen: cut(`${code}: ${String(summary?.message)}`, MAX_TEXT),
    evidence: detail.slice(0, MAX_DETAILS).map(({ message }) => cut(String(message), MAX_TEXT)),
    meaning: known?.meaning ?? 'The monitors warn of this themselves.',
    advice: known?.advice ?? [
      'Read what Ceph says of it:',
      `  https://docs.ceph.com/en/latest/rados/operations/health-checks/`
    ]
  }
}

const oldKeys = ['Give each entity a new key, and its users too:', '  ceph auth rotate ENTITY --key-type=aes256k']
const forbid = ['When no entity needs it any more:', '  ceph mon set auth_allowed_ciphers aes256k']
const strict = [
  'When no client is too old for it any more:',
  '  ceph config set mon auth_allow_insecure_global_id_reclaim false'
]
const disk = ['Make room on the host of the monitor:', '  df -h /var/lib/ceph/mon', '  ceph tell mon.ID compact']

const explanations: Readonly<Record<string, { readonly meaning: string; readonly advice: readonly string[] }>> = {
  AUTH_INSECURE_GLOBAL_ID_RECLAIM: {
    meaning: 'Clients that are too old take back their number without a proof (CVE-2021-20288).',
    advice: ['Upgrade the clients that the health detail names, then forbid it:', strict[1]!]
  },
  AUTH_INSECURE_GLOBAL_ID_RECLAIM_ALLOWED: {
    meaning: 'The monitors still let old clients take back their number without a proof (CVE-2021-20288).',
    advice: strict
  },
  AUTH_INSECURE_CLIENT_KEY_TYPE: { meaning: 'Keys of type aes are weaker than those of Tentacle.', advice: oldKeys },
  AUTH_INSECURE_SERVICE_KEY_TYPE: { meaning: 'Keys of type aes are weaker than those of Tentacle.', advice: oldKeys },
  AUTH_INSECURE_KEYS_ALLOWED: { meaning: 'Clients may still come with keys of type aes.', advice: forbid },
  AUTH_INSECURE_KEYS_CREATABLE: { meaning: 'New keys may still be of type aes.', advice: forbid },
  AUTH_BAD_CAPS: {
    meaning: 'An entity has caps that nobody can read: they count for nothing.',
    advice: ['Write them anew:', "  ceph auth caps ENTITY mon 'allow r' …"]
  },
  MON_DISK_LOW: { meaning: 'A monitor that runs out of room ends.', advice: disk },
  MON_DISK_CRIT: { meaning: 'A monitor that runs out of room ends, and this one is about to.', advice: disk },
  MON_DISK_BIG: { meaning: 'The store of a monitor grows beyond what it should need.', advice: disk },
  MON_MSGR2_NOT_ENABLED: {
    meaning: 'Monitors speak msgr1 alone: nothing is encrypted.',
    advice: ['Let them speak msgr2 too:', '  ceph mon enable-msgr2']
  },
  MON_NETSPLIT: {
    meaning: 'Monitors do not see each other, while others see both.',
    advice: ['Check the network between the hosts that the health detail names.']
  }
}
