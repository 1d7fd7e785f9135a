import { authTypes } from './auth-types.js'
import { codecTypes } from './codec-types.js'
import { mapTypes } from './map-types.js'
import { messageTypes } from './message-types.js'
import type { Decodable } from './decodable.js'

/** Every type that `cephwire decode` knows, by Ceph's name. */
export const decodableTypes: ReadonlyMap<string, Decodable> = new Map(
  [...codecTypes, ...mapTypes, ...authTypes, ...messageTypes]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(type => [type.name, type])
)
