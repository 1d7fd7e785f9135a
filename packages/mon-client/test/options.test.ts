import { expect } from 'chai'
import { ConfigError } from '../src/errors.js'
import { defaultMonClientOptions, verifyOptions } from '../src/options.js'
import type { MonClientOptions } from '../src/options.js'

describe('verifyOptions()', () => {
  it('takes none, the defaults, and no limits', () => {
    for (const options of [
      {},
      defaultMonClientOptions,
      { connectTimeout: 0, commandTimeout: 0, hunting: { parallel: 0 } }
    ]) {
      expect(() => verifyOptions(options)).not.to.throw()
    }
  })

  const nonsense: readonly (readonly [options: unknown, option: string])[] = [
    [{ connectTimeout: -1 }, 'connectTimeout'],
    [{ commandTimeout: Number.NaN }, 'commandTimeout'],
    [{ connectTimeout: Number.POSITIVE_INFINITY }, 'connectTimeout'],
    [{ connectTimeout: '10' }, 'connectTimeout'],
    [{ msMode: 'fast' }, 'msMode'],
    [{ key: 'AQSECRET==', keyring: '/k' }, 'key'],
    [{ keyfile: '/f', keyring: '/k' }, 'keyfile'],
    [{ key: '' }, 'key'],
    [{ monHost: ['10.0.0.1'] }, 'monHost'],
    [{ name: 'admin' }, 'name'],
    [{ fsid: 'x' }, 'fsid'],
    [{ hunting: { interval: 0 } }, 'hunting.interval'],
    [{ hunting: { parallel: 1.5 } }, 'hunting.parallel'],
    [{ hunting: { backoff: 0.5 } }, 'hunting.backoff'],
    [{ hunting: { minMultiple: 11 } }, 'hunting.minMultiple'],
    [{ keepalive: { timeout: 0 } }, 'keepalive.timeout'],
    [{ dial: 'tcp' }, 'dial'],
    [{ config: { fsid: 1 } }, 'config.fsid']
  ]
  for (const [options, option] of nonsense) {
    it(`refuses ${JSON.stringify(options).replace('AQSECRET==', '…')}`, () => {
      let error: unknown
      try {
        verifyOptions(options as MonClientOptions)
      } catch (caught) {
        error = caught
      }
      expect(error).to.be.instanceOf(ConfigError)
      expect((error as ConfigError).option).to.equal(option)
      expect((error as ConfigError).message).not.to.contain('SECRET')
    })
  }
})
