import { isIPv4, isIPv6 } from 'node:net'
import { ArgumentError } from '../errors.js'
import type { ArgType } from './arg-type.js'

/** CephIPAddr: `1.2.3.4`, `1.2.3.4:6789`, `::1`, `[::1]:6789`, each also behind `v1:`, `v2:` or `any:`. */
export const cephIpAddr: ArgType = {
  text: '<IPaddr[:port]>',
  parse(word) {
    checkAddr(word)
    return word
  }
}

/** CephEntityAddr: an address with an optional `/nonce`. */
export const cephEntityAddr: ArgType = {
  text: '<EntityAddr>',
  parse(word) {
    const slash = word.indexOf('/')
    if (slash < 0) {
      checkAddr(word)
      return word
    }
    // A nonce may stand inside of brackets too: [1.2.3.4:0/5]
    const inside = word.endsWith(']')
    const nonce = word.slice(slash + 1, inside ? -1 : undefined)
    checkAddr(word.slice(0, slash) + (inside ? ']' : ''))
    if (!/^\d+$/.test(nonce)) throw new ArgumentError(`${word}: invalid entity, nonce ${nonce} not integer > 0`)
    return word
  }
}

function checkAddr(word: string): void {
  const text = word.replace(/^(?:v1|v2|any):/, '')
  if (text.startsWith('[')) {
    checkBracketed(text)
  } else if (text.includes('.') && !isIPv6(text)) {
    const [host = '', port, ...more] = text.split(':')
    if (port !== undefined && (more.length > 0 || !isPort(port))) throw new ArgumentError(`${port}: invalid IPv4 port`)
    if (!isIPv4(host)) throw new ArgumentError(`${host}: invalid IPv4 address`)
  } else if (!isIPv6(text)) {
    throw new ArgumentError(`${text} not valid IPv6 address`)
  }
}

function checkBracketed(text: string): void {
  const end = text.indexOf(']')
  if (end < 0) throw new ArgumentError(`${text} missing terminating ]`)
  const port = text.slice(end + 1)
  if (port !== '' && !(port.startsWith(':') && isPort(port.slice(1)))) {
    throw new ArgumentError(`${text}: bad port number`)
  }
  if (!isIPv6(text.slice(1, end))) throw new ArgumentError(`${text} not valid IPv6 address`)
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535
}
