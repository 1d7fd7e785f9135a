/* Reads JSON of which nothing is known: what has another type than is looked for counts as empty. */

/** The fields of an object, or the elements of a list by their places. */
export function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A finite number, or 0. */
export function number(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
