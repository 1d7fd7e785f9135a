import {
  monCommand,
  monCommandAck,
  monGetMap,
  monGetOSDMap,
  monGetVersion,
  monGetVersionReply,
  monMap,
  monSubscribe,
  monSubscribeAck
} from '@cephwire/messages'
import { FSID, FSID_HEX, PAXOS_HEX, sample } from '../support/sample.js'

export const monSamples = [
  sample(monGetMap, {}, ''),
  sample(monMap, { monmapBl: Uint8Array.of(1, 2, 3) }, '03000000 010203'),
  sample(
    monSubscribe,
    {
      what: new Map([
        ['config', { start: 0n, flags: 0 }],
        ['osdmap', { start: 0x1_0000_0002n, flags: 1 }]
      ]),
      hostname: 'node'
    },
    `02000000                        # what: two
     06000000 636f6e666967           # config
     0000000000000000 00             #   start, flags
     06000000 6f73646d6170           # osdmap
     0200000001000000 01             #   start, flags
     04000000 6e6f6465               # hostname`
  ),
  sample(
    monSubscribeAck,
    { interval: 86400, fsid: FSID },
    `80510100                        # interval
     ${FSID_HEX}`
  ),
  sample(
    monCommand,
    { version: 5n, fsid: FSID, cmd: ['{}'] },
    `${PAXOS_HEX}
     ${FSID_HEX}
     01000000 02000000 7b7d          # cmd`
  ),
  sample(
    monCommandAck,
    { version: 5n, r: -22, rs: 'no', cmd: ['{}'] },
    `${PAXOS_HEX}
     eaffffff                        # r
     02000000 6e6f                   # rs
     01000000 02000000 7b7d          # cmd`
  ),
  sample(
    monGetVersion,
    { handle: 7n, what: 'osdmap' },
    `0700000000000000                # handle
     06000000 6f73646d6170           # what`
  ),
  sample(
    monGetVersionReply,
    { handle: 7n, version: 0xffff_ffff_ffff_ffffn, oldestVersion: 1n },
    `0700000000000000                # handle
     ffffffffffffffff                # version
     0100000000000000                # oldest_version`
  ),
  sample(
    monGetOSDMap,
    { version: 5n, fullFirst: 1, fullLast: 2, incFirst: 3, incLast: 4 },
    `${PAXOS_HEX}
     01000000 02000000               # full_first, full_last
     03000000 04000000               # inc_first, inc_last`
  )
]
