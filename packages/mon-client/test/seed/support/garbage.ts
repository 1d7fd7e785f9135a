import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const gc = runInNewContext('gc') as () => void

/** Resolves when what nobody refers to has gone. */
export async function collectGarbage(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    await setImmediate()
    gc()
  }
}
