import { AuthMethod, AuthMethodRejectedError, authErrnoName } from '@cephwire/auth'
import { MessengerError } from '@cephwire/messenger'
import { failed, ok, skipped, warning } from './check.js'
import { isAuthenticated } from './cluster-view.js'
import { isReached } from './reachability.js'
import { cipherName, errorCode, list, reason } from './words.js'
import type { Credentials, MsMode } from '@cephwire/mon-client'
import type { Check, Trouble } from './check.js'
import type { ClusterView } from './cluster-view.js'
import type { Probe } from './probe.js'

/** Who asked. */
export interface Asker {
  /** `client.admin` */
  readonly name: string
  readonly credentials: Credentials | undefined
  readonly msMode: MsMode
}

const EACCES = -13
const EOPNOTSUPP = -95
/** EAGAIN, EBUSY, ETIMEDOUT: of a monitor that cannot say yet. */
const NOT_YET: readonly number[] = [-11, -16, -110]

/** Whether a monitor took the connection and then could not let anybody in, as one without a quorum does. */
export function isUndecided(probe: Probe): boolean {
  if (!isReached(probe) || isAuthenticated(probe)) return false
  const { error, silent } = probe
  if (error instanceof AuthMethodRejectedError) return NOT_YET.includes(error.result)
  return silent || (error instanceof MessengerError && error.code === 'ERR_CEPH_MSGR_FAULT')
}

/** Whether the monitors let this entity in. */
export function examineAuthentication(probes: readonly Probe[], view: ClusterView, asker: Asker): Check {
  const { credentials, name } = asker
  const refusal = probes.map(({ error }) => error).find(isRefusal)
  if (credentials === undefined) {
    if (view.authenticated.length === 0) return skipped('authentication', `There is no key to show for ${name}`)
    return warning('authentication', {
      problem: 'key-not-needed',
      seen: 'The monitors take clients without a key',
      meaning: 'The cluster uses no authentication, and this client is not told so.',
      advice: ['In section [global] of ceph.conf:', '  auth_client_required = none']
    })
  }
  if (view.authenticated.length > 0 && refusal === undefined) {
    const method = view.authenticated[0]!.method
    return ok('authentication', `${name} is let in by method ${method}`)
  }
  if (refusal !== undefined) return failed('authentication', refusalTrouble(refusal, probes, view, asker))
  const broken = probes.find(probe => isReached(probe) && probe.phase.includes('AUTH') && !isUndecided(probe))
  if (broken !== undefined && broken.error !== undefined && errorCode(broken.error) !== 'ERR_CEPH_MSGR_CON_MODE') {
    return failed('authentication', {
      problem: 'broken-authentication',
      seen: `${broken.target.text}: ${reason(broken.error)}`,
      meaning: 'What the monitor answers is no proof that it knows the key: it may not be who it says.',
      advice: ['Check that this is the right host, then fetch the key anew:', `  ceph auth get ${name}`]
    })
  }
  return skipped('authentication', 'No monitor got that far')
}

function isRefusal(error: unknown): error is AuthMethodRejectedError {
  return error instanceof AuthMethodRejectedError && !NOT_YET.includes(error.result)
}

function refusalTrouble(
  error: AuthMethodRejectedError,
  probes: readonly Probe[],
  { cluster }: ClusterView,
  { name, credentials }: Asker
): Trouble {
  if (error.result === EOPNOTSUPP) return methodTrouble(error, name)
  if (error.result !== EACCES) {
    return {
      problem: 'refused',
      seen: `${name} is refused with ${authErrnoName(error.result)}`,
      meaning: 'The monitors do not say more than that.',
      advice: ['Their logs do:', '  journalctl -u ceph-mon@ID']
    }
  }
  if (probes.some(({ keyProven }) => keyProven)) return capsTrouble(name)
  const type = credentials?.key?.type
  const ciphers = cluster?.ciphers
  if (type !== undefined && ciphers !== undefined && !ciphers.includes(type)) {
    return {
      problem: 'key-type',
      seen: `The key is of type ${cipherName(type)}, the monitors take ${list(ciphers.map(cipherName))}`,
      meaning: 'A key of this type is refused whoever has it; Ceph knows aes256k since Tentacle (20).',
      advice: [
        'Fetch the key that the cluster has now:',
        ...fetch(name),
        ...(type === AES
          ? ['or let the cluster take the old type as well:', '  ceph mon set auth_allowed_ciphers aes,aes256k']
          : [])
      ]
    }
  }
  return {
    problem: 'wrong-key',
    seen: `The monitors refuse ${name} with EACCES`,
    meaning: `The key is wrong, there is no ${name} in this cluster, or it has no caps for mon: monitors do not say which${cluster === undefined && type === AES256K ? '. Nor do monitors before Tentacle know keys of type aes256k' : ''}.`,
    advice: [
      'Compare with what the cluster has, where you are client.admin:',
      `  ceph auth get ${name}`,
      'and put that into the keyring:',
      `  ceph auth get ${name} -o KEYRING`
    ]
  }
}

const AES = 1
const AES256K = 2

const fetch = (name: string): readonly string[] => [`  ceph auth get ${name} -o KEYRING`]

/** An entity without caps for mon is refused with the same number as a wrong key. */
function capsTrouble(name: string): Trouble {
  return {
    problem: 'no-mon-caps',
    seen: `The key of ${name} is right, and the monitors refuse it with EACCES`,
    meaning: 'The entity has no caps for mon, without which nobody is let in.',
    advice: [
      'See what it has, and give it mon as well; what is not named anew is lost:',
      `  ceph auth get ${name}`,
      `  ceph auth caps ${name} mon 'allow r' …`
    ]
  }
}

function methodTrouble({ method, allowedMethods }: AuthMethodRejectedError, name: string): Trouble {
  const wanted = allowedMethods.includes(AuthMethod.None) || method === AuthMethod.Cephx ? 'none' : 'cephx'
  return {
    problem: 'auth-method',
    seen: `The monitors do not take authentication ${method === AuthMethod.Cephx ? 'cephx' : 'none'}`,
    meaning: `They want ${wanted}${wanted === 'cephx' ? ', which is a key' : ''}.`,
    advice: [
      'In section [global] of ceph.conf:',
      `  auth_client_required = ${wanted}`,
      ...(wanted === 'cephx' ? [`and a keyring with the key of ${name}:`, '  cephwire -k KEYRING …'] : [])
    ]
  }
}
