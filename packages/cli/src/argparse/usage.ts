import type { ArgDesc } from './descriptions.js'

/** A command as help prints it: `osd pool create <pool> [<pg_num:int>]` */
export function usageOf(sig: readonly ArgDesc[]): string {
  return sig.map(usageOfArg).join(' ')
}

function usageOfArg(desc: ArgDesc): string {
  const text = desc.typeName === 'CephPrefix' ? desc.type.text : valueText(desc)
  const repeated = desc.repeats ? `${text}...` : text
  return desc.required ? repeated : `[${repeated}]`
}

function valueText({ name, typeName, type, positional }: ArgDesc): string {
  if (typeName === 'CephBool') return `--${name.replaceAll('_', '-')}`
  const byName = !positional || (typeName === 'CephChoices' && name === 'format')
  switch (typeName) {
    case 'CephChoices':
      return byName ? `--${name} {${type.text}}` : `<${name}:${type.text}>`
    case 'CephOsdName':
      return byName ? `--${name} <id|osd.id>` : '<id|osd.id>'
    case 'CephName':
      return byName ? `--${name} <type.id>` : '<type.id>'
    case 'CephInt':
      return byName ? `--${name} <int>` : `<${name}:int>`
    case 'CephFloat':
      return byName ? `--${name} <float>` : `<${name}:float>`
    default:
      return byName ? `--${name} <value>` : `<${name}>`
  }
}

/** An argument as messages name it: `pool(<poolname>)` */
export function describeArg({ name, typeName, type, required, repeats }: ArgDesc): string {
  const bare = typeName === 'CephPrefix' || (typeName === 'CephChoices' && !type.text.includes('|'))
  const text = bare ? type.text : `${name}(${type.text})${repeats ? '...' : ''}`
  return required ? text : `[${text}]`
}
