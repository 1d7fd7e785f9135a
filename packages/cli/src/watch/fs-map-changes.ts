import { mdsMapToJson, mdsStateName } from '@cephwire/maps'
import { fieldWords } from './fields.js'
import type { FSMap, MdsInfo } from '@cephwire/maps'

/** Epochs and times change with every map. */
const UNSAID = ['epoch', 'modified', 'created', 'last_failure', 'last_failure_osd_epoch', 'fs_name']

/** By global_id, what a daemon does: `up:active, cephfs rank 0`. */
function daemonsOf(map: FSMap): ReadonlyMap<bigint, { readonly name: string; readonly role: string }> {
  const said = (info: MdsInfo, fs: string | undefined): { readonly name: string; readonly role: string } => {
    const place = fs === undefined ? '' : `, ${fs}${info.rank >= 0 ? ` rank ${info.rank}` : ''}`
    const laggy = info.laggySince.sec > 0 ? ', laggy' : ''
    return { name: info.name, role: `${mdsStateName(info.state)}${place}${laggy}` }
  }
  return new Map([
    ...[...map.standbyDaemons].map(([gid, info]) => [gid, said(info, undefined)] as const),
    ...[...map.filesystems.values()].flatMap(({ mdsMap }) =>
      [...mdsMap.mdsInfo].map(([gid, info]) => [gid, said(info, mdsMap.fsName)] as const)
    )
  ])
}

/** How a fsmap differs from the one before; the file systems and daemons at first. */
export function fsMapChanges(before: FSMap | undefined, after: FSMap): string[] {
  return [...filesystemChanges(before, after), ...daemonChanges(before, after)]
}

function filesystemChanges(before: FSMap | undefined, after: FSMap): string[] {
  const old = before?.filesystems ?? new Map<number, never>()
  const gone = [...old].filter(([fscid]) => !after.filesystems.has(fscid))
  const others = [...after.filesystems].flatMap(([fscid, { mdsMap }]) => {
    const was = old.get(fscid)?.mdsMap
    const name = `fs ${fscid} ${mdsMap.fsName}`
    if (was === undefined) return [before === undefined ? name : `${name} created`]
    const renamed = was.fsName === mdsMap.fsName ? [] : [`fs ${fscid} ${was.fsName} renamed to ${mdsMap.fsName}`]
    const fields = fieldWords(mdsMapToJson(was), mdsMapToJson(mdsMap), UNSAID)
    return [...renamed, ...fields.map(words => `${name}: ${words}`)]
  })
  const none = before === undefined && others.length === 0 ? ['no file systems'] : []
  return [...gone.map(([fscid, { mdsMap }]) => `fs ${fscid} ${mdsMap.fsName} removed`), ...none, ...others]
}

function daemonChanges(before: FSMap | undefined, after: FSMap): string[] {
  const old = before === undefined ? new Map<bigint, never>() : daemonsOf(before)
  const now = daemonsOf(after)
  const gone = [...old].filter(([gid]) => !now.has(gid))
  return [
    ...gone.map(([, { name, role }]) => `mds.${name} gone (was ${role})`),
    ...[...now].flatMap(([gid, { name, role }]) => {
      const was = old.get(gid)?.role
      return was === role ? [] : [`mds.${name} ${was === undefined ? role : `${was} → ${role}`}`]
    })
  ]
}
