import { fromHex } from './from-hex.js'

/*
  A FSMapUser as a monitor of Ceph 16.2.15 made it: epoch 1 of a fresh cluster without file systems.
*/
export const FSMAP_USER: Uint8Array = fromHex(`
  01010c00000001000000ffffffff00000000
`)
