import { CephError } from '@cephwire/codec'

/** `ERR_CEPH_CLI_USAGE`: the command line makes no sense. */
export class UsageError extends CephError {
  override readonly code = 'ERR_CEPH_CLI_USAGE'
}

/** `ERR_CEPH_CLI_FILE`: a file that was given cannot be used. */
export class FileError extends CephError {
  override readonly code = 'ERR_CEPH_CLI_FILE'
}
