import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { encode } from '@cephwire/codec'
import { checkRoundTrip, fromHex, toHex } from '@cephwire/codec/testing'
import {
  applyIncremental,
  decodeOsdMap,
  diffOsdMaps,
  formatPgId,
  osdMapCodec,
  osdMapIncrementalCodec,
  osdMapPgToOsds,
  osdMapToJson,
  parsePgId
} from '@cephwire/maps'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'
import { expect } from 'chai'
import { ceph, cephJson, commandOf, innerDir, waitUntil } from '../support/real.js'
import type { OSDMapJson } from '@cephwire/maps'
import type { Cluster } from '@cephwire/tools/ceph'

/** How many commands change the map one after the other; CEPHWIRE_INCREMENTS asks for more. */
const changes = Number(process.env['CEPHWIRE_INCREMENTS'] ?? 60)
const MILLIS_A_CHANGE = 500

/** Every kind of thing that a map has. */
const once = [
  'osd pool create rep 8 8 replicated',
  'osd pool create ec 4 4 erasure',
  'osd pool set-quota rep max_bytes 1000000000',
  'osd pool mksnap rep one',
  'osd pool mksnap rep two',
  'osd pool rmsnap rep one',
  'osd pool application enable rep rbd',
  'osd pool application set rep rbd key value',
  'osd pool set rep compression_mode aggressive',
  'osd pool set rep scrub_min_interval 1234.5',
  'osd set noout',
  'osd set-group noup osd.0',
  'osd blocklist add 10.0.0.1:0/1234 3600',
  'osd set-require-min-compat-client luminous',
  'osd primary-affinity 1 0.5',
  'osd crush rm-device-class osd.0',
  'osd crush set-device-class ssd osd.0',
  'osd set-group noout ssd',
  'osd erasure-code-profile set mine k=2 m=1 crush-failure-domain=osd',
  'osd pool create gone 1 1',
  'osd pool rm gone gone --yes-i-really-really-mean-it',
  'osd pool rename ec other',
  'osd setmaxosd 5'
]

/** The n-th change in a row of many. */
function change(n: number): string {
  const share = `0.${(n % 9) + 1}`
  return [
    `osd set ${n % 2 === 0 ? 'nobackfill' : 'norebalance'}`,
    `osd unset ${n % 2 === 0 ? 'nobackfill' : 'norebalance'}`,
    `osd blocklist add 10.1.${n >> 8}.${n & 255}:0/7 3600`,
    `osd reweight ${n % 3} ${share}`,
    `osd primary-affinity ${n % 3} ${share}`,
    `osd pool application set rep rbd key${n % 5} value${n}`,
    `osd pool set-quota rep max_objects ${n + 1}`,
    `osd blocklist rm 10.1.${(n - 5) >> 8}.${(n - 5) & 255}:0/7`
  ][n % 8]!
}

/** Gives commands to one `ceph`, one a line. */
async function giveAll(cluster: Cluster, commands: readonly string[]): Promise<void> {
  const input = Buffer.from(`${commands.join('\n')}\n`)
  const { code, stderr } = await cluster.ceph([], { input, timeout: 600_000 })
  if (code !== 0) throw new Error(`ceph ended with ${code}: ${stderr}`)
}

/** What a monitor's store has of osdmaps by key: `full_7`, and `7` for the increment to it. The monitor must not run. */
async function storedMaps(cluster: Cluster): Promise<ReadonlyMap<string, Uint8Array>> {
  const store = `${innerDir(cluster)}/mon.a/store.db`
  const [program, args] = commandOf(cluster, 'ceph-kvstore-tool', 'rocksdb', store, 'dump', 'osdmap')
  const { stdout } = await promisify(execFile)(program, args, { maxBuffer: 2 ** 30 })
  const maps = new Map<string, Uint8Array>()
  for (const entry of stdout.split(/^osdmap\t/m).slice(1)) maps.set(entry.split('\n', 1)[0]!.trim(), ofDump(entry))
  return maps
}

/** The bytes of a `hexdump -C`, where `*` stands for lines like the one before. */
function ofDump(text: string): Uint8Array {
  let [hex, last] = ['', '']
  for (const line of text.split('\n')) {
    const [, offset = '', row = ''] = /^([0-9a-f]{8})((?: {1,2}[0-9a-f]{2})*)/.exec(line) ?? []
    if (offset === '') continue
    while (hex.length < 2 * Number.parseInt(offset, 16)) hex += last
    last = row.replaceAll(' ', '')
    hex += last
  }
  return fromHex(hex)
}

/** The map of an epoch, as `ceph osd getmap` gives it. */
async function getMap(cluster: Cluster, epoch: number): Promise<Uint8Array> {
  await ceph(cluster, 'osd', 'getmap', String(epoch), '-o', `${innerDir(cluster)}/osdmap`)
  return new Uint8Array(readFileSync(join(cluster.dir, 'osdmap')))
}

