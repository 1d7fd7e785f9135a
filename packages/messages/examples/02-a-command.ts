import { decodeFront, encodeMessage, monCommand, monCommandAck } from '@cephwire/messages'

const fsid = '00112233-4455-6677-8899-aabbccddeeff'
const cmd = [JSON.stringify({ prefix: 'mon stat' })]
// Input of the command, if any, goes into the data section of the frame, which is not part of the front.
const { front } = encodeMessage(monCommand, { version: 0n, fsid, cmd })
console.log(`${front.length} bytes`)

const ack = encodeMessage(monCommandAck, { version: 4n, r: -22, rs: 'command not known', cmd })
const { r, rs } = decodeFront(monCommandAck, ack)
console.log(r, rs)
