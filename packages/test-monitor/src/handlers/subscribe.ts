import { CephFeature, haveFeature } from '@cephwire/codec'
import { monSubscribe, monSubscribeAck, SubscribeFlag } from '@cephwire/messages'
import { handler } from './handler.js'

/** mon_subscribe_interval, in seconds */
const SUBSCRIBE_INTERVAL = 86_400

/** MMonSubscribe */
export const handleSubscribe = handler(monSubscribe, {
  handle(session, { what, hostname }, message) {
    if (hostname !== '') session.hostname = hostname
    let lasting = false
    for (const [name, { start, flags }] of what) {
      const onetime = (flags & SubscribeFlag.Onetime) !== 0
      if (name === 'osdmap' && session.osdEpoch > start) session.osdEpoch = 0
      session.subs.want(name, start, onetime)
      lasting ||= !onetime && session.subs.has(name)
    }
    if (lasting && !haveFeature(session.features, CephFeature.MON_STATEFUL_SUB)) {
      const { fsid } = session.monitor.cluster.state
      session.reply(message, monSubscribeAck, { interval: SUBSCRIBE_INTERVAL, fsid })
    }
  }
})
