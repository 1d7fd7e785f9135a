import { CephError } from '@cephwire/codec'

/** Thrown by a handler in place of an answer. */
export class CommandError extends CephError {
  override readonly code = 'ERR_CEPH_TEST_MONITOR_COMMAND'
  /** What the client gets: a negative errno of Linux, such as `-Errno.ENOENT`. */
  readonly errno: number

  /** @param status for people: what `ceph` prints after "Error ENOENT:" */
  constructor(errno: number, status: string) {
    super(status)
    this.errno = errno
  }
}
