import { ConfigError } from '@cephwire/mon-client'
import { expect } from 'chai'
import { configMessage } from '../src/config-message.js'

describe('configMessage()', () => {
  it('does not name a file or an option twice', () => {
    const missing = new ConfigError('No such configuration file: x.conf (given by options)', { file: 'x.conf' })
    expect(configMessage(missing)).to.equal('No such configuration file: x.conf')
    const fsid = new ConfigError('Expected a UUID as fsid (x.conf:2 [global])', { option: 'fsid' })
    expect(configMessage(fsid)).to.equal('Expected a UUID as fsid (x.conf:2 [global])')
  })

  it('leaves a place that is said once', () => {
    const place = { file: 'x.conf', line: 3, column: 1 }
    expect(configMessage(new ConfigError('Not a section', place))).to.equal('Not a section (x.conf:3, column 1)')
    expect(configMessage(new ConfigError('"[" without its "]"', { option: 'mon_host', column: 1 }))).to.equal(
      '"[" without its "]" (mon_host, column 1)'
    )
    expect(configMessage(new ConfigError('The keyfile is a directory', { file: 'd' }))).to.equal(
      'The keyfile is a directory (d)'
    )
  })

  it('has the flag for the name that an option has in the API', () => {
    expect(configMessage(new ConfigError('Secure mode needs cephx', { option: 'msMode' }))).to.equal(
      'Secure mode needs cephx (--ms-mode)'
    )
  })

  it('does not say that options were given as options', () => {
    expect(configMessage(new ConfigError('Expected a number as x (options)', { option: 'x' }))).to.equal(
      'Expected a number as x'
    )
  })
})
