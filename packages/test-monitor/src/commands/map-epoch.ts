import { CommandError } from '../command/command-error.js'
import { Errno } from '../command/errno.js'

/** @throws CommandError always */
export function noMap(epoch: number): never {
  throw new CommandError(-Errno.ENOENT, `there is no map for epoch ${epoch}`)
}
