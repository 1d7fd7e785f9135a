/*
  crush_ln()                                 src/crush/mapper.c, src/crush/crush_ln_table.h

  log2 in fixed point: the input is shifted left until it is 2^15 or more and split in two factors, 1 + k/128 and
  1 + j/2^15, whose logarithms are added. Those of the first factor are exact. Those of the second are not: most have one
  and the same error, the others follow no formula. Placement depends on every bit.
*/
const K = 128
const J = 256
const ONE = 2 ** 48

/** What is added to the logarithm of all j but 0 and 1. */
const OFFSET = 0x147700000

/** By j, the values that are otherwise. */
const irregular: ReadonlyMap<number, number> = new Map([
  [56, 0xa2b07f3458],
  [127, 0x16df6ca19bd],
  [134, 0x182b07f3458],
  [181, 0x209c06e6212],
  [184, 0x212b07f3458],
  [188, 0x21d6a73a78f],
  [193, 0x22c23679b4e],
  [198, 0x23a2c3b0ea4],
  [199, 0x23d13ee805b],
  [200, 0x24035e9221f],
  [203, 0x247ed646bfe],
  [207, 0x25492644d65],
  [210, 0x25d13ee805b],
  [212, 0x26296453882],
  [216, 0x26d32f798a9],
  [222, 0x27e6580aecb],
  [225, 0x287bdbf5255],
  [227, 0x28d13ee805b],
  [228, 0x29035e9221f],
  [229, 0x29296453882],
  [231, 0x29902a37aab],
  [233, 0x29deabd1083],
  [235, 0x2a4c7605d61],
  [236, 0x2a7bdbf5255],
  [237, 0x2a96056dafc],
  [238, 0x2ac3daf14ef],
  [239, 0x2af1b019eca],
  [240, 0x2b296453882],
  [241, 0x2b5d022d80f],
  [243, 0x2ba9012e713],
  [244, 0x2bd6d4901cc],
  [245, 0x2c04a796cf6],
  [246, 0x2c327a428a6],
  [247, 0x2c61a5e8f4c],
  [248, 0x2c8e1e891f6],
  [249, 0x2cbbf023fc2],
  [250, 0x2ce9c163e6e],
  [251, 0x2d179248e13],
  [252, 0x2d4562d2ec6],
  [253, 0x2d73330209d],
  [254, 0x2da102d63b0],
  [255, 0x2dced24f814]
])

/** 2^48·log2(1 + k/128); that of 2 is short of it by 2^32. */
const highs = Array.from({ length: K + 1 }, (_, k) =>
  k === K ? 0xffff00000000 : Math.floor(ONE * Math.log2(1 + k / K))
)

/** 2^48·log2(1 + j/2^15), as Ceph has it. */
const lows = Array.from({ length: J }, (_, j) => {
  return irregular.get(j) ?? Math.floor(ONE * Math.log2(1 + j / 2 ** 15)) + (j < 2 ? 0 : OFFSET)
})

/** 2^48/(1 + k/128), rounded up: 55 bits once multiplied, hence bigint. */
const reciprocals = Array.from({ length: K + 1 }, (_, k) => ((1n << 55n) + BigInt(K + k - 1)) / BigInt(K + k))

/** Of what is already 2^15 or more. */
function lnOfNormal(x: number): number {
  const k = (x >> 8) - K
  const j = Number(((BigInt(x) * reciprocals[k]!) >> 48n) & 0xffn)
  return Math.floor((highs[k]! + lows[j]!) / 16)
}

function lnOf(input: number): number {
  const shift = Math.max(0, Math.clz32(input + 1) - 16)
  return (15 - shift) * 2 ** 44 + lnOfNormal((input + 1) << shift)
}

let table: Float64Array | undefined

/** About 2^44·log2(input + 1), bit for bit as Ceph has it, for an input of 16 bits. */
export function crushLn(input: number): number {
  table ??= Float64Array.from({ length: 0x10000 }, (_, i) => lnOf(i))
  return table[input]!
}
