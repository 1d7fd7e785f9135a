import { conModeName } from '@cephwire/messenger'
import { failed, ok, skipped } from './check.js'
import { isAuthenticated } from './cluster-view.js'
import { errorCode, list, reason } from './words.js'
import type { MsMode } from '@cephwire/mon-client'
import type { Asker } from './authentication.js'
import type { Check, Trouble } from './check.js'
import type { Probe } from './probe.js'

/** Whether both sides found a way to protect the connection. */
export function examineMode(probes: readonly Probe[], { msMode, credentials }: Asker): Check {
  const refused = probes.find(({ error }) => errorCode(error) === 'ERR_CEPH_MSGR_CON_MODE')
  if (refused !== undefined) return failed('connection-mode', modeTrouble(reason(refused.error), msMode))
  const lacking = probes.find(({ error }) => errorCode(error) === 'ERR_CEPH_MSGR_FEATURES')
  if (lacking !== undefined) {
    return failed('connection-mode', {
      problem: 'features',
      seen: `${lacking.target.text}: ${reason(lacking.error)}`,
      meaning: 'The cluster and this program are too far apart in age.',
      advice: ['Upgrade the older of the two.']
    })
  }
  if (msMode === 'secure' && credentials !== undefined && !credentials.methods.includes('cephx')) {
    return failed('connection-mode', {
      problem: 'secure-needs-cephx',
      seen: 'Mode secure, and authentication none',
      meaning: 'Without cephx there is no key to encrypt with.',
      advice: ['Allow crc:', '  cephwire --ms-mode prefer-secure …']
    })
  }
  const ready = probes.filter(isAuthenticated)
  const first = ready.filter(({ target }) => target.use === 'first')
  const used = first.length > 0 ? first : ready.filter(({ target }) => target.use === 'fallback')
  const modes = [...new Set(used.map(({ protocol, conMode }) => `${conModeName(conMode!)} on ${protocol!}`))]
  return modes.length === 0 ? skipped('connection-mode', 'No monitor got that far') : ok('connection-mode', list(modes))
}

function modeTrouble(seen: string, msMode: MsMode): Trouble {
  const allowed = /The peer allows (\w+)/.exec(seen)?.[1]
  const mode = allowed === 'secure' ? 'secure' : allowed === 'crc' ? 'crc' : 'prefer-secure'
  const option = mode === 'prefer-secure' ? 'secure crc' : mode
  return {
    problem: 'mode-refused',
    seen,
    meaning: `This client asks for mode ${msMode}, and the monitors (ms_mon_service_mode) do not take it.`,
    advice: [
      'Ask for what they take:',
      `  cephwire --ms-mode ${mode} …`,
      'or for good, in section [global] of ceph.conf:',
      `  ms_mon_client_mode = ${option}`
    ]
  }
}
