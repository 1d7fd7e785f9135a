import { AuthMethodRejectedError } from '@cephwire/auth'
import { MessengerError } from '@cephwire/messenger'
import { failed, ok, skipped, warning } from './check.js'
import { reason, shellWord } from './words.js'
import type { Check, Trouble } from './check.js'
import type { Probe } from './probe.js'

/** Behind these phases it is known that a monitor is there. */
const GREETED = /^(AUTH|SESSION|READY|PING|MAUTH|MONMAP|DONE)/

/** Whether a monitor was reached and spoke the protocol, whatever became of it then. */
export function isReached(probe: Probe): boolean {
  if (codeOf(probe.error) === 'ERR_CEPH_MSGR_FEATURES') return true
  return GREETED.test(probe.phase) && !isOtherAddress(probe)
}

const codeOf = (error: unknown): string => (error instanceof MessengerError ? error.code : '')

/** A monitor of msgr2 that is asked for an address which it does not have closes the connection without a word. */
function isOtherAddress({ error, phase, silent }: Probe): boolean {
  const code = codeOf(error)
  return code === 'ERR_CEPH_MSGR_PEER' || (code === 'ERR_CEPH_MSGR_FAULT' && phase === 'SESSION_CONNECTING' && !silent)
}

/**
 * One check for each address.
 *
 * @param nameOf the monitor at an address; undefined when nobody knows
 */
export function examineAddresses(
  probes: readonly Probe[],
  nameOf: (text: string) => string | undefined
): readonly Check[] {
  const served = probes.filter(isReached)
  const names = new Set(served.map(({ target }) => target.monitor))
  return probes.map(probe => {
    const { text: subject, use, monitor, guessed } = probe.target
    const name = nameOf(subject)
    const who = name === undefined ? 'a monitor' : `mon.${name}`
    if (isReached(probe)) {
      const broken = use === 'first' && isBroken(probe) && probes.some(isUseful)
      if (broken) return failed('monitor', { subject, ...brokenTrouble(probe, name) })
      return ok('monitor', seenOf(probe, who), { subject })
    }
    const trouble = { subject, ...troubleOf(probe, name) }
    if (use === 'never') return skipped('monitor', `${trouble.seen}; not used in this mode`, { subject })
    if (guessed && names.has(monitor) && otherVersionOf(probe) !== undefined) {
      return skipped('monitor', trouble.seen, { subject })
    }
    if (use === 'first') {
      return names.has(monitor) && isRefused(probe)
        ? warning('monitor', { ...trouble, ...onlyLegacy })
        : failed('monitor', trouble)
    }
    return skipped('monitor', `${trouble.seen}; only a fallback`, { subject })
  })
}

const isUseful = ({ phase, target }: Probe): boolean => phase === 'DONE' && target.use !== 'never'

/** Whether something that is no refusal has kept a monitor that was reached from giving a session. */
export function isBroken({ error, silent }: Probe): boolean {
  if (error === undefined || error instanceof AuthMethodRejectedError) return false
  return silent || !/MODE|FEATURES/.test(codeOf(error))
}

/** What a monitor that was reached did instead of giving a session. */
export function endOf({ error, silent, phase }: Probe): string {
  return silent ? `silent in ${phase}` : reason(error)
}

function brokenTrouble(probe: Probe, name: string | undefined): Trouble {
  return {
    problem: 'no-session',
    seen: `speaks ${versionOf(probe)} and gives no session: ${endOf(probe)}`,
    meaning: 'Other monitors give one: this one is out of the quorum, overloaded, or cut off by something in between.',
    advice: ['Look at the monitor on its host:', `  ceph daemon ${shellWord(`mon.${name ?? 'ID'}`)} mon_status`]
  }
}

const versionOf = ({ protocol, target }: Probe): string =>
  protocol ?? (target.addr.type === 'legacy' ? 'msgr1' : 'msgr2')

const onlyLegacy = {
  problem: 'msgr2-off',
  meaning: 'This monitor speaks msgr1 alone: no encryption, and newer clients of the kernel may refuse it.',
  advice: ['Let the monitors speak msgr2 too:', '  ceph mon enable-msgr2']
}

function seenOf(probe: Probe, who: string): string {
  return `${who} speaks ${versionOf(probe)}${probe.silent ? '' : `, ${probe.millis} ms`}`
}

const systemCode = (error: unknown): string | undefined => {
  const cause = error instanceof Error ? (error.cause as NodeJS.ErrnoException | undefined) : undefined
  return cause?.code
}

