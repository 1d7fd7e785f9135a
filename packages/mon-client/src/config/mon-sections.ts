/*
  Monitors as sections of ceph.conf          src/mon/MonMap.cc, init_with_config_file()
    [mon.a]
    mon addr = 10.0.0.1:6789
*/
import { CephError, parseEntityAddr } from '@cephwire/codec'
import { ConfigError } from '../errors.js'
import { NamedMonitors } from './named-monitors.js'
import type { CephConf } from './ceph-conf.js'
import type { NamedMonitor } from './named-monitors.js'

/**
 * The monitors that sections `[mon.x]` name; one without an address is left out, as Ceph does.
 *
 * @param expand replaces metavariables
 * @throws ConfigError when an address cannot be read
 */
export function monitorsOfSections(conf: CephConf, expand: (text: string) => string): readonly NamedMonitor[] {
  const monitors = new NamedMonitors()
  for (const section of conf.sections) {
    const name = section.startsWith('mon.') ? section.slice('mon.'.length) : ''
    const sections = [section, 'mon', 'global']
    const line = name === '' ? undefined : conf.lookup(sections, 'mon_addr')
    if (line === undefined) continue
    const addr = parseMonAddr(expand(line.value), conf.file, line.line)
    // An old option: whatever says nothing else is msgr1.
    monitors.addAmbiguous(name, addr, numberOf(conf, sections, 'mon_priority'), numberOf(conf, sections, 'mon_weight'))
  }
  return monitors.list
}

function parseMonAddr(text: string, file: string, line: number): ReturnType<typeof parseEntityAddr> {
  try {
    const addr = parseEntityAddr(text, 'legacy')
    if (addr.type !== 'none') return addr
  } catch (error) {
    if (!CephError.isCephError(error)) throw error
  }
  throw new ConfigError('Expected an IP address as "mon addr", such as 10.0.0.1:6789', {
    file,
    line,
    option: 'mon_addr'
  })
}

function numberOf(conf: CephConf, sections: readonly string[], option: string): number {
  const line = conf.lookup(sections, option)
  if (line === undefined) return 0
  if (/^\d{1,5}$/.test(line.value) && Number(line.value) <= 0xffff) return Number(line.value)
  throw new ConfigError(`Expected a number up to 65535 as ${option}`, { file: conf.file, line: line.line, option })
}
