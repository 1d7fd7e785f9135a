import type { Group } from '../command.js'

/** -i and -o. */
export const files: Group = {
  title: 'files',
  repeatable: false,
  commands: [
    { words: 'config-key set {x} -i {dir}/nosuch', differs: { file: ['stderr'] } },
    { words: 'config-key set {x} -i {dir}', differs: { file: ['stderr'] } },
    { words: 'fsid -o {dir}', differs: { file: ['stderr'] } },
    { words: 'fsid -o {dir}/nosuch/file', differs: { file: ['stderr'] } },
    { words: 'fsid -i {dir}/nosuch -o {out}', differs: { file: ['stderr'] } },
    { words: 'nonsense -o {out}', differs: { traceback: ['stderr', 'advice', 'exitCode'] } },
    { words: ['fsid', '-o', ''] },
    { words: ['fsid', '-i', ''] },
    'fsid -f json -o {out}',
    'fsid -f json -o -'
  ]
}
