import { writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { normalizeOptionName, parseCephConf, sectionsOf } from '../../src/config/ceph-conf.js'
import { ConfigValues } from '../../src/config/config-values.js'
import { ConfigError } from '../../src/errors.js'
import { describeWithTool, temporaryDirectory } from '../real-tools.js'
import { confCases } from './conf-cases.js'

const variables = new Map(
  Object.entries({ cluster: 'conf', type: 'client', id: 'x', num: 'x', name: 'client.x', home: '/home/nobody' })
)

function lookup(text: string): string | undefined {
  const conf = parseCephConf(text, 'conf.conf')
  const found = conf.lookup(sectionsOf('client.x'), 'k')
  return found && new ConfigValues({ overrides: [], conf, entity: 'client.x', variables }).expand(found.value)
}

function failure(text: string): ConfigError {
  try {
    parseCephConf(text, '/etc/ceph/ceph.conf')
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('The text was accepted')
}

describe('parseCephConf()', () => {
  for (const { title, text, value, ours = value } of confCases) {
    it(title, () => {
      if (ours === null) expect(() => lookup(text)).to.throw(ConfigError, '(conf.conf:')
      else expect(lookup(text)).to.equal(ours)
    })
  }

  it('takes spaces, dashes and underscores in names as equal', () => {
    const conf = parseCephConf('[global]\nmon  host = 1\nauth-client required = 2\nlog\tfile = 3\n', 'f')
    expect(conf.get('global', 'mon_host')?.value).to.equal('1')
    expect(conf.get('global', 'mon-host')?.value).to.equal('1')
    expect(conf.get('global', 'auth client required')?.value).to.equal('2')
    expect(conf.get('global', 'log_file')?.value).to.equal('3')
    expect(normalizeOptionName('  Mon - host ')).to.equal('Mon___host')
  })

  it('lets a name with dashes never hide the one that Ceph reads', () => {
    for (const text of ['[global]\nmon-host=1\nmon_host=2\n', '[global]\nmon_host=2\nmon-host=1\n']) {
      expect(parseCephConf(text, 'f').get('global', 'mon_host')?.value).to.equal('2')
    }
  })

  it('tells section and line of a value', () => {
    const conf = parseCephConf('# c\r\n[global]\r\nj=1 \\\r\n 2\r\n\r\nk=1\r\n', 'f')
    expect(conf.lookup(sectionsOf('client.x'), 'k')).to.deep.equal({ value: '1', line: 6, section: 'global' })
    expect(conf.sections).to.deep.equal(['global'])
  })

  it('names file, line and column of a mistake', () => {
    const { message, file, line, column, code } = failure('[global]\nk = 1\n  nonsense here\n')
    expect({ file, line, column, code }).to.deep.equal({
      file: '/etc/ceph/ceph.conf',
      line: 3,
      column: 1,
      code: 'ERR_CEPH_CONFIG'
    })
    expect(message).to.equal('Expected "key = value" or "[section]" (/etc/ceph/ceph.conf:3, column 1)')
  })

  it('points to where an open quote begins', () => {
    const { line, column } = failure('[global]\nk = "a;b"\n')
    expect({ line, column }).to.deep.equal({ line: 2, column: 5 })
  })

  it('refuses NUL bytes', () => {
    expect(failure('[global]\nk=a\0b\n').line).to.equal(2)
  })

  it('never repeats the text of a bad line', () => {
    for (const text of ['[global]\nkey = "AQSECRET', '[global]\nkey "AQSECRET"\n', '[global]\nkey = "x" AQSECRET\n']) {
      expect(failure(text).message).not.to.contain('SECRET')
    }
  })

  it('is not a way to change prototypes', () => {
    const conf = parseCephConf('[__proto__]\npolluted=1\n[global]\n__proto__=1\nconstructor=2\n', 'f')
    expect(({} as { polluted?: unknown }).polluted).to.equal(undefined)
    expect(conf.get('global', '__proto__')?.value).to.equal('1')
    expect(conf.get('global', 'toString')).to.equal(undefined)
  })

  it('takes hostile sizes in linear time', () => {
    const mib = 1024 * 1024
    for (const text of [
      `[global]\nk=${'a'.repeat(mib - 20)}\n`,
      `[global]\nk=a${' '.repeat(mib - 20)}b\n`,
      `[global]\n${' '.repeat(mib - 20)}`,
      `[global]\n${'\\\n'.repeat(mib / 2 - 20)}k=1\n`,
      '\n'.repeat(mib),
      Array.from({ length: 100_000 }, (_, i) => `[s${i}]\n`).join('')
    ]) {
      const start = performance.now()
      parseCephConf(text, 'f')
      expect(performance.now() - start).to.be.below(2000)
    }
  })
})

describeWithTool('ceph-conf', 'ceph-conf(8) on the same files', run => {
  const temporary = temporaryDirectory()
  for (const { title, text, value } of confCases) {
    it(title, () => {
      const file = temporary('conf.conf')
      writeFileSync(file, text)
      const { status, stdout } = run(['-c', file, '-n', 'client.x', '--lookup', 'k'])
      const answer = status === 0 ? stdout.replace(/\n$/, '') : undefined
      expect(answer).to.equal(value ?? undefined)
    })
  }
})
