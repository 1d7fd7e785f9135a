import { expect } from 'chai'
import { addEntity, loadFixture, Replay } from './replay.js'
import { normalise, withoutEpochs } from './normalise.js'
import type { Recorded } from './replay.js'

const families = [
  ...['cluster', 'mon', 'mon-down', 'mgr-fs', 'osd', 'blocklist', 'pool', 'config-key', 'config', 'auth', 'log']
]

/** Who logs in to a new cluster beside client.admin. */
const bootstrap = ['mds', 'mgr', 'osd', 'rbd', 'rbd-mirror', 'rgw'].map(name => `bootstrap-${name}`)

/** What is in a map without order: Ceph lists blocked clients as its hash table has them. */
const inAnyOrder = (text: string): unknown =>
  text
    .split(/[\n,[\]{}]+/)
    .filter(Boolean)
    .sort()

/** How outputs of a family compare, where bytes do not. */
const comparable: Readonly<Partial<Record<string, (text: string) => unknown>>> = {
  blocklist: inAnyOrder,
  // To Ceph a pool that could not be made is an epoch too.
  pool: withoutEpochs
}

/** The table refuses a word that is none of the choices itself, in other words than Pacific's handlers. */
const refusedByTable = ({ status }: Recorded): boolean => status.startsWith('unrecognized flag')

describe('Commands', () => {
  for (const family of families) {
    const fixture = loadFixture(family)
    const compare = comparable[family] ?? ((text: string) => text)

    describe(`of ${family}, as ${fixture.recorded.replace('by record.py from ', '')} answers them`, () => {
      let replay: Replay
      before(() => {
        replay = new Replay(fixture)
        for (const name of bootstrap) addEntity(replay, `client.${name}`, { mon: `allow profile ${name}` })
        if (family === 'mon-down') replay.cluster.quorum.stop('c')
      })

      for (const recorded of fixture.replies) {
        const { prefix, ...args } = recorded.cmd
        const title = Object.keys(args).length === 0 ? prefix : `${prefix} ${JSON.stringify(args)}`

        it(title, async () => {
          const input = Buffer.from(recorded.input ?? '', 'base64')
          const { code, status, output } = await replay.run(recorded.cmd, { input })
          expect(code).to.equal(recorded.code)
          if (!refusedByTable(recorded)) expect(normalise(status)).to.equal(normalise(recorded.status))
          if (recorded.outputBytes === undefined) {
            const text = new TextDecoder().decode(output)
            expect(compare(normalise(text))).to.deep.equal(compare(normalise(recorded.output ?? '')))
          } else {
            expect(Buffer.from(output).toString('base64')).to.equal(recorded.outputBytes)
          }
        })
      }
    })
  }
})
