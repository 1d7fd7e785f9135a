import { describeExamples } from '@cephwire/tools/examples'
// The first example is a test: it runs here as it is printed.
import '../examples/dashboard.test.js'

describeExamples(import.meta.url, { 'own-command.ts': ['r'] })
