import { CephError } from '@cephwire/codec'
import { expect } from 'chai'
import {
  ConfigError,
  DnsError,
  FsidMismatchError,
  MonClientClosedError,
  MonClientError,
  MonCommandError,
  MonHuntError,
  MonTimeoutError
} from '../src/errors.js'

const errors = [
  [new ConfigError('x'), 'ERR_CEPH_CONFIG', false],
  [new DnsError('x', { names: [], errors: [] }), 'ERR_CEPH_DNS', true],
  [new MonHuntError('x', []), 'ERR_CEPH_MON_HUNT', true],
  [new MonCommandError({ code: -2, status: '' }), 'ERR_CEPH_MON_COMMAND', false],
  [new FsidMismatchError('a', 'b'), 'ERR_CEPH_FSID_MISMATCH', false],
  [new MonTimeoutError({ what: 'x', timeout: 1 }), 'ERR_CEPH_MON_TIMEOUT', true],
  [new MonClientClosedError(), 'ERR_CEPH_MON_CLIENT_CLOSED', false]
] as const

describe('errors', () => {
  for (const [error, code, retryable] of errors) {
    it(`${error.name} has its code and says whether to retry`, () => {
      expect({ code: error.code, retryable: error.retryable }).to.deep.equal({ code, retryable })
      expect(error).to.be.instanceOf(MonClientError)
      expect(CephError.isCephError(error)).to.equal(true)
    })
  }

  it('ConfigError says where', () => {
    expect(new ConfigError('Bad', { file: 'f', line: 2, column: 3 }).message).to.equal('Bad (f:2, column 3)')
    expect(new ConfigError('Bad', { option: 'mon_host', column: 3 }).message).to.equal('Bad (mon_host, column 3)')
    expect(new ConfigError('Bad', { file: 'f' }).message).to.equal('Bad (f)')
  })

  it('MonCommandError names the errno and keeps what the monitor said', () => {
    const output = Uint8Array.of(1)
    const error = new MonCommandError({ code: -22, status: 'invalid', output }, 'osd crush')
    expect(error.message).to.equal('osd crush: EINVAL: invalid')
    const { errno, errnoName, status } = error
    expect({ errno, errnoName, status, output: error.output }).to.deep.equal({
      errno: 22,
      errnoName: 'EINVAL',
      status: 'invalid',
      output
    })
    expect(new MonCommandError({ code: -13, status: '' }).message).to.equal('EACCES: Permission denied')
  })

  it('MonHuntError tells of each monitor', () => {
    const cause = new Error('refused')
    const error = new MonHuntError('No monitor answers', [
      { addr: 'v2:10.0.0.1:3300/0', error: new Error('timed out') },
      { addr: 'v2:10.0.0.2:3300/0', error: cause }
    ])
    expect(error.message).to.equal('No monitor answers (v2:10.0.0.1:3300/0: timed out; v2:10.0.0.2:3300/0: refused)')
    expect(error.cause).to.equal(cause)
  })

  it('MonHuntError stays short and printable, however many monitors there are and whatever they say', () => {
    const attempts = Array.from({ length: 1000 }, (_, i) => ({
      addr: `v2:10.0.0.1:${i}/0`,
      error: new Error(`\x1b[2J${'x'.repeat(10_000)}`)
    }))
    const error = new MonHuntError('No monitor answers', attempts)
    expect(error.attempts).to.equal(attempts)
    expect(error.message).to.include('and 992 more').and.not.include('\x1b')
    expect(error.message.length).to.be.lessThan(4096)
    expect(Object.keys(error)).not.to.include('attempts')
  })

  it('MonTimeoutError tells whether asking again may do it twice', () => {
    const error = new MonTimeoutError({ what: 'command log', timeout: 500, mayHaveExecuted: true, likely: 'no quorum' })
    expect(error.message).to.equal('No answer to command log within 500 ms, it may have been executed: no quorum')
    expect({ retryable: error.retryable, mayHaveExecuted: error.mayHaveExecuted }).to.deep.equal({
      retryable: false,
      mayHaveExecuted: true
    })
  })
})
