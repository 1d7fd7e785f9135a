import type { MessengerLimits } from '../limits.js'

/** Limits whose messages stay small until `authenticated` says that the peer has proved itself. */
export function preAuthLimits(limits: MessengerLimits, authenticated: () => boolean): MessengerLimits {
  const atMost = (limit: number): number => (authenticated() ? limit : Math.min(limit, limits.maxPreAuthFrameBytes))
  return {
    ...limits,
    get maxFrontBytes() {
      return atMost(limits.maxFrontBytes)
    },
    get maxMiddleBytes() {
      return atMost(limits.maxMiddleBytes)
    },
    get maxDataBytes() {
      return atMost(limits.maxDataBytes)
    }
  }
}
