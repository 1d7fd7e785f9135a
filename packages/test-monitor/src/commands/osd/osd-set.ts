import { CommandError } from '../../command/command-error.js'
import { Errno } from '../../command/errno.js'
import { settableFlags } from './osd-flags.js'
import type { CommandContext, CommandInit, CommandResult } from '../../command-table.js'

const CHOICES =
  'full|pause|noup|nodown|noout|noin|nobackfill|norebalance|norecover|noscrub|nodeep-scrub|notieragent|nosnaptrim'

/** `pause` is two flags. A flag that every map has can be set again, not unset. */
function change({ cluster, args }: CommandContext, on: boolean): CommandResult {
  const key = args.string('key')
  if (!settableFlags.includes(key) && !(on && key === 'pglog_hardlimit')) {
    throw new CommandError(-Errno.EINVAL, `unrecognized flag '${key}'`)
  }
  const flags = key === 'pause' ? ['pauserd', 'pausewr'] : [key]
  cluster.osdmap.setFlags(flags, on)
  return { status: `${flags.join(',')} is ${on ? 'set' : 'unset'}` }
}

export const osdSetCommands: readonly CommandInit[] = [
  {
    signature: `osd set name=key,type=CephChoices,strings=${CHOICES}|pglog_hardlimit name=yes_i_really_mean_it,type=CephBool,req=false`,
    help: 'sets a flag of the osdmap',
    module: 'osd',
    perm: 'rw',
    handler: context => change(context, true)
  },
  {
    signature: `osd unset name=key,type=CephChoices,strings=${CHOICES}`,
    help: 'unsets a flag of the osdmap',
    module: 'osd',
    perm: 'rw',
    handler: context => change(context, false)
  }
]
