import { expect } from 'chai'
import { parseDescriptions } from '../../src/argparse/index.js'
import { commandList } from '../../src/help/command-list.js'

const descriptions = parseDescriptions(
  JSON.stringify({
    cmd1: { sig: ['osd', 'tree', { name: 'epoch', type: 'CephInt', req: false }], help: 'print OSD tree' },
    cmd2: { sig: ['osd', 'pool', 'ls'], help: 'list pools' },
    cmd3: { sig: ['osd', 'pool', 'old'], help: 'no more', flags: 4 },
    cmd4: { sig: ['osd', 'pool', 'inner'], help: 'not for people', flags: 32 },
    cmd5: { sig: ['osd', 'pool', 'mute'], help: '' },
    cmd6: { sig: ['fsid'], help: 'show cluster FSID/UUID' }
  })
)

describe('commandList()', () => {
  it('has two columns, in the order of the commands, without those that are not for people', () => {
    expect(commandList(descriptions, [], 80)).to.equal(
      [
        'fsid                                    show cluster FSID/UUID',
        'osd pool ls                             list pools',
        'osd tree [<epoch:int>]                  print OSD tree',
        ''
      ].join('\n')
    )
  })

  it('keeps to the width of the terminal', () => {
    expect(commandList(descriptions, ['osd', 'tree'], 24)).to.equal(
      'osd tree    print OSD \n [<epoch:    tree\n int>]      \n'
    )
  })

  it('has only the commands that begin as the words do', () => {
    expect(commandList(descriptions, ['osd', 'pool'], 80)).to.equal(`${'osd pool ls'.padEnd(39)} list pools\n`)
  })

  it('drops words until there are commands', () => {
    expect(commandList(descriptions, ['osd', 'pool', 'x', 'y'], 80)).to.equal(
      commandList(descriptions, ['osd', 'pool'], 80)
    )
    expect(commandList(descriptions, ['nonsense'], 80)).to.equal(commandList(descriptions, [], 80))
  })

  it('prints something however narrow the terminal is', () => {
    expect(commandList(descriptions, ['fsid'], 0).replaceAll(/\s/g, '')).to.have.lengthOf(
      'fsidshowclusterFSID/UUID'.length
    )
  })
})
