import { expect } from 'chai'
import { complete, parseDescriptions, withNames } from '../../src/argparse/index.js'
import { descriptionsOf } from '../support/descriptions.js'

const reef = descriptionsOf('reef')
const words = (...line: string[]): string[] => complete(reef, line).candidates.map(({ word }) => word)

describe('complete()', () => {
  it('has the first words of all commands for nothing at all', () => {
    const first = complete(reef, ['']).candidates
    expect(first.map(({ word }) => word)).to.include.members(['auth', 'config', 'fs', 'health', 'osd', 'status'])
    expect(complete(reef, []).candidates).to.deep.equal(first)
  })

  it('finishes a word that has begun, each once and in order', () => {
    expect(words('osd', 'poo')).to.deep.equal(['pool'])
    expect(words('mon', 'st')).to.deep.equal(['stat'])
  })

  it('has nothing for words that are no command', () => {
    expect(complete(reef, ['nonsense', ''])).to.deep.equal({ candidates: [], kinds: [], commands: [] })
    expect(words('osd', 'po', '')).to.deep.equal([])
  })

  it('has neither hidden nor obsolete commands', () => {
    const sig = (word: string, flags: number): object => ({ sig: [word], help: word, flags })
    const text = JSON.stringify({ cmd1: sig('a1', 2), cmd2: sig('a2', 32), cmd3: sig('a3', 4), cmd4: sig('a4', 0) })
    expect(complete(parseDescriptions(text), ['a']).candidates).to.deep.equal([
      { word: 'a3', help: 'a3' },
      { word: 'a4', help: 'a4' }
    ])
  })

  it('knows choices behind a name that only the cluster knows', () => {
    expect(words('osd', 'pool', 'get', 'rbd', 'siz')).to.deep.equal(['size'])
    expect(words('osd', 'set', 'nod')).to.deep.equal(['nodeep-scrub', 'nodown'])
  })

  it('says which names the cluster has to be asked for', () => {
    const kinds = (...line: string[]): readonly string[] => complete(reef, line).kinds
    expect(kinds('osd', 'pool', 'get', '')).to.deep.equal(['pool'])
    expect(kinds('osd', 'out', '1', '')).to.deep.equal(['osd'])
    expect(kinds('fs', 'get', 'c')).to.deep.equal(['fs'])
    expect(kinds('config', 'set', 'osd', 'debug')).to.deep.equal(['option'])
    expect(kinds('osd', 'pool', 'get', '-')).to.deep.equal([])
  })

  it('asks for no names where something new gets its name', () => {
    expect(complete(reef, ['osd', 'pool', 'create', '']).kinds).to.deep.equal([])
    expect(complete(reef, ['osd', 'pool', 'rename', 'a', '']).kinds).to.deep.equal([])
  })

  it('has the names of arguments for a dash, but for those that are given', () => {
    const names = words('osd', 'pool', 'create', 'p', '--size=3', '--')
    expect(names).to.include.members(['--pg-num', '--bulk', '--rule']).and.not.include('--size')
    expect(words('osd', 'pool', 'create', 'p', '--pool-type', '')).to.deep.equal(['erasure', 'replicated'])
  })

  it('has switches where nothing else is left', () => {
    expect(words('osd', 'pool', 'set', 'p', 'size', '3', '')).to.deep.equal(['--yes-i-really-mean-it'])
  })

  it('has no names of arguments before the words of a command are there', () => {
    expect(words('osd', 'pool', '--')).to.deep.equal([])
  })

  it('goes on with what repeats', () => {
    expect(complete(reef, ['osd', 'down', '1', '2', '']).kinds).to.deep.equal(['osd'])
  })

  it('tells what a word does where that is one thing', () => {
    const [only, ...more] = complete(reef, ['osd', 'pool', 'renam']).candidates
    expect(more).to.deep.equal([])
    expect(only).to.deep.equal({ word: 'rename', help: 'rename <srcpool> to <destpool>' })
    expect(complete(reef, ['osd', 'poo']).candidates).to.deep.equal([{ word: 'pool', help: '' }])
  })

  it('tells which commands the words can still become', () => {
    expect(complete(reef, ['osd', 'pool', 'rename', 'a']).commands).to.deep.equal([
      { usage: 'osd pool rename <srcpool> <destpool> [--yes-i-really-mean-it]', help: 'rename <srcpool> to <destpool>' }
    ])
  })
})

describe('withNames()', () => {
  it('adds the names that begin like the last word, in order', () => {
    const candidates = withNames(complete(reef, ['osd', 'pool', 'get', '']), ['rbd', 'a', '.mgr'], '')
    expect(candidates.map(({ word }) => word)).to.deep.equal(['.mgr', 'a', 'rbd'])
    expect(withNames(complete(reef, ['osd', 'pool', 'get', 'r']), ['rbd', 'a'], 'r')).to.deep.equal([
      { word: 'rbd', help: '' }
    ])
  })
})
