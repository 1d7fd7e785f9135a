import { UsageError } from '../errors.js'
import { ExitCode } from '../exit-codes.js'
import { write } from '../io.js'
import { completionScripts } from './completion-scripts.js'
import type { Io } from '../io.js'

/**
 * `completion bash|zsh|fish`: prints what makes a shell complete the words of this program.
 *
 * @throws UsageError
 */
export async function completionScript(args: readonly string[], io: Io): Promise<number> {
  const [shell = '', ...more] = args
  if (!Object.hasOwn(completionScripts, shell) || more.length > 0) {
    throw new UsageError(`completion: takes one of ${Object.keys(completionScripts).join(', ')}`)
  }
  await write(io.stdout, completionScripts[shell as keyof typeof completionScripts])
  return ExitCode.Ok
}
