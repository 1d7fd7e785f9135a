import { UnsupportedError } from '../errors.js'

/** `daemonperf`: not yet. */
export function daemonPerf(): Promise<number> {
  return Promise.reject(new UnsupportedError('daemonperf is not supported'))
}
