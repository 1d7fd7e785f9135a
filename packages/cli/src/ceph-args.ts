/**
 * The words of a command line and of CEPH_ARGS, which stand behind it as with `ceph`, such that they count for more;
 * but before those that a daemon is given.
 */
export function withCephArgs(argv: readonly string[], cephArgs = ''): readonly string[] {
  const more = cephArgs.split(/\s+/).filter(word => word !== '')
  const at = argv.indexOf('injectargs')
  if (at >= 0) return argv.toSpliced(at, 0, ...more)
  return [...argv, ...more.filter(word => !word.includes('--admin-socket'))]
}
