import type { Notify } from './change-feed.js'

export type HealthSeverity = 'HEALTH_WARN' | 'HEALTH_ERR'
export type HealthStatus = 'HEALTH_OK' | HealthSeverity

/** One thing that is wrong: what stands under its code in `ceph health detail`. */
export interface HealthCheck {
  readonly severity: HealthSeverity
  readonly summary: string
  /** How many things it is about. Default: as many as there are lines of detail, at least 1. */
  readonly count?: number | undefined
  readonly detail: readonly string[]
  readonly muted: boolean
}

/** What is wrong with the cluster: nothing, until a test says otherwise. */
export class HealthState {
  readonly #notify: Notify
  readonly #checks = new Map<string, HealthCheck>()

  constructor(notify: Notify) {
    this.#notify = notify
  }

  /** By code, such as `MON_DOWN`, in the order of the codes. */
  get checks(): ReadonlyMap<string, HealthCheck> {
    return new Map([...this.#checks].sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  get status(): HealthStatus {
    const severities = [...this.#checks.values()].filter(({ muted }) => !muted).map(({ severity }) => severity)
    if (severities.includes('HEALTH_ERR')) return 'HEALTH_ERR'
    return severities.length > 0 ? 'HEALTH_WARN' : 'HEALTH_OK'
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
