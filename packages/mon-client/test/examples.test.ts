import { describeExamples } from '@cephwire/tools/examples'

describeExamples(import.meta.url)
