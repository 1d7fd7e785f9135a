import { escapeLine } from '../escape.js'
import { formatTimespan } from '../screen/units.js'
import { write } from '../io.js'
import type { MonClient, MonClientStatus } from '@cephwire/mon-client'
import type { Output } from '../io.js'

/** Says when the session is lost and when there is another, but for the first. Ends with the client. */
export async function tellSession(client: Pick<MonClient, 'status'>, output: Output, now: () => number): Promise<void> {
  let lostAt: number | undefined
  for await (const status of client.status()) {
    if (status.state === 'hunting') {
      lostAt ??= now()
      await write(output, `${escapeLine(lostWords(status))}\n`)
    } else if (status.state === 'have_session' && lostAt !== undefined) {
      const after = formatTimespan((now() - lostAt) / 1000)
      lostAt = undefined
      await write(output, `${escapeLine(`Session with mon.${status.monitor} after ${after}`)}\n`)
    }
  }
}

function lostWords({ cause }: Extract<MonClientStatus, { readonly state: 'hunting' }>): string {
  return `Session lost${cause === undefined ? '' : `: ${cause.message}`}; looking for a monitor`
}
