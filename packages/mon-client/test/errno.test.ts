import { execFileSync, spawnSync } from 'node:child_process'
import { expect } from 'chai'
import { errnoName, errnoNumber, errnoText } from '../src/errno.js'

describe('errno', () => {
  it('names numbers of either sign', () => {
    expect([-13, 13, -2, -95, -110, -133].map(errnoName)).to.deep.equal([
      'EACCES',
      'EACCES',
      'ENOENT',
      'EOPNOTSUPP',
      'ETIMEDOUT',
      'EHWPOISON'
    ])
    expect(errnoText(-13)).to.equal('Permission denied')
  })

  it('numbers names, the other names of a number too', () => {
    expect(['EACCES', 'EAGAIN', 'EWOULDBLOCK', 'EDEADLOCK', 'ENOTSUP'].map(errnoNumber)).to.deep.equal([
      13, 11, 11, 35, 95
    ])
    expect(errnoNumber('ENOSUCH')).to.equal(undefined)
  })

  it('says so of numbers that Linux does not name', () => {
    expect([0, 41, -58, 134, 4096].map(errnoName)).to.deep.equal([
      'errno(0)',
      'errno(41)',
      'errno(58)',
      'errno(134)',
      'errno(4096)'
    ])
    expect(errnoText(-41)).to.equal('Unknown error 41')
  })

  it('agrees with strerror of this Linux for each number from 1 to 133', function () {
    const python = spawnSync('python3', ['--version']).error === undefined
    if (process.platform !== 'linux' || !python) this.skip()
    const script = 'import os\nfor i in range(1, 134): print(os.strerror(i))'
    const texts = execFileSync('python3', ['-c', script], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } })
    const ours = Array.from({ length: 133 }, (_, i) => errnoText(i + 1))
    expect(ours).to.deep.equal(texts.trim().split('\n'))
  })
})
