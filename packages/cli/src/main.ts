import { run } from './run.js'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop.abort())
// Whoever stops reading has seen enough: the command goes on, and its exit code counts.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

const exitCode = await run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  signal: stop.signal
})
process.exit(exitCode)
