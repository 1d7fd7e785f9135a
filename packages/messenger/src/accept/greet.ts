import { Msgr2Feature, Tag } from '../constants.js'
import { helloCodec } from '../control/hello.js'
import { FeatureMismatchError } from '../errors.js'
import { readBanner, writeBanner } from '../handshake/greet.js'
import { crcOpen, crcSeal } from '../onwire/crc.js'
import type { EntityAddr, EntityName } from '@cephwire/codec'
import type { FrameStream } from '../frame-stream.js'
import type { Greeting } from '../handshake/greet.js'
import type { Revision } from '../onwire/seal.js'

export interface GreetInit {
  readonly name: EntityName
  readonly remote: EntityAddr
  /** The newest that is spoken here. */
  readonly revision: Revision
  readonly verifyCrc: boolean
}

/** Exchanges banners, which decide the revision, and HELLO. */
export async function greet(stream: FrameStream, init: GreetInit): Promise<Greeting> {
  stream.place.phase = 'BANNER_ACCEPTING'
  const supported = init.revision === 1 ? Msgr2Feature.Revision1 : 0n
  await writeBanner(stream, { supported, required: 0n })
  const banner = await readBanner(stream)
  const unknown = banner.required & ~supported
  if (unknown !== 0n) {
    const bits = `0x${unknown.toString(16)}`
    throw new FeatureMismatchError(`The peer requires msgr2 features ${bits}`, unknown, stream.place)
  }
  const revision: Revision = (supported & banner.supported & Msgr2Feature.Revision1) === 0n ? 0 : 1
  stream.protect(crcSeal(revision), crcOpen(revision, stream.place, init))

  stream.place.phase = 'HELLO_ACCEPTING'
  await stream.write(Tag.Hello, helloCodec, { entityType: init.name.type, peerAddr: init.remote })
  const { body } = await stream.read(Tag.Hello)
  const hello = stream.parse(Tag.Hello, helloCodec, body)
  return { revision, peerType: hello.entityType, selfAddr: hello.peerAddr }
}
