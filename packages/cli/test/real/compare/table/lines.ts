import type { Group } from '../command.js'

const typed = (text: string): { readonly words: readonly string[]; readonly stdin: Uint8Array } => ({
  words: [],
  stdin: Buffer.from(text)
})

/** Commands that are read from stdin, a line each. */
export const lines: Group = {
  title: 'lines',
  repeatable: true,
  commands: [
    typed(''),
    typed('fsid\n'),
    typed('fsid'),
    typed('osd pool get nopool size\n\nfsid\n'),
    { ...typed('nonsense\n'), differs: { choices: ['advice'] } },
    typed('config-key get "no key"\nfsid\n'),
    typed('tell mon.a version\n'),
    { words: ['-f', 'json'], stdin: Buffer.from('fsid\nosd ls -f plain'), differs: { lines: ['stdout'] } }
  ]
}
