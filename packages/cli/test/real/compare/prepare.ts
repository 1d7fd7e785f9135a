import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { binary } from './binary.js'
import { entities } from './side-by-side.js'
import type { Cluster } from '@cephwire/tools/ceph'

/** The clients of the table and their caps. */
const clients: Readonly<Record<string, readonly string[]>> = {
  reader: ['mon', 'allow r'],
  nothing: [],
  limited: ['mon', 'allow command "osd pool ls"']
}

/** Gives the cluster what the table speaks of: clients, and files for -i. */
export async function prepare(cluster: Cluster): Promise<void> {
  const file = (name: string, content: string | Uint8Array): void => writeFileSync(join(cluster.dir, name), content)
  for (const [id, caps] of Object.entries(clients)) {
    const { code, stdout, stderr } = await cluster.ceph(['auth', 'get-or-create', `client.${id}`, ...caps])
    if (code !== 0) throw new Error(`client.${id} cannot be made: ${stderr}`)
    file(`${id}.keyring`, stdout)
  }
  file('binary', binary)
  file('assimilated.conf', '[client.assimilated]\ndebug_ms = 1\nnosuch = 1\n')
  for (const name of entities) {
    file(
      `${name}.import`,
      `[client.${name}-import]\n\tkey = AQBnu2VoAAAAABAAMDEyMzQ1Njc4OWFiY2RlZg==\n\tcaps mon = "allow r"\n`
    )
  }
}
