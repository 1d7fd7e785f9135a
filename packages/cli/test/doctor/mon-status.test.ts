import { expect } from 'chai'
import { parseMonStatus } from '../../src/doctor/mon-status.js'

const status = (mons: number, quorum: number): string => {
  const monmap = { fsid: 'f', epoch: 1, mons: Array.from({ length: mons }, (_, rank) => ({ name: `m${rank}`, rank })) }
  const ranks = Array.from({ length: quorum }, (_, rank) => rank)
  return JSON.stringify({ mon_status: { name: 'm0', state: 'leader', quorum: ranks, monmap } })
}

describe('what a monitor says of itself', () => {
  it('is read for as many monitors as a cluster can have, and not for more', () => {
    expect(parseMonStatus(status(255, 255))?.quorum).to.have.length(255)
    expect(parseMonStatus(status(256, 1))).to.equal(undefined)
    expect(parseMonStatus(status(1, 256))).to.equal(undefined)
  })
})
