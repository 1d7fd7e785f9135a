import type { Command, Group } from '../command.js'

/** Words whose advice shows an argument that has choices. */
const advised = (words: Command['words']): Command => ({ words, differs: { choices: ['advice'] } })

/** Words that are no command, or whose arguments cannot be. */
export const mistakes: Group = {
  title: 'mistakes',
  repeatable: true,
  commands: [
    advised('nonsense -f json'),
    advised('osd pool create'),
    'osd pool get nopool size',
    advised('osd pool get nopool nosuch'),
    advised('osd pool ls detail extra'),
    'osd pool create x -1',
    advised('osd pool create x --nosuch 1'),
    'osd dump 99999',
    'osd reweight 0 2',
    'osd find osd.x',
    advised('osd set noo'),
    advised('osd blocklist add nowhere'),
    { words: ['osd', 'crush', 'add-bucket', 'a b', 'host'] },
    'pg map 99.0',
    'auth get xyz.nobody',
    'config get client.x nosuch',
    'config-key get nokey -f json',
    'status now',
    advised(['', 'fsid']),
    { words: ['osd', 'pool', 'get', '', 'size'] },
    advised(['osd', 'pool', 'ls', ' ']),
    advised(['fsid status']),
    'config-key get ü',
    '-- fsid',
    'fsid -- -f json',
    'osd -f json stat',
    { words: 'osd stat --format json --format plain', rules: ['age'] },
    'osd stat --nosuch=1',
    'osd pool get --pool=nopool --var=size',
    advised('pg dump nosuch'),
    { words: 'osd stat -f table', differs: { usage: ['stderr', 'advice'] } }
  ]
}
