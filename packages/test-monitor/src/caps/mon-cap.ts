import { allowedBy } from './grant.js'
import { parseGrants } from './parse-grants.js'
import type { AuthEntity } from '@cephwire/auth'
import type { MonGrant } from './parse-grants.js'

/** What a request needs. */
export interface CapRequest {
  readonly entity: AuthEntity
  /** Module of the command: `mon`, `osd`, `config-key`, … */
  readonly service: string
  /** Prefix of the command; '' for what is none. */
  readonly command?: string
  readonly args?: ReadonlyMap<string, string>
  /** Some of `r`, `w`, `x`. */
  readonly perm: string
  /** IP of the peer. */
  readonly host?: string
}

/** What somebody may do at the monitors: src/mon/MonCap.cc. A text that is none allows nothing. */
export class MonCap {
  readonly text: string
  /** Whether the text could be read. */
  readonly valid: boolean
  readonly #grants: readonly MonGrant[]

  constructor(text: string) {
    const grants = text.trim() === '' ? [] : parseGrants(text)
    this.text = text
    this.valid = grants !== undefined
    this.#grants = grants ?? []
  }

  static readonly nothing: MonCap = new MonCap('')
  static readonly allowAll: MonCap = new MonCap('allow *')

  isCapable(request: CapRequest): boolean {
    let allowed = new Set<string>()
    for (const grant of this.#grants) {
      const perms = allowedBy(grant, request)
      if (perms === 'all') return true
      allowed = new Set([...allowed, ...perms])
      if (['r', 'w', 'x'].every(flag => !request.perm.includes(flag) || allowed.has(flag))) return true
    }
    return false
  }
}
