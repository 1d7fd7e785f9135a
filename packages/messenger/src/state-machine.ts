import { IllegalTransitionError } from './errors.js'

/** Which states may follow which. */
export type Transitions<S extends string> = Readonly<Record<S, readonly S[]>>

/** A lifecycle: a state that moves only along its table. */
export interface StateMachine<S extends string> {
  readonly state: S
  /** @throws IllegalTransitionError when the table does not have this move */
  move(to: S): void
}

export function createStateMachine<S extends string>(table: Transitions<S>, initial: S): StateMachine<S> {
  let state = initial
  return {
    get state() {
      return state
    },
    move(to) {
      if (!table[state].includes(to)) throw new IllegalTransitionError(`No way from ${state} to ${to}`)
      state = to
    }
  }
}
