import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { parseDescriptions } from '../../src/argparse/index.js'
import type { CommandDescription } from '../../src/argparse/index.js'

/** What the monitors of a release answered to get_command_descriptions, with a manager beside them. */
export function descriptionsText(release: string): string {
  const file = new URL(`../fixtures/descriptions-${release}.json.gz`, import.meta.url)
  return gunzipSync(readFileSync(file)).toString()
}

/** The same, parsed. */
export function descriptionsOf(release: string): readonly CommandDescription[] {
  return parseDescriptions(descriptionsText(release))
}
