import type { Output } from '../io.js'

/** Whether to write colours: on a terminal that has them, unless NO_COLOR is set; FORCE_COLOR asks for them anywhere. */
export function wantsColour(output: Output, env: Readonly<Record<string, string | undefined>>): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false
  const forced = env['FORCE_COLOR']
  if (forced !== undefined && forced !== '') return forced !== '0'
  return output.isTTY === true && env['TERM'] !== 'dumb'
}
