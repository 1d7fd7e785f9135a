import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { mdsMap, monCommand, monGetVersion, monGetVersionReply } from '@cephwire/messages'
import { kernelHuntingOptions } from '@cephwire/mon-client'
import { expect } from 'chai'
import { FSID } from '../support/monmaps.js'
import { answerCommand, mapBytes, sendFSMapUser } from './support/answers.js'
import { Peers } from './support/peers.js'
import type { Message } from '@cephwire/messenger'
import type { MonClient } from '@cephwire/mon-client'

const NOBODY_KNOWS = 0x7fff

describe('Row by row, messages', () => {
  let peers: Peers
  let client: MonClient
  let unknown: unknown[]
  const note = (message: unknown): void => void unknown.push(message)

  beforeEach(async () => {
    unknown = []
    subscribe('ceph:mon:message:unknown', note)
    peers = await Peers.start()
    client = await peers.connect({ hunting: kernelHuntingOptions, connectTimeout: 0 })
    peers.on(monCommand.type, (message, connection) => answerCommand(message, connection, { rs: 'answered' }))
  })
  afterEach(async () => {
    unsubscribe('ceph:mon:message:unknown', note)
    await peers.stop()
  })

  const command = async (): Promise<string> => (await peers.clock.run(client.command('fsid'))).status

  it('43 dispatch: what nobody takes is offered to handlers, then told as unknown, and the session lives on', async () => {
    const offered: number[] = []
    peers.connection.sendRaw({ type: NOBODY_KNOWS, front: Uint8Array.of(1, 2, 3) })
    expect(await command()).to.equal('answered')
    expect(unknown).to.deep.equal([{ type: NOBODY_KNOWS, tid: 0n, bytes: 3 }])

    const remove = client.onMessage(({ type }: Message) => {
      offered.push(type)
      return type !== NOBODY_KNOWS
    })
    peers.connection.sendRaw({ type: NOBODY_KNOWS, front: Uint8Array.of(1) })
    peers.connection.send(mdsMap, { fsid: FSID, epoch: 4, encoded: mapBytes(4), mapFsName: 'x' })
    sendFSMapUser(peers.connection, 5)
    expect(await command()).to.equal('answered')
    expect(offered).to.deep.equal([NOBODY_KNOWS, mdsMap.type, 103])
    expect(unknown.slice(1)).to.deep.equal([{ type: NOBODY_KNOWS, tid: 0n, bytes: 1 }])

    remove()
    sendFSMapUser(peers.connection, 6)
    expect(await command()).to.equal('answered')
    expect(offered).to.have.lengthOf(3)
    expect(peers.dials).to.have.lengthOf(1)
  })

  it('44 mon_alloc_msg: answers of any size up to the limits, versions with the tid 0 of old monitors, and megabytes that nobody knows are read past', async () => {
    const data = new Uint8Array(1024 * 1024).map((_, i) => i % 251)
    peers.on(monCommand.type, (message, connection) =>
      answerCommand(message, connection, { rs: 'x'.repeat(1024 * 1024), data })
    )
    const large = await peers.clock.run(client.command('fsid'))
    expect(large.status).to.equal('x'.repeat(1024 * 1024))
    expect(Buffer.compare(large.output, data)).to.equal(0)

    const size = 5 * 1024 * 1024
    peers.connection.sendRaw({ type: NOBODY_KNOWS, front: new Uint8Array(size), data: new Uint8Array(size) })
    peers.on(monGetVersion.type, (_, connection) =>
      connection.send(monGetVersionReply, { handle: 2n, version: 9n, oldestVersion: 1n }, { tid: 0n })
    )
    expect(await peers.clock.run(client.getVersion('osdmap'))).to.deep.equal({ newest: 9n, oldest: 1n })
    expect(unknown).to.deep.equal([{ type: NOBODY_KNOWS, tid: 0n, bytes: 2 * size }])
    expect(peers.dials).to.have.lengthOf(1)
  })
})
