/** Every way to cut a buffer into two parts, the empty ones included. */
export function* everySplit(bytes: Uint8Array): Generator<readonly [Uint8Array, Uint8Array]> {
  for (let at = 0; at <= bytes.length; at++) yield [bytes.subarray(0, at), bytes.subarray(at)]
}

/** Every proper prefix of a buffer, the shortest first. */
export function* everyTruncation(bytes: Uint8Array): Generator<Uint8Array> {
  for (let length = 0; length < bytes.length; length++) yield bytes.subarray(0, length)
}
