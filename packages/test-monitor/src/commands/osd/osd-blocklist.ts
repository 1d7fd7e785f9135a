import { CodecError, formatEntityAddr, formatUtime, parseEntityAddr, utimeFromMillis } from '@cephwire/codec'
import { CommandError } from '../../command/command-error.js'
import { Errno } from '../../command/errno.js'
import { formatJson } from '../../format/json-formatter.js'
import { CommandFlag } from '../../command-table.js'
import type { CommandContext, CommandHandler, CommandInit, CommandResult } from '../../command-table.js'

/** mon_osd_blocklist_default_expire */
const DEFAULT_EXPIRE_SECONDS = 3600

/**
 * Of a client, whichever protocol it speaks: `1.2.3.4:0/123`.
 *
 * @throws CommandError −22
 */
function parseClientAddr(text: string): string {
  try {
    return formatEntityAddr({ ...parseEntityAddr(text), type: 'any' })
  } catch (error) {
    if (error instanceof CodecError) throw new CommandError(-Errno.EINVAL, `unable to parse address ${text}`)
    throw error
  }
}

function add({ cluster, args }: CommandContext, addr: string): CommandResult {
  const seconds = args.number('expire', DEFAULT_EXPIRE_SECONDS)
  const until = utimeFromMillis(cluster.time.millis() + seconds * 1000)
  cluster.osdmap.blocklistAdd(addr, until)
  return { status: `blocklisting ${addr} until ${formatUtime(until)} (${Number(seconds.toPrecision(6))} sec)` }
}

/** @param op the argument that says what to do */
const change =
  (op: string): CommandHandler =>
  context => {
    const addr = parseClientAddr(context.args.string('addr'))
    if (context.args.string(op) === 'add') return add(context, addr)
    const removed = context.cluster.osdmap.blocklistRemove(addr)
    return { status: removed ? `un-blocklisting ${addr}` : `${addr} isn't blocklisted` }
  }

/** In JSON it is two lists behind each other, one of addresses and one of ranges, as the monitors since Pacific send them. */
const list: CommandHandler = ({ cluster, json, format }) => {
  const entries = [...cluster.osdmap.blocklist].map(([addr, time]) => ({ addr, until: formatUtime(time) }))
  const pretty = format === 'json-pretty'
  return {
    status: `listed ${entries.length} entries`,
    output: json
      ? formatJson(entries, pretty) + formatJson([], pretty)
      : entries.map(({ addr, until }) => `${addr} ${until}\n`).join('')
  }
}

const clear: CommandHandler = ({ cluster: { osdmap } }) => {
  osdmap.blocklistClear()
  return { status: ' removed all blocklist entries' }
}

const ADDR = 'name=addr,type=CephEntityAddr name=expire,type=CephFloat,range=0.0,req=false'
const module = 'osd'

export const osdBlocklistCommands: readonly CommandInit[] = [
  {
    signature: `osd blocklist name=range,type=CephString,goodchars=[range],req=false name=blocklistop,type=CephChoices,strings=add|rm ${ADDR}`,
    help: 'keeps a client out, or lets it in again',
    module,
    perm: 'rw',
    handler: change('blocklistop')
  },
  { signature: 'osd blocklist ls', help: 'who is kept out', module, handler: list },
  { signature: 'osd blocklist clear', help: 'lets everybody in again', module, perm: 'rw', handler: clear },
  {
    signature: `osd blacklist name=blacklistop,type=CephChoices,strings=add|rm ${ADDR}`,
    help: 'the old spelling',
    module,
    perm: 'rw',
    flags: CommandFlag.Deprecated,
    handler: change('blacklistop')
  },
  { signature: 'osd blacklist ls', help: 'the old spelling', module, flags: CommandFlag.Deprecated, handler: list },
  {
    signature: 'osd blacklist clear',
    help: 'the old spelling',
    module,
    perm: 'rw',
    flags: CommandFlag.Deprecated,
    handler: clear
  }
]
