import { defaultMonClientOptions } from '../options.js'
import { parseDecimal, parseTimespan } from './timespan.js'
import type { HuntingOptions, KeepaliveOptions, MonClientOptions, MsMode } from '../options.js'
import type { ConfigValues } from './config-values.js'

/** Options that have a value in any case. Times are milliseconds. */
export interface MonClientSettings {
  readonly msMode: MsMode
  /** ms_client_mode: for daemons other than monitors, such as the manager. */
  readonly clientMsMode: MsMode
  /** 0 for no limit. */
  readonly connectTimeout: number
  /** 0 for no limit. */
  readonly commandTimeout: number
  readonly hunting: Readonly<Required<HuntingOptions>>
  readonly keepalive: Readonly<Required<KeepaliveOptions>>
  /** Undefined for any monitor. */
  readonly targetRank: number | undefined
}

export interface ResolvedSettings {
  readonly settings: MonClientSettings
  readonly sources: Readonly<Record<string, string>>
}

/** A list as Ceph splits it. */
export function splitList(text: string): string[] {
  return text.split(/[;,= \t]+/).filter(item => item !== '')
}

/** ms_mon_client_mode: connection modes in order of preference, `secure crc`. */
export function parseConModes(text: string): MsMode | undefined {
  const modes: Readonly<Record<string, MsMode>> = {
    crc: 'crc',
    secure: 'secure',
    'crc secure': 'prefer-crc',
    'secure crc': 'prefer-secure'
  }
  const key = [...new Set(splitList(text))].join(' ')
  return Object.hasOwn(modes, key) ? modes[key] : undefined
}

/**
 * Options first, then the configuration, then defaults.
 *
 * @throws ConfigError when an option of the configuration makes no sense
 */
export function resolveSettings(options: MonClientOptions, values: ConfigValues): ResolvedSettings {
  const sources: Record<string, string> = {}
  const pick = <T>(
    name: string,
    given: T | undefined,
    found: { value: T; source: string } | undefined,
    fallback: T
  ): T => {
    sources[name] = given !== undefined ? 'options' : (found?.source ?? 'default')
    return given ?? found?.value ?? fallback
  }
  const modes = (option: string): { value: MsMode; source: string } | undefined =>
    values.parsed(option, '"secure", "crc" or both in order of preference', parseConModes)
  const timeout = (option: string): { value: number; source: string } | undefined =>
    values.parsed(option, 'a time such as 30 or 5m', parseTimespan)
  const number = (option: string, least: number, factor = 1): { value: number; source: string } | undefined =>
    values.parsed(option, `a number of at least ${least}`, text => {
      const value = parseDecimal(text)
      return value === undefined || value < least ? undefined : value * factor
    })
  const { hunting = {}, keepalive = {} } = options
  const usual = defaultMonClientOptions
  const hunt = 'mon_client_hunt_'
  const interval = `${hunt}interval`
  const settings: MonClientSettings = {
    msMode: pick('msMode', options.msMode, modes('ms_mon_client_mode'), usual.msMode),
    clientMsMode: pick('clientMsMode', undefined, modes('ms_client_mode'), 'prefer-crc'),
    connectTimeout: pick(
      'connectTimeout',
      options.connectTimeout,
      timeout('client_mount_timeout'),
      usual.connectTimeout
    ),
    commandTimeout: pick(
      'commandTimeout',
      options.commandTimeout,
      timeout('rados_mon_op_timeout'),
      usual.commandTimeout
    ),
    hunting: {
      interval: pick('hunting.interval', hunting.interval, number(interval, 0.001, 1000), usual.hunting.interval),
      parallel: pick('hunting.parallel', hunting.parallel, number(`${hunt}parallel`, 0), usual.hunting.parallel),
      backoff: pick('hunting.backoff', hunting.backoff, number(`${interval}_backoff`, 1), usual.hunting.backoff),
      minMultiple: pick(
        'hunting.minMultiple',
        hunting.minMultiple,
        number(`${interval}_min_multiple`, 0),
        usual.hunting.minMultiple
      ),
      maxMultiple: pick(
        'hunting.maxMultiple',
        hunting.maxMultiple,
        number(`${interval}_max_multiple`, 1),
        usual.hunting.maxMultiple
      ),
      jitter: hunting.jitter ?? usual.hunting.jitter,
      wholeInterval: hunting.wholeInterval ?? usual.hunting.wholeInterval
    },
    keepalive: {
      interval: pick(
        'keepalive.interval',
        keepalive.interval,
        number('mon_client_ping_interval', 0.001, 1000),
        usual.keepalive.interval
      ),
      timeout: pick(
        'keepalive.timeout',
        keepalive.timeout,
        number('mon_client_ping_timeout', 0.001, 1000),
        usual.keepalive.timeout
      )
    },
    targetRank: rankOf(pick('targetRank', options.targetRank, number('mon_client_target_rank', -1), -1))
  }
  return { settings, sources }
}

/** -1 stands for any. */
function rankOf(rank: number): number | undefined {
  return rank < 0 ? undefined : rank
}
