import { homedir, hostname } from 'node:os'
import { CephError, NIL_UUID, parseUuid } from '@cephwire/codec'
import { DEFAULT_DNS_SRV_NAME } from '../dns-srv.js'
import { ConfigError } from '../errors.js'
import { defaultMonClientOptions, verifyOptions } from '../options.js'
import { parseCephArgs, splitCephArgs } from './ceph-args.js'
import { normalizeOptionName } from './ceph-conf.js'
import { clusterNameOf, DEFAULT_CONF_PATHS, findCephConf } from './conf-search.js'
import { ConfigValues } from './config-values.js'
import { parseConfigEntity } from './entity.js'
import { monitorsOfSections } from './mon-sections.js'
import { resolveSettings, splitList } from './settings.js'
import type { MonClientOptions } from '../options.js'
import type { ConfigOverride } from './ceph-args.js'
import type { CephConf } from './ceph-conf.js'
import type { ConfSearch } from './conf-search.js'
import type { ConfigEntity } from './entity.js'
import type { NamedMonitor } from './named-monitors.js'
import type { MonClientSettings } from './settings.js'

/** Where the key is; it is not read here. */
export type KeySource =
  /** The property `key` is not enumerable: printing a configuration does not print it. */
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'keyfile'; readonly path: string }
  /** The first that exists is the one. */
  | { readonly kind: 'keyring'; readonly paths: readonly string[] }

/** Where the monitors are; names are not resolved here. */
export type MonitorSource =
  /** Text for `parseMonHost`. */
  | { readonly kind: 'mon_host'; readonly text: string }
  /** From sections `[mon.x]`. */
  | { readonly kind: 'mon_addr'; readonly monitors: readonly NamedMonitor[] }
  /** For `resolveDnsSrv`. When DNS has none either, `advice` says what to add, and where. */
  | { readonly kind: 'dns_srv'; readonly srvName: string; readonly advice: string }

export type AuthMethod = 'cephx' | 'none'

/** All that a client needs to begin. */
export interface ResolvedConfig extends MonClientSettings {
  readonly entity: ConfigEntity
  readonly cluster: string
  /** The ceph.conf that was read. */
  readonly confFile: string | undefined
  readonly keySource: KeySource
  readonly monitorSource: MonitorSource
  /** The cluster that is expected; undefined for any. */
  readonly fsid: string | undefined
  /** In order of preference: auth_client_required. */
  readonly authMethods: readonly AuthMethod[]
  /** Where each value came from: `{ monHost: '/etc/ceph/ceph.conf:3 [global]', key: 'CEPH_ARGS' }`. */
  readonly sources: Readonly<Record<string, string>>
  /** What is worth telling a person; never a secret. */
  readonly warnings: readonly string[]
}

/** Environment variables: CEPH_ARGS, CEPH_CONF, CEPH_KEYRING; HOME, NODE_NAME and PID for metavariables. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Brings together options, CEPH_ARGS, the other variables, ceph.conf and defaults; the first of these that says
 * something about an option decides it. Reads ceph.conf, and no other file.
 *
 * @throws ConfigError for whatever somebody must correct
 */
export async function resolveConfig(
  options: MonClientOptions = {},
  env: Environment = process.env
): Promise<ResolvedConfig> {
  verifyOptions(options)
  const overrides = collectOverrides(options, env)
  const entity = resolveEntity(overrides)
  const { conf, tried, cluster } = await readConf(overrides, entity, env)
  const values = new ConfigValues({
    overrides,
    conf,
    entity: entity.value.name,
    variables: metaVariables(entity.value, cluster.value, env)
  })
  const settings = resolveSettings(options, values)
  const key = resolveKey(values)
  const monitors = resolveMonitors(values, conf, tried)
  const fsid = values.parsed('fsid', 'a UUID of 36 characters', uuid)
  const auth = resolveAuthMethods(values)
  return {
    ...settings.settings,
    entity: entity.value,
    cluster: cluster.value,
    confFile: conf?.file,
    keySource: key.value,
    monitorSource: monitors.value,
    fsid: fsid?.value === NIL_UUID ? undefined : fsid?.value,
    authMethods: auth.value,
    sources: {
      ...settings.sources,
      entity: entity.source,
      cluster: cluster.source,
      key: key.source,
      monitors: monitors.source,
      authMethods: auth.source,
      ...(fsid === undefined ? {} : { fsid: fsid.source })
    },
    warnings: warningsOf(overrides)
  }
}

interface Sourced<T> {
  readonly value: T
  readonly source: string
}

/** The weakest first: the environment, CEPH_ARGS, then options. */
function collectOverrides(options: MonClientOptions, env: Environment): readonly ConfigOverride[] {
  const overrides: ConfigOverride[] = []
  const add = (option: string, value: string | undefined, source: string): void => {
    if (value !== undefined && value !== '') overrides.push({ option, value, source })
  }
  add('conf', env['CEPH_CONF'], 'CEPH_CONF')
  add('keyring', env['CEPH_KEYRING'], 'CEPH_KEYRING')
  overrides.push(...parseCephArgs(splitCephArgs(env['CEPH_ARGS'] ?? ''), { source: 'CEPH_ARGS' }).overrides)
  for (const [name, value] of Object.entries(options.config ?? {})) {
    overrides.push({ option: normalizeOptionName(name), value, source: 'options' })
  }
  add('conf', options.conf, 'options')
  add('cluster', options.cluster, 'options')
  add('name', options.name, 'options')
  add('keyring', options.keyring, 'options')
  add('keyfile', options.keyfile, 'options')
  add('key', options.key, 'options')
  add('mon_host', options.monHost, 'options')
  add('fsid', options.fsid, 'options')
  return overrides
}

