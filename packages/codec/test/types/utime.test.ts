import { expect } from 'chai'
import { CodecError, encode, formatUtime, utimeCodec, utimeFromMillis, utimeToMillis } from '@cephwire/codec'
import { checkRoundTrip, fromHex } from '@cephwire/codec/testing'

describe('utime_t', () => {
  it('is seconds and nanoseconds', () => {
    expect(checkRoundTrip(utimeCodec, fromHex('01 00 00 00 02 00 00 00'))).to.deep.equal({ sec: 1, nsec: 2 })
  })

  it('goes to milliseconds and back', () => {
    expect(utimeToMillis({ sec: 1, nsec: 500_000 })).to.equal(1000.5)
    expect(utimeFromMillis(1000.5)).to.deep.equal({ sec: 1, nsec: 500_000 })
    expect(utimeFromMillis(1_717_150_272_345)).to.deep.equal({ sec: 1_717_150_272, nsec: 345_000_000 })
    expect(utimeFromMillis(999.9999999999)).to.deep.equal({ sec: 0, nsec: 999_999_999 })
  })

  it('has no encoding before 1970 or after 2106', () => {
    for (const millis of [-1, 2 ** 32 * 1000]) {
      expect(() => encode(utimeCodec, utimeFromMillis(millis))).to.throw(CodecError, 'is not a u32')
    }
  })

  it('prints a point in time in UTC and a duration in seconds', () => {
    expect(formatUtime({ sec: 1_717_150_272, nsec: 345_678_999 })).to.equal('2024-05-31T10:11:12.345678+0000')
    expect(formatUtime({ sec: 12, nsec: 345_678_999 })).to.equal('12.345678')
    expect(formatUtime({ sec: 315_360_000, nsec: 0 })).to.equal('1979-12-30T00:00:00.000000+0000')
  })
})
