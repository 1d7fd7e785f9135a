/*
  What the signature of a message is of      src/auth/cephx/CephxSessionHandler.cc, of peers with CEPHX_V2
    u32 crc of the header
    u32 front_crc
    u32 front_len
    u32 middle_crc
    u32 middle_len
    u32 data_crc
    u32 data_len
    u32 seq              its lower half

  The authenticator's secret makes 32 bytes of it; ceph_msg_footer.sig is the exclusive or of their four u64.
*/
import { packed } from '@cephwire/codec'
import type { AuthSecrets } from '../authenticator.js'
import type { MsgHeaderV1 } from './message-frames.js'

const signatureBlockCodec = packed({
  headerCrc: 'u32',
  frontCrc: 'u32',
  frontLen: 'u32',
  middleCrc: 'u32',
  middleLen: 'u32',
  dataCrc: 'u32',
  dataLen: 'u32',
  seq: 'u32'
})

/** Makes 32 bytes of 32 bytes, with a secret. */
export type SignMessage = NonNullable<AuthSecrets['signMessage']>

type SignedHeader = Pick<MsgHeaderV1, 'crc' | 'frontLen' | 'middleLen' | 'dataLen' | 'seq'>

interface SignedFooter {
  readonly frontCrc: number
  readonly middleCrc: number
  readonly dataCrc: number
}

/** ceph_msg_footer.sig */
export function messageSignature(sign: SignMessage, header: SignedHeader, footer: SignedFooter): bigint {
  const block = signatureBlockCodec.toBytes({
    headerCrc: header.crc,
    frontCrc: footer.frontCrc,
    frontLen: header.frontLen,
    middleCrc: footer.middleCrc,
    middleLen: header.middleLen,
    dataCrc: footer.dataCrc,
    dataLen: header.dataLen,
    seq: Number(BigInt.asUintN(32, header.seq))
  })
  const signed = sign(block)
  const view = new DataView(signed.buffer, signed.byteOffset, signed.byteLength)
  return [0, 8, 16, 24].reduce((sig, at) => sig ^ view.getBigUint64(at, true), 0n)
}
