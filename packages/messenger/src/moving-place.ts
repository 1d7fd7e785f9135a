import type { FrameRing } from './frame-ring.js'

/** A place that moves on with the conversation. */
export interface MovingPlace {
  readonly peer: string
  phase: string
  readonly frames: FrameRing
}

/** What a {@link MovingPlace} starts from. */
export interface MovingPlaceInit {
  readonly peer: string
  readonly phase: string
  readonly frames: FrameRing
  /** Told of the first phase and of each that follows. */
  readonly onPhase?: ((phase: string) => void) | undefined
}

export function createPlace({ peer, phase, frames, onPhase }: MovingPlaceInit): MovingPlace {
  if (onPhase === undefined) return { peer, phase, frames }
  let current = phase
  onPhase(phase)
  return {
    peer,
    frames,
    get phase() {
      return current
    },
    set phase(next) {
      current = next
      onPhase(next)
    }
  }
}
