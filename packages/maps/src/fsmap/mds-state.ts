/** What an MDS daemon does: src/include/ceph_fs.h, CEPH_MDS_STATE_* */
export const MdsState = {
  DNE: 0,
  STOPPED: -1,
  BOOT: -4,
  STANDBY: -5,
  CREATING: -6,
  STARTING: -7,
  STANDBY_REPLAY: -8,
  REPLAYONCE: -9,
  NULL: -10,
  REPLAY: 8,
  RESOLVE: 9,
  RECONNECT: 10,
  REJOIN: 11,
  CLIENTREPLAY: 12,
  ACTIVE: 13,
  STOPPING: 14,
  DAMAGED: 15
} as const
export type MdsState = (typeof MdsState)[keyof typeof MdsState]

/** ceph_mds_state_name */
const names: ReadonlyMap<number, string> = new Map([
  [MdsState.DNE, 'down:dne'],
  [MdsState.STOPPED, 'down:stopped'],
  [MdsState.BOOT, 'up:boot'],
  [MdsState.STANDBY, 'up:standby'],
  [MdsState.CREATING, 'up:creating'],
  [MdsState.STARTING, 'up:starting'],
  [MdsState.STANDBY_REPLAY, 'up:standby-replay'],
  [MdsState.REPLAYONCE, 'up:oneshot-replay'],
  [MdsState.NULL, 'null'],
  [MdsState.REPLAY, 'up:replay'],
  [MdsState.RESOLVE, 'up:resolve'],
  [MdsState.RECONNECT, 'up:reconnect'],
  [MdsState.REJOIN, 'up:rejoin'],
  [MdsState.CLIENTREPLAY, 'up:clientreplay'],
  [MdsState.ACTIVE, 'up:active'],
  [MdsState.STOPPING, 'up:stopping'],
  [MdsState.DAMAGED, 'down:damaged']
])

/** `up:active` for 13; `???` for a state without a name, as Ceph has it. */
export function mdsStateName(state: number): string {
  return names.get(state) ?? '???'
}
