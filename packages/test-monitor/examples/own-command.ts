import { createTestMonitor } from '@cephwire/test-monitor'

const cluster = await createTestMonitor()
cluster.commands.register({
  signature: 'coffee brew name=cups,type=CephInt,range=1|9',
  handler: ({ args }) => ({ output: { brewing: args.number('cups') } })
})
console.log(cluster.commands.lookup('coffee brew')?.perm)
await cluster.stop()
