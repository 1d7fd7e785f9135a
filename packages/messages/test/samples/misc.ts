import {
  ClogType,
  command,
  commandReply,
  config,
  getConfig,
  getPoolStats,
  getPoolStatsReply,
  kvData,
  log,
  logAck,
  mgrCommand,
  mgrCommandReply,
  ping,
  poolOp,
  PoolOpCode,
  poolOpReply,
  statfs,
  statfsReply
} from '@cephwire/messages'
import { FSID, FSID_HEX, PAXOS_HEX, sample } from '../support/sample.js'

export const miscSamples = [
  sample(ping, { text: 'ok' }, '02000000 6f6b'),
  sample(
    config,
    { config: new Map([['a', '1']]) },
    `01000000                        # config: one
     01000000 61 01000000 31`
  ),
  sample(
    getConfig,
    { name: { type: 8, id: 'x' }, host: 'h', deviceClass: 'ssd' },
    `08000000 01000000 78            # name
     01000000 68                     # host
     03000000 737364                 # device_class`
  ),
  sample(
    log,
    {
      version: 5n,
      fsid: FSID,
      entries: [
        {
          name: { type: 8, id: 'x' },
          rank: { type: 8, num: 4117n },
          addrs: [],
          stamp: { sec: 1, nsec: 2 },
          seq: 3n,
          prio: ClogType.Warn,
          msg: 'm',
          channel: 'audit'
        }
      ]
    },
    `${PAXOS_HEX}
     ${FSID_HEX}
     01000000                        # entries: one
     05 05 37000000                  # struct_v, struct_compat, 55 bytes
     08000000 01000000 78            #   name
     08 1510000000000000             #   rank
     02 00000000                     #   addrs
     01000000 02000000               #   stamp
     0300000000000000                #   seq
     0300                            #   prio
     01000000 6d                     #   msg
     05000000 6175646974             #   channel`
  ),
  sample(
    logAck,
    { fsid: FSID, last: 3n, channel: 'c' },
    `${FSID_HEX}
     0300000000000000                # last
     01000000 63                     # channel`
  ),
  sample(
    kvData,
    {
      version: 3n,
      prefix: 'p/',
      incremental: true,
      data: new Map([
        ['p/a', Uint8Array.of(1)],
        ['p/b', undefined]
      ])
    },
    `0300000000000000                # version
     02000000 702f                   # prefix
     01                              # incremental
     02000000                        # data: two
     03000000 702f61 01 01000000 01
     03000000 702f62 00`
  ),
  sample(
    statfs,
    { version: 5n, fsid: FSID, dataPool: -1n },
    `${PAXOS_HEX}
     ${FSID_HEX}
     01 ffffffffffffffff             # data_pool`
  ),
  sample(
    statfsReply,
    { fsid: FSID, version: 5n, kb: 4n, kbUsed: 1n, kbAvail: 3n, numObjects: 2n },
    `${FSID_HEX}
     0500000000000000                # version
     0400000000000000 0100000000000000 0300000000000000 0200000000000000`
  ),
  sample(
    getPoolStats,
    { version: 5n, fsid: FSID, pools: ['p'] },
    `${PAXOS_HEX}
     ${FSID_HEX}
     01000000 01000000 70            # pools`
  ),
  sample(
    getPoolStatsReply,
    { version: 5n, fsid: FSID, poolStats: new Map([['p', Uint8Array.of(7, 5, 1, 0, 0, 0, 0xff)]]), perPool: true },
    `${PAXOS_HEX}
     ${FSID_HEX}
     01000000                        # pool_stats: one
     01000000 70 07 05 01000000 ff
     01                              # per_pool`
  ),
  sample(
    poolOp,
    { version: 5n, fsid: FSID, pool: 1, op: PoolOpCode.CreateSnap, snapid: 2n, name: 's', crushRule: -1 },
    `${PAXOS_HEX}
     ${FSID_HEX}
     01000000 11000000               # pool, op
     0000000000000000                # old_auid
     0200000000000000                # snapid
     01000000 73                     # name
     00 ffff                         # pad, crush_rule`
  ),
  sample(
    poolOpReply,
    { version: 5n, fsid: FSID, replyCode: -17, epoch: 4, responseData: Uint8Array.of(1) },
    `${PAXOS_HEX}
     ${FSID_HEX}
     efffffff 04000000               # replyCode, epoch
     01 01000000 01                  # response_data`
  ),
  sample(
    command,
    { fsid: FSID, cmd: ['{}', ''] },
    `${FSID_HEX}
     02000000 02000000 7b7d 00000000 # cmd`
  ),
  sample(commandReply, { r: 1, rs: 'x' }, '01000000 01000000 78'),
  sample(
    mgrCommand,
    { fsid: FSID, cmd: ['{}', ''] },
    `${FSID_HEX}
     02000000 02000000 7b7d 00000000 # cmd`
  ),
  sample(mgrCommandReply, { r: -22, rs: 'x' }, 'eaffffff 01000000 78')
]