/** An id changes that part of the name alone. */
function resolveEntity(overrides: readonly ConfigOverride[]): Sourced<ConfigEntity> {
  let entity: Sourced<ConfigEntity> = {
    value: parseConfigEntity(defaultMonClientOptions.name, 'default'),
    source: 'default'
  }
  for (const { option, value, source } of overrides) {
    if (option === 'name') entity = { value: parseConfigEntity(value, source), source }
    else if (option === 'id') entity = { value: parseConfigEntity(`${entity.value.type}.${value}`, source), source }
  }
  return entity
}

async function readConf(
  overrides: readonly ConfigOverride[],
  entity: Sourced<ConfigEntity>,
  env: Environment
): Promise<ConfSearch & { readonly cluster: Sourced<string> }> {
  const last = (option: string): ConfigOverride | undefined => overrides.findLast(o => o.option === option)
  const given = last('conf')
  const named = last('cluster')
  const start = named?.value ?? defaultMonClientOptions.cluster
  const meta = { variables: metaVariables(entity.value, start, env), option: (): undefined => undefined }
  const search =
    last('no_config_file')?.value === 'true'
      ? { conf: undefined, tried: [] }
      : await findCephConf(given?.value ?? DEFAULT_CONF_PATHS, given?.source, meta)
  if (named !== undefined) return { ...search, cluster: { value: named.value, source: named.source } }
  // As Ceph: a file given with -c tells the cluster's name, one given by CEPH_CONF does not.
  const file = given === undefined || given.source === 'CEPH_CONF' ? undefined : search.conf?.file
  const ofFile = file === undefined ? undefined : clusterNameOf(file)
  return {
    ...search,
    cluster: ofFile === undefined ? { value: start, source: 'default' } : { value: ofFile, source: file! }
  }
}

function metaVariables(entity: ConfigEntity, cluster: string, env: Environment): ReadonlyMap<string, string> {
  const host = env['NODE_NAME'] ?? hostname()
  return new Map([
    ['cluster', cluster],
    ['type', entity.type],
    ['id', entity.id],
    ['num', entity.id],
    ['name', entity.name],
    ['host', host.split('.', 1)[0]!],
    ['pid', env['PID'] ?? String(process.pid)],
    ['home', env['HOME'] ?? homedir()]
  ])
}

/** The strongest source counts; within one, a key goes before a keyfile, and that before a keyring, as in Ceph. */
function resolveKey(values: ConfigValues): Sourced<KeySource> {
  const keyring = values.get('keyring')
  const keyfile = values.get('keyfile')
  const key = values.get('key')
  const rank = Math.max(keyring?.rank ?? 0, keyfile?.rank ?? 0, key?.rank ?? 0)
  if (key?.rank === rank) return { value: hiddenKey(key.value), source: key.source }
  if (keyfile?.rank === rank) return { value: { kind: 'keyfile', path: keyfile.value }, source: keyfile.source }
  return { value: { kind: 'keyring', paths: splitList(keyring?.value ?? '') }, source: keyring?.source ?? 'default' }
}

function hiddenKey(key: string): KeySource {
  return Object.defineProperty({ kind: 'key' as const, key }, 'key', { enumerable: false })
}

function resolveMonitors(
  values: ConfigValues,
  conf: CephConf | undefined,
  tried: readonly string[]
): Sourced<MonitorSource> {
  const monHost = values.get('mon_host_override') ?? values.get('mon_host')
  if (monHost !== undefined) return { value: { kind: 'mon_host', text: monHost.value }, source: monHost.source }
  const monmap = values.get('monmap')
  if (monmap !== undefined) {
    throw new ConfigError(`A monmap file is not supported: give the monitors as mon_host (${monmap.source})`, {
      option: 'monmap'
    })
  }
  const monitors = conf === undefined ? [] : monitorsOfSections(conf, text => values.expand(text))
  if (monitors.length > 0) return { value: { kind: 'mon_addr', monitors }, source: `${conf!.file} [mon.x]` }
  const srv = values.get('mon_dns_srv_name')
  const srvName = srv?.value ?? DEFAULT_DNS_SRV_NAME
  return { value: { kind: 'dns_srv', srvName, advice: noMonitors(conf, tried) }, source: srv?.source ?? 'default' }
}

function noMonitors(conf: CephConf | undefined, tried: readonly string[]): string {
  const add = 'mon_host = ADDRESS[,ADDRESS…]'
  if (conf !== undefined) return `${conf.file} names no monitors: add "${add}" to its section [global]`
  const files = tried.length === 0 ? '' : ` (looked for ${tried.join(', ')})`
  return `There is no configuration file${files}: give monHost, or write one with "${add}" in a section [global]`
}

/** @throws ConfigError when no method that this client speaks is left */
function resolveAuthMethods(values: ConfigValues): Sourced<readonly AuthMethod[]> {
  const option = values.get('auth_supported') === undefined ? 'auth_client_required' : 'auth_supported'
  const known = (text: string): readonly AuthMethod[] | undefined => {
    const methods = splitList(text).filter(method => method === 'cephx' || method === 'none')
    return methods.length === 0 ? undefined : [...new Set(methods)]
  }
  return values.parsed(option, 'cephx, none or both', known) ?? { value: ['cephx', 'none'], source: 'default' }
}

function warningsOf(overrides: readonly ConfigOverride[]): readonly string[] {
  const exposed = overrides.filter(({ option, source }) => option === 'key' && source !== 'options')
  return exposed.map(
    ({ source }) => `The key is given in ${source}, where other processes can see it: use a keyring or a keyfile`
  )
}

function uuid(text: string): string | undefined {
  try {
    return parseUuid(text)
  } catch (error) {
    if (CephError.isCephError(error)) return undefined
    throw error
  }
}
