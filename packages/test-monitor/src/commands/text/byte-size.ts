const prefixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']

/** `43 KiB`, `1.3 MiB`: src/include/types.h, byte_u_t */
export function formatBytes(bytes: bigint): string {
  let index = 0
  let divisor = 1n
  while (bytes / divisor >= 1024n && index < prefixes.length - 1) {
    divisor *= 1024n
    index++
  }
  return `${threeDigits(bytes, divisor)} ${prefixes[index]!}B`
}

function threeDigits(bytes: bigint, divisor: bigint): string {
  if (bytes % divisor === 0n) return String(bytes / divisor)
  const fraction = bytes / divisor < 10n ? 1 : 0
  return (Number(bytes) / Number(divisor)).toFixed(fraction)
}
