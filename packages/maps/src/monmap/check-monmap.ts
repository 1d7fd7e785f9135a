import { LimitError } from '@cephwire/codec'
import type { Reader } from '@cephwire/codec'
import type { MonMap } from './monmap.js'

/** More monitors than any cluster has: ranks are written in one byte in places. */
const MAX_MONS = 255
/** Bytes of a monitor's name. */
const MAX_NAME_BYTES = 255

const utf8 = new TextEncoder()

/** @throws LimitError */
export function checkMonCount(r: Reader, count: number): void {
  if (count > MAX_MONS) throw new LimitError(`${count} monitors are over the limit of ${MAX_MONS}`, r.place())
}

/**
 * Refuses what Ceph's own decoder takes and fails an assertion over later.
 *
 * @throws CodecError
 */
export function checkMonMap(r: Reader, { mons, ranks }: Pick<MonMap, 'mons' | 'ranks'>): void {
  checkMonCount(r, mons.size)
  for (const [name, info] of mons) {
    const nameBytes = utf8.encode(name).length
    if (nameBytes === 0 || nameBytes > MAX_NAME_BYTES) r.fail(`A monitor's name of ${nameBytes} bytes`)
    if (info.name !== name) r.fail(`The monitor ${JSON.stringify(name)} names itself ${JSON.stringify(info.name)}`)
  }
  if (new Set(ranks).size !== ranks.length) r.fail('A monitor has two ranks')
  const stranger = ranks.find(name => !mons.has(name))
  if (stranger !== undefined) r.fail(`A rank for ${JSON.stringify(stranger)}, which is no monitor`)
  if (ranks.length !== mons.size) r.fail(`${ranks.length} ranks for ${mons.size} monitors`)
}
