/** What ceph.conf is written from. */
export interface ConfInit {
  readonly fsid: string
  /** Monitors' names, in the order of `monHost`. */
  readonly names: readonly string[]
  readonly monHost: string
  readonly auth: 'cephx' | 'none'
  /** The cluster's directory as the reader of this file sees it. */
  readonly dir: string
  readonly settings: Readonly<Record<string, string>>
}

/** The ceph.conf of a client on the host. */
export function clientConf(init: ConfInit): string {
  return section(init, common(init))
}

/** The ceph.conf of the daemons and of Ceph's own tools: every path lies in the cluster's directory. */
export function daemonConf(init: ConfInit): string {
  const { dir } = init
  return section(init, [
    ...common(init),
    ['mon_initial_members', init.names.join(',')],
    ['run_dir', `${dir}/run`],
    ['admin_socket', `${dir}/run/$name.asok`],
    ['log_file', `${dir}/log/$name.log`],
    ['mon_cluster_log_to_file', 'false'],
    ['pid_file', ''],
    ['crash_dir', `${dir}/crash`],
    ['mon_data', `${dir}/mon.$id`],
    ['mgr_data', `${dir}/mgr.$id`],
    ['osd_data', `${dir}/osd.$id`],
    // Nothing here outlives a test, so a crowded disk is no reason to warn.
    ['mon_data_avail_warn', '1'],
    ['mon_data_avail_crit', '0'],
    ['mon_allow_pool_delete', 'true'],
    // As every cluster since 14.2.20 should be: a client reclaims its global_id with its ticket or not at all.
    ['auth_allow_insecure_global_id_reclaim', 'false'],
    // On the loopback an answer that takes a second will not come: waiting five makes starting slow.
    ['mon_election_timeout', '1'],
    // One host with OSDs that keep their objects in memory.
    ['osd_objectstore', 'memstore'],
    ['memstore_device_bytes', '268435456'],
    ['osd_crush_chooseleaf_type', '0'],
    ['osd_pool_default_size', '1']
  ])
}

function common(init: ConfInit): [string, string][] {
  return [
    ['fsid', init.fsid],
    ['mon_host', init.monHost],
    ['keyring', `${init.dir}/keyring`],
    ['auth_cluster_required', init.auth],
    ['auth_service_required', init.auth],
    ['auth_client_required', init.auth]
  ]
}

/** A setting of the caller's takes the place of ours. */
function section(init: ConfInit, ours: readonly (readonly [string, string])[]): string {
  const lines = Object.entries({ ...Object.fromEntries(ours), ...init.settings })
  return ['[global]', ...lines.map(([option, value]) => `${option} = ${value}`), ''].join('\n')
}
