import { expect } from 'chai'
import { ConfigError } from '../src/errors.js'
import { defaultMonClientOptions, kernelHuntingOptions, verifyOptions } from '../src/options.js'
import type { MonClientOptions } from '../src/options.js'

describe('verifyOptions()', () => {
  it('takes none, the defaults, and no limits', () => {
    for (const options of [
      {},
      defaultMonClientOptions,
      { connectTimeout: 0, commandTimeout: 0, hunting: { parallel: 0 } },
      { hunting: kernelHuntingOptions },
      { hunting: { jitter: 1, wholeInterval: true }, targetRank: 0 },
      { features: 0n },
      { features: 2n ** 64n - 1n }
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
    [{ hunting: { jitter: -0.1 } }, 'hunting.jitter'],
    [{ hunting: { jitter: 1.1 } }, 'hunting.jitter'],
    [{ hunting: { jitter: Number.NaN } }, 'hunting.jitter'],
    [{ targetRank: -1 }, 'targetRank'],
    [{ targetRank: 1.5 }, 'targetRank'],
    [{ targetRank: '1' }, 'targetRank'],
    [{ features: 1 }, 'features'],
    [{ features: '1' }, 'features'],
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

  it('refuses features of less than none and of more than 64 bits', () => {
    for (const features of [-1n, 2n ** 64n]) {
      expect(() => verifyOptions({ features })).to.throw(ConfigError, 'Option features: expected a bigint of 64 bits')
    }
  })
})

describe('kernelHuntingOptions', () => {
  it('tries one monitor at a time, for twice as long after each round', () => {
    expect(kernelHuntingOptions).to.include({ interval: 3000, parallel: 1, backoff: 2, wholeInterval: true })
    expect(Object.isFrozen(kernelHuntingOptions)).to.equal(true)
  })

  it('says something of each option that there is', () => {
    expect(Object.keys(kernelHuntingOptions).sort()).to.deep.equal(Object.keys(defaultMonClientOptions.hunting).sort())
  })
})
