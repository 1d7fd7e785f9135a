import { parseDescriptions } from '../argparse/index.js'
import { forTerminal } from '../escape.js'
import { write } from '../io.js'
import { terminalSize } from '../terminal-size.js'
import { commandList } from './command-list.js'
import type { Io } from '../io.js'

/**
 * Prints commands below a title, as `ceph` does it.
 *
 * @param answer the descriptions of the commands, as they were told
 * @param words what the commands begin with
 */
export function writeCommands(title: string, answer: Uint8Array, words: readonly string[], io: Io): Promise<void> {
  const descriptions = parseDescriptions(new TextDecoder().decode(answer))
  const list = commandList(descriptions, words, terminalSize(io).columns)
  const text = `\n ${title} \n ${'='.repeat(title.length)}\n${list}`
  return write(io.stdout, forTerminal(io.stdout, text))
}
