import { ArgumentError } from '../errors.js'
import { parseDecimal } from './numbers.js'
import type { ArgType } from './arg-type.js'

const daemonTypes: readonly string[] = ['osd', 'mon', 'client', 'mds', 'mgr']

/** CephName: `osd.3`, `client.admin`; also `*`, `mon` and `mgr` alone. */
export const cephName: ArgType = {
  text: '<name (type.id)>',
  parse(word) {
    if (word === '*' || word === 'mon' || word === 'mgr') return word
    const dot = word.indexOf('.')
    if (dot < 0) throw new ArgumentError(`CephName: no . in ${word}`)
    const type = word.slice(0, dot)
    const id = word.slice(dot + 1)
    if (!daemonTypes.includes(type)) throw new ArgumentError(`unknown type ${type}`)
    if (type === 'osd' && id !== '*' && parseDecimal(id) === undefined) {
      throw new ArgumentError(`osd id ${id} not integer`)
    }
    return word
  }
}

/** CephOsdName: `osd.3`, `3` or `*`; the monitors get the number. */
export const cephOsdName: ArgType = {
  text: '<osdname (id|osd.id)>',
  parse(word) {
    if (word === '*') return word
    const dot = word.indexOf('.')
    if (dot >= 0 && word.slice(0, dot) !== 'osd') throw new ArgumentError(`unknown type ${word.slice(0, dot)}`)
    const text = word.slice(dot + 1)
    const id = parseDecimal(text)
    if (id === undefined) throw new ArgumentError(`osd id ${text} not integer`)
    if (id < 0n) throw new ArgumentError(`osd id ${id} is less than 0`)
    return id
  }
}

/** CephPgid: `1.2f`, the pool in decimal, the rest in hexadecimal. */
export const cephPgid: ArgType = {
  text: '<pgid>',
  parse(word) {
    const dot = word.indexOf('.')
    if (dot < 0) throw new ArgumentError('pgid has no .')
    const poolText = word.slice(0, dot)
    const pool = parseDecimal(poolText)
    if (pool === undefined) throw new ArgumentError(`pool ${poolText} not integer`)
    if (pool < 0n) throw new ArgumentError(`pool ${pool} < 0`)
    const seed = word.slice(dot + 1)
    if (!/^(0x)?[\da-f]+$/i.test(seed)) throw new ArgumentError(`pgnum ${seed} not hex integer`)
    return word
  }
}
