/** One frame as it is remembered: what it was and how long, never what was in it. */
export interface FrameRecord {
  readonly direction: FrameDirection
  /** When it was received and verified, or about to be written: milliseconds since the connection began. */
  readonly at: number
  /** A Tag of msgr2, or of msgr1 where that is spoken; 0 for what travels before there are tags. */
  readonly tag: number
  /** `MESSAGE`, `MSG` on msgr1; `BANNER` and `CONNECT` (ceph_msg_connect) for what has no tag. */
  readonly name: string
  /** Bytes of each segment. On msgr1 those of front, middle and data, or of the parts of a handshake. */
  readonly lengths: readonly number[]
  /** CEPH_MSG_*; of a message alone. */
  readonly messageType?: number
  /** Of a message alone. */
  readonly tid?: bigint
}

/** As this side sees it. */
export type FrameDirection = 'in' | 'out'

/** How to print a {@link FrameRecord}. */
export interface FormatFrameOptions {
  /** Gives the name of a message's type, or undefined for one that it does not know. Default: numbers. */
  readonly messageTypeName?: (type: number) => string | undefined
}

/** `12.3 ms > MESSAGE type 50 tid 7 [41, 120]`: `>` what this side sent, `<` what it received. */
export function formatFrameRecord(record: FrameRecord, options: FormatFrameOptions = {}): string {
  const arrow = record.direction === 'out' ? '>' : '<'
  return `${record.at.toFixed(1)} ms ${arrow} ${titleOf(record, options)} [${record.lengths.join(', ')}]`
}

/** `MESSAGE type 50 tid 7`, `MESSAGE mon_command tid 7`, `KEEPALIVE2` */
export function titleOf({ name, messageType, tid }: FrameRecord, { messageTypeName }: FormatFrameOptions = {}): string {
  if (messageType === undefined) return name
  return `${name} ${messageTypeName?.(messageType) ?? `type ${messageType}`} tid ${tid}`
}
