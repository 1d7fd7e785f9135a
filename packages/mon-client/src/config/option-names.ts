/*
  Names of options, as far as a client of the monitors must tell them from words of a command
                                             src/common/options/global.yaml.in
*/

/** Options without one of the prefixes below. */
const names: ReadonlySet<string> = new Set(
  `admin_socket admin_socket_mode chdir cluster_addr cluster_network crush_location daemonize fatal_signal_handlers fsid
  heartbeat_inject_failure host key keyfile keyring max_rotating_auth_attempts monmap no_config_file perf pid_file plugin_dir
  public_addr public_network rotating_keys_bootstrap_timeout rotating_keys_renewal_timeout run_dir setgroup setuser
  setuser_match_path thp`.split(/\s+/)
)

/** No argument of a monitor's or manager's command begins with one of these. */
const prefixes = 'auth_ cephx_ client_ clog_ compressor_ crush_ debug_ err_ jaeger_ journaler_ leveldb_ librados_ log_ \
mds_ mgr_ mon_ ms_ objecter_ osd_ osdc_ rados_ rbd_ rgw_ rocksdb_ bluestore_ bluefs_ bdev_ filestore_ journal_'.split(
  ' '
)

/** Options of which a client may want to change that need no value: `--log-to-stderr`, `--no-log-to-stderr`. */
const flags: ReadonlySet<string> = new Set(
  `auth_allow_insecure_global_id_reclaim auth_debug auth_expose_insecure_global_id_reclaim cephx_cluster_require_signatures
  cephx_require_signatures cephx_service_require_signatures cephx_sign_messages client_check_pool_perm client_quota_df
  clog_to_monitors clog_to_syslog daemonize err_to_graylog err_to_journald err_to_stderr err_to_syslog
  fatal_signal_handlers log_coarse_timestamps log_flush_on_exit log_to_file log_to_graylog log_to_journald log_to_stderr
  log_to_syslog mon_client_hunt_on_resend ms_bind_before_connect ms_bind_ipv4 ms_bind_ipv6 ms_bind_msgr1 ms_bind_msgr2
  ms_bind_prefer_ipv4 ms_compress_secure ms_crc_data ms_crc_header ms_die_on_bad_msg ms_die_on_bug
  ms_die_on_old_message ms_die_on_skipped_message ms_die_on_unhandled_msg ms_dump_on_send ms_learn_addr_from_peer
  ms_tcp_nodelay objecter_retry_writes_after_first_reply perf rados_tracing thp`.split(/\s+/)
)

/** Whether this is an option of Ceph's configuration; of those that only daemons know, names are guessed by prefix. */
export function isConfigOption(name: string): boolean {
  return names.has(name) || prefixes.some(prefix => name.startsWith(prefix))
}

/** Whether an option is true or false. */
export function isFlagOption(name: string): boolean {
  return flags.has(name)
}
