import { expect } from 'chai'
import { parseFlags } from '../src/flags.js'

describe('parseFlags()', () => {
  it('finds flags anywhere and leaves the other words in their order', () => {
    const flags = parseFlags(['mon', '-f', 'json', 'dump', '--connect-timeout=5', '-c', 'x.conf', '--ms-mode', 'crc'])
    expect(flags).to.include({ format: 'json', connectTimeout: 5, msMode: 'crc', help: false })
    expect(flags.rest).to.deep.equal(['mon', 'dump', '-c', 'x.conf'])
  })

  it('takes a value that is joined to a short flag', () => {
    expect(parseFlags(['-fjson-pretty', '-o-', 'fsid'])).to.include({ format: 'json-pretty', outFile: '-' })
  })

  it('lets the later of two count', () => {
    expect(parseFlags(['-f', 'json', '--format', 'plain']).format).to.equal('plain')
  })

  it('leaves alone what stands behind --', () => {
    const flags = parseFlags(['config-key', 'set', '--', '-f', '-s'])
    expect(flags).to.include({ format: undefined, status: false })
    expect(flags.rest).to.deep.equal(['config-key', 'set', '--', '-f', '-s'])
  })

  it('does not take the words of a command for flags', () => {
    expect(parseFlags(['osd', 'pool', 'create', '--bulk', '-', '-1']).rest).to.have.lengthOf(6)
  })

  const refused = [['-f', 'bad'], ['-f'], ['--ms-mode', 'fast'], ['--connect-timeout', 'soon'], ['--status=yes']]
  for (const words of refused) {
    it(`refuses ${words.join(' ')}`, () => {
      expect(() => parseFlags(words))
        .to.throw()
        .with.property('code', 'ERR_CEPH_CLI_USAGE')
    })
  }
})
