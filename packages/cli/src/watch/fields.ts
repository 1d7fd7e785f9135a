/** What differs in fields that hold one value each, as `name 1 → 2`; lists and objects are left to others. */
export function fieldWords(before: object, after: object, unsaid: readonly string[]): string[] {
  const old = before as Readonly<Record<string, unknown>>
  return Object.entries(after).flatMap(([name, to]) => {
    const from = old[name]
    if (from === to || unsaid.includes(name) || isCompound(to) || isCompound(from)) return []
    return [`${name.replace(/: $/, '')} ${wordOf(from)} → ${wordOf(to)}`]
  })
}

function isCompound(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

function wordOf(value: unknown): string {
  return value === undefined || value === '' ? '(none)' : `${value as string | number | boolean | bigint}`
}

/** Which keys the second has and the first has not, and the other way round. */
export function setChanges<T>(
  before: ReadonlySet<T>,
  after: ReadonlySet<T>
): { readonly added: T[]; readonly gone: T[] } {
  return { added: [...after].filter(one => !before.has(one)), gone: [...before].filter(one => !after.has(one)) }
}
