import { expect } from 'chai'
import { parseCephArgs, splitCephArgs } from '../../src/config/ceph-args.js'
import { ConfigError } from '../../src/errors.js'
import { describeWithTool } from '../real-tools.js'

function parse(text: string): { set: readonly string[]; rest: string } {
  const { overrides, rest } = parseCephArgs(splitCephArgs(text))
  return { set: overrides.map(({ option, value }) => `${option}=${value}`), rest: rest.join(' ') }
}

describe('splitCephArgs()', () => {
  it('splits at space and knows no quotes', () => {
    expect(splitCephArgs('  -n  client.x\t--a="b c" ')).to.deep.equal(['-n', 'client.x', '--a="b', 'c"'])
  })
})

describe('parseCephArgs()', () => {
  it('takes short and long options, with = or a word behind', () => {
    expect(parse('-c /a -c=/b --conf /c --conf=/d').set).to.deep.equal(['conf=/a', 'conf=/b', 'conf=/c', 'conf=/d'])
    expect(parse('-n client.a --name=client.b --id c --user=d').set).to.deep.equal([
      'name=client.a',
      'name=client.b',
      'id=c',
      'id=d'
    ])
    expect(
      parse('-m 1.1.1.1 --mon-host=2.2.2.2 -k /k --keyring=/l -K /m --keyfile /n --key AQ== --cluster z').set
    ).to.deep.equal([
      'mon_host=1.1.1.1',
      'mon_host=2.2.2.2',
      'keyring=/k',
      'keyring=/l',
      'keyfile=/m',
      'keyfile=/n',
      'key=AQ==',
      'cluster=z'
    ])
  })

  it('takes dashes and underscores in names as equal, and leaves values alone', () => {
    expect(parse('--rados-mon_op-timeout=5-m --debug-ms 1/5').set).to.deep.equal([
      'rados_mon_op_timeout=5-m',
      'debug_ms=1/5'
    ])
  })

  it('leaves words and arguments of commands', () => {
    for (const text of [
      'osd pool create foo --pg_num=8 --yes-i-really-mean-it',
      '-s -i in -o out -f json --format=json-pretty',
      'orch apply mgr --placement=3',
      '-m1.2.3.4'
    ]) {
      expect(parse(text)).to.deep.equal({ set: [], rest: text })
    }
  })

  it('stops at --', () => {
    expect(parse('-n client.a -- -n client.b')).to.deep.equal({ set: ['name=client.a'], rest: '-- -n client.b' })
  })

  it('needs no value for what is true or false', () => {
    expect(parse('--log-to-stderr status --no-err-to-stderr').set).to.deep.equal([
      'log_to_stderr=true',
      'err_to_stderr=false'
    ])
    expect(parse('--log_to_stderr false status')).to.deep.equal({ set: ['log_to_stderr=false'], rest: 'status' })
    expect(parse('--no-mon-config --no-config-file').set).to.deep.equal(['no_mon_config=true', 'no_config_file=true'])
  })

  it('asks for a value that is missing', () => {
    expect(() => parse('status --keyring')).to.throw(ConfigError, 'Option --keyring needs a value (command line)')
  })

  it('lets the caller say what is an option, and where the words come from', () => {
    const parsed = parseCephArgs(['--foo=1', '--mon-x=2'], { source: 'CEPH_ARGS', isOption: name => name === 'foo' })
    expect(parsed).to.deep.equal({
      overrides: [{ option: 'foo', value: '1', source: 'CEPH_ARGS' }],
      rest: ['--mon-x=2']
    })
  })

  it('knows no options that objects inherit', () => {
    expect(parse('--__proto__=1 --constructor toString')).to.deep.equal({
      set: [],
      rest: '--__proto__=1 --constructor toString'
    })
  })
})

describeWithTool('ceph-conf', 'ceph-conf(8) on the same words', run => {
  const cases: readonly (readonly [text: string, option: string])[] = [
    ['--mon-host 9.9.9.9', 'mon_host'],
    ['-m 9.9.9.9', 'mon_host'],
    ['-m=9.9.9.9', 'mon_host'],
    ['--mon_host=9.9.9.9 -m 8.8.8.8', 'mon_host'],
    ['-k a --keyring b', 'keyring'],
    ['--no-ms-tcp-nodelay', 'ms_tcp_nodelay'],
    ['--ms-tcp-nodelay false', 'ms_tcp_nodelay'],
    ['--ms-mon-client-mode=crc', 'ms_mon_client_mode'],
    ['--log-to-stderr', 'log_to_stderr']
  ]
  for (const [text, option] of cases) {
    it(`sets ${option} by ${text}`, () => {
      const { stdout } = run(['-c', '/dev/null', ...splitCephArgs(text), '--show-config-value', option])
      const ours = parseCephArgs(splitCephArgs(text)).overrides.findLast(override => override.option === option)
      expect(ours?.value).to.equal(stdout.trim())
    })
  }

  it('takes CEPH_ARGS for weaker than the command line', () => {
    const { stdout } = run(['-c', '/dev/null', '-m', '2.2.2.2', '--show-config-value', 'mon_host'], {
      CEPH_ARGS: '-m 1.1.1.1'
    })
    expect(stdout.trim()).to.equal('2.2.2.2')
  })
})
