import { open } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { expect } from 'chai'
import { giveTo } from '../src/file-owner.js'
import { temporaryDirectory } from './support/files.js'

describe('giveTo()', () => {
  const file = temporaryDirectory()

  it('gives a file to a user of this host', async () => {
    const handle = await open(file('out', ''), 'w')
    await giveTo(handle, 'out', userInfo().username, undefined)
    expect((await handle.stat()).uid).to.equal(userInfo().uid)
    await handle.close()
  })

  for (const [what, user, group] of [
    ['user', 'no-such-user', undefined],
    ['group', undefined, 'no-such-group']
  ] as const) {
    it(`knows no ${what} that there is not, and closes the file`, async () => {
      const handle = await open(file('out', ''), 'w')
      const error = await giveTo(handle, 'out', user, group).catch((error: unknown) => error)
      expect(error).to.include({ code: 'ERR_CEPH_CLI_FILE' })
      expect((error as Error).message).to.equal(
        `There is no ${what} no-such-${what} in /etc/${what === 'user' ? 'passwd' : 'group'}`
      )
      expect(handle.fd).to.equal(-1)
    })
  }
})
