import { importantFlags } from './osd-flags.js'
import type { JsonValue } from '../../format/json-formatter.js'
import type { OSDMapState } from '../../state/index.js'
import type { CommandInit } from '../../command-table.js'

/** OSDMap::print_summary of a map without OSDs. */
export const osdSummary = ({ epoch }: OSDMapState): JsonValue => ({
  epoch,
  num_osds: 0,
  num_up_osds: 0,
  osd_up_since: 0,
  num_in_osds: 0,
  osd_in_since: 0,
  num_remapped_pgs: 0
})

/** @param prefix stands before the line of flags */
export function formatOSDSummary({ flags }: OSDMapState, prefix: string, epoch = ''): string {
  const important = importantFlags(flags)
  return `0 osds: 0 up, 0 in${epoch}${important === '' ? '' : `\n${prefix}flags ${important}`}`
}

export const osdStatCommand: CommandInit = {
  signature: 'osd stat',
  help: 'the OSDs in a line',
  module: 'osd',
  handler: ({ cluster: { osdmap }, json }) => ({
    output: json ? osdSummary(osdmap) : `${formatOSDSummary(osdmap, '', `; epoch: e${osdmap.epoch}`)}\n`
  })
}
