import { expect } from 'chai'
import { blocklistCommands, isBeforeBlocklist } from '../../src/requests/blocklist.js'
import { ConfigError, MonCommandError, MonSessionError } from '../../src/errors.js'

const addrOf = (text: string, range = false): unknown =>
  (JSON.parse(blocklistCommands(text, { range }).blocklist.json) as { addr: unknown }).addr

describe('blocklistCommands()', () => {
  it('adds an address, in both spellings', () => {
    expect(blocklistCommands('10.0.0.1:0/123')).to.deep.equal({
      blocklist: {
        prefix: 'osd blocklist',
        json: '{"prefix":"osd blocklist","blocklistop":"add","addr":"10.0.0.1:0/123"}'
      },
      blacklist: {
        prefix: 'osd blacklist',
        json: '{"prefix":"osd blacklist","blacklistop":"add","addr":"10.0.0.1:0/123"}'
      }
    })
  })

  it('removes one', () => {
    const { blocklist, blacklist } = blocklistCommands('10.0.0.1:0/123', { op: 'rm', expire: 60 })
    expect(JSON.parse(blocklist.json)).to.deep.equal({
      prefix: 'osd blocklist',
      blocklistop: 'rm',
      addr: '10.0.0.1:0/123'
    })
    expect(JSON.parse(blacklist!.json)).to.deep.equal({
      prefix: 'osd blacklist',
      blacklistop: 'rm',
      addr: '10.0.0.1:0/123'
    })
  })

  it('writes seconds as a float, which a monitor asks for', () => {
    const written = (expire: number): readonly (string | undefined)[] => {
      const { blocklist, blacklist } = blocklistCommands('10.0.0.1', { expire })
      return [blocklist, blacklist].map(command => /"expire":(.*)}$/.exec(command!.json)?.[1])
    }
    expect(written(100)).to.deep.equal(['100.0', '100.0'])
    expect(written(1.5)).to.deep.equal(['1.5', '1.5'])
    expect(written(0x7fffffff)).to.deep.equal(['2147483647.0', '2147483647.0'])
    expect(written(1e-7)).to.deep.equal(['1e-7', '1e-7'])
  })

  for (const expire of [0, -1, NaN, Infinity, 0x80000000]) {
    it(`does not take ${expire} seconds`, () => {
      expect(() => blocklistCommands('10.0.0.1', { expire })).to.throw(ConfigError, 'expire')
    })
  }

  for (const [text, sent] of [
    ['10.0.0.1', '10.0.0.1:0/0'],
    ['v2:10.0.0.1:3300/5', '10.0.0.1:3300/5'],
    ['v1:10.0.0.1:0/5', '10.0.0.1:0/5'],
    ['any:10.0.0.1:0/4294967295', '10.0.0.1:0/4294967295'],
    ['[fd00::1]:0/5', '[fd00::1]:0/5'],
    ['fd00::1', '[fd00::1]:0/0']
  ] as const) {
    it(`writes ${text} as the cluster's blocklist has it`, () => {
      expect(addrOf(text)).to.equal(sent)
    })
  }

  for (const text of [
    '',
    '-',
    'host',
    ' 10.0.0.1',
    '10.0.0.1:70000/1',
    '10.0.0.1:0/4294967296',
    'cidr:10.0.0.0:0/24'
  ]) {
    it(`does not take ${JSON.stringify(text)} for an address`, () => {
      expect(() => blocklistCommands(text)).to.throw(ConfigError, 'addr')
    })
  }

  for (const text of ['10.0.0.1/24', 'v2:10.0.0.1/24', 'fd00::1/64', 'fd00::1:0/7', '[fd00::1]/64']) {
    it(`does not guess what ${text} means`, () => {
      expect(() => blocklistCommands(text)).to.throw(ConfigError, 'range')
    })
  }

  it('adds a range, in the spelling that knows it', () => {
    expect(blocklistCommands('10.1.0.0/24', { range: true, expire: 5 })).to.deep.equal({
      blocklist: {
        prefix: 'osd blocklist',
        json: '{"prefix":"osd blocklist","range":"range","blocklistop":"add","addr":"10.1.0.0:0/24","expire":5.0}'
      },
      blacklist: undefined
    })
  })

  for (const [text, sent] of [
    ['10.1.0.0:0/32', '10.1.0.0:0/32'],
    ['fd00:1::/64', '[fd00:1::]:0/64'],
    ['[fd00:1::]:0/128', '[fd00:1::]:0/128']
  ] as const) {
    it(`takes ${text} for a range`, () => {
      expect(addrOf(text, true)).to.equal(sent)
    })
  }

  for (const text of ['10.1.0.0', '10.1.0.0/0', '10.1.0.0/33', '10.1.0.7:5/24', 'fd00::/129', 'host/24', '-']) {
    it(`does not take ${text} for a range`, () => {
      expect(() => blocklistCommands(text, { range: true })).to.throw(ConfigError, 'addr')
    })
  }
})

describe('isBeforeBlocklist()', () => {
  it('is so for a command that is not known', () => {
    const error = new MonCommandError({ code: -22, status: 'command not known' }, 'osd blocklist')
    expect(isBeforeBlocklist(error)).to.equal(true)
  })

  it('is not so for another refusal or failure', () => {
    expect(isBeforeBlocklist(new MonCommandError({ code: -13, status: 'access denied' }))).to.equal(false)
    expect(isBeforeBlocklist(new MonSessionError('The session was closed'))).to.equal(false)
    expect(isBeforeBlocklist(undefined)).to.equal(false)
  })
})
