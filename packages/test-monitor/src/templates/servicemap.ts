import { fromHex } from './from-hex.js'

/*
  A ServiceMap as a monitor of Ceph 16.2.15 made it: epoch 1 of a fresh cluster.
*/
export const SERVICEMAP: Uint8Array = fromHex(`
  01011000000001000000b5c1026ba989ac3900000000
`)
