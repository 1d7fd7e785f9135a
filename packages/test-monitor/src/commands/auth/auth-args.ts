import { AuthError, KeyringError, Keyring, parseAuthEntity } from '@cephwire/auth'
import { CommandError } from '../../command/command-error.js'
import { Errno } from '../../command/errno.js'
import { MonCap } from '../../caps/mon-cap.js'
import type { AuthEntity } from '@cephwire/auth'

/** @param status what to say when it is none */
export function entityArg(text: string, status: string): AuthEntity {
  try {
    return parseAuthEntity(text)
  } catch (error) {
    if (error instanceof AuthError) throw new CommandError(-Errno.EINVAL, status)
    throw error
  }
}

const services = ['mon', 'osd', 'mds', 'mgr']

/**
 * Caps as commands have them, `mon`, `allow r`, `osd`, `allow rw`, by service. Those for monitors are read, others kept.
 *
 * @throws CommandError with the monitor's words
 */
export function capsArg(words: readonly string[]): ReadonlyMap<string, string> {
  if (words.length % 2 !== 0) throw invalid('bad capabilities request; odd number of arguments')
  const caps = new Map<string, string>()
  for (let i = 0; i < words.length; i += 2) {
    const [service = '', text = ''] = words.slice(i, i + 2)
    if (!services.includes(service)) throw invalid(`unknown cap type '${service}'`)
    if (service === 'mon' && !new MonCap(text).valid) {
      throw invalid(`mon capability parse failed, stopped at '${text}' of '${text}'`)
    }
    caps.set(service, text)
  }
  return caps
}

/** @param status what to say when the text is no keyring */
export function keyringArg(input: Uint8Array, status: string): Keyring {
  try {
    return Keyring.parse(input)
  } catch (error) {
    if (error instanceof KeyringError) throw invalid(status)
    throw error
  }
}

export function sameCaps(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([service, text]) => b.get(service) === text)
}

export const invalid = (status: string): CommandError => new CommandError(-Errno.EINVAL, status)
