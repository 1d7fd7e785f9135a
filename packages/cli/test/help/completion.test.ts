import { run } from '@cephwire/cli'
import { expect } from 'chai'
import { completionScripts } from '../../src/commands/completion-scripts.js'
import { flagWords, switches } from '../../src/commands/completion-flags.js'
import { namesOf } from '../../src/commands/completion-names.js'
import { printCandidates } from '../../src/commands/completion.js'
import { parseFlags } from '../../src/flags.js'
import { fakeIo } from '../support/io.js'

async function offered(...words: string[]): Promise<readonly string[]> {
  const io = fakeIo({ env: { CEPH_ARGS: '--no-config-file' } })
  expect(await run(['--completion', ...words], io)).to.equal(0)
  expect(io.stderr.text()).to.equal('')
  return io.stdout.text().split('\n').slice(0, -1)
}

describe('--completion without a cluster', () => {
  it('offers the flags', async () => {
    expect(await offered('--watch-')).to.deep.equal([
      ...['--watch-channel', '--watch-debug', '--watch-error', '--watch-info', '--watch-sec', '--watch-warn']
    ])
    expect(await offered('-')).to.deep.equal([...flagWords].sort())
  })

  it('offers the values of a flag, behind it and joined to it', async () => {
    expect(await offered('-f', 'js')).to.deep.equal(['json', 'json-pretty'])
    expect(await offered('osd', 'tree', '--format=x')).to.deep.equal(['--format=xml', '--format=xml-pretty'])
    expect(await offered('--ms-mode', 'prefer-')).to.deep.equal(['prefer-crc', 'prefer-secure'])
    expect(await offered('-n', '')).to.deep.equal([])
  })

  it('offers what the commands of this program take', async () => {
    expect(await offered('completion', '')).to.deep.equal(['bash', 'fish', 'zsh'])
    expect(await offered('decode', 'MonM')).to.deep.equal(['MonMap'])
    expect(await offered('decode', '--check', 'MonM')).to.deep.equal(['MonMap'])
    expect(await offered('decode', '-')).to.deep.equal(['--check', '--list'])
    expect(await offered('osdmap', 'd')).to.deep.equal(['diff'])
    expect(await offered('test-monitor', '--auth', '')).to.deep.equal(['cephx', 'none'])
    expect(await offered('test-monitor', '--port', '')).to.deep.equal([])
    expect(await offered('watch', 'os')).to.deep.equal(['osdmap'])
    expect(await offered('-f', 'json', 'watch', 'log', 'w')).to.deep.equal(['warn'])
    expect(await offered('watch', 'log', 'warn', '')).to.deep.equal([])
    expect(await offered('watch', 'health', '')).to.deep.equal([])
    expect(await offered('watch', '--cou')).to.deep.equal(['--count'])
    expect(await offered('test-monitor', '--auth=n')).to.deep.equal(['--auth=none'])
    expect(await offered('osdmap', 'diff', '--format', '')).to.deep.equal(['json', 'plain'])
  })

  it('offers the formats that a command of this program takes', async () => {
    expect(await offered('watch', '-f', '')).to.deep.equal(['json', 'plain'])
    expect(await offered('-n', 'client.a', 'watch', 'health', '--format=')).to.deep.equal([
      ...['--format=json', '--format=plain']
    ])
    expect(await offered('doctor', '-f', '')).to.deep.equal(['json', 'json-pretty', 'plain'])
    expect(await offered('top', '-f', '')).to.deep.equal(['plain'])
    expect(await offered('osd', 'tree', '-f', '')).to.have.lengthOf(6)
    expect(await offered('-f', '')).to.have.lengthOf(6)
  })

  it('offers nothing for flags that make no sense', async () => {
    expect(await offered('-f', 'nonsense', 'os')).to.deep.equal([])
  })

  it('offers the commands of this program, and says why those of the cluster are not among them', async () => {
    const io = fakeIo({ env: { CEPH_ARGS: '--no-config-file' } })
    expect(await run(['--completion', 'd'], io)).to.equal(1)
    const lines = io.stdout.text().split('\n').slice(0, -1)
    expect(lines).to.include.members(['daemon', 'daemonperf', 'decode', 'doctor'])
    expect(io.stderr.text()).to.match(/^Error .*\n$/)
  })

  it('does not offer commands behind flags that have to stand in front of them', async () => {
    const io = fakeIo({ env: { CEPH_ARGS: '--no-config-file' } })
    await run(['--completion', '-f', 'json', 'd'], io)
    expect(io.stdout.text().split('\n')).to.include('doctor').and.not.include('decode')
  })

  it('has only flags that there are', () => {
    const valued = flagWords.filter(flag => !switches.includes(flag))
    expect(parseFlags(switches).rest).to.deep.equal([])
    for (const flag of valued) {
      const value = /^(?:-f|--format)$/.test(flag) ? 'json' : flag === '--ms-mode' ? 'crc' : '1'
      const { rest } = parseFlags([flag, value])
      // What is left is for the configuration.
      expect(rest.length === 0 || ['-k', '-K', '-m', '--ke', '--mo'].some(known => flag.startsWith(known))).to.equal(
        true
      )
    }
  })
})

