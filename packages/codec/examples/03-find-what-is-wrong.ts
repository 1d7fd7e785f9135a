import { CodecError, decode, entityAddrvecCodec, parseEntityAddrvec, encode } from '@cephwire/codec'

const bytes = encode(entityAddrvecCodec, parseEntityAddrvec('[v2:10.0.0.1:3300/0,v1:10.0.0.1:6789/0]'))
bytes[47] = 99 // the type of the second address

try {
  decode(entityAddrvecCodec, bytes)
} catch (error) {
  if (!(error instanceof CodecError)) throw error
  console.log(error.message)
  console.log(error.code, error.offset, error.path)
}
