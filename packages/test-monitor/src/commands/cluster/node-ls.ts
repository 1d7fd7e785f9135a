import { HOSTNAME } from '../mon/mon-metadata.js'
import { jsonLine } from '../text/json-line.js'
import type { JsonValue } from '../../format/json-formatter.js'
import type { CommandInit } from '../../command-table.js'

/** Which daemons run on which host: all monitors on one. */
export const nodeLsCommand: CommandInit = {
  signature: 'node ls name=type,type=CephChoices,strings=all|osd|mon|mds|mgr,req=false',
  help: 'the daemons by host',
  handler: ({ cluster, args, format }) => {
    const mon = { [HOSTNAME]: cluster.monmap.names }
    const outputs: Readonly<Record<string, JsonValue>> = { all: { mon, osd: {}, mgr: {} }, mon, osd: {}, mgr: {} }
    const output = outputs[args.string('type', 'all')]
    return output === undefined ? {} : { output: jsonLine(output, format) }
  }
}
