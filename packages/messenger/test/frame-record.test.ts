import { expect } from 'chai'
import { formatFrameRecord } from '@cephwire/messenger'
import type { FrameRecord } from '@cephwire/messenger'

const message: FrameRecord = {
  direction: 'out',
  at: 12.34,
  tag: 17,
  name: 'MESSAGE',
  lengths: [41, 120],
  messageType: 50,
  tid: 7n
}

describe('formatFrameRecord()', () => {
  it('prints a message with the number of its type', () => {
    expect(formatFrameRecord(message)).to.equal('12.3 ms > MESSAGE type 50 tid 7 [41, 120]')
  })

  it('prints a message with the name of its type where that is known', () => {
    const messageTypeName = (type: number): string | undefined => (type === 50 ? 'mon_command' : undefined)
    expect(formatFrameRecord(message, { messageTypeName })).to.equal('12.3 ms > MESSAGE mon_command tid 7 [41, 120]')
    expect(formatFrameRecord({ ...message, messageType: 999 }, { messageTypeName })).to.equal(
      '12.3 ms > MESSAGE type 999 tid 7 [41, 120]'
    )
  })

  it('prints what is no message by its name', () => {
    const hello: FrameRecord = { direction: 'in', at: 0, tag: 1, name: 'HELLO', lengths: [36] }
    expect(formatFrameRecord(hello)).to.equal('0.0 ms < HELLO [36]')
  })
})
