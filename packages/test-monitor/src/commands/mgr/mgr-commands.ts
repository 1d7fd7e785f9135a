import { noMap } from '../map-epoch.js'
import { ALWAYS_ON_MODULES, ENABLED_MODULES } from './mgr-modules.js'
import type { JsonValue } from '../../format/json-formatter.js'
import type { CommandHandler, CommandInit } from '../../command-table.js'

/** The mgrmap of a cluster in which no manager ever ran. */
const mgrMapJson = (epoch: number): JsonValue => ({
  epoch,
  active_gid: 0,
  active_name: '',
  active_addrs: { addrvec: [] },
  active_addr: '(unrecognized address family 0)/0',
  active_change: '0.000000',
  active_mgr_features: 0,
  available: false,
  standbys: [],
  modules: ENABLED_MODULES,
  available_modules: [],
  services: {},
  always_on_modules: ALWAYS_ON_MODULES,
  last_failure_osd_epoch: 0,
  active_clients: []
})

const dump: CommandHandler = ({ cluster: { mgrmap }, args }) => {
  const epoch = args.number('epoch', 0)
  if (epoch > mgrmap.epoch) noMap(epoch)
  return { output: mgrMapJson(epoch === 0 ? mgrmap.epoch : epoch) }
}

export const mgrCommands: readonly CommandInit[] = [
  {
    signature: 'mgr dump name=epoch,type=CephInt,range=0,req=false',
    help: 'the mgrmap, of an epoch if one is given',
    module: 'mgr',
    handler: dump
  },
  {
    signature: 'mgr stat',
    help: 'the managers in a line',
    module: 'mgr',
    handler: ({ cluster: { mgrmap } }) => ({
      output: { epoch: mgrmap.epoch, available: false, active_name: '', num_standby: 0 }
    })
  },
  {
    signature: 'mgr module ls',
    help: 'modules of the managers',
    module: 'mgr',
    handler: () => ({
      output: {
        always_on_modules: ALWAYS_ON_MODULES.pacific,
        enabled_modules: ENABLED_MODULES,
        disabled_modules: []
      }
    })
  },
  { signature: 'mgr services', help: 'where modules serve', module: 'mgr', handler: () => ({ output: {} }) },
  {
    signature: 'mgr metadata name=who,type=CephString,req=false',
    help: 'what the managers say of themselves',
    module: 'mgr',
    handler: () => ({ output: [] })
  }
]
