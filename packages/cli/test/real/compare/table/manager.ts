import type { Group } from '../command.js'

/** What the manager and its modules answer. */
export const manager: Group = {
  title: 'commands of the manager',
  repeatable: true,
  commands: [
    'osd df',
    'osd df tree -f json',
    'osd df --output-method tree --filter-by class --filter hdd',
    'osd safe-to-destroy 0',
    'osd status',
    'pg stat',
    'pg dump',
    'pg dump -f json',
    'pg ls',
    'pg ls --states active,clean -f json',
    'pg ls-by-pool nopool',
    'balancer status',
    'balancer dump noplan',
    'mgr module ls',
    'crash ls',
    'device ls',
    'telemetry status -f yaml',
    'progress',
    'iostat --period 0',
    'config show mon.a mon_allow_pool_delete'
  ]
}
