import { DnsError } from '../errors.js'

/** Gives all IPv4 and IPv6 addresses of a name; rejects, or gives none, when there are none. */
export type Lookup = (name: string) => Promise<readonly { readonly address: string }[]>

/** getaddrinfo(3): /etc/hosts, DNS and what else the system is set up for. */
export const systemLookup: Lookup = async name => {
  // Most configurations name addresses.
  const { lookup } = await import('node:dns/promises')
  return lookup(name, { all: true, verbatim: true })
}

/** Either addresses or an error. */
export interface NameAnswer {
  readonly hosts: readonly string[]
  readonly error?: DnsError
}

/** Names asked for at a time: getaddrinfo has four threads, and others want them too. */
const PARALLEL = 4

/**
 * Looks up every name once.
 *
 * @throws the signal's reason when it is aborted; a lookup that is under way is then left to itself
 */
export async function resolveNames(
  names: readonly string[],
  lookup: Lookup,
  signal?: AbortSignal
): Promise<ReadonlyMap<string, NameAnswer>> {
  const answers = new Map<string, NameAnswer>()
  const queue = [...new Set(names)]
  const work = async (): Promise<void> => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      answers.set(name, await resolveName(name, lookup, signal))
    }
  }
  await Promise.all(Array.from({ length: Math.min(PARALLEL, queue.length) }, work))
  // In the order asked for, not in that of the answers.
  return new Map([...new Set(names)].map(name => [name, answers.get(name)!]))
}

async function resolveName(name: string, lookup: Lookup, signal?: AbortSignal): Promise<NameAnswer> {
  try {
    const found = await abortable(() => lookup(name), signal)
    if (found.length > 0) return { hosts: found.map(({ address }) => address) }
    return { hosts: [], error: dnsError(name, undefined) }
  } catch (error) {
    signal?.throwIfAborted()
    return { hosts: [], error: dnsError(name, error) }
  }
}

function dnsError(name: string, cause: unknown): DnsError {
  const code = cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : 'no address'
  const errors = cause === undefined ? [] : [cause]
  return new DnsError(`Cannot resolve ${JSON.stringify(name)} (${code}): check the name and DNS`, {
    names: [name],
    errors
  })
}

/** Waits for what `start` begins, but not beyond the signal. */
export async function abortable<T>(start: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  signal?.throwIfAborted()
  if (signal === undefined) return start()
  let abort = (): void => undefined
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = (): void => reject(signal.reason as Error)
    signal.addEventListener('abort', abort, { once: true })
  })
  try {
    return await Promise.race([start(), aborted])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
