import { readFileSync } from 'node:fs'
import { parseEntityAddr } from '@cephwire/codec'
import { connect } from '@cephwire/messenger'
import { Keyring, TicketStore, cephx, parseAuthEntity } from '@cephwire/auth'

const [address = 'v2:127.0.0.1:3300/0', file = '/etc/ceph/ceph.client.admin.keyring'] = process.argv.slice(2)
const entity = parseAuthEntity('client.admin')
const key = Keyring.parse(readFileSync(file), { file }).require(entity)
const tickets = new TicketStore() // kept, so that the next connection gets the same global_id

const con = await connect({ addr: parseEntityAddr(address), authenticator: cephx({ entity, key, tickets }) })
console.log(`client.${con.globalId}`, tickets.services())
await con.close()
