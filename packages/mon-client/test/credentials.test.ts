import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { KeyringError } from '@cephwire/auth'
import { expect } from 'chai'
import { loadCredentials } from '../src/credentials.js'
import { ConfigError } from '../src/errors.js'
import { expectNoSecret, rejection } from './support/canary.js'
import { temporaryDirectory } from './real-tools.js'
import type { AuthMethod, KeySource } from '../src/config/resolve-config.js'
import type { Credentials } from '../src/credentials.js'

const KEY = 'AQDjuAJrD1s3MxAADSnFKqHL0TfhVv6KvUjAZQ=='
const OTHER = 'AQBzV/5iAAAAABAAgkBl0HnIYdaM5Wk0cKVvgg=='
const section = (entity: string, key: string): string => `[${entity}]\n\tkey = ${key}\n`

describe('loadCredentials()', () => {
  const temporary = temporaryDirectory()
  const write = (name: string, text: string): string => {
    writeFileSync(temporary(name), text)
    return temporary(name)
  }
  const load = (
    keySource: KeySource,
    authMethods: readonly AuthMethod[] = ['cephx', 'none'],
    asked = 'default'
  ): Promise<Credentials> =>
    loadCredentials({
      entity: { type: 'client', id: 'admin', name: 'client.admin' },
      keySource,
      authMethods,
      sources: { authMethods: asked }
    })
  const keyring = (...paths: string[]): KeySource => ({ kind: 'keyring', paths })
  const failure = async (keySource: KeySource): Promise<Error> => {
    const started = performance.now()
    const error = await rejection(load(keySource))
    expect(performance.now() - started).to.be.lessThan(500)
    expectNoSecret(error, KEY)
    expect(error).to.satisfy((e: unknown) => e instanceof KeyringError || e instanceof ConfigError)
    return error
  }

  it('takes the first keyring that exists', async () => {
    const paths = [temporary('none'), write('first', section('client.admin', KEY)), write('second', 'nonsense')]
    const { key, methods, entity } = await load(keyring(...paths))
    expect(key!.toBase64()).to.equal(KEY)
    expect(methods).to.deep.equal(['cephx'])
    expect(entity).to.include({ id: 'admin' })
  })

  it('does not look further when the first that exists lacks the entity, and names those that are there', async () => {
    const first = write('lacks', section('client.other', OTHER))
    const error = await failure(keyring(first, write('has', section('client.admin', KEY))))
    expect(error.message).to.include('client.admin').and.include(first).and.include('client.other')
  })

  it('names the files that it looked for when there is none', async () => {
    const error = await failure(keyring(temporary('x'), temporary('y')))
    expect(error).to.be.instanceOf(KeyringError)
    expect(error.message).to.include(temporary('x')).and.include(temporary('y'))
  })

  for (const [what, text, line] of [
    ['bad base64', section('client.admin', '!!!'), 2],
    ['a key that is cut short', `\n# x\n${section('client.admin', KEY.slice(0, 20))}`, 4],
    ['no section', `key = ${KEY}\n`, 1],
    ['an unknown type of key', section('client.admin', `CQ${KEY.slice(2)}`), 2]
  ] as const) {
    it(`names the line of ${what}`, async () => {
      const error = await failure(keyring(write('malformed', text)))
      expect(error).to.be.instanceOf(KeyringError)
      expect(error).to.include({ line, file: temporary('malformed') })
    })
  }

  it('reads a keyfile, with white space around the key', async () => {
    const path = write('keyfile', `\n  ${KEY}\n\n`)
    expect((await load({ kind: 'keyfile', path })).key!.toBase64()).to.equal(KEY)
    expect((await failure({ kind: 'keyfile', path: write('empty', '\n') })).message).to.include('empty')
    expect(await failure({ kind: 'keyfile', path: temporary('missing') })).to.be.instanceOf(ConfigError)
  })

  it('takes the key itself', async () => {
    const credentials = await load({ kind: 'key', key: KEY })
    expect(credentials.key!.toBase64()).to.equal(KEY)
    expect(inspect(credentials, { depth: 9, showHidden: true })).not.to.include(KEY)
    expect(await failure({ kind: 'key', key: 'AQ==' })).to.be.instanceOf(KeyringError)
  })

  it('refuses a directory, a FIFO and a file that is too large, at once', async function () {
    mkdirSync(temporary('directory'))
    expect((await failure(keyring(temporary('directory')))).message).to.include('is a directory')
    expect((await failure(keyring(write('large', ' '.repeat(1024 * 1024 + 1))))).message).to.include('larger than')
    if (spawnSync('mkfifo', [temporary('fifo')]).status !== 0) this.skip()
    expect((await failure(keyring(temporary('fifo')))).message).to.include('not a regular file')
  })

  it('does without a key only where the configuration names the method none', async () => {
    const none = keyring(temporary('none'))
    expect(await rejection(load(none))).to.be.instanceOf(KeyringError)
    expect(await load(none, ['cephx', 'none'], 'ceph.conf')).to.deep.include({ key: undefined, methods: ['none'] })
    expect(await load(none, ['none'], 'ceph.conf')).to.deep.include({ key: undefined, methods: ['none'] })
  })

  it('does not do without a key that is there and cannot be used', async () => {
    const malformed = keyring(write('bad', section('client.admin', '!!!')))
    expect(await rejection(load(malformed, ['cephx', 'none'], 'ceph.conf'))).to.be.instanceOf(KeyringError)
  })

  it('keeps the order of the methods that the configuration names', async () => {
    const { methods } = await load({ kind: 'key', key: KEY }, ['none', 'cephx'], 'ceph.conf')
    expect(methods).to.deep.equal(['none', 'cephx'])
  })
})
