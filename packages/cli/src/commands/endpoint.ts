import { CephError } from '@cephwire/codec'
import { errnoNumber } from '@cephwire/mon-client'
import { answerOf, sendCommand } from './send-command.js'
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

/** The daemon behind a target of client.tell(). */
export function daemon(client: MonClient, target: string): Endpoint {
  return {
    name: /^\d/.test(target) ? `pg.${target}` : target === 'mgr' ? 'mgr.None' : target,
    async send(json, input, signal) {
      try {
        return await answerOf(client.tell(target, json, { input, signal }))
      } catch (error) {
        const errno = errnoOf(error)
        if (errno === undefined) throw error
        return { output: new Uint8Array(0), status: (error as Error).message, ...errno }
      }
    }
  }
}

/** Of a target that the maps do not have: TargetError. */
function errnoOf(error: unknown): { readonly errno: number; readonly errnoName: string } | undefined {
  const errnoName: unknown = (error as { errnoName?: unknown } | null)?.errnoName
  if (!CephError.isCephError(error) || typeof errnoName !== 'string') return undefined
  const errno = errnoNumber(errnoName)
  return errno === undefined ? undefined : { errno, errnoName }
}

/** An endpoint whose commands are asked for once. */
export function withKnownCommands(endpoint: Endpoint): Endpoint {
  let described: Promise<CommandAnswer> | undefined
  return {
    name: endpoint.name,
    async send(json, input, signal) {
      if (json !== DESCRIBE) return endpoint.send(json, input, signal)
      described ??= endpoint.send(json, input, signal)
      try {
        const answer = await described
        if (answer.errno !== 0) described = undefined
        return answer
      } catch (error) {
        described = undefined
        throw error
      }
    }
  }
}

/** Asks for the descriptions of all commands. */
export const DESCRIBE = '{"prefix": "get_command_descriptions"}'
