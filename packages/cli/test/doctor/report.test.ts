import { expect } from 'chai'
import { failed, ok, skipped, warning } from '../../src/doctor/check.js'
import { examineNode } from '../../src/doctor/node.js'
import { formatChecks, verdict } from '../../src/doctor/report.js'

const trouble = {
  problem: 'silent',
  seen: 'takes the connection and says nothing, for as long as anybody was ready to wait for it',
  evidence: ['since yesterday'],
  meaning: 'Something is listening.',
  advice: ['Look what it is:', "  ss -ltnp 'sport = 3300'"]
}

describe('cephwire doctor, printed', () => {
  it('has 80 columns, and words in place of colours', () => {
    const checks = [
      ok('node', 'Node 20.19.0'),
      failed('monitor', { subject: 'v2:10.0.0.1:3300', ...trouble }),
      skipped('caps', 'There is no session to ask in'),
      skipped('clocks', 'There is no session to ask in'),
      skipped('keyring', 'No key is needed')
    ]
    expect(formatChecks(checks, false)).to.deep.equal([
      'ok   node: Node 20.19.0',
      'FAIL monitor v2:10.0.0.1:3300: takes the connection and says nothing, for as',
      '     long as anybody was ready to wait for it',
      '       since yesterday',
      '     Something is listening.',
      '     -> Look what it is:',
      "         ss -ltnp 'sport = 3300'",
      '-    caps and clocks: There is no session to ask in',
      '-    keyring: No key is needed'
    ])
  })

  it('colours the word in front, and nothing that came from elsewhere', () => {
    const [line] = formatChecks([ok('versions', 'a\u001b[31mred\nline')], true)
    expect(line).to.equal('\u001b[32mok  \u001b[0m versions: a\\u{1b}[31mred\\nline')
  })

  it('ends with one line', () => {
    const caps = ok('caps', 'all')
    const [wrong, down] = [failed('quorum', { ...trouble, problem: 'no-quorum' }), failed('monitor', trouble)]
    const odd = warning('clocks', { ...trouble, problem: 'clock-skew' })
    expect(verdict([caps])).to.equal('All is well.')
    expect(verdict([caps, odd])).to.equal('The cluster can be used: 1 warning, first clocks (clock-skew).')
    expect(verdict([caps, down, odd])).to.equal(
      'The cluster can be used: 1 failed and 1 warning, first monitor (silent).'
    )
    expect(verdict([down, wrong])).to.equal('The cluster cannot be used: 2 failed, first quorum (no-quorum).')
    expect(verdict([skipped('caps', 'none')])).to.equal('Nothing is wrong, and yet the cluster did not answer.')
  })

  it('knows which Node is too old', () => {
    for (const version of ['20.19.0', '20.20.2', '22.0.0', '24.1.0']) {
      expect(examineNode(version)).to.deep.equal({ check: 'node', result: 'ok', seen: `Node ${version}` })
    }
    for (const version of ['18.20.4', '20.18.9']) {
      expect(examineNode(version)).to.include({ result: 'failed', problem: 'old-node' })
    }
  })
})
