import { CommandError } from '../../command/command-error.js'
import { Errno } from '../../command/errno.js'
import { jsonLine } from '../text/json-line.js'
import { fsMapJson, INCOMPAT } from './fs-map-json.js'
import { CommandFlag } from '../../command-table.js'
import type { CommandHandler, CommandInit } from '../../command-table.js'

function formatFsMap(epoch: number): string {
  const incompat = [...INCOMPAT].map(([number, name]) => `${number}=${name}`).join(',')
  return `e${epoch}
enable_multiple, ever_enabled_multiple: 1,1
default compat: compat={},rocompat={},incompat={${incompat}}
legacy client fscid: -1
 
No filesystems configured
`
}

const dump: CommandHandler = ({ cluster: { fsmap }, args, json, format }) => {
  const epoch = args.number('epoch', 0) || fsmap.epoch
  if (epoch > fsmap.epoch) throw new CommandError(-Errno.ENOENT, '')
  return {
    status: `dumped fsmap epoch ${epoch}`,
    output: json ? jsonLine(fsMapJson(epoch), format) : formatFsMap(epoch)
  }
}

const get: CommandHandler = ({ args }) => {
  throw new CommandError(-Errno.ENOENT, `filesystem '${args.string('fs_name')}' not found`)
}

const stat: CommandHandler = ({ cluster: { fsmap }, json, format }) => {
  if (!json) return {}
  const map = fsMapJson(fsmap.epoch)
  const versions = { mdsmap_first_committed: fsmap.firstCommitted, mdsmap_last_committed: fsmap.epoch }
  return { output: jsonLine({ fsmap: map, ...versions }, format) }
}

export const fsCommands: readonly CommandInit[] = [
  {
    signature: 'fs dump name=epoch,type=CephInt,range=0,req=false',
    help: 'the fsmap, of an epoch if one is given',
    module: 'mds',
    handler: dump
  },
  {
    signature: 'fs ls',
    help: 'the file systems',
    module: 'fs',
    handler: ({ json, format }) => ({ output: json ? jsonLine([], format) : 'No filesystems enabled\n' })
  },
  {
    signature: 'fs get name=fs_name,type=CephString',
    help: 'a file system',
    module: 'fs',
    handler: get
  },
  {
    signature: 'mds stat',
    help: 'the MDSs in a line',
    module: 'mds',
    flags: CommandFlag.Hidden,
    handler: stat
  },
  {
    signature: 'mds metadata name=who,type=CephString,req=false',
    help: 'what the MDSs say of themselves',
    module: 'mds',
    handler: ({ format }) => ({ output: jsonLine([], format) })
  }
]
