import { auth, authReply } from '@cephwire/messages'
import { handler } from './handler.js'
import { sendMonMap } from '../subs/monmap.js'

/** MAuth: all of an authentication on msgr1, the renewal of tickets on both protocols. */
export const handleAuth = handler(auth, {
  anonymous: true,
  handle(session, { protocol, authPayload, monmapEpoch }, message) {
    const answer = session.auth.message({ protocol, payload: authPayload, features: session.features })
    session.reply(message, authReply, {
      protocol: answer.protocol,
      result: answer.result,
      globalId: answer.globalId,
      resultBl: answer.payload,
      resultMsg: ''
    })
    if (answer.finished && monmapEpoch < session.monitor.cluster.state.monmap.epoch) sendMonMap(session)
  }
})
