import { expect } from 'chai'
import { completeLine } from '../../src/commands/complete-line.js'
import { DESCRIBE, withKnownCommands } from '../../src/commands/endpoint.js'
import type { CommandAnswer } from '../../src/commands/send-command.js'

const { signal } = new AbortController()
const told = (output: string): CommandAnswer => ({ output: Buffer.from(output), status: '', errno: 0, errnoName: '' })
const refused: CommandAnswer = { output: new Uint8Array(0), status: '', errno: 13, errnoName: 'EACCES' }

describe('the commands of a cluster', () => {
  it('are asked for once, and again after a refusal', async () => {
    const answers = [refused, told('{}'), told('{"cmd1":1}')]
    const endpoint = withKnownCommands({ name: 'mon.', send: () => Promise.resolve(answers.shift()!) })
    const asked: CommandAnswer[] = []
    for (let i = 0; i < 3; i++) asked.push(await endpoint.send(DESCRIBE, undefined, signal))
    expect(asked).to.deep.equal([refused, told('{}'), told('{}')])
  })

  it('are not offered for TAB where they could steer the terminal', async () => {
    const described = { cmd0: { sig: ['os\u001b[2Jx'], help: '' }, cmd1: { sig: ['osd'], help: '' } }
    const send = (): Promise<CommandAnswer> => Promise.resolve(told(JSON.stringify(described)))
    expect(await completeLine({ name: 'mon.', send }, 'os', signal)).to.deep.equal([['osd '], 'os'])
  })
})
