/** Numbers of errno as the wire has them, those of Linux, that a command may answer with: `-Errno.ENOENT`. */
export const Errno = {
  EPERM: 1,
  ENOENT: 2,
  EIO: 5,
  E2BIG: 7,
  EAGAIN: 11,
  EACCES: 13,
  EBUSY: 16,
  EEXIST: 17,
  EINVAL: 22,
  ERANGE: 34,
  ENOTEMPTY: 39,
  ENOTSUP: 95,
  ETIMEDOUT: 110
} as const
export type Errno = (typeof Errno)[keyof typeof Errno]
