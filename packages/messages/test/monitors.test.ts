import { readFileSync } from 'node:fs'
import { encode } from '@cephwire/codec'
import { fromHex, toHex } from '@cephwire/codec/testing'
import { decodeFront, messageCodecs } from '@cephwire/messages'
import { expect } from 'chai'
import type { MessageCodec } from '@cephwire/messages'

interface Line {
  readonly codec: MessageCodec<unknown>
  readonly version: number
  readonly compatVersion: number
  readonly front: Uint8Array
}

function read(release: string): Line[] {
  const text = readFileSync(new URL(`vectors/monitor-${release}.hex`, import.meta.url), 'utf8')
  const lines = text.split('\n').filter(line => line !== '' && !line.startsWith('#'))
  return lines.map(line => {
    const [name, version, compatVersion, hex = ''] = line.split(' ')
    const codec = messageCodecs.find(codec => codec.name === name) as MessageCodec<unknown> | undefined
    if (codec === undefined) throw new Error(`No codec ${String(name)}`)
    return { codec, version: Number(version), compatVersion: Number(compatVersion), front: fromHex(hex) }
  })
}

for (const release of ['16.2.15', '18.2.7', '20.2.4']) {
  describe(`fronts from a monitor of Ceph ${release}`, () => {
    const lines = read(release)
    for (const [i, line] of lines.entries()) {
      it(`${line.codec.name} (${i + 1}) decodes and encodes to the same bytes`, () => {
        const value = decodeFront(line.codec, line)
        expect(toHex(encode(line.codec, value))).to.equal(toHex(line.front))
      })
    }

    it('have the versions that the codecs write', () => {
      for (const { codec, version, compatVersion } of lines) {
        expect({ version, compatVersion }, codec.name).to.deep.equal({
          version: codec.headVersion,
          compatVersion: codec.compatVersion
        })
      }
    })

    it('say what was asked', () => {
      const values = (name: string): unknown[] =>
        lines.filter(({ codec }) => codec.name === name).map(line => decodeFront(line.codec, line))
      expect(values('MMonGetVersionReply')).to.have.nested.property('[0].handle', 7n)
      expect(values('MMonCommandAck')).to.have.nested.property('[1].rs', 'command not known')
      expect(values('MPoolOpReply')).to.have.nested.property('[0].replyCode', -22)
      expect(values('MAuthReply')).to.deep.include.members([
        {
          protocol: 1,
          result: 0,
          globalId: (values('MAuthReply') as [{ globalId: bigint }])[0].globalId,
          resultBl: new Uint8Array(0),
          resultMsg: ''
        }
      ])
    })
  })
}
