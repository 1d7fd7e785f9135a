import { entityTypeName, formatEntityAddr } from '@cephwire/codec'
import { BANNER_HEAD_BYTES, checkBannerHead, decodeBannerPayload, encodeBanner } from '../banner.js'
import { Msgr2Feature, Tag } from '../constants.js'
import { helloCodec } from '../control/hello.js'
import { FeatureMismatchError, PeerMismatchError } from '../errors.js'
import { Untagged } from '../frame-ring.js'
import { crcOpen, crcSeal } from '../onwire/crc.js'
import type { EntityAddr } from '@cephwire/codec'
import type { Banner } from '../banner.js'
import type { CrcOptions } from '../onwire/crc.js'
import type { FrameStream } from '../frame-stream.js'
import type { Revision } from '../onwire/seal.js'

const SUPPORTED = Msgr2Feature.Revision1

/** What the greeting has told. */
export interface Greeting {
  readonly revision: Revision
  /** An EntityType. */
  readonly peerType: number
  /** Our own address as the peer sees it. */
  readonly selfAddr: EntityAddr
}

/** Exchanges banners, which decide the revision, and HELLO. */
export async function greet(
  stream: FrameStream,
  init: { readonly dialled: EntityAddr; readonly selfType: number; readonly peerType?: number | undefined } & CrcOptions
): Promise<Greeting> {
  stream.place.phase = 'BANNER_CONNECTING'
  await writeBanner(stream, { supported: SUPPORTED, required: 0n })
  const banner = await readBanner(stream)
  const unknown = banner.required & ~SUPPORTED
  if (unknown !== 0n) {
    throw new FeatureMismatchError(
      `The peer requires msgr2 features 0x${unknown.toString(16)}, which are unknown here`,
      unknown,
      stream.place
    )
  }
  // Each side takes the revision from what the other supports (ProtocolV2.cc).
  const revision: Revision = (banner.supported & Msgr2Feature.Revision1) === 0n ? 0 : 1
  stream.protect(crcSeal(revision), crcOpen(revision, stream.place, init))

  stream.place.phase = 'HELLO_CONNECTING'
  await stream.write(Tag.Hello, helloCodec, { entityType: init.selfType, peerAddr: init.dialled })
  const { body } = await stream.read(Tag.Hello)
  const hello = stream.parse(Tag.Hello, helloCodec, body)
  if (init.peerType !== undefined && hello.entityType !== init.peerType) {
    throw new PeerMismatchError(
      `${formatEntityAddr(init.dialled)} is a ${entityTypeName(hello.entityType)}, expected a ${entityTypeName(init.peerType)}`,
      stream.place
    )
  }
  return { revision, peerType: hello.entityType, selfAddr: hello.peerAddr }
}

export async function writeBanner(stream: FrameStream, banner: Banner): Promise<void> {
  const bytes = encodeBanner(banner)
  stream.frames.begin('out', Untagged.Banner).segment(bytes.length)
  await stream.writeRaw(bytes)
}

/** The peer's banner, refused at its first wrong byte. */
export async function readBanner(stream: FrameStream): Promise<Banner> {
  const { queue, limits, place } = stream
  const head: number[] = []
  // Byte by byte, so that a stranger is told by its first wrong one and not by silence.
  while (head.length < BANNER_HEAD_BYTES) {
    if (queue.length === 0) await stream.fill()
    head.push(...queue.take(Math.min(queue.length, BANNER_HEAD_BYTES - head.length)))
    checkBannerHead(Uint8Array.from(head), limits.maxBannerBytes, place)
  }
  const length = checkBannerHead(Uint8Array.from(head), limits.maxBannerBytes, place)!
  const payload = await stream.take(length)
  stream.frames.begin('in', Untagged.Banner).segment(BANNER_HEAD_BYTES + length)
  return decodeBannerPayload(payload)
}
