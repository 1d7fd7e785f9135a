import { parseArgs } from 'node:util'
import { runTestMonitor } from '@cephwire/test-monitor'
import { UsageError } from '../errors.js'
import { ExitCode } from '../exit-codes.js'
import { write } from '../io.js'
import type { RunTestMonitorOptions } from '@cephwire/test-monitor'
import type { Io } from '../io.js'

/** Where ceph.conf and keyring go unless --dir says. */
const DEFAULT_DIR = 'cephwire-test-monitor'

/**
 * Runs monitors in this process until the signal comes: one line of JSON says when they are ready.
 *
 * @throws UsageError; TestMonitorError for a port that is taken or the directory of a real cluster
 */
export async function testMonitorCommand(args: readonly string[], io: Io): Promise<number> {
  const options = parseOptions(args)
  const unheard = new AbortController()
  const signal = AbortSignal.any([io.signal, unheard.signal])
  const lines: Promise<void>[] = []
  const print = (line: string): void => {
    const written = write(io.stdout, `${line}\n`)
    written.catch(() => unheard.abort())
    lines.push(written)
  }
  await runTestMonitor({ ...options, signal, print })
  await Promise.all(lines)
  return ExitCode.Ok
}

type Options = Omit<RunTestMonitorOptions, 'signal' | 'print'>

function parseOptions(args: readonly string[]): Options {
  const values = parsed(args)
  const port = number('port', values.port, 65_535)
  return {
    monitors: number('monitors', values.monitors, 255) ?? 1,
    dir: values.dir ?? DEFAULT_DIR,
    auth: oneOf('auth', values.auth, ['cephx', 'none']) ?? 'cephx',
    keyType: oneOf('key-type', values['key-type'], ['aes', 'aes256k']) ?? 'aes',
    ...(port === undefined ? {} : { port })
  }
}

function parsed(args: readonly string[]): Partial<Record<'monitors' | 'dir' | 'port' | 'auth' | 'key-type', string>> {
  try {
    return parseArgs({
      args: [...args],
      options: {
        monitors: { type: 'string' },
        dir: { type: 'string' },
        port: { type: 'string' },
        auth: { type: 'string' },
        'key-type': { type: 'string' }
      }
    }).values
  } catch (cause) {
    throw new UsageError(`test-monitor: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

function number(name: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (value < 1 || value > most) throw new UsageError(`test-monitor: --${name} takes a number from 1 to ${most}`)
  return value
}

function oneOf<T extends string>(name: string, text: string | undefined, words: readonly T[]): T | undefined {
  if (text === undefined) return undefined
  const found = words.find(word => word === text)
  if (found === undefined) throw new UsageError(`test-monitor: --${name} takes ${words.join(' or ')}`)
  return found
}
