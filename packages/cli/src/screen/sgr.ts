/** Text in a look of terminals, by its numbers in ECMA-48: `1;31` is bold and red. What follows is plain. */
export function sgr(look: string, text: string): string {
  return `\x1b[${look}m${text}\x1b[0m`
}
