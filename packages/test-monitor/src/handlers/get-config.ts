import { config, getConfig } from '@cephwire/messages'
import { handler } from './handler.js'

/** MGetConfig: what holds for an entity. */
export const handleGetConfig = handler(getConfig, {
  handle(session, { name, host }, message) {
    const effective = session.monitor.cluster.state.config.effective(name, host)
    session.reply(message, config, { config: new Map([...effective].map(([key, { value }]) => [key, value])) })
  }
})
