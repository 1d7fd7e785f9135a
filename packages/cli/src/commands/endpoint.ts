import { sendCommand } from './send-command.js'
import type { MonClient } from '@cephwire/mon-client'
import type { CommandAnswer } from './send-command.js'

/** Who is given commands: the cluster through its monitors, or one daemon. */
export interface Endpoint {
  /** `osd.0`; `mon.` for the cluster. */
  readonly name: string
  /** Sends one command as JSON; a refusal is an answer. */
  send(json: string, input: Uint8Array | undefined, signal: AbortSignal): Promise<CommandAnswer>
}

/** The monitors, any of which will do. */
export function monitors(client: MonClient): Endpoint {
  return { name: 'mon.', send: (json, input, signal) => sendCommand(client, json, input, signal) }
}

/** The same, whose commands are asked for once. */
export function withKnownCommands(endpoint: Endpoint): Endpoint {
  let described: Promise<CommandAnswer> | undefined
  return {
    name: endpoint.name,
    async send(json, input, signal) {
      if (json !== DESCRIBE) return endpoint.send(json, input, signal)
      described ??= endpoint.send(json, input, signal)
      try {
        return await described
      } catch (error) {
        described = undefined
        throw error
      }
    }
  }
}

/** Asks for the descriptions of all commands. */
export const DESCRIBE = '{"prefix": "get_command_descriptions"}'
