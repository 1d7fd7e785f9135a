import { expect } from 'chai'
import { waitForScrub } from '../../src/commands/wait-for-scrub.js'
import { fakeIo } from '../support/io.js'
import type { CommandReply, MonClient } from '@cephwire/mon-client'

/** A cluster whose placement groups were scrubbed at these times, one after the other look. */
function cluster(...looks: readonly Readonly<Record<string, readonly [osd: number, stamp: string]>>[]): {
  readonly client: Pick<MonClient, 'command'>
  readonly asked: string[]
} {
  const asked: string[] = []
  const command = (cmd: unknown): Promise<CommandReply> => {
    const look = looks[asked.push(cmd as string) - 1]!
    const stats = Object.entries(look).map(([pgid, [up_primary, stamp]]) => ({
      pgid,
      up_primary,
      last_deep_scrub_stamp: stamp
    }))
    const output = Buffer.from(JSON.stringify({ pg_map: { pg_stats: stats } }))
    return Promise.resolve({ output, status: 'dumped all', code: 0 } as unknown as CommandReply)
  }
  return { client: { command }, asked }
}

describe('--block', () => {
  it('waits until all that an OSD leads was scrubbed, and for nothing that is gone', async () => {
    const { client, asked } = cluster(
      { '1.0': [0, 'a'], '1.1': [0, 'a'], '1.2': [1, 'a'] },
      { '1.0': [0, 'b'], '1.1': [0, 'a'], '1.2': [1, 'a'] },
      { '1.0': [0, 'b'], '1.2': [1, 'a'] }
    )
    const io = fakeIo()
    const scrub = await waitForScrub(client, 'deep-scrub', 'osd.0', io, 0)
    expect(io.stdout.text()).to.equal('')
    await scrub.over()
    expect(io.stdout.text()).to.equal('Waiting for deep-scrub to complete...\ndeep-scrub completed\n')
    expect(asked).to.deep.equal(Array(3).fill('{"prefix":"pg dump","dumpcontents":["pgs"],"format":"json"}'))
  })

  it('waits for all OSDs', async () => {
    const { client, asked } = cluster({ '1.2': [1, 'a'] }, { '1.2': [1, 'a'] }, { '1.2': [1, 'b'] })
    await (await waitForScrub(client, 'deep-scrub', 'all', fakeIo(), 0)).over()
    expect(asked).to.have.lengthOf(3)
  })

  it('refuses who is no OSD', async () => {
    const error = await waitForScrub(cluster().client, 'scrub', 'mon.a', fakeIo()).catch((error: unknown) => error)
    expect(error).to.have.property('code', 'ERR_CEPH_CLI_USAGE')
  })

  it('ends with ^C', async () => {
    const stop = new AbortController()
    const { client } = cluster({ '1.2': [1, 'a'] }, { '1.2': [1, 'a'] })
    const scrub = await waitForScrub(client, 'deep-scrub', '1', fakeIo({ signal: stop.signal }), 60_000)
    const over = scrub.over().catch((error: unknown) => error)
    stop.abort()
    expect(await over).to.have.property('name', 'AbortError')
  })
})
