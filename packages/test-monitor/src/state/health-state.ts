import type { Notify } from './change-feed.js'

export type HealthStatus = 'HEALTH_OK' | 'HEALTH_WARN' | 'HEALTH_ERR'
/** HEALTH_OK: worth a line, but nothing is wrong. */
export type HealthSeverity = HealthStatus

/** One thing that is wrong: what stands under its code in `ceph health detail`. */
export interface HealthCheck {
  readonly severity: HealthSeverity
  readonly summary: string
  /** How many things it is about. Default: as many as there are lines of detail, at least 1. */
  readonly count?: number | undefined
  readonly detail: readonly string[]
  readonly muted: boolean
}

/** What is wrong with the cluster: what the monitors find themselves, and what a test sets. */
export class HealthState {
  readonly #derive: () => ReadonlyMap<string, HealthCheck>
  readonly #notify: Notify
  readonly #checks = new Map<string, HealthCheck>()

  /** @param derive finds what follows from the rest of the state */
  constructor(derive: () => ReadonlyMap<string, HealthCheck>, notify: Notify) {
    this.#derive = derive
    this.#notify = notify
  }

  /** By code, such as `MON_DOWN`, in the order of the codes. What a test sets counts more. */
  get checks(): ReadonlyMap<string, HealthCheck> {
    return new Map([...this.#derive(), ...this.#checks].sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  get status(): HealthStatus {
    const severities = [...this.checks.values()].filter(({ muted }) => !muted).map(({ severity }) => severity)
    if (severities.includes('HEALTH_ERR')) return 'HEALTH_ERR'
    return severities.includes('HEALTH_WARN') ? 'HEALTH_WARN' : 'HEALTH_OK'
  }

  set(code: string, check: Partial<HealthCheck> & Pick<HealthCheck, 'summary'>): void {
    this.#checks.set(code, { severity: 'HEALTH_WARN', detail: [], muted: false, ...check })
    this.#notify('health')
  }

  /** @returns whether there was such a check */
  clear(code: string): boolean {
    const cleared = this.#checks.delete(code)
    if (cleared) this.#notify('health')
    return cleared
  }
}
