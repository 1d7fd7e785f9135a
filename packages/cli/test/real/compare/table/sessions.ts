import type { Group } from '../command.js'

const WRONG_KEY = 'AQBnu2VoAAAAABAAMDEyMzQ1Njc4OWFiY2RlZg=='

/** Who asks whom: the configuration, the keyring, the monitors. */
export const sessions: Group = {
  title: 'sessions',
  repeatable: true,
  commands: [
    { words: 'fsid', cephArgs: '-f json' },
    { words: 'fsid -f json', cephArgs: '--format=plain' },
    { words: 'osd', cephArgs: 'pool ls' },
    { words: 'status', cephArgs: '-n client.nobody', differs: { session: ['stderr'] } },
    '--id admin fsid',
    '--debug_ms 0 --connect-timeout 5 fsid',
    '--cluster other fsid',
    '--nosuch fsid',
    { words: '--version', differs: { usage: ['stdout'] } },
    { words: '--connect-timeout', differs: { usage: ['stderr', 'advice'] } },
    { words: '-n', differs: { usage: ['stderr', 'advice'] } },
    '-n mon. -k {dir}/keyring fsid',
    { words: '-n client.nobody fsid', differs: { session: ['stderr'] } },
    { words: '-n nonsense fsid', differs: { session: ['stderr'] } },
    { words: `--key ${WRONG_KEY} fsid`, differs: { session: ['stderr'], key: ['advice'] } },
    { words: '--keyring {dir}/nosuch fsid', differs: { session: ['stderr'] } },
    { words: '-k {dir}/binary fsid', differs: { session: ['stderr'] } },
    { words: '--keyfile {dir}/nosuch fsid', differs: { keyfile: ['stdout', 'stderr', 'exitCode'] } },
    { words: '-c {dir}/nosuch fsid', differs: { session: ['stderr'] } },
    { words: '-c {dir}/binary fsid', differs: { session: ['stderr'] } },
    { words: '-m 127.0.0.1:1 --connect-timeout 1 fsid', differs: { session: ['stderr'] } },
    { words: '--auth_client_required none fsid', differs: { session: ['stderr'] } },
    {
      words: '--fsid 00000000-0000-0000-0000-000000000001 fsid',
      differs: { fsid: ['stdout', 'stderr', 'exitCode'] }
    }
  ]
}
