import { readFileSync, readdirSync } from 'node:fs'
import { expect } from 'chai'

/** What an example prints: every value that it gives to console.log, in one row; undefined when it is not run. */
export type ExampleOutput = Readonly<Record<string, readonly unknown[]>>

/**
 * Asserts that each file of a package's examples/ stands in its README.md as it is, and that those with an output print
 * it.
 *
 * @param test the URL of a file in the package's test/
 */
export function describeExamples(test: string, output: ExampleOutput = {}): void {
  const folder = new URL('../examples/', test)
  const readme = readFileSync(new URL('../README.md', test), 'utf8')
  const names = readdirSync(folder).sort()

  describe('examples/', () => {
    it('has what is said to print something', () => {
      expect(names).to.include.members(Object.keys(output))
    })

    for (const name of names) {
      const file = new URL(name, folder)
      it(`${name} stands in README.md as it is`, () => {
        expect(readme).to.include(`\`\`\`ts\n${readFileSync(file, 'utf8')}\`\`\``)
      })
      if (!Object.hasOwn(output, name)) continue
      it(`${name} prints what README.md says`, async () => {
        expect(await printed(file)).to.deep.equal(output[name])
      })
    }
  })
}

/** Runs a module and gives what it prints. */
async function printed(module: URL): Promise<unknown[]> {
  const { log, table } = console
  const values: unknown[] = []
  console.log = (...more: unknown[]) => void values.push(...more)
  console.table = (value: unknown) => void values.push(value)
  try {
    await import(module.href)
  } finally {
    Object.assign(console, { log, table })
  }
  return values
}
