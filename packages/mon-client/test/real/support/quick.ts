/**
 * Settings with which monitors notice each other's death, elect and commit within two seconds or so: ten and more by
 * themselves, in which none of them serves.
 */
export const QUICK = {
  mon_lease: '1',
  mon_lease_ack_timeout_factor: '1.5',
  mon_accept_timeout_factor: '1.5',
  mon_election_timeout: '1',
  mon_probe_timeout: '1',
  mon_tick_interval: '1',
  paxos_propose_interval: '0.2',
  // So that "log last" has everything that a test has written.
  mon_log_max_summary: '100000'
} as const
