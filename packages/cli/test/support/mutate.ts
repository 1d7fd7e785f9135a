import type { Pick } from './calls.js'

/** Words that have been trouble somewhere. */
const trouble: readonly string[] = [
  ...[
    '',
    ',',
    'a,b',
    '1,x',
    '--',
    '---',
    '-1',
    '+3',
    '0x10',
    '0o17',
    '007',
    '1_000',
    ' 5',
    '5 ',
    '1e3',
    '.5',
    '1.',
    'x'
  ],
  ...[
    '*',
    'mon',
    'mgr',
    'osd',
    'osd.',
    'osd.-1',
    'osd.1.2',
    'mon.a',
    'client.x',
    'rgw.x',
    '-1.0',
    '1.g',
    '1.0x2f',
    '1.2.3'
  ],
  ...['1.2.3.4', '1.2.3', '1.2.3.4:99999', '::1', '[::1]:1', '[::1', '1.2.3.4:0/5', '::/-1', 'v1:1.2.3.4:5'],
  ...['true', 'FALSE', '2', 'yes', 'é', 'a b', "it's", '"', '~', '{}', '{4180c1ff-6a1d-46f0-9360-a2e085628383}'],
  ...[
    '--yes-i-really-mean-it',
    '--yes-i-really-really-mean-it',
    '--force',
    '--no-such',
    '--no-such=1',
    '--pool',
    '--pool='
  ],
  ...['--pool=x', '--=x', '--format', '--format=json', '--ids=1,2', 'injectargs', 'osd', 'pool', 'ls', 'create', 'set']
]

/** The words with one or two things done to them, such as people and scripts do. */
export function mutate(words: readonly string[], pick: Pick): readonly string[] {
  const mutated = [...words]
  for (let times = pick(3) === 0 ? 2 : 1; times > 0; times--) {
    const at = pick(mutated.length + 1)
    const other = pick(mutated.length + 1)
    switch (pick(8)) {
      case 0:
        mutated.splice(at, 1)
        break
      case 1:
        mutated.splice(at)
        break
      case 2:
        if (at < mutated.length) mutated.splice(at, 0, mutated[at]!)
        break
      case 3:
        mutated.splice(other, 0, ...mutated.splice(at, 1))
        break
      case 4:
        if (at < mutated.length) mutated[at] = mutated[at]!.slice(0, -1)
        break
      case 5:
        mutated.splice(at, 0, trouble[pick(trouble.length)]!)
        break
      case 6:
        mutated.splice(at, 1, trouble[pick(trouble.length)]!)
        break
      default:
        mutated.push(trouble[pick(trouble.length)]!)
    }
  }
  return mutated
}
