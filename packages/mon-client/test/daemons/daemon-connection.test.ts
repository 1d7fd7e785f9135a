import { CryptoKey, CryptoKeyType, ServiceId, TicketStore, cephx, parseAuthEntity } from '@cephwire/auth'
import { KeyServer, createAuthServer, createAuthorizerServer } from '@cephwire/auth/server'
import { parseEntityAddr } from '@cephwire/codec'
import { command, encodeMessage } from '@cephwire/messages'
import { ConMode, systemClock } from '@cephwire/messenger'
import { expect } from 'chai'
import { connectToDaemon, daemonMode } from '../../src/daemons/daemon-connection.js'
import { ConfigError } from '../../src/errors.js'
import { rejection, thrown } from '../support/canary.js'
import { FSID } from '../support/monmaps.js'
import { fakeDaemons } from './support/fake-daemon.js'
import type { AuthorizerSession } from '@cephwire/auth/server'
import type { MsMode } from '../../src/options.js'
import type { DaemonMode, DaemonSessionInit } from '../../src/daemons/daemon-connection.js'

const entity = parseAuthEntity('client.admin')
const init: DaemonSessionInit = {
  credentials: { entity, key: undefined, methods: ['cephx'] },
  keepalive: { interval: 10_000, timeout: 30_000 },
  clock: systemClock,
  dial: undefined
}
const never = new AbortController().signal
const modeOf = (msMode: MsMode): DaemonMode => ({ msMode, option: 'msMode' })

/** What a client has after it has authenticated with a monitor. */
function authenticated(keyType: CryptoKeyType, keyServer: KeyServer): TicketStore {
  const key = CryptoKey.generate(keyType)
  const caps = new Map(['mon', 'osd'].map(service => [service, 'allow *']))
  const session = createAuthServer({ keyServer, keys: () => ({ key, caps }) }).session()
  const tickets = new TicketStore()
  const client = cephx({ entity, key, tickets })
  const first = session.begin({ method: 2, preferredModes: [1], payload: client.start(), peerType: 8 })
  if (first.kind !== 'more') throw new Error('The monitor does not challenge')
  const done = session.more(client.more(first.payload))
  if (done.kind !== 'done') throw new Error('The monitor refuses')
  client.done(done.payload, done)
  return tickets
}

describe('connectToDaemon()', () => {
  const start = fakeDaemons()

  for (const keyType of [CryptoKeyType.Aes, CryptoKeyType.Aes256k]) {
    for (const [msMode, protocol, conMode] of [
      ['legacy', 'msgr1', ConMode.Crc],
      ['crc', 'msgr2.1', ConMode.Crc],
      ['secure', 'msgr2.1', ConMode.Secure]
    ] as const) {
      it(`shows a ticket that the daemon verifies (${msMode}, key type ${keyType})`, async () => {
        const keyServer = new KeyServer({ keyType })
        const tickets = authenticated(keyType, keyServer)
        const sessions: AuthorizerSession[] = []
        const osd = await start({
          type: ServiceId.Osd,
          protocol: msMode === 'legacy' ? 'msgr1' : 'msgr2',
          authenticator: () => {
            const session = createAuthorizerServer({ service: ServiceId.Osd, secrets: keyServer })
            sessions.push(session)
            return session
          }
        })
        const daemon = { name: 'osd.0', service: ServiceId.Osd, addrs: [osd.addr] }
        const credentials = { globalId: tickets.globalId, tickets }
        const connection = await connectToDaemon(daemon, init, modeOf(msMode), credentials, never)
        expect({ protocol: connection.protocol, conMode: connection.conMode }).to.deep.equal({ protocol, conMode })
        expect(sessions[0]!.ticket).to.deep.include({ name: entity, globalId: tickets.globalId })
        connection.send({ ...encodeMessage(command, { fsid: FSID, cmd: ['{}'] }), tid: 1n })
        const { value } = (await connection[Symbol.asyncIterator]().next()) as { value: { tid: bigint } }
        expect(value.tid).to.equal(1n)
        await connection.close()
      })
    }
  }

  it('says who it is without cephx, and has no secure mode then', async () => {
    const osd = await start({ type: ServiceId.Osd })
    const daemon = { name: 'osd.0', service: ServiceId.Osd, addrs: [osd.addr] }
    const nobody = { globalId: 4242n, tickets: undefined }
    const connection = await connectToDaemon(daemon, init, modeOf('prefer-secure'), nobody, never)
    expect(connection).to.include({ protocol: 'msgr2.1', conMode: ConMode.Crc, globalId: 4242n })
    await connection.close()
    const secure = { msMode: 'secure', option: 'ms_client_mode' } as const
    const error = await rejection(connectToDaemon(daemon, init, secure, nobody, never), ConfigError)
    expect(error.option).to.equal('ms_client_mode')
  })

  it('has no use for addresses that the mode does not allow, or none', async () => {
    const v1 = parseEntityAddr('v1:10.0.0.1:6800/1')
    for (const [addrs, msMode] of [
      [[v1], 'secure'],
      [[{ ...v1, type: 'msgr2' as const }], 'legacy'],
      [[], 'prefer-crc']
    ] as const) {
      const daemon = { name: 'osd.0', service: ServiceId.Osd, addrs }
      const credentials = { globalId: 1n, tickets: undefined }
      const error = await rejection(connectToDaemon(daemon, init, modeOf(msMode), credentials, never), ConfigError)
      expect(error.message).to.include(`mode ${msMode}`)
    }
  })
})

describe('daemonMode()', () => {
  const mode = (msMode: MsMode, clientMsMode: MsMode, sources: Record<string, string>): DaemonMode =>
    daemonMode({ msMode, clientMsMode, sources })

  it('is ms_client_mode', () => {
    const option = 'ms_client_mode'
    const both = mode('secure', 'crc', { msMode: 'options', clientMsMode: 'ceph.conf:3' })
    expect(both).to.deep.equal({ msMode: 'crc', option })
    const usual = mode('secure', 'prefer-crc', { msMode: 'ceph.conf:2', clientMsMode: 'default' })
    expect(usual).to.deep.equal({ msMode: 'prefer-crc', option })
  })

  it('is what the caller gave for monitors, where the configuration has none', () => {
    const given = mode('secure', 'prefer-crc', { msMode: 'options', clientMsMode: 'default' })
    expect(given).to.deep.equal({ msMode: 'secure', option: 'msMode' })
  })

  it('is msgr1 where that is spoken with monitors, unless the configuration wants secure mode', () => {
    const sources = { msMode: 'options', clientMsMode: 'ceph.conf:3' }
    expect(mode('legacy', 'crc', sources)).to.deep.equal({ msMode: 'legacy', option: 'msMode' })
    expect(thrown(() => mode('legacy', 'secure', sources), ConfigError).option).to.equal('ms_client_mode')
  })
})
