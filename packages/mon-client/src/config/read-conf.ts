import { isUtf8 } from 'node:buffer'
import { ConfigError } from '../errors.js'
import { parseCephConf } from './ceph-conf.js'
import { readSmallFile } from './small-file.js'
import type { CephConf } from './ceph-conf.js'

/** Bytes of a ceph.conf; a longer one is refused (docs/limits.md). */
export const MAX_CONF_BYTES = 1024 * 1024

/**
 * Reads and parses a ceph.conf. A character device such as /dev/null is an empty file, as Ceph has it.
 *
 * @throws ConfigError with the file, and the line where there is one; its `cause` has the `code` of Node, ENOENT for a
 * file that does not exist
 */
export async function readCephConf(path: string): Promise<CephConf> {
  const bytes = await readSmallFile(path, { what: 'configuration file', maxBytes: MAX_CONF_BYTES })
  return parseCephConf(decode(bytes, path), path)
}

function decode(bytes: Uint8Array, path: string): string {
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  try {
    return utf8.decode(bytes)
  } catch (cause) {
    const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1').split('\n')
    const bad = lines.findIndex(line => !isUtf8(Buffer.from(line, 'latin1')))
    throw new ConfigError('Not UTF-8', { file: path, line: bad + 1, cause })
  }
}
