import { CodecError } from '@cephwire/codec'
import { config, decodeFront, encodeMessage, getConfig } from '@cephwire/messages'
import { expect } from 'chai'
import { getConfigRequest } from '../../src/requests/get-config.js'
import { received } from '../support/monmaps.js'

const osd = { type: 4, id: '0' } as const

describe('getConfigRequest()', () => {
  it('asks for the options of an entity on a host', () => {
    const message = getConfigRequest(osd, 'lab').encode(3n)
    expect(message.tid).to.equal(3n)
    expect(decodeFront(getConfig, received(message))).to.deep.equal({ name: osd, host: 'lab', deviceClass: '' })
  })

  it('asks for those of a device class', () => {
    const message = getConfigRequest(osd, '', 'ssd').encode(3n)
    expect(decodeFront(getConfig, received(message))).to.deep.equal({ name: osd, host: '', deviceClass: 'ssd' })
  })

  it('reads the options', () => {
    const options = new Map([
      ['osd_max_backfills', '7'],
      ['osd_recovery_sleep', '0.500000']
    ])
    const request = getConfigRequest(osd, 'lab')
    expect(request).to.include({ replyType: config.type, readOnly: true })
    expect(request.decode(received(encodeMessage(config, { config: options })))).to.deep.equal(options)
    expect(request.decode(received(encodeMessage(config, { config: new Map() })))).to.deep.equal(new Map())
  })

  it('refuses an answer that is cut short, at each byte', () => {
    const { front, ...rest } = encodeMessage(config, { config: new Map([['a', 'b']]) })
    for (let length = 0; length < front.length; length++) {
      const cut = received({ ...rest, front: front.subarray(0, length) })
      expect(() => getConfigRequest(osd, '').decode(cut), `${length} bytes`).to.throw(CodecError)
    }
  })
})
