/** What is made equal before two outputs are compared; a command names the rules that it needs. */
export const rules = {
  /** Pools are numbered in the order of their making. */
  poolId: text => text.replace(/(?<=pool )\d+/g, 'N'),
  /** So are buckets, downwards. */
  bucketId: text => text.replace(/(?<=item id )-\d+/g, 'N'),
  /** When a command came. */
  time: text => text.replace(/\d{4}-\d\d-\d\dT[\d:.]+[+-]\d{4}/g, 'TIME'),
  /** For how long something is so. */
  age: text => text.replace(/(?<=\b(?:age|since) )\d\w*|(?<="(?:quorum_age|uptime)": ?)\d+/g, 'N'),
  /** The clients that are connected: among them those that ask. */
  clients: text => text.replace(/(?<="client": \[)[^\]]*/g, ''),
  /** A key that was made at random. */
  secret: text => text.replace(/(?<=key(?:": "| = ))[\w+/]{20,}=*/g, 'KEY')
} as const satisfies Readonly<Record<string, (text: string) => string>>
export type RuleName = keyof typeof rules
