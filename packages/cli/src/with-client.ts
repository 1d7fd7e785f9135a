import { connect } from '@cephwire/mon-client'
import { connectionOptions } from './connection-options.js'
import { ExitCode, failureOf } from './exit-codes.js'
import { write } from './io.js'
import { whileWaiting } from './progress.js'
import type { MonClient } from '@cephwire/mon-client'
import type { CommandLine } from './command-line.js'
import type { Stage } from './exit-codes.js'
import type { Io } from './io.js'

/**
 * Connects as the command line says, and closes when `use` has ended. What fails is told on stderr.
 *
 * @param use returns the exit code
 * @returns the exit code
 */
export async function withClient(
  { flags, overrides }: CommandLine,
  io: Io,
  use: (client: MonClient) => Promise<number>
): Promise<number> {
  if (overrides.some(({ option }) => option === 'key')) {
    await write(io.stderr, 'Warning: a key on the command line or in CEPH_ARGS can be seen by others on this host\n')
  }
  let client: MonClient
  try {
    const connecting = connect({ ...connectionOptions(flags, overrides), signal: io.signal })
    client = await whileWaiting('connecting to the cluster', io, connecting)
  } catch (error) {
    return fail(io, error, 'connect')
  }
  try {
    return await use(client)
  } catch (error) {
    return await fail(io, error, 'command')
  } finally {
    await client.close()
  }
}

async function fail(io: Io, error: unknown, stage: Stage): Promise<number> {
  if (io.signal.aborted) {
    await write(io.stderr, stage === 'connect' ? 'Cluster connection aborted\n' : 'Interrupted\n')
    return stage === 'connect' ? ExitCode.Failed : ExitCode.Interrupted
  }
  const { exitCode, line } = failureOf(error, stage)
  await write(io.stderr, `${line}\n`)
  return exitCode
}
