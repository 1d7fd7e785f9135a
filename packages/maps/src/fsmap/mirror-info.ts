/*
  MirrorInfo                                 src/mds/FSMap.cc
    ENCODE_START(1, 1)
      u8  mirrored
      set<Peer> peers                          by uuid

  Peer
    ENCODE_START(1, 1)
      string uuid
      ClusterInfo remote

  ClusterInfo
    ENCODE_START(1, 1)
      string client_name
      string cluster_name
      string fs_name
*/
import { compareUtf8 } from '@cephwire/codec'
import { readTail } from '../struct-encoding.js'
import type { Codec } from '@cephwire/codec'
import type { StructEncoding } from '../struct-encoding.js'

/** Where the snapshots of a file system go, or come from. */
export interface ClusterInfo {
  /** Such as `client.mirror_remote`. */
  readonly clientName: string
  /** What the operators call the other cluster. */
  readonly clusterName: string
  readonly fsName: string
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

/** A file system of another cluster. */
export interface MirrorPeer {
  readonly uuid: string
  readonly remote: ClusterInfo
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

/** Whether and where the snapshots of a file system are copied. */
export interface MirrorInfo {
  readonly mirrored: boolean
  readonly peers: readonly MirrorPeer[]
  /** How it was written; leave it out of values that are made here. */
  readonly encoding?: StructEncoding | undefined
}

const STRUCT_V = 1
const STRUCT_COMPAT = 1
/** Two headers and four empty strings. */
const MIN_PEER_BYTES = 28

const MADE: StructEncoding = { structV: STRUCT_V, tail: new Uint8Array(0) }

const clusterInfoCodec: Codec<ClusterInfo> = {
  encode(w, { clientName, clusterName, fsName, encoding = MADE }) {
    w.versioned(encoding.structV, STRUCT_COMPAT, w => {
      w.string(clientName).string(clusterName).string(fsName).bytes(encoding.tail)
    })
  },
  decode: r =>
    r.versioned(STRUCT_V, (r, structV) => ({
      clientName: r.field('client_name', r => r.string()),
      clusterName: r.field('cluster_name', r => r.string()),
      fsName: r.field('fs_name', r => r.string()),
      encoding: { structV, tail: readTail(r) }
    }))
}

const peerCodec: Codec<MirrorPeer> = {
  encode(w, { uuid, remote, encoding = MADE }, features) {
    w.versioned(encoding.structV, STRUCT_COMPAT, w => {
      clusterInfoCodec.encode(w.string(uuid), remote, features)
      w.bytes(encoding.tail)
    })
  },
  decode: r =>
    r.versioned(STRUCT_V, (r, structV) => ({
      uuid: r.field('uuid', r => r.string()),
      remote: r.field('remote', clusterInfoCodec.decode),
      encoding: { structV, tail: readTail(r) }
    }))
}

const byUuid = (peers: readonly MirrorPeer[]): MirrorPeer[] => [...peers].sort((a, b) => compareUtf8(a.uuid, b.uuid))

export const mirrorInfoCodec: Codec<MirrorInfo> = {
  encode(w, { mirrored, peers, encoding = MADE }, features) {
    w.versioned(encoding.structV, STRUCT_COMPAT, w => {
      w.bool(mirrored).list(byUuid(peers), (w, peer) => {
        peerCodec.encode(w, peer, features)
      })
      w.bytes(encoding.tail)
    })
  },
  decode: r =>
    r.versioned(STRUCT_V, (r, structV) => ({
      mirrored: r.field('mirrored', r => r.bool()),
      peers: r.field('peers', r => r.list(peerCodec.decode, MIN_PEER_BYTES)),
      encoding: { structV, tail: readTail(r) }
    }))
}

/** MirrorInfo as Ceph dumps it: the peers by uuid. */
export interface MirrorInfoJson {
  readonly peers: Readonly<
    Record<
      string,
      { readonly remote: { readonly client_name: string; readonly cluster_name: string; readonly fs_name: string } }
    >
  >
}

/** MirrorInfo::dump */
export function mirrorInfoToJson({ peers }: MirrorInfo): MirrorInfoJson {
  return {
    peers: Object.fromEntries(
      byUuid(peers).map(({ uuid, remote: { clientName, clusterName, fsName } }) => [
        uuid,
        { remote: { client_name: clientName, cluster_name: clusterName, fs_name: fsName } }
      ])
    )
  }
}
