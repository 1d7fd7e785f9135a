import { readFile } from 'node:fs/promises'
import { ConfigError, parseCephConf, resolveConfig } from '@cephwire/mon-client'
import { configMessage } from '../config-message.js'
import { failed, ok, warning } from './check.js'
import { list, source } from './words.js'
import type { Environment, MonClientOptions, ResolvedConfig } from '@cephwire/mon-client'
import type { Check, Trouble } from './check.js'

/** What the configuration came to. */
export interface Configuration {
  readonly checks: readonly Check[]
  /** Undefined when it makes no sense. */
  readonly config: ResolvedConfig | undefined
}

/** Reads the configuration as every other command does, and says which of it counts. */
export async function examineConfiguration(options: MonClientOptions, env: Environment): Promise<Configuration> {
  let config: ResolvedConfig
  try {
    config = await resolveConfig(options, env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return { checks: [failed('configuration', trouble(error))], config: undefined }
  }
  const file = config.confFile ?? 'no configuration file'
  const checks = [ok('configuration', `${file}, as ${config.entity.name}`, { evidence: evidence(config) })]
  return { checks: [...checks, ...(await oddSections(config.confFile)), ...exposedKey(options, config)], config }
}

function evidence({ sources, msMode, fsid, authMethods }: ResolvedConfig): readonly string[] {
  return [
    `monitors: ${source(sources['monitors'])}`,
    `key: ${source(sources['key'])}`,
    `authentication ${authMethods.join(', ')}: ${source(sources['authMethods'])}`,
    `mode ${msMode}: ${source(sources['msMode'])}`,
    ...(fsid === undefined ? [] : [`fsid: ${source(sources['fsid'])}`])
  ]
}

function trouble(error: ConfigError): Trouble {
  const { file, line, option } = error
  const seen = configMessage(error)
  if (seen.startsWith('No such configuration file')) {
    return {
      problem: 'conf-missing',
      seen,
      meaning: 'The file that was asked for is not there, and no other one is read instead.',
      advice: [
        'Correct the path after -c or in CEPH_CONF, or copy the file from a host of the cluster:',
        '  scp HOST:/etc/ceph/ceph.conf .',
        'or do without one:',
        '  cephwire --no-config-file -m ADDRESS -k KEYRING status'
      ]
    }
  }
  if (file === undefined) {
    return {
      problem: 'option-invalid',
      seen,
      meaning: 'An option has a value that makes no sense.',
      advice: [`Correct ${option === undefined ? 'it' : option} where it is given: see the place above.`]
    }
  }
  if (line === undefined) {
    return {
      problem: 'conf-unreadable',
      seen,
      meaning: 'The file is there and cannot be read, so that nothing of it counts.',
      advice: ['Make it a file that you may read:', `  ls -l ${file}`]
    }
  }
  return {
    problem: 'conf-malformed',
    seen,
    meaning: 'Ceph refuses the whole file for one line like this.',
    advice: [`Correct line ${line} of ${file}:`, `  sed -n ${line}p ${file}`]
  }
}

const SECTION = /^(global|(mon|mgr|osd|mds|client|auth)(\..+)?)$/

/** Ceph passes over what it does not know, so that a misspelt heading takes its options along. */
async function oddSections(file: string | undefined): Promise<readonly Check[]> {
  if (file === undefined) return []
  const odd = parseCephConf(await readFile(file, 'utf8'), file).sections.filter(name => !SECTION.test(name))
  if (odd.length === 0) return []
  return [
    warning('configuration', {
      problem: 'unknown-section',
      seen: `${file} has ${list(odd.map(name => `[${name}]`))}`,
      meaning: 'Nobody reads a section of such a name, nor the options in it.',
      advice: ['Name it [global], [client], [mon] … or as one entity: [client.admin].']
    })
  ]
}

function exposedKey({ config: given = {} }: MonClientOptions, { keySource, sources }: ResolvedConfig): Check[] {
  if (keySource.kind !== 'key' || (given['key'] === undefined && sources['key'] !== 'CEPH_ARGS')) return []
  return [
    warning('configuration', {
      problem: 'key-exposed',
      seen: 'The key is on the command line or in CEPH_ARGS',
      meaning: 'Other users of this host can see it.',
      advice: ['Put it into a file that only you can read, and name that:', '  cephwire --keyfile FILE …']
    })
  ]
}
