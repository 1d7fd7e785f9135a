/** Text of others for a message: cut, and what a terminal would act on escaped. */
export function printable(text: string, maxLength: number): string {
  const shown = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text
  return shown.replace(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, c => `\\u{${c.codePointAt(0)!.toString(16)}}`)
}
