import { expect } from 'chai'
import { parseDecimal, parseTimespan } from '../../src/config/timespan.js'
import { describeWithTool } from '../real-tools.js'

const spans: Readonly<Record<string, number | undefined>> = {
  '300': 300,
  '5m': 300,
  '2 minutes': 120,
  '1h 30min': 5400,
  '1d': 86400,
  '1.5': undefined,
  '-1': undefined,
  '3 parsecs': undefined,
  m: undefined
}

describe('parseTimespan()', () => {
  for (const [text, seconds] of Object.entries(spans)) {
    it(`${seconds === undefined ? 'refuses' : 'reads'} ${JSON.stringify(text)}`, () => {
      expect(parseTimespan(text)).to.equal(seconds === undefined ? undefined : seconds * 1000)
    })
  }
})

describe('parseDecimal()', () => {
  it('reads decimal numbers and nothing else', () => {
    expect(['3', '0.5', '1e2', ' 7 '].map(parseDecimal)).to.deep.equal([3, 0.5, 100, 7])
    expect(['', 'x', '0x10', 'Infinity', '1 2'].map(parseDecimal)).to.deep.equal(Array(5).fill(undefined))
  })
})

describeWithTool('ceph-conf', 'ceph-conf(8) on the same time spans', run => {
  for (const [text, seconds] of Object.entries(spans)) {
    it(`${seconds === undefined ? 'refuses' : 'reads'} ${JSON.stringify(text)}`, () => {
      const args = ['-c', '/dev/null', `--client-mount-timeout=${text}`, '--show-config-value', 'client_mount_timeout']
      const { stdout, stderr } = run(args)
      if (seconds === undefined) expect(stderr).to.contain('parse error')
      else expect(Number(stdout)).to.equal(seconds)
    })
  }
})
