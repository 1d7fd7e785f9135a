/**
 * The value of an argument. A bigint is an integer and a number a float: the monitors tell 1 from 1.0, and u64 ids
 * have more digits than a number keeps.
 */
export type ArgValue = string | boolean | bigint | number

/** A command as the monitors take it: its prefix, then arguments by name. */
export type CommandObject = ReadonlyMap<string, ArgValue | readonly ArgValue[]>

/** The JSON of a command. */
export function commandToJson(command: CommandObject): string {
  return `{${[...command].map(([name, value]) => `${JSON.stringify(name)}: ${valueToJson(value)}`).join(', ')}}`
}

function valueToJson(value: ArgValue | readonly ArgValue[]): string {
  switch (typeof value) {
    case 'bigint':
      return value.toString()
    case 'number':
      return floatToJson(value)
    case 'string':
    case 'boolean':
      return JSON.stringify(value)
    default:
      return `[${value.map(valueToJson).join(', ')}]`
  }
}

function floatToJson(value: number): string {
  const text = String(value)
  return /^-?\d+$/.test(text) ? `${text}.0` : text
}
