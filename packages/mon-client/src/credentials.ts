import { Keyring, KeyringError, formatAuthEntity, parseAuthEntity, parseKey } from '@cephwire/auth'
import { isMissing, readSmallFile } from './config/small-file.js'
import { ConfigError } from './errors.js'
import type { AuthEntity, CryptoKey } from '@cephwire/auth'
import type { AuthMethod, ResolvedConfig } from './config/resolve-config.js'

const MAX_KEYRING_BYTES = 1024 * 1024
const MAX_KEYFILE_BYTES = 64 * 1024

/** Who authenticates and how. */
export interface Credentials {
  readonly entity: AuthEntity
  /** Absent when only `none` is left. */
  readonly key: CryptoKey | undefined
  /** In order of preference; `cephx` only with a key. */
  readonly methods: readonly AuthMethod[]
}

/**
 * Reads the key from where the configuration says.
 *
 * Without a key the method `none` is taken only where the configuration names it: an attempt that proves nothing is no
 * silent substitute for a keyring that was forgotten.
 *
 * @throws KeyringError naming file and line; ConfigError for a file that cannot be read
 */
export async function loadCredentials(
  config: Pick<ResolvedConfig, 'entity' | 'keySource' | 'authMethods' | 'sources'>
): Promise<Credentials> {
  const entity = parseAuthEntity(config.entity.name)
  const noneIsWanted = config.authMethods.includes('none') && config.sources['authMethods'] !== 'default'
  if (!config.authMethods.includes('cephx')) return { entity, key: undefined, methods: ['none'] }
  try {
    return { entity, key: await loadKey(config, entity), methods: noneIsWanted ? config.authMethods : ['cephx'] }
  } catch (error) {
    if (noneIsWanted && isNoKey(error)) return { entity, key: undefined, methods: ['none'] }
    throw error
  }
}

class NoKeyringError extends KeyringError {}

const isNoKey = (error: unknown): boolean => error instanceof NoKeyringError

async function loadKey({ keySource }: Pick<ResolvedConfig, 'keySource'>, entity: AuthEntity): Promise<CryptoKey> {
  switch (keySource.kind) {
    case 'key':
      return parseKey(keySource.key)
    case 'keyfile': {
      const bytes = await readSmallFile(keySource.path, { what: 'keyfile', maxBytes: MAX_KEYFILE_BYTES })
      return erasing(bytes, bytes => parseKey(bytes, { file: keySource.path }))
    }
    case 'keyring':
      return keyOfKeyrings(keySource.paths, entity)
  }
}

/** As Ceph does, the first file that exists is the keyring, whatever it holds. */
async function keyOfKeyrings(paths: readonly string[], entity: AuthEntity): Promise<CryptoKey> {
  for (const file of paths) {
    try {
      const bytes = await readSmallFile(file, { what: 'keyring', maxBytes: MAX_KEYRING_BYTES })
      return erasing(bytes, bytes => Keyring.parse(bytes, { file }).require(entity))
    } catch (error) {
      if (error instanceof ConfigError && isMissing(error)) continue
      throw error
    }
  }
  throw new NoKeyringError(
    `No keyring for ${formatAuthEntity(entity)}, looked for ${paths.join(', ')}: give its path, or the key`
  )
}

function erasing<T>(bytes: Uint8Array, use: (bytes: Uint8Array) => T): T {
  try {
    return use(bytes)
  } finally {
    bytes.fill(0)
  }
}
