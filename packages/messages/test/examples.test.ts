import { describeExamples } from '@cephwire/tools/examples'

describeExamples(import.meta.url, {
  '01-ask-and-understand.ts': [19, 1, '0700000000000000060000006f73646d6170', 5n],
  '02-a-command.ts': ['63 bytes', -22, 'command not known']
})
