import { expect } from 'chai'
import { plainText } from '../../src/screen/span.js'
import { table } from '../../src/screen/table.js'
import type { Column } from '../../src/screen/table.js'

interface Pool {
  readonly name: string
  readonly id: number
  readonly used: string
}

const pools: readonly Pool[] = [
  { name: 'rbd', id: 2, used: '1.5 GiB' },
  { name: 'cephfs.日本.data', id: 13, used: '0 B' }
]
const columns: readonly Column<Pool>[] = [
  { title: 'POOL', text: ({ name }) => name, least: 6 },
  { title: 'ID', text: ({ id }) => String(id), align: 'right', rank: 1 },
  { title: 'USED', text: ({ used }) => used, align: 'right', rank: 2 }
]
const drawn = (width: number): string[] => table(pools, columns, width).map(plainText)

describe('a table', () => {
  it('is as wide as its texts, whatever the room', () => {
    expect(drawn(80)).to.deep.equal([
      'POOL              ID     USED',
      'rbd                2  1.5 GiB',
      'cephfs.日本.data  13      0 B'
    ])
  })

  it('cuts what may be cut, then leaves out the column that counts least', () => {
    expect(drawn(21)).to.deep.equal(['POOL      ID     USED', 'rbd        2  1.5 GiB', 'cephfs.…  13      0 B'])
    expect(drawn(18)).to.deep.equal(['POOL          USED', 'rbd        1.5 GiB', 'cephfs.…       0 B'])
    expect(drawn(9)).to.deep.equal(['POOL', 'rbd', 'cephfs.…'])
  })

  it('keeps its columns where they are while numbers change', () => {
    const floor = columns.map(column => (column.title === 'USED' ? { ...column, floor: 10 } : column))
    expect(plainText(table(pools.slice(0, 1), floor, 80)[1]!)).to.equal('rbd    2     1.5 GiB')
  })
})
