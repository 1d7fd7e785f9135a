// The tour that `npm run demo` makes, with the packages as they were built.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('./programs/tour.mts', import.meta.url))
const child = spawn(process.execPath, ['--import', 'ts-blank-space/register', script, ...process.argv.slice(2)], {
  stdio: 'inherit'
})
child.on('exit', (code, signal) => {
  process.exitCode = signal === null ? code : 1
})
