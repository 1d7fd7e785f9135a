import { escapeLine } from '../escape.js'
import { sgr } from '../screen/sgr.js'
import type { Counter } from './schema.js'

/** How lines are shown. */
export interface PerfStyle {
  /** Headings in colour, which ceph writes into a pipe too. */
  readonly headings: boolean
  readonly values: boolean
}

const looks = { black: '1;30', yellow: '1;33', blue: '1;34', above: '0;34', bold: '1' } as const
const UNDERLINED = '\x1b[4m'
const units = [' ', 'k', 'M', 'G', 'T', 'P', 'E', 'Z']

/** The first of the counters, as many as a terminal has room for. */
export function countersThatFit(counters: readonly Counter[], columns: number): readonly Counter[] {
  let width = 0
  const end = counters.findIndex(counter => (width += widthOf(counter) + 1) > columns)
  return end < 0 ? counters : counters.slice(0, end)
}

/** Two lines: sections, and below them the counters of each. */
export function headings(counters: readonly Counter[], { headings: coloured }: PerfStyle): string {
  const sections = bySection(counters)
  const above = sections.map(section => {
    const name = escapeLine(section[0]!.section)
    const width = section.reduce((sum, counter) => sum + widthOf(counter) + 1, -1)
    const pad = Math.max(width - name.length, 0)
    const before = Math.floor(pad / 2)
    return `${'-'.repeat(before)}${name.slice(0, width)}${'-'.repeat(pad - before)} `
  })
  const below = sections.map(section =>
    section.map(counter => underlined(counter.nick.padEnd(widthOf(counter)), coloured)).join(' ')
  )
  const bar = blue('|', coloured)
  const line = `${above.join('')}\n`
  return `${coloured ? sgr(looks.above, line) : line}${below.map(text => text + bar).join('')}\n`
}

/** One line of values, in the order of the counters. */
export function valueLine(counters: readonly Counter[], values: readonly number[], style: PerfStyle): string {
  let place = 0
  const sections = bySection(counters).map(section =>
    section
      .map(counter => coloured(shortNumber(values[place++]!, widthOf(counter)), values[place - 1]!, style))
      .join(' ')
  )
  return `${sections.join(blue('|', style.headings))}\n`
}

/** A number in so many characters, the last of which is its unit. */
export function shortNumber(value: number, width: number): string {
  const room = width - 1
  const digits = (unit: number): string => String(Math.floor(Math.trunc(value) / 1000 ** unit))
  let unit = 0
  while (digits(unit).length > room && unit < units.length - 1) unit++
  if (unit === 0) return `${String(Math.trunc(value)).padStart(room)}${units[0]!}`
  const cut = (value / 1000 ** unit).toFixed(6).slice(0, room)
  return `${cut.endsWith('.') ? ` ${cut.slice(0, -1)}` : cut}${units[unit]!}`
}

function widthOf({ nick }: Counter): number {
  return Math.max(nick.length, 4)
}

function bySection(counters: readonly Counter[]): readonly (readonly Counter[])[] {
  const sections = new Map<string, Counter[]>()
  for (const counter of counters) {
    const section = sections.get(counter.section)
    if (section === undefined) sections.set(counter.section, [counter])
    else section.push(counter)
  }
  return [...sections.values()]
}

function underlined(text: string, on: boolean): string {
  return on ? UNDERLINED + blue(text, on) : text
}

function blue(text: string, on: boolean): string {
  return on ? sgr(looks.blue, text) : text
}

function coloured(text: string, value: number, { values: on }: PerfStyle): string {
  if (!on) return text
  const part = (text: string, colour: string): string => sgr(looks.bold, sgr(colour, text))
  return part(text.slice(0, -1), value === 0 ? looks.black : looks.yellow) + part(text.slice(-1), looks.yellow)
}
