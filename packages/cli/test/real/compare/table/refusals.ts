import type { Group } from '../command.js'

const as = (id: string, words: string): string => `-n client.${id} -k {dir}/${id}.keyring ${words}`

/** Clients that may do little. */
export const refusals: Group = {
  title: 'missing caps',
  repeatable: true,
  commands: [
    as('reader', 'osd pool ls'),
    as('reader', 'osd pool create x 8'),
    as('reader', 'config-key get x'),
    as('reader', 'auth get client.admin -f json'),
    { words: as('reader', 'nonsense'), differs: { choices: ['advice'] } },
    { words: as('reader', 'pg stat'), differs: { manager: ['stdout', 'stderr', 'exitCode'] } },
    { words: as('nothing', 'fsid'), differs: { session: ['stderr'] } },
    as('limited', 'osd pool ls -f json'),
    as('limited', 'osd pool ls detail'),
    as('limited', 'osd tree'),
    as('limited', 'fsid')
  ]
}
