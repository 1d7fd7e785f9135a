/** The program of the command line as few files: what packages/cli/bin/cephwire.js runs. See docs/adr/0008. */
export { bundleProgram } from './bundle-program.js'
export type { Program } from './bundle-program.js'
export { writeProgram } from './write-program.js'
