import { decode, entityAddrvecCodec, formatEntityAddrvec } from '@cephwire/codec'

const bytes = Buffer.from('02010000000101011c00000002000000000000001000000002000ce40a0000010000000000000000', 'hex')
console.log(formatEntityAddrvec(decode(entityAddrvecCodec, bytes)))
