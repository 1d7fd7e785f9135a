const nautilus = [
  'balancer',
  'crash',
  'devicehealth',
  'orchestrator_cli',
  'progress',
  'rbd_support',
  'status',
  'volumes'
]
const octopus = [
  'balancer',
  'crash',
  'devicehealth',
  'orchestrator',
  'pg_autoscaler',
  'progress',
  'rbd_support',
  'status',
  'telemetry',
  'volumes'
]

/** Modules that every manager of a release runs. */
export const ALWAYS_ON_MODULES = { nautilus, octopus, pacific: octopus } as const

/** Modules that a new cluster switches on. */
export const ENABLED_MODULES: readonly string[] = ['iostat', 'nfs', 'restful']
