import { TruncatedError } from '@cephwire/codec'
import { decodeFront, encodeMessage, monCommand, monCommandAck } from '@cephwire/messages'
import { expect } from 'chai'
import { CephFloat, decodeCommandReply, encodeCommand, prepareCommand } from '../src/command.js'
import { ConfigError, MonCommandError } from '../src/errors.js'
import { printed, thrown } from './support/canary.js'
import { FSID, received } from './support/monmaps.js'
import type { MonCommand } from '../src/command.js'
import type { CommandReply } from '../src/command.js'

const json = (cmd: unknown): string => prepareCommand(cmd as MonCommand, undefined).json

const answer = (r: number, rs: string, data = ''): CommandReply => {
  const message = encodeMessage(monCommandAck, { version: 0n, r, rs, cmd: [] })
  return decodeCommandReply(received({ ...message, data: Buffer.from(data) }), 'osd dump')
}

describe('prepareCommand()', () => {
  it('takes words as a prefix, JSON as it is, an object as JSON', () => {
    expect(json('osd dump')).to.equal('{"prefix":"osd dump"}')
    expect(json(' status\n')).to.equal('{"prefix":"status"}')
    expect(json(' {"prefix": "status" }')).to.equal(' {"prefix": "status" }')
    expect(json({ prefix: 'osd pool create', pool: 'x', pg_num: 8 })).to.equal(
      '{"prefix":"osd pool create","pool":"x","pg_num":8}'
    )
  })

  it('writes bigints as numbers of any size', () => {
    const value = { prefix: 'x', a: 1n, b: 2n ** 53n + 1n, c: [-(2n ** 63n), 2n ** 64n - 1n] }
    expect(json(value)).to.equal(
      '{"prefix":"x","a":1,"b":9007199254740993,"c":[-9223372036854775808,18446744073709551615]}'
    )
  })

  it('writes floats so that monitors take whole numbers for floats too', () => {
    const floats = [1, -3, 0, 0.5, 1e21, 1.5e-7, -0].map(value => new CephFloat(value))
    expect(json({ prefix: 'osd reweight', floats })).to.equal(
      '{"prefix":"osd reweight","floats":[1.0,-3.0,0.0,0.5,1e+21,1.5e-7,0.0]}'
    )
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => new CephFloat(value)).to.throw(ConfigError)
    }
  })

  it('does not take text for a bigint', () => {
    const value = { prefix: 'x', 'number:1': 'number:2', text: '"number_:3"', n: 4n }
    expect(json(value)).to.equal('{"prefix":"x","number:1":"number:2","text":"\\"number_:3\\"","n":4}')
  })

  it('writes keys such as __proto__ as any other, and leaves Object.prototype alone', () => {
    const text = '{"prefix":"x","__proto__":{"polluted":1},"constructor":2,"toString":3,"0":4}'
    expect(JSON.parse(json(JSON.parse(text)))).to.deep.equal(JSON.parse(text))
    expect(json(text)).to.equal(text)
    expect(({} as { polluted?: unknown }).polluted).to.equal(undefined)
  })

  it('writes lone surrogates as escapes', () => {
    expect(json({ prefix: 'x', value: '\ud800' })).to.equal('{"prefix":"x","value":"\\ud800"}')
  })

  const circular: Record<string, unknown> = { prefix: 'x' }
  circular['self'] = circular
  const nonsense: readonly (readonly [what: string, cmd: unknown])[] = [
    ['no prefix', { pool: 'x' }],
    ['an empty prefix', { prefix: '' }],
    ['blanks', '  '],
    ['a prefix that is no text', { prefix: ['status'] }],
    ['an inherited prefix', Object.create({ prefix: 'status' })],
    ['null', null],
    ['a number', 7],
    ['undefined', undefined],
    ['broken JSON', '{"prefix":'],
    ['JSON without a prefix', '{}'],
    ['a prefix under __proto__', '{"__proto__":{"prefix":"status"}}'],
    ['a circle', circular],
    ['what makes nothing of itself', { prefix: 'x', toJSON: () => undefined }],
    ['more than a mebibyte', { prefix: 'x', value: 'y'.repeat(1024 * 1024) }]
  ]
  for (const [what, cmd] of nonsense) {
    it(`refuses ${what}`, () => {
      expect(() => json(cmd)).to.throw(ConfigError)
    })
  }

  it('takes a command and an input of the greatest length', () => {
    const value = 'y'.repeat(1024 * 1024 - json({ prefix: 'x', value: '' }).length)
    expect(json({ prefix: 'x', value })).to.have.lengthOf(1024 * 1024)
    const largest = new Uint8Array(64 * 1024 * 1024)
    expect(prepareCommand('x', largest).prefix).to.equal('x')
    expect(() => prepareCommand('x', new Uint8Array(largest.length + 1))).to.throw(ConfigError)
    expect(() => prepareCommand('x', 'text' as unknown as Uint8Array)).to.throw(ConfigError)
  })
})

