import { expect } from 'chai'
import { formatLocal, formatLogEntry, logEntryToJson } from '../src/log-line.js'
import type { LogEntry } from '@cephwire/messages'

const entry: LogEntry = {
  name: { type: 1, id: 'a' },
  rank: { type: 1, num: 0n },
  addrs: [],
  stamp: { sec: 1_717_143_072, nsec: 5_678_999 },
  seq: 7n,
  prio: 3,
  msg: 'two\nlines',
  channel: 'cluster'
}

describe('a line of the cluster log', () => {
  const zone = process.env['TZ']
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  })

  it('is as ceph -w prints it', () => {
    process.env['TZ'] = 'UTC'
    expect(formatLogEntry(entry)).to.equal('2024-05-31T08:11:12.005678+0000 mon.a [WRN] two\nlines')
    expect(formatLogEntry({ ...entry, prio: 9 })).to.include(' mon.a [???] ')
  })

  for (const [TZ, text] of [
    ['Asia/Kolkata', '2024-05-31T13:41:12.005678+0530'],
    ['America/St_Johns', '2024-05-31T05:41:12.005678-0230']
  ] as const) {
    it(`has the time of ${TZ} there`, () => {
      process.env['TZ'] = TZ
      expect(formatLocal(entry.stamp)).to.equal(text)
    })
  }

  it('takes small times for durations', () => {
    expect(formatLocal({ sec: 12, nsec: 345_678_000 })).to.equal('12.345678')
  })

  it('is a line of JSON with the fields that Ceph dumps', () => {
    process.env['TZ'] = 'UTC'
    expect(JSON.parse(logEntryToJson(entry))).to.deep.equal({
      name: 'mon.a',
      rank: 'mon.0',
      addrs: { addrvec: [] },
      stamp: '2024-05-31T08:11:12.005678+0000',
      seq: 7,
      channel: 'cluster',
      priority: '[WRN]',
      message: 'two\nlines'
    })
  })
})
