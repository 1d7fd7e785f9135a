import type { CommandInit } from '../../command-table.js'

export const fsidCommand: CommandInit = {
  signature: 'fsid',
  help: "the cluster's id",
  handler: ({ cluster: { fsid }, json }) => ({ output: json ? { fsid } : `${fsid}\n` })
}
