import { decode, encode } from '@cephwire/codec'
import { checkRoundTrip, fromHex, toHex } from '@cephwire/codec/testing'
import {
  HealthStatus,
  healthCheckCodec,
  healthCheckMapCodec,
  healthCheckMapToJson,
  healthCheckToJson,
  healthMuteCodec,
  healthMuteToJson,
  healthMutesCodec,
  healthStatusName
} from '@cephwire/maps'
import { expect } from 'chai'
import { describeCorpus, erase } from '../support/corpus.js'
import { expectCheap, itWithstands } from '../support/hostile.js'
import { readText, readVector, releases } from '../support/vectors.js'

const CHECK = '01 03000000 6f6e65 02000000 01000000 61 01000000 62 0500000000000000'

describe('healthCheckMapCodec', () => {
  for (const release of ['16.2.15', '20.2.4']) {
    it(`reads what a monitor of ${release} stores, writes it again, and prints it as ceph health detail does`, () => {
      const maps = ['mdsmap', 'osdmap'].map(part => readVector(`health-${part}-${release}`))
      const json = maps.map(bytes => healthCheckMapToJson(checkRoundTrip(healthCheckMapCodec, bytes)))
      expect(Object.assign({}, ...json)).to.deep.equal(JSON.parse(readText(`health-${release}.json`)))
    })
  }

  it('decodes the checks by their codes', () => {
    const { checks, encoding } = decode(healthCheckMapCodec, readVector('health-osdmap-16.2.15'))
    expect(encoding).to.deep.equal({ structV: 1, tail: new Uint8Array(0) })
    expect(checks.get('OSD_DOWN')).to.deep.include({
      severity: HealthStatus.WARN,
      summary: '1 osds down',
      count: 1n,
      encoding: { structV: 2, tail: new Uint8Array(0) }
    })
  })

  it('writes checks in the order of their codes', () => {
    const map = decode(healthCheckMapCodec, readVector('health-osdmap-16.2.15'))
    const shuffled = { checks: new Map([...map.checks].reverse()) }
    expect(toHex(encode(healthCheckMapCodec, shuffled))).to.equal(toHex(readVector('health-osdmap-16.2.15')))
  })

  itWithstands(
    'health_check_map_t',
    healthCheckMapCodec,
    [readVector('health-osdmap-20.2.4'), readVector('health-mdsmap-20.2.4')],
    healthCheckMapToJson
  )

  it('reads a megabyte of details in time and memory', () => {
    const detail = Array.from({ length: 200_000 }, () => '')
    const check = { severity: HealthStatus.ERR, summary: '', detail, count: 0n }
    const bytes = encode(healthCheckMapCodec, { checks: new Map([['OSD_DOWN', check]]) })
    expect(expectCheap(healthCheckMapCodec, bytes)).to.not.equal(undefined)
  })
})

describe('healthCheckCodec', () => {
  it('reads struct_v 1 of Luminous, which does not count, and writes it again', () => {
    const v1 = fromHex(`01 01 16000000 ${CHECK.slice(0, -17)}`)
    expect(checkRoundTrip(healthCheckCodec, v1)).to.deep.include({ summary: 'one', detail: ['a', 'b'], count: 0n })
  })

  it('keeps what a newer release appended', () => {
    const bytes = fromHex(`03 01 20000000 ${CHECK} abcd`)
    const check = checkRoundTrip(healthCheckCodec, bytes)
    expect(check).to.deep.include({ count: 5n, encoding: { structV: 3, tail: fromHex('abcd') } })
    expect(healthCheckToJson(check)).to.deep.equal({
      severity: 'HEALTH_WARN',
      summary: { message: 'one', count: 5 },
      detail: [{ message: 'a' }, { message: 'b' }]
    })
  })

  it('writes struct_v 2 for a value that is made', () => {
    const made = { severity: HealthStatus.WARN, summary: 'one', detail: ['a', 'b'], count: 5n }
    expect(toHex(encode(healthCheckCodec, made))).to.equal(toHex(fromHex(`02 01 1e000000 ${CHECK}`)))
  })
})

describe('healthMutesCodec', () => {
  for (const release of releases) {
    it(`reads what a monitor of ${release} stores, writes it again, and prints it as ceph health does`, () => {
      const mutes = checkRoundTrip(healthMutesCodec, readVector(`health-mutes-${release}`))
      expect([...mutes.values()].map(healthMuteToJson)).to.deep.equal(
        JSON.parse(readText(`health-mutes-${release}.json`))
      )
    })
  }

  it('keeps what a newer release appended to a mute', () => {
    const [mute] = decode(healthMutesCodec, readVector('health-mutes-18.2.7')).values()
    const newer = { ...mute!, encoding: { structV: 2, tail: fromHex('ab') } }
    expect(checkRoundTrip(healthMuteCodec, encode(healthMuteCodec, newer))).to.deep.equal(newer)
  })

  itWithstands('health_mute_t', healthMutesCodec, [readVector('health-mutes-20.2.4')])
})

describe('healthStatusName()', () => {
  it('names what Ceph names', () => {
    expect([HealthStatus.OK, HealthStatus.ERR, 7].map(healthStatusName)).to.deep.equal(['HEALTH_OK', 'HEALTH_ERR', ''])
  })
})

describeCorpus({ health_check_t: erase(healthCheckCodec), health_check_map_t: erase(healthCheckMapCodec) })
