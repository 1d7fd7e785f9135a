/** All that needs the code of maps other than the monmap: loaded by lazy.ts, and by nobody else. */
export { commandMgr, tellElsewhere } from './tell.js'
export { tellTargets } from './tell-targets.js'
