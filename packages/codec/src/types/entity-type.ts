/** What kind of daemon or client: src/include/msgr.h, CEPH_ENTITY_TYPE_* */
export const EntityType = { Mon: 0x01, Mds: 0x02, Osd: 0x04, Client: 0x08, Mgr: 0x10, Auth: 0x20 } as const
export type EntityType = (typeof EntityType)[keyof typeof EntityType]

const names: ReadonlyMap<number, string> = new Map(
  Object.entries(EntityType).map(([name, type]) => [type, name.toLowerCase()])
)

/** `mon`, `osd`, … as ceph_entity_type_name has it; `unknown(N)` for what Ceph has no name for. */
export function entityTypeName(type: number): string {
  return names.get(type) ?? `unknown(${type})`
}

/** The type for a name such as `osd`; undefined for a word that is none. */
export function parseEntityType(name: string): EntityType | undefined {
  return Object.entries(EntityType).find(([key]) => key.toLowerCase() === name)?.[1]
}
