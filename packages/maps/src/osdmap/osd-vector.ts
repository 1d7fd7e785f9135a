/** One element for each OSD, indexed by its number. Arrays and typed arrays are such vectors too. */
export interface OsdVector<T> extends Iterable<T> {
  readonly length: number
  /** The element of `osd.N`; undefined past the end. */
  at(osd: number): T | undefined
}
