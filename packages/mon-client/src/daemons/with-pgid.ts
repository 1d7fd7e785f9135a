import { ConfigError } from '../errors.js'
import type { PreparedCommand } from '../command.js'

/** A command with its placement group: who is told by that has to hear of it. @throws ConfigError where it has another */
export function withPgid({ json, prefix }: PreparedCommand, pgid: string): PreparedCommand {
  const command = JSON.parse(json) as { readonly pgid?: unknown }
  if (command.pgid === pgid) return { json, prefix }
  if (command.pgid !== undefined) {
    throw new ConfigError(`A command for ${pgid} names another placement group: leave its pgid out`, { option: 'pgid' })
  }
  // Put into the text: numbers of any size stay what they are.
  return { json: `{"pgid":${JSON.stringify(pgid)},${json.trimStart().slice(1)}`, prefix }
}
