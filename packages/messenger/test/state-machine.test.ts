import { expect } from 'chai'
import { IllegalTransitionError, createStateMachine } from '@cephwire/messenger'

const doors = { open: ['shut'], shut: ['open', 'locked'], locked: ['shut'] } as const
type Door = keyof typeof doors

describe('createStateMachine()', () => {
  it('moves along its table', () => {
    const door = createStateMachine<Door>(doors, 'open')
    door.move('shut')
    door.move('locked')
    expect(door.state).to.equal('locked')
  })

  it('refuses every move that the table does not have, and stays', () => {
    const states = Object.keys(doors) as Door[]
    for (const from of states) {
      for (const to of states) {
        if ((doors[from] as readonly Door[]).includes(to)) continue
        const door = createStateMachine<Door>(doors, from)
        expect(() => door.move(to)).to.throw(IllegalTransitionError, `No way from ${from} to ${to}`)
        expect(door.state).to.equal(from)
      }
    }
  })
})