describe('encodeCommand()', () => {
  it('writes one JSON object, the fsid, the tid and the input beside it', () => {
    const command = prepareCommand('fsid', undefined)
    const plain = encodeCommand(command, undefined, FSID, 7n)
    expect(plain.tid).to.equal(7n)
    expect(plain.data).to.equal(undefined)
    expect(decodeFront(monCommand, received(plain))).to.deep.include({ fsid: FSID, cmd: ['{"prefix":"fsid"}'] })
    expect(encodeCommand(command, Uint8Array.of(1), FSID, 8n).data).to.deep.equal(Uint8Array.of(1))
  })
})

describe('decodeCommandReply()', () => {
  it('gives code, status and output, and reads the output as text and as JSON', () => {
    const reply = answer(0, 'done', '{"a":[1]}')
    expect(reply).to.include({ code: 0, status: 'done' })
    expect(reply.text()).to.equal('{"a":[1]}')
    expect(reply.json()).to.deep.equal({ a: [1] })
    expect(() => answer(0, '', 'osd.0 up').json()).to.throw(SyntaxError)
  })

  it('takes a positive code for success', () => {
    expect(answer(3, '').code).to.equal(3)
  })

  it('throws what the monitor says for a negative code', () => {
    for (const [code, errnoName] of [
      [-2, 'ENOENT'],
      [-9999, 'errno(9999)'],
      [-(2 ** 31), 'errno(2147483648)']
    ] as const) {
      const error = thrown(() => answer(code, 'no', 'more'), MonCommandError)
      expect(error).to.include({ errno: -code, errnoName, status: 'no', prefix: 'osd dump' })
      expect(Buffer.from(error.output).toString()).to.equal('more')
    }
  })

  it('keeps the status as it came, and its message short and printable', () => {
    const status = `\x1b]0;owned\x07\u202e${'x'.repeat(1_000_000)}`
    const error = thrown(() => answer(-22, status, 'secret of the cluster'.repeat(1000)), MonCommandError)
    expect(error.status).to.equal(status)
    expect(error.message).to.match(/^osd dump: EINVAL: \\u\{1b\}\]0;owned\\u\{7\}\\u\{202e\}x+…$/)
    expect(error.message.length).to.be.lessThan(1200)
    expect(JSON.stringify(error).length + (error.stack ?? '').length).to.be.lessThan(4096)
    expect(printed(error).split('\n')[0]).not.to.include('\x1b')
  })

  it('throws CodecError for an answer that is cut short', () => {
    const { front, ...rest } = encodeMessage(monCommandAck, { version: 0n, r: 0, rs: 'x', cmd: [] })
    for (let length = 0; length < front.length; length++) {
      const message = received({ ...rest, front: front.subarray(0, length) })
      expect(() => decodeCommandReply(message, 'x')).to.throw(TruncatedError)
    }
  })
})
