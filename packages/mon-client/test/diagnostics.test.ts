import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { MonCommandError } from '../src/errors.js'
import { publishHunt } from '../src/diagnostics.js'
import { rejection } from './support/canary.js'
import { FakeClient, MONITORS, ack, settle } from './support/fake-client.js'
import { monMapMessage, monmapOf } from './support/monmaps.js'

const CHANNELS = [
  'ceph:mon:state',
  'ceph:mon:hunt',
  'ceph:mon:hunt:attempt',
  'ceph:mon:request:sent',
  'ceph:mon:request:end',
  'ceph:mon:subscribe',
  'ceph:mon:map',
  'ceph:mon:tickets',
  'ceph:mon:message:unknown'
]

describe('what the client publishes on diagnostics channels', () => {
  let published: (readonly [channel: string, message: unknown])[]
  const listen = (message: unknown, channel: string | symbol): void =>
    void published.push([String(channel).replace('ceph:mon:', ''), message])
  let fake: FakeClient

  beforeEach(async () => {
    published = []
    for (const channel of CHANNELS) subscribe(channel, listen)
    fake = await FakeClient.open()
  })
  afterEach(async () => {
    await fake.client.close()
    for (const channel of CHANNELS) unsubscribe(channel, listen)
  })

  const of = (channel: string): unknown[] => published.filter(([name]) => name === channel).map(([, each]) => each)
  const addrOf = (connection: number): string => `v2:10.0.0.1:${fake.tried[connection]!.slice(3)}/0`
  const monitorOf = (connection: number): string =>
    Object.keys(MONITORS)[Number(fake.tried[connection]!.slice(3)) - 3300]!

  it('tells of hunts, sessions and their ends, with the client that has them', async () => {
    const cause = new Error('reset')
    await fake.lose(cause)
    await fake.client.close()
    const { client } = fake
    const session = (i: number): unknown => ({
      state: 'have_session',
      monitor: monitorOf(i),
      addr: addrOf(i),
      globalId: 4242n,
      client
    })
    expect(of('state')).to.deep.equal([
      session(0),
      { state: 'hunting', cause, client },
      session(1),
      { state: 'closed', client }
    ])
    for (const each of of('state')) expect(each).to.have.property('client', client)
    expect(of('hunt')).to.deep.equal([
      { addrs: [addrOf(0)], interval: 3000 },
      { addrs: [addrOf(1)], interval: 4500 }
    ])
  })

  it('tells of each monitor that does not do', async () => {
    fake.reachable = port => port !== Number(fake.tried[1]?.slice(3))
    await fake.lose()
    const [attempt, ...others] = of('hunt:attempt') as { addr: string; error: Error }[]
    expect(others).to.deep.equal([])
    expect(attempt!.addr).to.equal(addrOf(1))
    expect(attempt!.error.message).to.equal('Cannot connect: ECONNREFUSED')
  })

  it('tells of requests as they are sent, sent again and settled, and nothing of what they hold', async () => {
    const [one, two] = [fake.client.command({ prefix: 'config-key get', key: 'secret' }), fake.client.command('fsid')]
    await fake.clock.advance(250)
    await fake.receive(ack(2n))
    await two
    await fake.lose()
    const failed = rejection(one)
    await fake.receive(ack(1n, 'there is none', -2))
    const error = await failed
    expect(error).to.be.instanceOf(MonCommandError)
    const [get, fsid] = ['command config-key get', 'command fsid']
    expect(of('request:sent')).to.deep.equal([
      { tid: 1n, what: get, attempt: 1 },
      { tid: 2n, what: fsid, attempt: 1 },
      { tid: 1n, what: get, attempt: 2 }
    ])
    expect(of('request:end')).to.deep.equal([
      { tid: 2n, what: fsid, error: undefined, millis: 250 },
      { tid: 1n, what: get, error, millis: 250 }
    ])
  })

  it('tells of subscriptions, and of what comes by them', async () => {
    const watching = fake.client.watch.kv('app/')
    await settle()
    await fake.receive(monMapMessage(monmapOf(MONITORS, 7)))
    await watching.return!()
    expect(of('subscribe')).to.deep.equal([
      { what: new Map([['monmap', { start: 2n, flags: 0 }]]) },
      { what: new Map([['kv:app/', { start: 0n, flags: 0 }]]) },
      { what: new Map([['kv:app/', { start: 0n, flags: 1 }]]) }
    ])
    expect(of('map')).to.deep.equal([
      { name: 'monmap', version: 1n },
      { name: 'monmap', version: 7n }
    ])
  })

  it('tells of messages that nobody takes', async () => {
    await fake.receive({ type: 999, tid: 3n, front: new Uint8Array(5) })
    expect(of('message:unknown')).to.deep.equal([{ type: 999, tid: 3n, bytes: 5 }])
  })

  it('makes nothing when nobody listens', () => {
    for (const channel of CHANNELS) unsubscribe(channel, listen)
    publishHunt(() => expect.fail('the addresses are made'), 1)
    for (const channel of CHANNELS) subscribe(channel, listen)
    publishHunt(() => ['x'], 1)
    expect(published.at(-1)).to.deep.equal(['hunt', { addrs: ['x'], interval: 1 }])
  })
})

describe('docs/diagnostics.md', () => {
  it('names each channel of this package', () => {
    const text = readFileSync(new URL('../../../docs/diagnostics.md', import.meta.url), 'utf8')
    for (const channel of CHANNELS) expect(text).to.include(`\`${channel}\``)
  })
})