describe('printCandidates()', () => {
  const printed = async (words: readonly string[], hint = '', env: Record<string, string> = {}): Promise<string> => {
    const io = fakeIo({ env })
    await printCandidates(
      words.map(word => ({ word, help: 'help' })),
      hint,
      io
    )
    return io.stdout.text()
  }

  it('prints no word that would be more than a word to a shell', async () => {
    expect(await printed(['a;b', '$(c)', 'd e', '`f`', '\u001b[2J', 'g.h-1:2/3', '*', '~', '{i,j}', ''])).to.equal(
      'g.h-1:2/3\n'
    )
  })

  it('prints the help of the only command where there are no words, such that a shell inserts nothing', async () => {
    expect(await printed([], 'remove\n\u001b it')).to.equal(' \n#remove\\n\\u{1b} it\n')
    expect(await printed(['a'], 'remove it')).to.equal('a\n')
  })

  it('prints what words do for shells that show it', async () => {
    const env = { CEPHWIRE_COMPLETION: 'described' }
    expect(await printed(['a', 'b'], '', env)).to.equal('a\thelp\nb\thelp\n')
    expect(await printed([], 'remove it', env)).to.equal('#remove it\n')
  })
})

describe('namesOf()', () => {
  const answering = (answer: string, errno = 0) => ({
    name: 'mon.',
    sent: [] as string[],
    send(json: string) {
      this.sent.push(json)
      return Promise.resolve({ output: new TextEncoder().encode(answer), status: '', errno, errnoName: '' })
    }
  })
  const { signal } = new AbortController()

  it('reads names where each list has them', async () => {
    expect(await namesOf('pool', answering('["a","b"]'), signal)).to.deep.equal(['a', 'b'])
    expect(await namesOf('osd', answering('[0,3]'), signal)).to.deep.equal(['0', '3'])
    expect(await namesOf('mon', answering('{"mons":[{"name":"a"}]}'), signal)).to.deep.equal(['a'])
    expect(await namesOf('entity', answering('{"auth_dump":[{"entity":"osd.0","key":"x"}]}'), signal)).to.deep.equal([
      'osd.0'
    ])
    const modules = '{"enabled_modules":["a"],"disabled_modules":[{"name":"b"}],"always_on_modules":["c"]}'
    expect(await namesOf('module', answering(modules), signal)).to.deep.equal(['a', 'b', 'c'])
  })

  it('leaves out names that a command line would take for flags', async () => {
    expect(await namesOf('pool', answering('["--out-file=/x","a-b","-"]'), signal)).to.deep.equal(['a-b'])
  })

  it('asks with one command', async () => {
    const cluster = answering('[]')
    await namesOf('rule', cluster, signal)
    expect(cluster.sent).to.deep.equal(['{"prefix":"osd crush rule ls","format":"json"}'])
  })

  it('has no names where the cluster refuses or says something else', async () => {
    for (const answer of ['', '{', '{}', 'null', '{"mons":1}', '[{}]', '[[1]]']) {
      expect(await namesOf('mon', answering(answer), signal)).to.deep.equal([])
      expect(await namesOf('pool', answering(answer), signal)).to.deep.equal([])
    }
    expect(await namesOf('pool', answering('["a"]', 13), signal)).to.deep.equal([])
  })

  it('has a bounded number of them', async () => {
    const many = JSON.stringify(Array.from({ length: 5000 }, (_, i) => i))
    expect(await namesOf('osd', answering(many), signal)).to.have.lengthOf(2000)
  })
})

describe('cephwire completion', () => {
  for (const shell of Object.keys(completionScripts)) {
    it(`prints a script for ${shell}`, async () => {
      const io = fakeIo()
      expect(await run(['completion', shell], io)).to.equal(0)
      expect(io.stdout.text())
        .to.include(`${shell} completion for cephwire`)
        .and.not.match(/@\{|@FILES/)
    })
  }

  for (const args of [[], ['tcsh'], ['bash', 'zsh'], ['__proto__']]) {
    it(`refuses "${args.join(' ')}"`, async () => {
      const io = fakeIo()
      expect(await run(['completion', ...args], io)).to.equal(2)
      expect(io.stderr.text()).to.include('completion: takes one of bash, fish, zsh')
    })
  }
})
