import { decodeMessage, encodeMessage, monGetVersion } from '@cephwire/messages'

const question = encodeMessage(monGetVersion, { handle: 7n, what: 'osdmap' })
console.log(question.type, question.version, Buffer.from(question.front).toString('hex'))

const front = Buffer.from('070000000000000005000000000000000100000000000000', 'hex')
const answer = decodeMessage({ type: 20, version: 2, compatVersion: 2, front })
if (answer?.name === 'MMonGetVersionReply') console.log(answer.value.version)
