import { auth, authReply } from '@cephwire/messages'
import { PAXOS_HEX, sample } from '../support/sample.js'

export const authSamples = [
  sample(
    auth,
    { version: 5n, protocol: 2, authPayload: Uint8Array.of(0xab), monmapEpoch: 3 },
    `${PAXOS_HEX}
     02000000                        # protocol
     01000000 ab                     # auth_payload
     03000000                        # monmap_epoch`
  ),
  sample(
    authReply,
    { protocol: 2, result: -13, globalId: 4117n, resultBl: Uint8Array.of(0xcd), resultMsg: 'no' },
    `02000000                        # protocol
     f3ffffff                        # result
     1510000000000000                # global_id
     01000000 cd                     # result_bl
     02000000 6e6f                   # result_msg`
  )
]
