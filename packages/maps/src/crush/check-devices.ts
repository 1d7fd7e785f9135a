import { LimitError } from '@cephwire/codec'
import type { Reader } from '@cephwire/codec'

/** More than any cluster has: Ceph counts devices up to the highest id, so that one id may stand for very many. */
const MAX_DEVICES = 262_144

/** @throws LimitError */
export function checkDevices(r: Reader, items: Iterable<number>): void {
  for (const item of items) {
    if (item >= MAX_DEVICES) {
      throw new LimitError(`The device ${item} is over the limit of ${MAX_DEVICES} devices`, r.place())
    }
  }
}
