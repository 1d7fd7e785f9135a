import type { Io } from '../io.js'

export function decodeCommand(_args: readonly string[], _io: Io): Promise<number> {
  return Promise.resolve(1)
}
