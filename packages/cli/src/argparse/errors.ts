import { CephError } from '@cephwire/codec'

/** What is wrong with the words of a command. */
export type ArgumentFault =
  /** A word is none that this argument can have. */
  | 'invalid'
  /** A word of the prefix is another: this is some other command. */
  | 'prefix'
  /** A required argument is absent. */
  | 'missing'
  /** The words end before the command is complete. */
  | 'too-few'

/** `ERR_CEPH_ARGUMENT`: these words do not make the command that they were compared with. */
export class ArgumentError extends CephError {
  override readonly code = 'ERR_CEPH_ARGUMENT'
  readonly fault: ArgumentFault
  /** What was said of a word that an optional argument left to others, which nobody took. */
  readonly before: string | undefined

  constructor(message: string, fault: ArgumentFault = 'invalid', before?: string) {
    super(message)
    this.fault = fault
    this.before = before
  }
}
