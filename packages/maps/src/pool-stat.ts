export { poolStatCodec } from './pgmap/pool-stat.js'
export type { PoolStat } from './pgmap/pool-stat.js'
