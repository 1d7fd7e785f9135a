import { chmodSync, mkdirSync } from 'node:fs'
import { resolveConfig } from '@cephwire/mon-client'
import { expect } from 'chai'
import { temporaryDirectory } from '../support/files.js'
import { examineKeyring } from '../../src/doctor/keyring.js'
import type { MonClientOptions } from '@cephwire/mon-client'
import type { Check } from '../../src/doctor/check.js'

const KEY = 'AQBnu2VoAAAAABAAMDEyMzQ1Njc4OWFiY2RlZg=='

async function examined(options: MonClientOptions): Promise<readonly Check[]> {
  const config = await resolveConfig({ ...options, config: { no_config_file: 'true', ...options.config } }, {})
  return (await examineKeyring(config)).checks
}

describe('cephwire doctor, of the keyring', () => {
  const file = temporaryDirectory()
  const mode = (path: string, mode: number): string => {
    chmodSync(path, mode)
    return path
  }

  it('names the type of the key and the file', async () => {
    const keyring = mode(file('good', `[client.admin]\nkey = ${KEY}\n`), 0o640)
    expect(await examined({ keyring: `${file('not-there')},${keyring}` })).to.deep.equal([
      { check: 'keyring', result: 'ok', seen: `A key of type aes for client.admin, from ${keyring}` }
    ])
  })

  it('warns of a file that everybody can read', async () => {
    const keyring = mode(file('open', `[client.admin]\nkey = ${KEY}\n`), 0o644)
    expect((await examined({ keyring }))[1]).to.deep.equal({
      check: 'keyring',
      result: 'warning',
      problem: 'keyring-open',
      seen: `${keyring} has mode 0644`,
      meaning: 'Every user of this host can read the key and be who it is for.',
      advice: ['Take that away:', `  chmod o= ${keyring}`]
    })
  })

  it('needs none without authentication', async () => {
    const config = { auth_client_required: 'none' }
    expect(await examined({ config })).to.deep.equal([
      { check: 'keyring', result: 'skipped', seen: 'Authentication is none: no key is needed' }
    ])
  })

  const cases: readonly { title: string; problem: string; options: () => MonClientOptions }[] = [
    { title: 'a file that is not there', problem: 'keyring-missing', options: () => ({ keyring: file('missing') }) },
    { title: 'a keyfile that is not there', problem: 'keyring-missing', options: () => ({ keyfile: file('missing') }) },
    {
      title: 'a directory in its place',
      problem: 'keyring-unreadable',
      options: () => {
        mkdirSync(file('directory'))
        return { keyring: file('directory') }
      }
    },
    {
      title: 'a keyring of others',
      problem: 'key-missing',
      options: () => ({ keyring: file('others', `[client.x]\nkey = ${KEY}\n`) })
    },
    {
      title: 'a keyring without a section',
      problem: 'keyring-malformed',
      options: () => ({ keyring: file('bare', `key = ${KEY}\n`) })
    },
    {
      title: 'a key that was cut',
      problem: 'key-malformed',
      options: () => ({ keyring: file('cut', `[client.admin]\nkey = ${KEY.slice(0, 24)}\n`) })
    },
    { title: 'a key that is no base64', problem: 'key-malformed', options: () => ({ key: 'secret!' }) },
    {
      title: 'a keyfile with more than a key',
      problem: 'key-malformed',
      options: () => ({ keyfile: file('keyfile', `[client.admin]\nkey = ${KEY}\n`) })
    }
  ]
  for (const { title, problem, options } of cases) {
    it(`tells ${title}, and not what is in it`, async () => {
      const checks = await examined(options())
      expect(checks.map(({ result, problem }) => `${result}: ${problem!}`)).to.deep.equal([`failed: ${problem}`])
      expect(JSON.stringify(checks)).to.not.include(KEY.slice(0, 12)).and.not.include('secret!')
      expect(checks[0]!.advice).to.have.length.greaterThan(0)
    })
  }
})
