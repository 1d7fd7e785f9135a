import { Keyring, formatAuthEntity, parseAuthEntity } from '@cephwire/auth'

const text = `
[client.backup]
	key = AQDjuAJrD1s3MxAADSnFKqHL0TfhVv6KvUjAZQ==
	caps mon = "allow r"
`
const keyring = Keyring.parse(text, { file: 'ceph.client.backup.keyring' })
console.log(keyring.entities().map(formatAuthEntity), keyring.require(parseAuthEntity('client.backup')))

try {
  keyring.require(parseAuthEntity('client.admin'))
} catch (error) {
  console.log(String(error))
}
