import { noMap } from '../map-epoch.js'
import { formatTable } from '../text/text-table.js'
import { jsonLine } from '../text/json-line.js'
import { osdDumpJson } from './osd-dump-json.js'
import { formatOSDDump } from './osd-dump-text.js'
import type { CommandContext, CommandHandler, CommandInit } from '../../command-table.js'

const EPOCH = 'name=epoch,type=CephInt,range=0,req=false'
const module = 'osd'

/** @throws CommandError −2 for an epoch that never was, or whose contents are not kept */
function wantsNow({ cluster: { osdmap }, args }: CommandContext): void {
  const epoch = args.number('epoch', 0)
  if (epoch !== 0 && epoch !== osdmap.epoch) noMap(epoch)
}

const root = { id: -1, name: 'default', type: 'root', type_id: 11, children: [] }

const treeColumns = [
  { heading: 'ID' },
  { heading: 'CLASS' },
  { heading: 'WEIGHT' },
  { heading: 'TYPE NAME', left: true },
  { heading: 'STATUS' },
  { heading: 'REWEIGHT' },
  { heading: 'PRI-AFF' }
]

/** `osd tree` of a map without OSDs: an empty root, or nothing when OSDs in some state are asked for. */
function tree(context: CommandContext): string {
  wantsNow(context)
  const { args, json, format } = context
  const empty = args.strings('states').length > 0
  if (json) return jsonLine({ nodes: empty ? [] : [root], stray: [] }, format)
  return formatTable(treeColumns, empty ? [] : [['-1', '', '0', 'root default', '', '', '']])
}

const dump: CommandHandler = context => {
  wantsNow(context)
  const { cluster, json, format } = context
  return { output: json ? jsonLine(osdDumpJson(cluster), format) : formatOSDDump(cluster) }
}

const list: CommandHandler = context => {
  wantsNow(context)
  return { output: context.json ? jsonLine([], context.format) : '' }
}

const getMap: CommandHandler = ({ cluster: { osdmap }, args }) => {
  const epoch = args.number('epoch', 0) || osdmap.epoch
  if (epoch < osdmap.firstCommitted || epoch > osdmap.epoch) noMap(epoch)
  return { status: `got osdmap epoch ${epoch}`, output: osdmap.full(epoch) }
}

export const osdMapCommands: readonly CommandInit[] = [
  {
    signature: `osd dump ${EPOCH}`,
    help: 'the osdmap',
    module,
    handler: dump
  },
  {
    signature: `osd tree ${EPOCH} name=states,type=CephChoices,strings=up|down|in|out|destroyed,n=N,req=false`,
    help: 'OSDs by where they are',
    module,
    handler: context => ({ output: tree(context) })
  },
  {
    signature: `osd ls ${EPOCH}`,
    help: 'numbers of the OSDs',
    module,
    handler: list
  },
  {
    signature: `osd getmap ${EPOCH}`,
    help: 'the osdmap as bytes',
    module,
    handler: getMap
  },
  {
    signature: 'osd getmaxosd',
    help: 'how many OSDs there can be',
    module,
    handler: ({ cluster: { osdmap }, json }) => ({
      output: json ? { epoch: osdmap.epoch, max_osd: 0 } : `max_osd = 0 in epoch ${osdmap.epoch}\n`
    })
  },
  {
    signature: 'osd metadata name=id,type=CephOsdName,req=false',
    help: 'what the OSDs say of themselves',
    module,
    handler: () => ({ output: [] })
  },
  {
    signature: 'osd crush rule ls',
    help: 'names of the CRUSH rules',
    module,
    handler: ({ json }) => ({ output: json ? ['replicated_rule'] : 'replicated_rule\n' })
  }
]
