import { formatJson, JsonFormatError } from '@cephwire/test-monitor'
import { expect } from 'chai'

describe('formatJson()', () => {
  const value = {
    a: 1,
    b: [true, null, 'x"\\\n\t\r\b\f\x7f\x01/'],
    c: {},
    d: [],
    e: { f: 2n ** 64n - 1n },
    g: undefined
  }

  it('writes one line', () => {
    expect(formatJson(value)).to.equal(
      '{"a":1,"b":[true,null,"x\\"\\\\\\n\\t\\u000d\\u0008\\u000c\\u007f\\u0001/"],"c":{},"d":[],"e":{"f":18446744073709551615}}'
    )
  })

  it('writes as Ceph does with json-pretty: four spaces, and a newline at the end', () => {
    expect(formatJson({ fsid: 'x', quorum: [0, 1], checks: {} }, true)).to.equal(
      '{\n    "fsid": "x",\n    "quorum": [\n        0,\n        1\n    ],\n    "checks": {}\n}\n'
    )
  })

  it('does not take an escaped backslash for an escape', () => {
    expect(formatJson('\\b\\f\\r')).to.equal('"\\\\b\\\\f\\\\r"')
  })

  it('refuses what has no JSON', () => {
    const cyclic: Record<string, unknown> = {}
    cyclic['self'] = cyclic
    for (const none of [() => 1, Symbol('x'), { f: () => 1 }, cyclic]) {
      expect(() => formatJson(none as never)).to.throw(JsonFormatError)
    }
  })
})
