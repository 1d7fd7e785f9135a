import { spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { MAX_CONF_BYTES, readCephConf } from '../../src/config/read-conf.js'
import { isMissing } from '../../src/config/small-file.js'
import { ConfigError } from '../../src/errors.js'
import { temporaryDirectory } from '../real-tools.js'

async function failure(path: string): Promise<ConfigError> {
  try {
    await readCephConf(path)
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('The file was accepted')
}

describe('readCephConf()', () => {
  const temporary = temporaryDirectory()
  const write = (name: string, content: string | Uint8Array): string => {
    writeFileSync(temporary(name), content)
    return temporary(name)
  }

  it('reads a file with a byte order mark', async () => {
    const path = write('bom.conf', '\ufeff[global]\nfsid = x\n')
    expect((await readCephConf(path)).get('global', 'fsid')).to.deep.equal({ value: 'x', line: 2 })
  })

  it('tells a missing file apart', async () => {
    const error = await failure(temporary('missing.conf'))
    expect(isMissing(error)).to.equal(true)
    expect(error.message).to.equal(
      `Cannot read the configuration file: it does not exist (${temporary('missing.conf')})`
    )
  })

  it('refuses a directory', async () => {
    mkdirSync(temporary('dir.conf'))
    expect((await failure(temporary('dir.conf'))).message).to.contain('is a directory')
  })

  it('refuses a FIFO at once', async function () {
    if (spawnSync('mkfifo', [temporary('fifo.conf')]).status !== 0) this.skip()
    expect((await failure(temporary('fifo.conf'))).message).to.contain('not a regular file')
  })

  it('refuses a loop of symbolic links', async () => {
    symlinkSync(temporary('loop.conf'), temporary('loop.conf'))
    const error = await failure(temporary('loop.conf'))
    expect(error.message).to.contain('too many symbolic links')
    expect(isMissing(error)).to.equal(false)
  })

  it('takes a character device for an empty file', async () => {
    expect((await readCephConf('/dev/null')).sections).to.deep.equal([])
  })

  it('takes a file of the greatest length and refuses a longer one', async () => {
    const text = `[global]\nfsid = x\n#${'c'.repeat(MAX_CONF_BYTES - 20)}\n`
    expect(text.length).to.equal(MAX_CONF_BYTES)
    expect((await readCephConf(write('max.conf', text))).sections).to.deep.equal(['global'])
    expect((await failure(write('more.conf', `${text}\n`))).message).to.contain('larger than 1048576 bytes')
  })

  it('names the line that is not UTF-8', async () => {
    const path = write('latin1.conf', Buffer.from('[global]\nk = \u00fc\n', 'latin1'))
    expect((await failure(path)).line).to.equal(2)
    expect((await failure(path)).message).to.contain('Not UTF-8')
  })
})
