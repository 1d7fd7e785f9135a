import { ChildProcess } from 'node:child_process'
import { Socket as DatagramSocket } from 'node:dgram'
import { Server, Socket } from 'node:net'

/** The sockets, servers and child processes that keep this process alive, as objects. */
export function openHandles() {
  // Undocumented and old; process.getActiveResourcesInfo() tells kinds but not which, so it cannot name a culprit.
  const handles = process._getActiveHandles()
  // A child's pipes go with the child.
  const pipes = new Set(handles.flatMap(handle => (handle instanceof ChildProcess ? handle.stdio : [])))
  return handles.filter(
    handle =>
      !pipes.has(handle) &&
      ((handle instanceof Socket && !handle.destroyed) ||
        handle instanceof Server ||
        handle instanceof DatagramSocket ||
        (handle instanceof ChildProcess && handle.exitCode === null && handle.signalCode === null))
  )
}

/** How many timers keep this process alive. */
export function openTimers() {
  return process.getActiveResourcesInfo().filter(kind => kind === 'Timeout').length
}

/** A handle in a few words: what it is and where it leads. */
export function describeHandle(handle) {
  if (handle instanceof ChildProcess) return `child process ${handle.pid} (${handle.spawnargs.join(' ')})`
  if (handle instanceof Server) return `server listening on ${formatAddress(handle.address())}`
  if (handle instanceof DatagramSocket) return 'datagram socket'
  const { localPort, remoteAddress, remotePort, connecting } = handle
  if (connecting) return 'socket still connecting'
  return remotePort === undefined ? 'socket' : `socket from port ${localPort} to ${remoteAddress}:${remotePort}`
}

function formatAddress(address) {
  return address !== null && typeof address === 'object' ? `${address.address}:${address.port}` : String(address)
}
