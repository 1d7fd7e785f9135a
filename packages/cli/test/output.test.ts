import { expect } from 'chai'
import { parseFlags } from '../src/flags.js'
import { openSink } from '../src/output.js'
import { fakeIo } from './support/io.js'

async function shown(args: readonly string[], isTTY: boolean, output: string, named?: string): Promise<string> {
  const io = fakeIo({ isTTY })
  const sink = await openSink(parseFlags(args), io)
  await sink.put(Buffer.from(output), named)
  await sink.close()
  return io.stdout.text()
}

describe('output', () => {
  it('cannot steer a terminal, nor can the name in front of it', async () => {
    expect(await shown([], true, 'a\u001bb', 'osd.\u001b: ')).to.equal('osd.\\u{1b}: a\\u{1b}b\n')
  })

  it('that is JSON stays JSON on a terminal', async () => {
    expect(await shown(['-f', 'json'], true, '{"a":"\u009b"}')).to.equal('\n{"a":"\\u009b"}')
  })

  it('for a program is what the cluster has sent', async () => {
    expect(await shown(['-f', 'json'], false, '{"a":"\u009b"}')).to.equal('\n{"a":"\u009b"}')
  })
})
