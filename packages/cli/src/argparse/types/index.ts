import { cephEntityAddr, cephIpAddr } from './addresses.js'
import { cephName, cephOsdName, cephPgid } from './names.js'
import { cephFloat, cephInt } from './numbers.js'
import { anyWord, cephBool, cephChoices, cephFragment, cephString, cephUuid } from './words.js'
import type { ArgType, ArgTypeParameters } from './arg-type.js'

const types: ReadonlyMap<string, (parameters: ArgTypeParameters) => ArgType> = new Map([
  ['CephInt', cephInt],
  ['CephFloat', cephFloat],
  ['CephString', cephString],
  ['CephChoices', cephChoices],
  ['CephBool', () => cephBool],
  ['CephUUID', () => cephUuid],
  ['CephFragment', () => cephFragment],
  ['CephName', () => cephName],
  ['CephOsdName', () => cephOsdName],
  ['CephPgid', () => cephPgid],
  ['CephIPAddr', () => cephIpAddr],
  ['CephEntityAddr', () => cephEntityAddr],
  ['CephPoolname', () => anyWord('<poolname>')],
  ['CephObjectname', () => anyWord('<objectname>')],
  ['CephFilepath', () => anyWord('<outfilename>')],
  ['CephSocketpath', () => anyWord('<admin-socket-path>')]
])

/** The type of a description; a type that is not known takes any word. */
export function argType(name: string, parameters: ArgTypeParameters): ArgType {
  return types.get(name)?.(parameters) ?? anyWord(`<${name}>`)
}
