import { parseAuthEntity } from '@cephwire/auth'
import { connectionOptions } from '../connection-options.js'
import { examineAuthentication } from './authentication.js'
import { examineCaps } from './caps.js'
import { failed, skipped } from './check.js'
import { examineClocks } from './clocks.js'
import { monitorAt, viewOf } from './cluster-view.js'
import { examineConfiguration } from './configuration.js'
import { examineMode } from './connection-mode.js'
import { examineHealth } from './health.js'
import { examineKeyring } from './keyring.js'
import { examineFsid, examineMonMap, examineSession } from './membership.js'
import { examineMonHost } from './mon-host.js'
import { examineNode } from './node.js'
import { probe } from './probe.js'
import { askCluster } from './questions.js'
import { examineQuorum } from './quorum.js'
import { examineAddresses } from './reachability.js'
import { targetsOf } from './target.js'
import { examineVersions } from './versions.js'
import { cut } from './words.js'
import type { DnsSrvOptions, MonClientOptions, ResolvedConfig } from '@cephwire/mon-client'
import type { CommandLine } from '../command-line.js'
import type { Io } from '../io.js'
import type { Check, CheckName } from './check.js'
import type { ClusterView } from './cluster-view.js'
import type { Keys } from './keyring.js'
import type { Probe, ProbeInit } from './probe.js'
import type { Target } from './target.js'

/** What the examination needs besides the command line. */
export interface ExamineInit {
  readonly env: Io['env']
  readonly signal: AbortSignal
  /** Default: those of the system. */
  readonly dns?: Pick<DnsSrvOptions, 'lookup' | 'resolveSrv' | 'readResolvConf'>
}

/** Milliseconds for all of it when the command line says nothing or "no limit", whatever ceph.conf says. */
const DEFAULT_TIMEOUT = 10_000
/** The part of the time that may be gone when each step ends. */
const DNS_BY = 0.3
const PROBES_BY = 0.6
const OTHERS_BY = 0.8
/** Addresses that are tried, all at a time: more than any cluster has. */
const MAX_ADDRESSES = 1024
/** Milliseconds that a step gets in any case. */
const LEAST = 500

/**
 * Looks at everything between this program and the cluster, in order; what depends on something that failed is skipped.
 *
 * @throws the signal's reason; nothing for what is wrong
 */
export async function examine({ flags, overrides }: CommandLine, init: ExamineInit): Promise<readonly Check[]> {
  const options = connectionOptions(flags, overrides)
  const node = examineNode(process.versions.node)
  const { checks, config } = await examineConfiguration(options, init.env)
  if (config === undefined) return [node, ...checks]
  return [node, ...checks, ...(await examineConnection(options, config, init))]
}

async function examineConnection(
  options: MonClientOptions,
  config: ResolvedConfig,
  { signal, dns }: ExamineInit
): Promise<readonly Check[]> {
  const left = stopwatch(options.connectTimeout ?? Math.min(config.connectTimeout, DEFAULT_TIMEOUT))
  const [monHost, keys] = await Promise.all([
    inTime(left(DNS_BY), signal, signal => examineMonHost(config, { ...dns, signal })),
    examineKeyring(config)
  ])
  const init: Omit<ProbeInit, 'timeout'> = {
    credentials: keys.credentials,
    entity: parseAuthEntity(config.entity.name),
    msMode: config.msMode,
    signal
  }
  const targets = targetsOf(monHost.monitors, config.msMode).slice(0, MAX_ADDRESSES)
  const named = await probeAll(targets, { ...init, timeout: left(PROBES_BY) })
  const others = othersOf(viewOf(named), targets, config)
  const all = [...named, ...(await probeAll(others, { ...init, timeout: left(OTHERS_BY) }))]
  const view = viewOf(all)
  const about = [
    ...monHost.checks,
    ...keys.checks,
    ...examineAddresses(all, text => monitorAt(view.cluster, text)?.name),
    ...examineProbes(named, all, view, keys, config)
  ]
  return [...about, ...(await examineCluster(options, config, about, left(1), signal))]
}

