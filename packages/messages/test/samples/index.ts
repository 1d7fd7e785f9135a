import { authSamples } from './auth.js'
import { mapSamples } from './map.js'
import { miscSamples } from './misc.js'
import { monSamples } from './mon.js'

/** Every message that the package knows, once. */
export const samples = [...monSamples, ...authSamples, ...mapSamples, ...miscSamples]
