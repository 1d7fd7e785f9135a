import { CommandError } from '../../command/command-error.js'
import { Errno } from '../../command/errno.js'
import { autoscaleOptions, poolOptions } from './pool-vars.js'
import { settablePoolFlags } from './pool-flags.js'
import type { Pool } from '../../state/index.js'

const MAX_SIZE = 10
const MAX_PG_NUM = 65_536
const autoscaleModes = ['off', 'warn', 'on']

/** Options whose value is a word. */
const wordOptions = ['compression_mode', 'compression_algorithm', 'csum_type', 'fingerprint_algorithm']
const ratioOptions = ['compression_required_ratio', 'target_size_ratio', 'pg_autoscale_bias']

/**
 * What changes when `ceph osd pool set` sets a variable.
 *
 * @throws CommandError with the monitor's words
 */
export function poolChange(pool: Pool, name: string, text: string, sure: boolean): Partial<Omit<Pool, 'id'>> {
  if (settablePoolFlags.includes(name)) return flagChange(pool, name, text, sure)
  switch (name) {
    case 'size':
      return sizeChange(pool, toInteger(text), sure)
    case 'min_size':
      return { minSize: inSize(toInteger(text), pool.size) }
    case 'pg_num':
    case 'pgp_num':
      return pgChange(pool, name, toInteger(text))
    case 'crush_rule':
      if (text !== 'replicated_rule') throw fail(Errno.ENOENT, `crush rule ${text} does not exist`)
      return {}
    case 'pg_autoscale_mode':
      if (!autoscaleModes.includes(text)) throw fail(Errno.EINVAL, `specified invalid mode ${text}`)
      return { autoscaleMode: text }
    case 'fast_read':
      throw fail(Errno.EINVAL, 'fast read is not supported in replication pool')
    default:
      return optionChange(pool, name, text)
  }
}

function flagChange(pool: Pool, name: string, text: string, sure: boolean): Partial<Pool> {
  if (name === 'hashpspool' && !sure) {
    const remaps = 'this will remap all placement groups in this pool, this triggers large data movement'
    throw fail(Errno.EPERM, `are you SURE?  ${remaps}, pass --yes-i-really-mean-it if you really do.`)
  }
  if (!/^(true|false|0|1)$/.test(text)) throw fail(Errno.EINVAL, "expecting value 'true', 'false', '0', or '1'")
  const flags = new Set(pool.flags)
  if (text === 'true' || text === '1') flags.add(name)
  else flags.delete(name)
  return { flags }
}

function sizeChange(pool: Pool, size: number, sure: boolean): Partial<Pool> {
  if (pool.flags.has('nosizechange')) {
    throw fail(Errno.EPERM, 'pool size change is disabled; you must unset nosizechange flag for the pool first')
  }
  if (size < 1 || size > MAX_SIZE) throw fail(Errno.EINVAL, `pool size must be between 1 and ${MAX_SIZE}`)
  if (size === 1 && !sure) throw fail(Errno.EPERM, 'configuring pool size as 1 is disabled by default.')
  return { size, minSize: defaultMinSize(size) }
}

/** osd_pool_default_min_size 0: more than half of the copies. */
export function defaultMinSize(size: number): number {
  return size - Math.floor(size / 2)
}

function inSize(minSize: number, size: number): number {
  if (minSize >= 1 && minSize <= size) return minSize
  throw fail(Errno.EINVAL, `pool min_size must be between 1 and size, which is set to ${size}`)
}

function pgChange(pool: Pool, name: 'pg_num' | 'pgp_num', value: number): Partial<Pool> {
  if (pool.flags.has('nopgchange')) {
    throw fail(Errno.EPERM, `pool ${name} change is disabled; you must unset nopgchange flag for the pool first`)
  }
  if (name === 'pg_num') return { pgNum: checkPgNum(value, 'pg_num'), pgpNum: value }
  if (value < 1) throw fail(Errno.EINVAL, `specified pgp_num must > 0, but you set to ${value}`)
  if (value > pool.pgNum) throw fail(Errno.EINVAL, `specified pgp_num ${value} > pg_num ${pool.pgNum}`)
  return { pgpNum: value }
}

export function checkPgNum(value: number, name: string): number {
  if (value >= 1 && value <= MAX_PG_NUM) return value
  const hint = "(you may adjust 'mon max pool pg num' for higher values)"
  throw fail(Errno.ERANGE, `'${name}' must be greater than 0 and less than or equal to ${MAX_PG_NUM} ${hint}`)
}

function optionChange(pool: Pool, name: string, text: string): Partial<Pool> {
  if (!poolOptions.includes(name) && !autoscaleOptions.includes(name)) {
    throw fail(Errno.EINVAL, `unrecognized variable '${name}'`)
  }
  const options = new Map(pool.options)
  const value = optionValue(name, text)
  if (value === 0 || value === 'unset') options.delete(name)
  else options.set(name, value)
  return { options }
}

function optionValue(name: string, text: string): string | number {
  if (wordOptions.includes(name)) return text
  if (!ratioOptions.includes(name)) return toInteger(text)
  const ratio = Number(text)
  if (text.trim() === '' || !Number.isFinite(ratio)) {
    throw fail(Errno.EINVAL, `error parsing floating point value '${text}'`)
  }
  return ratio
}

function toInteger(text: string): number {
  if (/^[+-]?\d+$/.test(text)) return Number(text)
  throw fail(Errno.EINVAL, `error parsing integer value '${text}': Expected option value to be integer, got '${text}'`)
}

const fail = (errno: number, status: string): CommandError => new CommandError(-errno, status)
