import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect } from 'chai'
import { temporaryDirectory } from './support/files.js'

const main = new URL('../src/main.ts', import.meta.url).pathname
/** An entity_addr_t: ENCODE_START(1, 1), msgr2, nonce 0, 127.0.0.1:3300. */
const addr = Buffer.from('0101011c000000020000000000000010000000' + '02000ce47f0000010000000000000000', 'hex')

describe('a signal', function () {
  this.timeout(30_000)
  const file = temporaryDirectory()

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`${signal} ends what waits for stdin, with the exit code of ^C`, async () => {
      const args = ['--conditions=@cephwire/source', '--import', 'ts-blank-space/register', main]
      const child = spawn(process.execPath, [...args, 'decode', 'entity_addr_t', file('addr', addr), '-'])
      let told = ''
      child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()))
      // The first is printed when stdin is what comes next.
      await once(child.stdout, 'data')
      child.kill(signal)
      expect(await once(child, 'close')).to.deep.equal([4, null])
      expect(told).to.equal('Interrupted\n')
    })
  }
})
