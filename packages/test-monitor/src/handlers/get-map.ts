import { monGetMap, monGetOSDMap, osdMap } from '@cephwire/messages'
import { handler } from './handler.js'
import { sendMonMap } from '../subs/monmap.js'
import { buildMaps } from '../subs/osdmap.js'

/** MMonGetMap → MMonMap */
export const handleGetMap = handler(monGetMap, { handle: session => sendMonMap(session) })

const MAX_MAPS = 40
/** A range of no epochs. */
const NONE = [1, 0] as const

/** MMonGetOSDMap → MOSDMap, without the tid of the question */
export const handleGetOSDMap = handler(monGetOSDMap, {
  handle(session, { fullFirst, fullLast, incFirst, incLast }) {
    const { firstCommitted, epoch } = session.monitor.cluster.state.osdmap
    const range = (first: number, last: number): [number, number] => {
      const from = Math.max(first, firstCommitted)
      return [from, Math.min(last, epoch, from + MAX_MAPS - 1)]
    }
    const [fullFrom, fullTo] = fullLast === 0 ? NONE : range(fullFirst, fullLast)
    const [incFrom, incTo] = incLast === 0 ? NONE : range(incFirst, incLast)
    const { maps } = buildMaps(session, fullFrom, fullTo, true)
    const answer = buildMaps(session, incFrom, incTo, false)
    session.send(osdMap, { ...answer, maps: new Map([...answer.maps, ...maps]) })
  }
})
