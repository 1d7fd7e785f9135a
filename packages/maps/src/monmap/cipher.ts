/** CEPH_CRYPTO_*, as monmaps of Tentacle print them. */
const names: readonly string[] = ['none', 'aes', 'aes256k']

/** `aes` for 1; `unknown(N)` for a type of key without a name. */
export function cipherName(type: number): string {
  return names[type] ?? `unknown(${type})`
}
