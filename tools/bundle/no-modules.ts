/** Stands for node:module in the bundle, which does the same wherever it is: it uses no package that happens to be there. */
export function createRequire(): never {
  throw new Error('The bundle requires nothing')
}