function examineProbes(
  named: readonly Probe[],
  all: readonly Probe[],
  view: ClusterView,
  { credentials }: Keys,
  config: ResolvedConfig
): readonly Check[] {
  if (all.length === 0) return []
  const asker = { name: config.entity.name, credentials, msMode: config.msMode }
  const mode = examineMode(all, asker)
  const authentication = examineAuthentication(all, view, asker)
  const quorum = examineQuorum(all, view)
  const otherwise =
    credentials === undefined || [mode, authentication, quorum].some(({ result }) => result === 'failed')
  return [
    mode,
    authentication,
    examineSession(all, view, otherwise),
    examineFsid(view, config),
    ...examineMonMap(view, named, config),
    quorum
  ]
}

/** Answers of a cluster that is not the right one, or to somebody else, would tell nothing. */
async function examineCluster(
  options: MonClientOptions,
  config: ResolvedConfig,
  before: readonly Check[],
  timeout: number,
  signal: AbortSignal
): Promise<readonly Check[]> {
  const rest: readonly CheckName[] = ['caps', 'clocks', 'versions', 'health']
  const unasked = rest.map(name => skipped(name, 'There is no session to ask in'))
  const isWell = (name: CheckName): boolean => before.some(({ check, result }) => check === name && result === 'ok')
  if (!(['connection-mode', 'authentication', 'session', 'fsid'] as const).every(isWell)) return unasked
  const entity = config.entity.name
  const asked = await askCluster(options, entity, timeout, signal)
  if ('failure' in asked) return [noAnswer(asked.failure), ...unasked]
  if ('failure' in asked.quorumStatus) return [noAnswer(asked.quorumStatus.failure), ...unasked]
  return [
    ...sensible('caps', () => [examineCaps(asked, entity)]),
    ...sensible('clocks', () => [examineClocks(asked)]),
    ...sensible('versions', () => [examineVersions(asked)]),
    ...sensible('health', () => examineHealth(asked))
  ]
}

function noAnswer(failure: string): Check {
  return failed('session', {
    problem: 'no-answer',
    seen: cut(failure, 512),
    meaning: 'A monitor lets this client in and does not answer its commands in time.',
    advice: [
      'Give it more time, then look what the monitors are at, each on its host:',
      '  cephwire --connect-timeout 60 doctor',
      '  ceph daemon mon.ID ops'
    ]
  })
}

/** JSON of another form than Ceph's is as good as no answer. */
function sensible(name: CheckName, read: () => readonly Check[]): readonly Check[] {
  try {
    return read()
  } catch (error) {
    if (error instanceof TypeError) return [skipped(name, 'The answer makes no sense')]
    throw error
  }
}

function probeAll(targets: readonly Target[], init: ProbeInit): Promise<readonly Probe[]> {
  return Promise.all(targets.map(target => probe(target, init)))
}

/** Addresses that only the monmap has. */
function othersOf(
  { cluster, fsids }: ClusterView,
  known: readonly Target[],
  config: ResolvedConfig
): readonly Target[] {
  if (cluster === undefined || fsids.length !== 1 || (config.fsid !== undefined && config.fsid !== fsids[0])) return []
  const tried = new Set(known.map(({ text }) => text))
  const monitors = cluster.monitors.map(({ name, addrvec }) => ({ name, addrs: addrvec, priority: 0, weight: 0 }))
  return targetsOf(monitors, config.msMode)
    .filter(({ text }) => !tried.has(text))
    .slice(0, MAX_ADDRESSES)
}

/** @returns the milliseconds left until a part of the whole time is over */
function stopwatch(timeout: number): (part: number) => number {
  const started = performance.now()
  const whole = timeout === 0 ? DEFAULT_TIMEOUT : timeout
  return part => Math.max(LEAST, whole * part - (performance.now() - started))
}

async function inTime<T>(timeout: number, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(new Error('Not in time')), timeout)
  try {
    const result = await work(AbortSignal.any([late.signal, signal]))
    signal.throwIfAborted()
    return result
  } finally {
    clearTimeout(timer)
  }
}
