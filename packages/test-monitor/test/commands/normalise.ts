/** What differs from one cluster to the next: times, keys, elections, and what clients can do. */
const volatile: readonly (readonly [RegExp, string])[] = [
  [/AQ[A-Za-z0-9+/]{36}==/g, 'KEY'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(\+0000|Z)/g, 'TIME'],
  [/\(age [\d.]+[smhd]\)/g, '(age AGE)'],
  [/("quorum_age": ?)\d+/g, '$1AGE'],
  [/("election_epoch": ?)\d+/g, '$1EPOCH'],
  [/election epoch \d+/g, 'election epoch EPOCH'],
  [/("timechecks": ?\{\s*"epoch": ?)\d+/g, '$1EPOCH'],
  [/("type": ?"any",\s*"addr": ?"127.0.0.1:0",\s*"nonce": ?)\d+/g, '$1NONCE'],
  [/("latency": ?)[\d.]+/g, '$1LATENCY'],
  [/("features": ?)"0x[0-9a-f]+"/g, '$1"FEATURES"'],
  [/("quorum_con": ?)"\d+"/g, '$1"FEATURES"']
]

/** What a cluster without OSDs cannot do: its pools are being created for ever. Here they are at once. */
const creating: readonly (readonly [RegExp, string])[] = [
  [/hashpspool((?:,noscrub)?),creating/g, 'hashpspool$1'],
  [/("flags": ?)32769/g, '$11'],
  [/("flags": ?)33025/g, '$1257']
]

/** What a monitor says of the machine that it runs on. */
const machine: readonly (readonly [RegExp, string])[] = [[/("(?:hostname|mem_total_kb)": ?)"[^"]*"/g, '$1""']]

export function normalise(text: string): string {
  return [...volatile, ...creating, ...machine].reduce((result, [from, to]) => result.replace(from, to), text)
}

/** Epochs of the osdmap, and those in which pools changed. */
export function withoutEpochs(text: string): string {
  return text
    .replace(/^epoch \d+/, 'epoch EPOCH')
    .replace(/("epoch": ?)\d+/g, '$1EPOCH')
    .replace(/last_change \d+/g, 'last_change EPOCH')
    .replace(/("last_change": ?)"\d+"/g, '$1"EPOCH"')
}