/** Where osdmaptool places every group of the map that getMap() has left: RAW, UP and ACTING by id. */
async function placedPgs(cluster: Cluster): Promise<Record<string, unknown>> {
  const command = commandOf(cluster, 'osdmaptool', `${innerDir(cluster)}/osdmap`, '--test-map-pgs-dump-all')
  const { stdout } = await promisify(execFile)(...command)
  const lines = stdout.matchAll(/^(\S+) raw \((.*), p\S+\) up \((.*), p(\S+)\) acting \((.*), p(\S+)\)$/gm)
  const osds = (text = ''): number[] => JSON.parse(text) as number[]
  const placed: Record<string, unknown> = {}
  for (const [, id, raw, up, upPrimary, acting, actingPrimary] of lines) {
    const primaries = { upPrimary: Number(upPrimary), actingPrimary: Number(actingPrimary) }
    placed[id!] = { raw: osds(raw), up: osds(up), acting: osds(acting), ...primaries }
  }
  return placed
}

/** Expects that Ceph prints the map, names and order included, and places its groups, as this package does. */
async function expectPrinted(cluster: Cluster): Promise<OSDMapJson> {
  const printed = await cephJson<OSDMapJson>(cluster, 'osd', 'dump')
  const map = checkRoundTrip(osdMapCodec, await getMap(cluster, printed.epoch))
  const json = JSON.stringify(osdMapToJson(map))
  expect(JSON.parse(json)).to.deep.equal(printed)
  expect(json).to.equal(JSON.stringify(printed))
  const placed = await placedPgs(cluster)
  const ids = printed.pools.flatMap(({ pool, pg_num }) =>
    Array.from({ length: pg_num }, (_, seed) => formatPgId({ pool: BigInt(pool), seed }))
  )
  expect(ids).to.have.members(Object.keys(placed))
  expect(Object.fromEntries(ids.map(id => [id, osdMapPgToOsds(map, parsePgId(id))]))).to.deep.equal(placed)
  return printed
}

/** Changes to where placement groups are, and to who leads them; a map is compared after each row. */
const placements = [
  ['osd reweight 2 0.4', 'osd primary-affinity 0 0', 'osd pool create one 1 1 replicated'],
  ['osd primary-affinity 1 0', 'osd primary-affinity 0 1'],
  ['osd primary-affinity 0 0', 'osd primary-affinity 2 0.01'],
  ['osd primary-affinity 0 0.1', 'osd primary-affinity 1 0.1'],
  ['osd primary-affinity 2 0', 'osd primary-affinity 0 0', 'osd primary-affinity 1 0'],
  ['osd primary-affinity 0 1', 'osd primary-affinity 1 1', 'osd primary-affinity 2 1', 'osd reweight 2 1'],
  ['osd pg-upmap-items 1.0 0 1', 'osd pg-temp 1.1 0 1', 'osd primary-temp 1.2 1'],
  ['osd down 2', 'osd out 2']
]

/** Those of Tentacle, which can go by the load of OSDs. */
const loads = [['osd pool set rep read_ratio 70'], ['osd in 2', 'osd pool set one read_ratio 100']]

/** Maps come faster, and none is trimmed. */
const settings = {
  paxos_propose_interval: '0.01',
  paxos_min_wait: '0.005',
  mon_min_osdmap_epochs: '100000',
  mon_allow_pool_delete: 'true'
}

for (const release of releasesUnderTest()) {
  const programs = ['ceph-mon', 'ceph-mgr', 'ceph-osd'] as const
  describeWithCeph(`osdmaps of ${release}`, { release, programs }, () => {
    it(`are printed as ceph osd dump does, and made of their increments, after ${changes} changes`, async function () {
      this.timeout(120_000 + 2 * changes * MILLIS_A_CHANGE)
      const cluster = await startCluster({ release, monitors: 1, mgr: true, osds: 3, settings })
      try {
        const up = async (): Promise<number> =>
          (await cephJson<{ num_up_osds: number }>(cluster, 'osd', 'stat')).num_up_osds
        await waitUntil(async () => (await up()) === 3)
        await giveAll(cluster, once)
        const printed = await expectPrinted(cluster)
        const errors = new Set<string>()
        for (const row of release === 'tentacle' ? [...placements, ...loads] : placements) {
          await giveAll(cluster, row)
          const { pools } = await expectPrinted(cluster)
          for (const { read_balance } of pools) {
            const error = read_balance?.['error_message']
            if (typeof error === 'string') errors.add(error.replaceAll(/[\d.]+/g, '#'))
          }
        }
        if (release !== 'pacific') {
          expect([...errors]).to.include.members([
            'pool # average primary affinity is lower than #, read balance score is not reliable',
            'pool # has primary_affinity set to zero on all OSDs'
          ])
        }

        await giveAll(
          cluster,
          Array.from({ length: changes }, (_, n) => change(n))
        )
        await cluster.monitors[0]!.kill('SIGTERM')
        const stored = await storedMaps(cluster)
        let made = decodeOsdMap(stored.get('full_1')!)
        for (let bytes = stored.get('2'); bytes !== undefined; bytes = stored.get(String(made.epoch + 1))) {
          made = applyIncremental(made, checkRoundTrip(osdMapIncrementalCodec, bytes))
        }
        const last = stored.get(`full_${made.epoch}`)!
        expect(made.epoch).to.be.greaterThan(printed.epoch + changes / 2)
        expect(toHex(encode(osdMapCodec, made))).to.equal(toHex(last))
        expect(diffOsdMaps(made, decodeOsdMap(last)).words).to.deep.equal([])
      } finally {
        await cluster.stop()
      }
    })
  })
}
