/** How bad it is: src/include/health.h, health_status_t */
export const HealthStatus = { ERR: 0, WARN: 1, OK: 2 } as const
export type HealthStatus = (typeof HealthStatus)[keyof typeof HealthStatus]

const names: ReadonlyMap<number, string> = new Map(
  Object.entries(HealthStatus).map(([name, status]) => [status, `HEALTH_${name}`])
)

/** `HEALTH_WARN` for 1; '' for a status without a name, as Ceph has it. */
export function healthStatusName(status: number): string {
  return names.get(status) ?? ''
}
