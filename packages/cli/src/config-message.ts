/** What a mistake in the configuration says of itself: ConfigError, of which no more than its form is needed here. */
interface ConfigMistake {
  readonly message: string
  readonly file?: string | undefined
  readonly option?: string | undefined
}

/** Options that have a flag of this program, by their name in the API. */
const flagNames: Readonly<Record<string, string>> = { msMode: '--ms-mode', connectTimeout: '--connect-timeout' }

/** The message for whoever wrote a command line: flags by their names, no file or option twice. */
export function configMessage({ message, file, option }: ConfigMistake): string {
  const place = file ?? option
  // Whoever gave flags knows that he did.
  const text = message.replace(/ \((?:given by )?options\)/, '')
  if (place === undefined || !text.endsWith(` (${place})`)) return text
  const rest = text.slice(0, -` (${place})`.length)
  if (rest.split(/[\s"(),:]+/).includes(place)) return rest
  return Object.hasOwn(flagNames, place) ? `${rest} (${flagNames[place]!})` : text
}
