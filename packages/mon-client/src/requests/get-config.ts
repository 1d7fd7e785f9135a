import { config, decodeFront, encodeMessage, getConfig } from '@cephwire/messages'
import type { AuthEntity } from '@cephwire/auth'
import type { BareRequest } from './bare-request.js'

/**
 * Asks which options of the monitors' config database apply to an entity. Needs no caps.
 *
 * The answer has no tid, and looks like what a session that subscribes to `config` gets at any time, for its own
 * entity: with such a subscription, ask on another connection.
 *
 * @param host of the entity, for options by host or by place in the CRUSH map; may be ''
 * @param deviceClass of an OSD, for options by device class
 */
export function getConfigRequest(
  entity: AuthEntity,
  host: string,
  deviceClass = ''
): BareRequest<ReadonlyMap<string, string>> {
  return {
    what: 'config of an entity',
    encode: tid => ({ ...encodeMessage(getConfig, { name: entity, host, deviceClass }), tid }),
    replyType: config.type,
    readOnly: true,
    decode: reply => decodeFront(config, reply).config
  }
}
