import { execFileSync } from 'node:child_process'
import { expect } from 'chai'

const script = `
  const { crc32c, crc32cPortable } = await import('@cephwire/codec')
  const bytes = new Uint8Array(5000).fill(1)
  console.log(crc32c(5, bytes) === crc32cPortable(5, bytes))
`

describe('the WebAssembly part of crc32c()', () => {
  it('is done without where WebAssembly is switched off', () => {
    const flags = ['--no-expose-wasm']
    const source = ['--conditions=@cephwire/source', '--import', 'ts-blank-space/register', '--input-type=module']
    const cwd = new URL('..', import.meta.url)
    const output = execFileSync(process.execPath, [...flags, ...source, '-e', script], { cwd, encoding: 'utf8' })
    expect(output.trim()).to.equal('true')
  })
})
