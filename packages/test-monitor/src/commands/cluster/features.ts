import { featureMap } from '../../status/mon-status.js'
import type { CommandInit } from '../../command-table.js'

export const featuresCommand: CommandInit = {
  signature: 'features',
  help: 'features of the monitors and of who is connected to them',
  handler: ({ monitors }) => ({ output: featureMap(monitors) })
}
