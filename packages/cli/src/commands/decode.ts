import { CephError } from '@cephwire/codec'
import { firstDifference } from '../decode/check.js'
import { stringify } from '../decode/to-json.js'
import { decodableTypes } from '../decode/types.js'
import { UsageError } from '../errors.js'
import { escapeLine } from '../escape.js'
import { ExitCode } from '../exit-codes.js'
import { readInput } from '../input.js'
import { write } from '../io.js'
import type { Decodable } from '../decode/decodable.js'
import type { Io } from '../io.js'

/** Prints encoded objects as JSON, a line each. What does not decode is told on stderr; the others are printed. */
export async function decodeCommand(args: readonly string[], io: Io): Promise<number> {
  const { options, words } = splitOptions(args)
  const [typeName, ...files] = words
  const unknown = [...options].find(option => !['--list', '--check'].includes(option))
  if (unknown !== undefined) throw new UsageError(`decode: there is no flag ${unknown}`)
  if (options.has('--list')) {
    await write(io.stdout, [...decodableTypes.keys(), ''].join('\n'))
    return ExitCode.Ok
  }
  if (typeName === undefined || files.length === 0) throw new UsageError('decode: expected TYPE FILE...')
  if (files.filter(file => file === '-').length > 1) throw new UsageError('decode: - can be given once')
  const type = decodableTypes.get(typeName)
  if (type === undefined) throw new UsageError(`decode: no type ${typeName}; "cephwire decode --list" names them`)
  let exitCode: number = ExitCode.Ok
  for (const file of files) {
    if (!(await decodeFile(type, file, options.has('--check'), io))) exitCode = ExitCode.Failed
  }
  return exitCode
}

/** Behind the first `--` all are words. */
function splitOptions(args: readonly string[]): { readonly options: ReadonlySet<string>; readonly words: string[] } {
  const dashes = args.includes('--') ? args.indexOf('--') : args.length
  const before = args.slice(0, dashes)
  const isOption = (arg: string): boolean => arg.startsWith('-') && arg !== '-'
  return {
    options: new Set(before.filter(isOption)),
    words: [...before.filter(arg => !isOption(arg)), ...args.slice(dashes + 1)]
  }
}

/** @returns whether it decoded and, with `check`, encodes to the same bytes */
async function decodeFile(type: Decodable, file: string, check: boolean, io: Io): Promise<boolean> {
  try {
    const decoded = type.decode(await readInput(file, io))
    await write(io.stdout, `${stringify(decoded.json)}\n`)
    if (!check) return true
    const difference = firstDifference(decoded)
    const verdict = difference === undefined ? 'the same bytes' : `other bytes from offset ${difference}`
    await write(io.stderr, escapeLine(`${file}: encodes to ${verdict}`) + '\n')
    return difference === undefined
  } catch (error) {
    if (!CephError.isCephError(error)) throw error
    const message = error.code === 'ERR_CEPH_CLI_FILE' ? error.message : `${file}: no ${type.name}: ${error.message}`
    await write(io.stderr, `${escapeLine(message)}\n`)
    return false
  }
}
