import type { Output } from '../io.js'

type Env = Readonly<Record<string, string | undefined>>

/** Whether nothing is to have colours, whatever ceph would do. */
export function forbidsColour(env: Env): boolean {
  return (env['NO_COLOR'] ?? '') !== ''
}

/** Whether to write colours: on a terminal that has them, unless NO_COLOR is set; FORCE_COLOR asks for them anywhere. */
export function wantsColour(output: Output, env: Env): boolean {
  if (forbidsColour(env)) return false
  const forced = env['FORCE_COLOR']
  if (forced !== undefined && forced !== '') return forced !== '0'
  return output.isTTY === true && env['TERM'] !== 'dumb'
}
