import { ClusterState, CommandError, CommandFlag, CommandTable, Errno, MonCap } from '@cephwire/test-monitor'
import { CEPH_FEATURES_ALL, CephFeature } from '@cephwire/codec'
import { parseAuthEntity } from '@cephwire/auth'
import { expect } from 'chai'
import { runCommand } from '../src/command/run-command.js'
import type { CommandHandler } from '@cephwire/test-monitor'
import type { CommandAnswer } from '../src/command/run-command.js'

const PACIFIC = CEPH_FEATURES_ALL & ~(1n << 33n) & ~(1n << 31n)
const MIMIC = PACIFIC & ~CephFeature.SERVER_NAUTILUS & ~(1n << 2n)

const cluster = new ClusterState()
const monitor = { name: 'a', rank: 0, addrs: [], inQuorum: true, state: 'leader', sessions: [] }

const run = (table: CommandTable, cmd: object, cap = 'allow *'): Promise<CommandAnswer> =>
  runCommand(table, {
    cluster,
    monitor,
    monitors: [monitor],
    caller: {
      entity: parseAuthEntity('client.x'),
      name: { type: 8, num: 1n },
      globalId: 1n,
      addrs: [],
      features: CEPH_FEATURES_ALL,
      caps: new MonCap(cap)
    },
    cmd: [JSON.stringify(cmd)],
    input: new Uint8Array(0),
    signal: new AbortController().signal,
    handlerTimeout: 1000,
    maxOutputBytes: 1000
  })

describe('CommandTable', () => {
  const nothing: CommandHandler = () => undefined
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

  it('takes a command in two lines, and finds it by its prefix', () => {
    const table = new CommandTable()
    table.register({ signature: 'coffee brew name=cups,type=CephInt', handler: nothing })
    expect(table.lookup('coffee brew')).to.include({ perm: 'r', module: 'mon', flags: 0 })
    expect(table.lookup('coffee')).to.equal(undefined)
    expect(table.unregister('coffee brew')).to.equal(true)
    expect(table.commands).to.deep.equal([])
  })

  it('refuses a signature that is none', () => {
    for (const signature of ['', 'name=x,type=CephString', 'x name=y', 'x type=CephString']) {
      expect(() => new CommandTable().register({ signature, handler: nothing }), signature).to.throw(TypeError)
    }
  })

  describe('#descriptions()', () => {
    const table = new CommandTable().register({
      signature:
        'osd x name=id,type=CephInt,range=0,req=false name=sure,type=CephBool,req=false -- name=o,type=CephString',
      help: 'does x',
      module: 'osd',
      perm: 'rw',
      flags: CommandFlag.Hidden,
      handler: nothing
    })
    const sig = (features: bigint): unknown =>
      (JSON.parse(table.descriptions(features)) as { cmd000: { sig: unknown } }).cmd000.sig

    it('says everything that a client needs', () => {
      expect(JSON.parse(table.descriptions(CEPH_FEATURES_ALL))).to.deep.equal({
        cmd000: {
          sig: [
            'osd',
            'x',
            { name: 'id', range: '0', req: false, type: 'CephInt' },
            { name: 'sure', req: false, type: 'CephBool' },
            { name: 'o', positional: false, type: 'CephString' }
          ],
          help: 'does x',
          module: 'osd',
          perm: 'rw',
          flags: 32
        }
      })
    })

    it('says req in words to clients before Quincy, and CephBool as a choice to those before Nautilus', () => {
      expect(sig(PACIFIC)).to.deep.include({ name: 'sure', req: 'false', type: 'CephBool' })
      expect(sig(PACIFIC)).to.deep.include({ name: 'o', type: 'CephString' })
      expect(sig(MIMIC)).to.deep.include({ name: 'sure', req: 'false', strings: '--sure', type: 'CephChoices' })
    })
  })

  describe('running a command', () => {
    const table = new CommandTable()
      .register({
        signature: [
          'do name=id,type=CephInt,range=1|5,req=false name=f,type=CephFloat,range=0.5,req=false',
          'name=how,type=CephChoices,strings=fast|slow,req=false name=sure,type=CephBool,req=false',
          'name=who,type=CephString,n=N,req=false name=addr,type=CephIPAddr,req=false'
        ].join(' '),
        handler: ({ args }) => ({
          output: Object.fromEntries([...args].filter(([name]) => name !== 'prefix')) as never
        })
      })
      .register({ signature: 'need name=it,type=CephString', handler: ({ args }) => ({ output: args.string('it') }) })
      .register({ signature: 'old', flags: CommandFlag.Obsolete, handler: nothing })
      .register({
        signature: 'fail',
        handler: () => {
          throw new CommandError(-Errno.ENOENT, 'there is none')
        }
      })
      .register({ signature: 'write', perm: 'rw', module: 'osd', handler: nothing })

    it('checks arguments against their types, with the words of Ceph', async () => {
      const cases: [object, string][] = [
        [{ prefix: 'do', id: '3' }, "bad or missing field 'id'"],
        [{ prefix: 'do', id: 1.5 }, "bad or missing field 'id'"],
        [{ prefix: 'do', id: 9 }, "'9' out of range: 1,5"],
        [{ prefix: 'do', f: 0.1 }, "'0.1' out of range: 0.5"],
        [{ prefix: 'do', how: 'well' }, "'well' not belong to 'fast|slow'"],
        [{ prefix: 'do', how: 1 }, "bad or missing field 'how'"],
        [{ prefix: 'do', sure: 'yes' }, "bad or missing field 'sure'"],
        [{ prefix: 'do', who: 'a' }, "bad or missing field 'who'"],
        [{ prefix: 'do', addr: 'nowhere' }, "failed to parse addr 'nowhere', should be ip:[port]"],
        [{ prefix: 'need' }, "missing required parameter: 'it'"]
      ]
      for (const [cmd, status] of cases) expect(await run(table, cmd)).to.include({ code: -22, status })
    })

    it('hands over what is right, booleans of old clients too', async () => {
      const cmd = { prefix: 'do', id: 5, f: 1, how: 'fast', sure: '--sure', who: ['a', 'b'], format: 'json' }
      expect(JSON.parse(text((await run(table, cmd)).output))).to.deep.equal({
        id: 5,
        f: 1,
        how: 'fast',
        sure: true,
        who: ['a', 'b'],
        format: 'json'
      })
    })

    it('refuses who may not, what is obsolete and what is not known', async () => {
      expect(await run(table, { prefix: 'write' }, 'allow r')).to.include({ code: -13, status: 'access denied' })
      expect(await run(table, { prefix: 'write' }, 'allow service osd rw')).to.include({ code: 0 })
      expect(await run(table, { prefix: 'old' })).to.include({ code: -95 })
      expect(await run(table, { prefix: 'new' })).to.include({ code: -22, status: 'command not known' })
      expect(await run(table, { prefix: 'fail' })).to.include({ code: -2, status: 'there is none' })
    })

    it('looks at caps before arguments, as a monitor does', async () => {
      expect(await run(table, { prefix: 'need' }, 'allow w')).to.include({ code: -13 })
    })

    it('tells its commands to those who may do nothing', async () => {
      const { code, output } = await run(table, { prefix: 'get_command_descriptions' }, '')
      expect(code).to.equal(0)
      expect(text(output).length).to.be.below(2000).and.above(500)
    })
  })
})
