import { CephFeature, NIL_UUID, haveFeature } from '@cephwire/codec'
import { command as tellMessage, encodeMessage, mgrCommand as mgrCommandMessage } from '@cephwire/messages'
import { prepareCommand } from '../command.js'
import { osdIn, primaryIn } from './daemon.js'
import { daemonsOf } from './daemons.js'
import { mdsIn } from './resolve-mds.js'
import { tellDaemon } from './tell-daemon.js'
import { TellProgress } from './tell-progress.js'
import { withActiveMgr } from './active-mgr.js'
import { withPgid } from './with-pgid.js'
import type { MessageCodec } from '@cephwire/messages'
import type { OutgoingMessage } from '@cephwire/messenger'
import type { CommandOptions } from '../client-types.js'
import type { CommandReply, MonCommand, PreparedCommand } from '../command.js'
import type { MonClientCore } from '../mon-client-core.js'
import type { Silence } from '../silence.js'
import type { ActiveMgr } from './active-mgr.js'
import type { Daemon } from './daemon.js'
import type { TellTarget } from './tell-target.js'

type Elsewhere = Exclude<TellTarget, { readonly type: 'mon' }>

/** MCommand to a daemon that is no monitor. */
export async function tellElsewhere(
  core: MonClientCore,
  target: Elsewhere,
  cmd: MonCommand,
  options: CommandOptions
): Promise<CommandReply> {
  const prepared = prepareCommand(cmd, options.input)
  const command = target.type === 'pg' ? withPgid(prepared, target.id) : prepared
  const what = `tell ${nameOf(target)} ${command.prefix}`
  const encode = (): OutgoingMessage => encodeTold(tellMessage, core.monmap.fsid, command, options.input)
  if (target.type === 'mgr') return toActiveMgr(core, target.id, what, command, encode, options)
  const caps = target.type === 'mds' ? 'mds r' : 'osd r'
  const progress = new TellProgress()
  const explain = (): Silence | undefined => core.explain({ what, hints: { caps }, attempts: 0 })
  const locate = (signal: AbortSignal): Promise<Daemon> => locateIn(core, target, signal)
  const { prefix } = command
  const run = (signal: AbortSignal): Promise<CommandReply> =>
    tellDaemon({ what, prefix, locate, encode, resend: options.resend }, daemonsOf(core), progress, signal)
  return core.inTime(what, options, run, () => progress.facts(explain))
}

/** What rados_mgr_command does: a command of the cluster, to the active manager. */
export async function commandMgr(core: MonClientCore, cmd: MonCommand, options: CommandOptions): Promise<CommandReply> {
  const command = prepareCommand(cmd, options.input)
  const encode = (features: bigint): OutgoingMessage => {
    // Without an fsid it is no "tell"; a manager before Octopus knows no other message.
    const codec = haveFeature(features, CephFeature.SERVER_OCTOPUS) ? mgrCommandMessage : tellMessage
    return encodeTold(codec, NIL_UUID, command, options.input)
  }
  return toActiveMgr(core, '', `mgr command ${command.prefix}`, command, encode, options)
}

async function toActiveMgr(
  core: MonClientCore,
  name: string,
  what: string,
  { prefix }: PreparedCommand,
  encode: (features: bigint) => OutgoingMessage,
  options: CommandOptions
): Promise<CommandReply> {
  const progress = new TellProgress()
  let known: ActiveMgr | undefined
  const explain = (): Silence | undefined =>
    known?.map?.available === false
      ? { reason: 'no-mgr', likely: 'no manager is active: start ceph-mgr' }
      : core.explain({ what, hints: { caps: 'mon r' }, attempts: 0 })
  const run = (signal: AbortSignal): Promise<CommandReply> =>
    withActiveMgr(daemonsOf(core).maps.mgrMaps(), name, signal, mgr => {
      known = mgr
      const command = {
        what,
        prefix,
        locate: (signal: AbortSignal) => mgr.locate(signal),
        encode: () => encode(mgr.features),
        left: (signal: AbortSignal) => mgr.left(signal),
        resend: options.resend
      }
      return tellDaemon(command, daemonsOf(core), progress, signal)
    })
  return core.inTime(what, options, run, () => progress.facts(explain))
}

async function locateIn(
  core: MonClientCore,
  target: Exclude<Elsewhere, { readonly type: 'mgr' }>,
  signal: AbortSignal
): Promise<Daemon> {
  const { maps } = daemonsOf(core)
  switch (target.type) {
    case 'osd':
      return osdIn(await maps.osdMap(signal), target.id)
    case 'pg':
      return primaryIn(await maps.osdMap(signal), target.id)
    case 'mds':
      return mdsIn(await maps.fsMap(signal), target.id)
  }
}

function nameOf({ type, id }: Elsewhere): string {
  if (type === 'pg') return id
  return id === '' ? type : `${type}.${id}`
}

interface Told {
  readonly fsid: string
  readonly cmd: readonly string[]
}

function encodeTold(
  codec: MessageCodec<Told>,
  fsid: string,
  { json }: PreparedCommand,
  input: Uint8Array | undefined
): OutgoingMessage {
  const message = encodeMessage(codec, { fsid, cmd: [json] })
  return input === undefined ? message : { ...message, data: input }
}