const isRefused = ({ error }: Probe): boolean => systemCode(error) === 'ECONNREFUSED'

function troubleOf(probe: Probe, name: string | undefined): Trouble {
  if (probe.phase === 'CONNECTING') return notConnected(probe, name)
  const { error, silent } = probe
  const seen = reason(error)
  const otherVersion = otherVersionOf(probe)
  if (otherVersion !== undefined) return otherVersion
  if (silent) {
    return {
      problem: 'silent',
      seen: 'takes the connection and says nothing',
      meaning: 'Something is listening, but no monitor that runs: a hung one, a firewall or proxy in between.',
      advice: ['Look on the host what listens there and whether it runs:', ...onHost(probe, name)]
    }
  }
  if (codeOf(error) === 'ERR_CEPH_MSGR_BANNER') {
    return {
      problem: 'no-monitor',
      seen,
      meaning: 'Another program is listening on this port.',
      advice: [
        'Correct the port in mon_host: 3300 for msgr2, 6789 for msgr1. What listens there, on the host:',
        listener(probe)
      ]
    }
  }
  if (isOtherAddress(probe)) return otherPeer(seen)
  return {
    problem: 'broken-greeting',
    seen,
    meaning: 'The connection ends before a monitor has greeted: another program, or one in between that cuts it.',
    advice: ['Look on the host what listens there:', listener(probe)]
  }
}

function otherPeer(seen: string): Trouble {
  if (/expected a mon/.test(seen)) {
    return {
      problem: 'other-daemon',
      seen,
      meaning: 'It is a daemon of Ceph, but no monitor.',
      advice: ['Correct the port in mon_host: 3300 for msgr2, 6789 for msgr1.']
    }
  }
  return {
    problem: 'other-address',
    seen: /reached/.test(seen) ? seen : 'the monitor closes the connection when it is told the address',
    meaning: 'The monitor knows itself by another address: a forwarded port, or a network of the other side.',
    advice: ['Use the address that the monitor has, as the cluster tells it:', '  ceph mon dump']
  }
}

/** The banner tells which of the two protocols a port speaks. */
function otherVersionOf({ error, target }: Probe): Trouble | undefined {
  const speaks = /speaks (msgr[12])/.exec(reason(error))?.[1]
  if (speaks === undefined) return undefined
  const { host, port } = target.addr
  const at = host.includes(':') ? `[${host}]` : host
  const [right, wrong, usual] = speaks === 'msgr1' ? ['v1', 'v2', 3300] : ['v2', 'v1', 6789]
  return {
    problem: speaks === 'msgr1' ? 'v1-port' : 'v2-port',
    seen: `speaks ${speaks}, and ${wrong} was asked`,
    meaning: `The monitor is there, but this is its ${right} port.`,
    advice: [
      `Write the address with its own protocol, or the ${wrong} port (${usual} as a rule):`,
      `  mon_host = ${right}:${at}:${port}`,
      ...(speaks === 'msgr1'
        ? ['A monitor that has no other port does not speak msgr2 yet:', '  ceph mon enable-msgr2']
        : [])
    ]
  }
}

function notConnected(probe: Probe, name: string | undefined): Trouble {
  const { error, silent, millis, target } = probe
  const code = systemCode(error)
  if (silent || code === 'ETIMEDOUT') {
    return {
      problem: 'timeout',
      seen: `no answer in ${millis} ms`,
      meaning: 'The host is down, or a firewall drops what is sent to this port.',
      advice: [
        'See whether the host is up and the port open:',
        `  ping ${target.addr.host}`,
        `  nc -vz ${target.addr.host} ${target.addr.port}`
      ]
    }
  }
  if (code === 'ECONNREFUSED') {
    return {
      problem: 'refused',
      seen: 'connection refused',
      meaning: 'The host is up, and nothing listens on this port: the monitor is down, or the port is wrong.',
      advice: ['Start the monitor on its host, or correct mon_host:', ...onHost(probe, name)]
    }
  }
  return {
    problem: 'unreachable',
    seen: reason(error).replace(/^Cannot connect: /, ''),
    meaning: 'There is no way from this host to that address.',
    advice: ['Look at the route:', `  ip route get ${target.addr.host}`]
  }
}

function onHost(probe: Probe, name: string | undefined): readonly string[] {
  return [`  systemctl status ${shellWord(`ceph-mon@${name ?? 'ID'}`)}`, listener(probe)]
}

const listener = ({ target }: Probe): string => `  ss -ltnp 'sport = ${target.addr.port}'`
