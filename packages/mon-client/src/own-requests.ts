import { hostname } from 'node:os'
import { parseAuthEntity } from '@cephwire/auth'
import { decodeFront, config as configMessage } from '@cephwire/messages'
import { prepareCommand } from './command.js'
import { lazyDaemons } from './daemons/lazy.js'
import { parseTellTarget } from './daemons/tell-target.js'
import { MonSessionError, TargetError } from './errors.js'
import { pingMonitor } from './ping.js'
import { getConfigRequest } from './requests/get-config.js'
import { destroyedBy, openOwnConnection } from './requests/own-connection.js'
import { tellMonitor } from './requests/tell.js'
import type { CommandOptions } from './client-types.js'
import type { CommandReply, MonCommand } from './command.js'
import type { MonClientCore } from './mon-client-core.js'
import type { MonTarget } from './mon-target.js'
import type { RequestOptions } from './requests.js'

/** How long to wait. */
export type WaitOptions = Pick<RequestOptions, 'signal' | 'timeout'>

/** Whose options to ask for. */
export interface GetConfigOptions extends WaitOptions {
  /** Such as `osd.3` or `client.admin`. Default: this client's. */
  readonly entity?: string | undefined
  /** For options by host. Default: for this client its own host, for others none. */
  readonly host?: string | undefined
  /** Of an OSD, for options by device class. */
  readonly deviceClass?: string | undefined
}

/** MPing to one monitor. */
export async function ping(core: MonClientCore, monitor: string, options: WaitOptions): Promise<unknown> {
  const target = monitorFor(core, monitor)
  return core.inTime(`ping of mon.${target.name}`, options, signal =>
    pingMonitor(target, core.session, signal, core.keeper.tickets)
  )
}

/** A command to one daemon; `mon` alone is that of the session. */
export async function tell(
  core: MonClientCore,
  target: string,
  cmd: MonCommand,
  options: CommandOptions
): Promise<CommandReply> {
  core.throwIfClosed()
  const parsed = parseTellTarget(target)
  if (parsed.type !== 'mon') return (await lazyDaemons.load()).tellElsewhere(core, parsed, cmd, options)
  return parsed.id === '' ? core.command(cmd, options) : tellMon(core, parsed.id, cmd, options)
}

/** MCommand to one monitor. */
async function tellMon(
  core: MonClientCore,
  monitor: string,
  cmd: MonCommand,
  options: CommandOptions
): Promise<CommandReply> {
  const target = monitorFor(core, monitor)
  const { input, resend } = options
  const command = prepareCommand(cmd, input)
  const { fsid } = core.monmap
  return core.inTime(`tell mon.${target.name} ${command.prefix}`, options, signal =>
    tellMonitor(target, core.session, { command, input, fsid, resend }, signal)
  )
}

/** MGetConfig, on a connection of its own: the answer looks like what the session is sent by itself. */
export async function getConfig(
  core: MonClientCore,
  { entity, host, deviceClass, ...options }: GetConfigOptions
): Promise<ReadonlyMap<string, string>> {
  const name = entity === undefined ? core.session.credentials.entity : parseAuthEntity(entity)
  const request = getConfigRequest(name, host ?? (entity === undefined ? hostname() : ''), deviceClass)
  const target = core.keeper.session?.target ?? core.addresses[0]
  if (target === undefined) throw new MonSessionError('There is no monitor to ask')
  return core.inTime(request.what, options, async signal => {
    const { connection, messages } = await openOwnConnection(target, core.session, signal)
    const config = await destroyedBy(signal, connection, async () => {
      connection.send(request.encode(1n))
      for (;;) {
        const next = await messages.next()
        if (next.done === true) throw new MonSessionError('The monitor closed the connection instead of answering')
        if (next.value.type === configMessage.type) return decodeFront(configMessage, next.value).config
      }
    })
    await connection.close()
    return config
  })
}

/**
 * @param monitor its name or rank in the monmap, with or without `mon.`: a number is a rank
 * @throws TargetError with ENOENT
 */
function monitorFor(core: MonClientCore, monitor: string): MonTarget {
  core.throwIfClosed()
  const { monmap } = core
  const id = monitor.replace(/^mon\./, '')
  const name = /^\d+$/.test(id) && !monmap.mons.has(id) ? monmap.ranks[Number(id)] : id
  const target = core.addresses.find(target => target.name === name)
  if (target !== undefined) return target
  const known = `there are ${monmap.ranks.join(', ')}`
  throw new TargetError('ENOENT', `mon.${id}`, `No monitor ${id} that this mode may use, ${known}`)
}
