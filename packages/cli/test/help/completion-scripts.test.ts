/* The scripts in the shells that they are for, with a program that says what it was asked and answers the same words. */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { completionScripts } from '../../src/commands/completion-scripts.js'

type Shell = keyof typeof completionScripts

const program = `#!/bin/sh
printf '%s|' "$CEPHWIRE_COMPLETION" "$@" >> "$ASKED"
case $CEPHWIRE_COMPLETION in
  described) tab='	' ;;
esac
for last; do :; done
case $last in
  hint) [ "$tab" ] || echo ' '; echo '#remove it' ;;
  --auth=*) printf '%s\\n' --auth=cephx --auth=none ;;
  mon:*) printf '%s\\n' mon:a mon:b ;;
  *) echo pool; [ "$tab" ] && printf 'ls\\tlist them\\n' || echo ls ;;
esac
`

/** What completes a line, by the shell: it prints the words, a line each. */
const asked: Readonly<Record<Shell, (script: string, line: string) => readonly string[]>> = {
  bash: (script, line) => {
    const words = line.split(/\s+|(?<=[=:])|(?=[=:])/)
    const quoted = words.map(word => `'${word}'`).join(' ')
    const set = `COMP_LINE='${line}' COMP_POINT=${line.length} COMP_WORDS=(${quoted}) COMP_CWORD=${words.length - 1}`
    return ['--norc', '--noprofile', '-c', `. '${script}'; ${set}; _cephwire; printf '%s\\n' "\${COMPREPLY[@]}"`]
  },
  zsh: (script, line) => {
    const words = line.split(/\s+/)
    const stubs = `_describe() { print -rl -- "\${(@P)2}" }; _message() { print -r -- "message $2" }; _files() { print files }`
    const set = `words=(${words.map(word => `'${word}'`).join(' ')}); CURRENT=${words.length}; PREFIX='${words.at(-1)!}'`
    return ['-f', '-c', `compdef() { : }; . '${script}'; ${stubs}; ${set}; _cephwire`]
  },
  fish: (script, line) => ['--no-config', '-c', `source '${script}'; complete -C '${line}'`]
}

for (const shell of Object.keys(completionScripts) as Shell[]) {
  const installed = isInstalled(shell)
  if (!installed) console.log(`skipped: completion in ${shell}: ${shell} is not installed`)
  const suite = installed ? describe : describe.skip
  suite(`completion in ${shell}`, function () {
    this.timeout(30_000)
    let directory: string
    let script: string
    before(() => {
      directory = mkdtempSync(join(tmpdir(), 'cephwire-'))
      script = join(directory, 'script')
      writeFileSync(script, completionScripts[shell])
      mkdirSync(join(directory, 'bin'))
      writeFileSync(join(directory, 'bin/cephwire'), program)
      chmodSync(join(directory, 'bin/cephwire'), 0o755)
    })
    after(() => rmSync(directory, { recursive: true, force: true }))

    function complete(line: string): { readonly words: readonly string[]; readonly asked: string } {
      const record = join(directory, 'asked')
      writeFileSync(record, '')
      const env = {
        PATH: `${directory}/bin:${process.env['PATH'] ?? ''}`,
        ASKED: record,
        HOME: directory,
        LANG: 'C.UTF-8',
        TERM: 'dumb'
      }
      const text = execFileSync(shell, [...askedOf(script, line)], { env, encoding: 'utf8', timeout: 20_000 })
      const words = text.split('\n').filter(word => word !== '')
      return { words, asked: execFileSync('cat', [record], { encoding: 'utf8' }) }
    }
    const askedOf = asked[shell]
    const mode = shell === 'bash' ? '' : 'described'
    const listed = { bash: 'ls', zsh: 'ls:list them', fish: 'ls\tlist them' }[shell]

    it('asks with all words up to the cursor, and offers what is answered', () => {
      const { words, asked: question } = complete('cephwire -n client.a osd p')
      expect(question).to.equal(`${mode}|--completion|-n|client.a|osd|p|`)
      // fish leaves out what does not begin like the word.
      expect(words).to.include('pool')
    })

    it('asks with an empty word behind a space', () => {
      const { words, asked: question } = complete('cephwire osd ')
      expect(question).to.equal(`${mode}|--completion|osd||`)
      expect([...words].sort()).to.deep.equal([listed, 'pool'].sort())
    })

    it('offers files behind a flag for a file, and asks nobody', () => {
      for (const flag of ['-c', '--out-file', '--keyfile', '--admin-daemon', '--daemon-output-file']) {
        expect(complete(`cephwire ${flag} /no-such-dir`).asked).to.equal('')
      }
    })

    it('completes values that are joined to their flag', () => {
      const { words, asked: question } = complete('cephwire test-monitor --auth=n')
      expect(question).to.equal(`${mode}|--completion|test-monitor|--auth=n|`)
      const expected = { bash: ['cephx', 'none'], zsh: ['--auth=cephx', '--auth=none'], fish: ['--auth=none'] }
      expect(words).to.deep.equal(expected[shell])
    })

    it('completes words with colons', () => {
      const { words } = complete('cephwire config-key get mon:')
      const expected = { bash: ['a', 'b'], zsh: ['mon\\:a', 'mon\\:b'], fish: ['mon:a', 'mon:b'] }
      expect(words).to.deep.equal(expected[shell])
    })

    it('shows the help of a command as a hint, and does not offer it', () => {
      const { words } = complete('cephwire hint')
      expect(words).to.deep.equal({ bash: [' ', '#remove it'], zsh: ['message remove it'], fish: [] }[shell])
    })
  })
}

function isInstalled(shell: string): boolean {
  try {
    execFileSync(shell, ['-c', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
