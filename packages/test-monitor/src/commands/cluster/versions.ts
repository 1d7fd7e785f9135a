import { jsonLine } from '../text/json-line.js'
import type { CommandContext, CommandHandler, CommandInit } from '../../command-table.js'

/** How many daemons run which version. */
type Counts = Readonly<Record<string, number>>

const monVersions = ({ cluster }: CommandContext): Counts => ({
  [cluster.cephVersion]: cluster.monmap.names.length
})

const versions: CommandHandler = context => {
  const mon = monVersions(context)
  return { output: { mon, mgr: {}, osd: {}, mds: {}, overall: mon } }
}

export const versionCommands: readonly CommandInit[] = [
  {
    signature: 'version',
    help: 'the version of this monitor',
    handler: ({ cluster: { cephVersion }, json, format }) => ({
      output: json ? jsonLine({ version: cephVersion }, format) : `${cephVersion}\n`
    })
  },
  {
    signature: 'versions',
    help: 'which versions the daemons run',
    handler: versions
  },
  {
    signature: 'mon versions',
    help: 'which versions the monitors run',
    handler: context => ({ output: jsonLine(monVersions(context), context.format) })
  },
  {
    signature: 'mgr versions',
    help: 'which versions the managers run',
    module: 'mgr',
    handler: () => ({ output: {} })
  },
  { signature: 'osd versions', help: 'which versions the OSDs run', module: 'osd', handler: () => ({ output: {} }) },
  {
    signature: 'mds versions',
    help: 'which versions the MDSs run',
    module: 'mds',
    handler: ({ format }) => ({ output: jsonLine({}, format) })
  }
]
