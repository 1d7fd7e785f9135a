import { LogLevel } from '@cephwire/mon-client'
import { expect } from 'chai'
import { withCephArgs } from '../src/ceph-args.js'
import { logLevels } from '../src/flag-spellings.js'
import { parseFlags } from '../src/flags.js'

describe('parseFlags()', () => {
  it('finds flags anywhere and leaves the other words in their order', () => {
    const flags = parseFlags(['mon', '-f', 'json', 'dump', '--connect-timeout=5', '-k', 'x', '--ms-mode', 'crc'])
    expect(flags).to.include({ format: 'json', connectTimeout: 5, msMode: 'crc', help: false, period: 1 })
    expect(flags.rest).to.deep.equal(['mon', 'dump', '-k', 'x'])
  })

  it('sets aside what says where the cluster is and who asks', () => {
    const flags = parseFlags(['-c', 'a.conf', '--user=x', 'fsid', '-nclient.y', '--cluster', 'two'])
    expect(flags.connection).to.deep.equal(['--conf=a.conf', '--id=x', '--name=client.y', '--cluster=two'])
    expect(flags.rest).to.deep.equal(['fsid'])
  })

  it('takes a value that is joined to a short flag', () => {
    expect(parseFlags(['-fjson-pretty', '-o-', 'fsid'])).to.include({ format: 'json-pretty', outFile: '-' })
    expect(parseFlags(['-f=json'])).to.include({ format: 'json' })
  })

  it('takes switches that are bundled, the last with its value', () => {
    const flags = parseFlags(['-swfjson'])
    expect(flags).to.include({ status: true, format: 'json' })
    expect(flags.watch).to.deep.equal({ level: 'info', channel: 'cluster' })
  })

  it('takes long flags that are cut short', () => {
    expect(parseFlags(['--stat', '--conn=3', '--form', 'xml'])).to.include({
      status: true,
      connectTimeout: 3,
      format: 'xml'
    })
  })

  it('lets the later of two count', () => {
    expect(parseFlags(['-f', 'json', '--format', 'plain']).format).to.equal('plain')
    expect(parseFlags(['--verbose', '--concise']).verbose).to.equal(false)
    expect(parseFlags(['--concise', '--verbose']).verbose).to.equal(true)
  })

  it('leaves alone what stands behind --', () => {
    const flags = parseFlags(['config-key', 'set', '--', '-f', '-s'])
    expect(flags).to.include({ format: undefined, status: false })
    expect(flags.rest).to.deep.equal(['config-key', 'set', '--', '-f', '-s'])
  })

  it('does not take the words of a command for flags', () => {
    expect(parseFlags(['osd', 'pool', 'create', '--bulk', '-', '-1']).rest).to.have.lengthOf(6)
  })

  it('takes a number and text with spaces for a value, whatever they begin with', () => {
    expect(parseFlags(['-p', '-1', '-o', '-a file'])).to.include({ period: -1, outFile: '-a file' })
  })

  const watches = [
    [['-w'], { level: 'info', channel: 'cluster' }],
    [['-W', 'audit'], { level: 'info', channel: 'audit' }],
    [['--watch-channel=*', '--watch-debug'], { level: 'debug', channel: '*' }],
    [['--watch-error', '--watch-debug'], { level: 'error', channel: 'cluster' }],
    [['-w', '--watch-sec'], { level: 'sec', channel: 'cluster' }],
    [['-W', ''], undefined],
    [['fsid'], undefined]
  ] as const
  for (const [words, watch] of watches) {
    it(`knows what to watch for "${words.join(' ')}"`, () => {
      expect(parseFlags(words).watch).to.deep.equal(watch)
    })
  }

  it('has a flag for each level of the log', () => {
    expect(logLevels).to.deep.equal(Object.values(LogLevel))
    for (const level of logLevels) expect(parseFlags([`--watch-${level}`]).watch).to.include({ level })
  })

  const refused = [
    [['-f', 'bad'], "argument -f/--format: invalid choice: 'bad'"],
    [['-f'], 'argument -f/--format: expected one argument'],
    [['-o', '-x'], 'argument -o/--out-file: expected one argument'],
    [['-o', '--', 'x'], 'argument -o/--out-file: expected one argument'],
    [['--ms-mode', 'fast'], 'argument --ms-mode: invalid choice'],
    [['--connect-timeout', 'soon'], "argument --connect-timeout: invalid int value: 'soon'"],
    [['-p', 'x'], "argument --period/-p: invalid float value: 'x'"],
    [['--status=yes'], "argument -s/--status: ignored explicit argument 'yes'"],
    [['-sx'], "argument -s/--status: ignored explicit argument 'x'"],
    [['--c', 'x'], 'ambiguous option: --c could match --conf, --cluster, --connect-timeout, --completion, --concise']
  ] as const
  for (const [words, message] of refused) {
    it(`refuses ${words.join(' ')}`, () => {
      expect(() => parseFlags(words))
        .to.throw(message)
        .with.property('code', 'ERR_CEPH_CLI_USAGE')
    })
  }
})

describe('withCephArgs()', () => {
  it('puts CEPH_ARGS behind, but in front of what a daemon is given', () => {
    expect(withCephArgs(['fsid'], ' --id  x ')).to.deep.equal(['fsid', '--id', 'x'])
    expect(withCephArgs(['tell', 'osd.0', 'injectargs', '--debug-osd', '5'], '--id x')).to.deep.equal([
      'tell',
      'osd.0',
      '--id',
      'x',
      'injectargs',
      '--debug-osd',
      '5'
    ])
  })

  it('leaves out sockets', () => {
    expect(withCephArgs(['fsid'], '--admin-socket=/x --id x')).to.deep.equal(['fsid', '--id', 'x'])
  })
})
