import { CephError } from '@cephwire/codec'

/** The root of errors about maps whose bytes are well formed. Bytes that are not are a CodecError. */
export abstract class MapError extends CephError {
  abstract override readonly code: `ERR_CEPH_MAP_${string}`
}
