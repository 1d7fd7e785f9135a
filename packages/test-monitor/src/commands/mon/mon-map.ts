import { CEPH_FEATURES_ALL, encode, formatEntityAddrvec } from '@cephwire/codec'
import { cephReleaseName, formatMonMap, monFeatureNames, monMapCodec, monMapToJson, monsByRank } from '@cephwire/maps'
import { noMap } from '../map-epoch.js'
import { jsonLine } from '../text/json-line.js'
import type { MonMap } from '@cephwire/maps'
import type { JsonValue } from '../../format/json-formatter.js'
import type { ClusterState } from '../../state/index.js'
import type { CommandContext, CommandHandler, CommandInit } from '../../command-table.js'

/** @throws CommandError −2 when there is no such epoch */
function chooseMap({ cluster: { monmap }, args }: CommandContext): MonMap {
  const epoch = args.number('epoch', 0)
  return epoch === 0 ? monmap.map : (monmap.at(epoch) ?? noMap(epoch))
}

/** std::map<string, mon_info_t> is in the order of the names. */
function formatMonStat({ monmap: { map }, quorum }: ClusterState): string {
  const mons = [...monsByRank(map)].sort((a, b) => (a.name < b.name ? -1 : 1))
  const at = mons.map(({ name, publicAddrs }) => `${name}=${formatEntityAddrvec(publicAddrs)}`).join(',')
  const removed = [...map.removedRanks].sort((a, b) => a - b).join(',')
  const leader = `${quorum.ranks[0] ?? -1} ${quorum.leader ?? ''}`
  const members = `${quorum.ranks.join(',')} ${quorum.members.join(',')}`
  return `e${map.epoch}: ${mons.length} mons at {${at}} removed_ranks: {${removed}}, election epoch ${quorum.epoch}, leader ${leader}, quorum ${members}\n`
}

const monStatJson = ({ monmap: { map }, quorum }: ClusterState): JsonValue => ({
  epoch: map.epoch,
  min_mon_release_name: cephReleaseName(map.minMonRelease),
  num_mons: map.ranks.length,
  leader: quorum.leader ?? '',
  quorum: quorum.members.map((name, i) => ({ rank: quorum.ranks[i], name }))
})

const quorumStatusJson = ({ monmap: { map }, quorum }: ClusterState): JsonValue => ({
  election_epoch: quorum.epoch,
  quorum: quorum.ranks,
  quorum_names: quorum.members,
  quorum_leader_name: quorum.leader ?? '',
  quorum_age: Math.floor(quorum.age / 1000),
  features: { quorum_con: String(CEPH_FEATURES_ALL), quorum_mon: monFeatureNames(map.persistentFeatures) },
  monmap: monMapToJson(map) as unknown as JsonValue
})

const dump: CommandHandler = context => {
  const map = chooseMap(context)
  const { cluster, json, format } = context
  const dump = { ...monMapToJson(map), quorum: cluster.quorum.ranks } as unknown as JsonValue
  return { status: `dumped monmap epoch ${map.epoch}`, output: json ? jsonLine(dump, format) : formatMonMap(map) }
}

const getMap: CommandHandler = context => {
  const map = chooseMap(context)
  const { features } = context.caller
  return { status: `got monmap epoch ${map.epoch}`, output: encode(monMapCodec, map, features) }
}

export const monMapCommands: readonly CommandInit[] = [
  {
    signature: 'mon dump name=epoch,type=CephInt,range=0,req=false',
    help: 'the monmap, of an epoch if one is given',
    handler: dump
  },
  {
    signature: 'mon getmap name=epoch,type=CephInt,range=0,req=false',
    help: 'the monmap as bytes',
    handler: getMap
  },
  {
    signature: 'mon stat',
    help: 'the monitors in a line',
    handler: ({ cluster, json, format }) => ({
      output: json ? jsonLine(monStatJson(cluster), format) : formatMonStat(cluster)
    })
  },
  {
    signature: 'quorum_status',
    help: 'which monitors agree',
    // Compact unless json-pretty is asked for, unlike everything else.
    handler: ({ cluster, format }) => ({
      output: jsonLine(quorumStatusJson(cluster), format === 'json-pretty' ? format : 'json')
    })
  }
]
