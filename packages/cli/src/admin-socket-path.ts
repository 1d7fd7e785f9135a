import { readFile } from 'node:fs/promises'
import { hostname, homedir } from 'node:os'
import { parseCephConf, resolveConfig } from '@cephwire/mon-client'
import type { CephConf, Environment, MonClientOptions } from '@cephwire/mon-client'

/** Options that the path is made of, as they are where ceph.conf says nothing. */
const usual: Readonly<Record<string, string>> = {
  admin_socket: '$run_dir/$cluster-$name.asok',
  run_dir: '/var/run/ceph'
}
/** References inside the values of references. */
const MAX_DEPTH = 8

/**
 * Where the admin socket of a daemon of this host is by ceph.conf: what `ceph-conf` says of its option `admin_socket`.
 *
 * @param daemon `osd.0`, or `osd.0.PID` for a path with `$pid`
 * @throws ConfigError
 */
export async function adminSocketPath(daemon: string, options: MonClientOptions, env: Environment): Promise<string> {
  const [, shorter, pid] = /^([a-z]+\..+)\.(\d+)$/.exec(daemon) ?? []
  const name = shorter ?? daemon
  const { entity, cluster, confFile } = await resolveConfig({ ...options, name }, env)
  const conf = confFile === undefined ? undefined : parseCephConf(await readFile(confFile, 'utf8'), confFile)
  const variables: Readonly<Record<string, string>> = {
    cluster,
    type: entity.type,
    id: entity.id,
    num: entity.id,
    name: entity.name,
    host: hostname().split('.', 1)[0]!,
    pid: pid ?? String(process.pid),
    home: env['HOME'] ?? homedir()
  }
  return expand('$admin_socket', [entity.name, entity.type, 'global'], conf, variables)
}

function expand(
  text: string,
  sections: readonly string[],
  conf: CephConf | undefined,
  variables: Readonly<Record<string, string>>,
  depth = 0
): string {
  return text.replace(
    /\$(?:\{([a-z_]+)\}|([a-z_]+))/g,
    (whole, braced: string | undefined, bare: string | undefined) => {
      const name = braced ?? bare!
      if (Object.hasOwn(variables, name)) return variables[name]!
      const value = conf?.lookup(sections, name)?.value ?? (Object.hasOwn(usual, name) ? usual[name] : undefined)
      return value === undefined || depth >= MAX_DEPTH ? whole : expand(value, sections, conf, variables, depth + 1)
    }
  )
}
