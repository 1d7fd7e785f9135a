import { command, commandReply, monCommand, monCommandAck } from '@cephwire/messages'
import { Errno } from '../command/errno.js'
import { runCommand } from '../command/run-command.js'
import { handler } from './handler.js'
import type { CommandAnswer } from '../command/run-command.js'
import type { CommandTable } from '../command-table.js'
import type { MonSession } from '../mon-session.js'

const NOTHING = new Uint8Array(0)

/** MMonCommand → MMonCommandAck */
export const handleCommand = handler(monCommand, {
  handle(session, { fsid, cmd }, message) {
    const { state, commands } = session.monitor.cluster
    const answer = ({ code, status, output }: CommandAnswer): void =>
      session.reply(message, monCommandAck, { version: 0n, r: code, rs: status, cmd }, output)
    if (fsid !== state.fsid) answer({ code: -Errno.EPERM, status: 'wrong fsid', output: NOTHING })
    else run(session, commands, cmd, message.data, answer)
  }
})

/** MCommand → MCommandReply: `ceph tell mon.a`. */
export const handleTellCommand = handler(command, {
  anonymous: true,
  handle(session, { fsid, cmd }, message) {
    const { state, tellCommands } = session.monitor.cluster
    const answer = ({ code, status, output }: CommandAnswer): void =>
      session.reply(message, commandReply, { r: code, rs: status }, output)
    if (fsid !== state.fsid) answer({ code: -Errno.EACCES, status: 'wrong fsid', output: NOTHING })
    else if (!session.isCapable('mon', 'rwx')) {
      answer({ code: -Errno.EACCES, status: 'insufficient caps', output: NOTHING })
    } else run(session, tellCommands, cmd, message.data, answer)
  }
})

function run(
  session: MonSession,
  table: CommandTable,
  cmd: readonly string[],
  input: Uint8Array,
  answer: (answer: CommandAnswer) => void
): void {
  if (isSilent(session, cmd)) return
  const { monitor } = session
  const { state, limits, monitors } = monitor.cluster
  const { handlerTimeout, maxOutputBytes } = limits
  const request = {
    cluster: state,
    monitor,
    monitors: monitors(),
    caller: session,
    cmd,
    input: Uint8Array.from(input),
    signal: session.ended,
    handlerTimeout,
    maxOutputBytes
  }
  session.commandStarted(input.length)
  void runCommand(table, request).then(result => {
    session.commandEnded(input.length)
    answer(result)
  })
}

function isSilent({ faults }: MonSession, cmd: readonly string[]): boolean {
  const { silentCommands } = faults.current
  if (silentCommands === undefined) return false
  const prefix = /"prefix"\s*:\s*"([^"]*)"/.exec(cmd.join(''))?.[1] ?? ''
  return silentCommands.some(silent => prefix.startsWith(silent))
}
