import { decode, formatEntityAddr } from '@cephwire/codec'
import { Tag, defaultMessengerLimits } from '@cephwire/messenger'
import { FrameDecoder, crcOpen, describeFrame, helloCodec } from '@cephwire/messenger/frames'

/** What a monitor sends behind its banner: a HELLO. */
const captured = Buffer.from(
  '010124000000080000000000000000000000000000000000000000003fbd6b06' +
    '010101011c0000000200000000000000100000000200c3507f0000010000000000000000879b78a4',
  'hex'
)

const place = { peer: 'capture', phase: 'HELLO_CONNECTING' }
const decoder = new FrameDecoder({ open: crcOpen(1, place), limits: defaultMessengerLimits, place })

for (const chunk of [captured.subarray(0, 40), captured.subarray(40)]) {
  for (const frame of decoder.push(chunk)) {
    console.log(describeFrame(frame))
    if (frame.tag === Tag.Hello) {
      const { entityType, peerAddr } = decode(helloCodec, frame.segments[0]!)
      console.log(entityType, formatEntityAddr(peerAddr))
    }
  }
}
