import { access, stat } from 'node:fs/promises'
import { KeyringError } from '@cephwire/auth'
import { ConfigError, loadCredentials } from '@cephwire/mon-client'
import { failed, ok, skipped, warning } from './check.js'
import { cipherName, source } from './words.js'
import type { Credentials, KeySource, ResolvedConfig } from '@cephwire/mon-client'
import type { Check, Trouble } from './check.js'

/** Who this client is. */
export interface Keys {
  readonly checks: readonly Check[]
  /** Undefined when there is no key and one is needed. */
  readonly credentials: Credentials | undefined
}

/** Reads the key, of which nothing but its type is told. */
export async function examineKeyring(config: ResolvedConfig): Promise<Keys> {
  const { keySource, entity } = config
  const file = await fileOf(keySource)
  try {
    const credentials = await loadCredentials(config)
    if (credentials.key === undefined) {
      return { checks: [skipped('keyring', 'Authentication is none: no key is needed')], credentials }
    }
    const where = file ?? source(config.sources['key'])
    const found = ok('keyring', `A key of type ${cipherName(credentials.key.type)} for ${entity.name}, from ${where}`)
    return { checks: [found, ...(await openToAll(file))], credentials }
  } catch (error) {
    if (!(error instanceof KeyringError || error instanceof ConfigError)) throw error
    return { checks: [failed('keyring', trouble(error, config, file))], credentials: undefined }
  }
}

/** The first that exists is read, whatever it holds. */
async function fileOf(key: KeySource): Promise<string | undefined> {
  const paths = key.kind === 'key' ? [] : key.kind === 'keyfile' ? [key.path] : key.paths
  for (const path of paths) {
    const exists = await access(path).then(
      () => true,
      (error: unknown) => (error as NodeJS.ErrnoException).code === 'EACCES'
    )
    if (exists) return path
  }
  return undefined
}

/** The number of any other user's right to read. */
const OTHERS_READ = 0o004

async function openToAll(file: string | undefined): Promise<readonly Check[]> {
  if (file === undefined || process.platform === 'win32') return []
  const { mode } = await stat(file)
  if ((mode & OTHERS_READ) === 0) return []
  return [
    warning('keyring', {
      problem: 'keyring-open',
      seen: `${file} has mode ${(mode & 0o777).toString(8).padStart(4, '0')}`,
      meaning: 'Every user of this host can read the key and be who it is for.',
      advice: ['Take that away:', `  chmod o= ${file}`]
    })
  ]
}

function trouble(error: KeyringError | ConfigError, { entity, sources }: ResolvedConfig, file?: string): Trouble {
  const { name } = entity
  const seen = error.message
  const fetch = [
    'Fetch it where you are client.admin:',
    `  ceph auth get ${name} -o ceph.${name}.keyring`,
    'and name the file, which is looked for in /etc/ceph otherwise:',
    `  cephwire -n ${name} -k ceph.${name}.keyring …`
  ]
  if (error instanceof KeyringError && error.missingEntity !== undefined) {
    return {
      problem: 'key-missing',
      seen,
      meaning: `The file is a keyring, and ${name} is not in it.`,
      advice: ['Say with -n who you are if it is one of those in the keyring.', ...fetch]
    }
  }
  if (file === undefined && sources['key'] !== undefined && /^No keyring|does not exist/.test(seen)) {
    return { problem: 'keyring-missing', seen, meaning: `Without a key ${name} is not let in.`, advice: fetch }
  }
  if (error instanceof ConfigError) {
    return {
      problem: 'keyring-unreadable',
      seen,
      meaning: 'What is there cannot be read, so that there is no key.',
      advice: [
        'Become a user who may read it, or name another file after -k:',
        ...(file === undefined ? [] : [`  ls -l ${file}`])
      ]
    }
  }
  const ofKey = /^([^ ]+: )?(The key|A key|Unknown key)/.test(seen)
  return {
    problem: ofKey ? 'key-malformed' : 'keyring-malformed',
    seen,
    meaning: ofKey ? 'A key is base64 of 28 or 44 bytes, and this is none: was it cut?' : 'The file is no keyring.',
    advice: fetch
  }
}
