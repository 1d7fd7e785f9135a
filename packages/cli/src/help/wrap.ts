/** A line breaks behind anything but these. */
const unbroken = /[a-zA-Z{[<>\]}]/

/**
 * Text in lines of a width, all but the first behind a space, broken where Ceph's own help breaks it. What has no
 * place to break is cut.
 */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let rest = text
  let room = width
  while (rest !== '') {
    const lead = lines.length === 0 ? '' : ' '
    if (rest.length <= room) return [...lines, lead + rest]
    let end = room
    while (end > 0 && unbroken.test(rest[end - 1]!)) end--
    if (end === 0) end = room
    lines.push(lead + rest.slice(0, end).trimStart())
    rest = rest.slice(end)
    room = width - 1
  }
  return lines
}
