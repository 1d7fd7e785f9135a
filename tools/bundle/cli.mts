/** Makes packages/cli/bundle, from source: `nx run @cephwire/cli:bundle`. */
import { join } from 'node:path'
import { bundleProgram, writeProgram } from './index.js'

writeProgram(await bundleProgram(), join(import.meta.dirname, '../../packages/cli/bundle'))
