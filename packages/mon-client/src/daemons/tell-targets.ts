import { OsdState } from '@cephwire/maps'
import { daemonsOf } from './daemons.js'
import { nextOf } from './daemon-maps.js'
import { allMds } from './resolve-mds.js'
import { parseTellTarget, parseTellWildcard } from './tell-target.js'
import type { OSDMap } from '@cephwire/maps'
import type { MonClientCore } from '../mon-client-core.js'
import type { WaitOptions } from '../own-requests.js'
import type { TellWildcard } from './tell-target.js'

/** Whom a target of `ceph tell` stands for, as it loops over them. */
export async function tellTargets(
  core: MonClientCore,
  target: string,
  options: WaitOptions
): Promise<readonly string[]> {
  core.throwIfClosed()
  const wildcard = parseTellWildcard(target)
  if (wildcard === undefined) {
    parseTellTarget(target)
    return [target]
  }
  const caps = { mon: 'mon r', mgr: 'mon r', osd: 'osd r', mds: 'mds r' }[wildcard.type]
  const what = `targets ${target}`
  return core.inTime(
    what,
    options,
    signal => namesOf(core, wildcard, signal),
    () => core.explain({ what, hints: { caps }, attempts: 0 })
  )
}

async function namesOf(core: MonClientCore, { type }: TellWildcard, signal: AbortSignal): Promise<readonly string[]> {
  const { maps } = daemonsOf(core)
  switch (type) {
    case 'mon':
      return core.monmap.ranks.map(name => `mon.${name}`)
    case 'osd':
      return existing(await maps.osdMap(signal)).map(osd => `osd.${osd}`)
    case 'mds':
      return Array.from(allMds(await maps.fsMap(signal)), ({ name }) => `mds.${name}`)
    case 'mgr': {
      // Those that stand by take no commands.
      const { activeName } = await nextOf(maps.mgrMaps({ onetime: true }), signal)
      return activeName === '' ? [] : [`mgr.${activeName}`]
    }
  }
}

function existing({ osdState }: OSDMap): readonly number[] {
  return Array.from(osdState, (state, osd) => ((state & OsdState.EXISTS) === 0 ? -1 : osd)).filter(osd => osd >= 0)
}
