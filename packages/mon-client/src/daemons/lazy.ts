import { LazyCode } from '../watch/lazy-code.js'

/** Loaded when a daemon other than a monitor is first told something. */
export const lazyDaemons = new LazyCode(() => import('./index.js'))
