import { readFile } from 'node:fs/promises'
import { FileError } from './errors.js'
import { messageOf } from './output.js'
import type { FileHandle } from 'node:fs/promises'

/**
 * Gives a file to a user and a group of this host; closes it where that fails.
 *
 * @throws FileError
 */
export async function giveTo(
  file: FileHandle,
  path: string,
  user: string | undefined,
  group: string | undefined
): Promise<void> {
  try {
    const uid = user === undefined ? undefined : await idOf('user', '/etc/passwd', user)
    const gid = group === undefined ? undefined : await idOf('group', '/etc/group', group)
    const now = await file.stat()
    await file.chown(uid ?? now.uid, gid ?? now.gid)
  } catch (cause) {
    await file.close()
    if (cause instanceof FileError) throw cause
    const whom = [user, group].filter(name => name !== undefined).join(':')
    throw new FileError(`Can't give ${path} to ${whom}: ${messageOf(cause)}`, { cause })
  }
}

/** The number of a name: the third field of its line. */
async function idOf(kind: string, table: string, name: string): Promise<number> {
  const lines = (await readFile(table, 'utf8')).split('\n')
  const id = lines.map(line => line.split(':')).find(fields => fields[0] === name)?.[2]
  if (id === undefined || !/^\d+$/.test(id)) throw new FileError(`There is no ${kind} ${name} in ${table}`)
  return Number(id)
}
