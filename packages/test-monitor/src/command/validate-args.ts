import { parseEntityAddr } from '@cephwire/codec'
import { CommandArgs, badField } from './command-args.js'
import { CommandError } from './command-error.js'
import { Errno } from './errno.js'
import { dashed } from './signature.js'
import type { CommandValue } from './command-args.js'
import type { ArgDesc, Signature } from './signature.js'

/**
 * The arguments of a command, if they are what its signature asks for: src/common/cmdparse.cc, validate_cmd. What the
 * signature does not know is let through, as Ceph does.
 *
 * @throws CommandError with Ceph's words
 */
export function validateArgs({ args }: Signature, values: ReadonlyMap<string, CommandValue>): CommandArgs {
  const checked = new Map(values)
  for (const arg of args) {
    const value = values.get(arg.name)
    if (value === undefined) {
      if (arg.required && !arg.many) throw invalid(`missing required parameter: '${arg.name}'`)
    } else if (arg.many) {
      if (!Array.isArray(value)) throw badField(arg.name)
      for (const item of value as readonly (string | number)[]) validateOne(arg, item)
    } else {
      checked.set(arg.name, validateOne(arg, value))
    }
  }
  return new CommandArgs(checked)
}

function validateOne(arg: ArgDesc, value: CommandValue): CommandValue {
  switch (arg.type) {
    case 'CephInt':
      if (typeof value !== 'number' || !Number.isInteger(value)) throw badField(arg.name)
      return inRange(arg, value)
    case 'CephFloat':
      if (typeof value !== 'number') throw badField(arg.name)
      return inRange(arg, value)
    case 'CephBool':
      // Clients before Nautilus say it in words.
      if (value === dashed(arg.name)) return true
      if (typeof value !== 'boolean') throw badField(arg.name)
      return value
    default:
      if (typeof value !== 'string') throw badField(arg.name)
      return validateText(arg, value)
  }
}

function inRange(arg: ArgDesc, value: number): number {
  const range = arg.words.get('range')
  if (range === undefined) return value
  const bounds = range.split('|')
  const min = Number(bounds[0])
  const max = bounds.length > 1 ? Number(bounds.at(-1)) : Infinity
  if (value < min || value > max) throw invalid(`'${value}' out of range: ${bounds.join(',')}`)
  return value
}

function validateText(arg: ArgDesc, value: string): string {
  if (arg.type === 'CephChoices') {
    const strings = arg.words.get('strings') ?? ''
    if (!strings.split('|').includes(value)) throw invalid(`'${value}' not belong to '${strings}'`)
  }
  if (arg.type === 'CephIPAddr' && !isAddr(value)) {
    throw invalid(`failed to parse addr '${value}', should be ip:[port]`)
  }
  return value
}

function isAddr(text: string): boolean {
  try {
    parseEntityAddr(text)
    return true
  } catch {
    return false
  }
}

const invalid = (status: string): CommandError => new CommandError(-Errno.EINVAL, status)
