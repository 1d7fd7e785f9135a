import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import type { MonClient } from '@cephwire/mon-client'

/** Watches the osdmap, keys under a prefix and the cluster log, and knows whether it has missed or seen twice anything. */
export class Witness {
  readonly #client: MonClient
  readonly #prefix: string
  readonly #reading: Promise<unknown>
  readonly #ending = new AbortController()
  /** Epochs of osdmaps, in the order in which they came. */
  readonly epochs: number[] = []
  /** Versions of the key-value store, in the order in which they came. */
  readonly versions: bigint[] = []
  /** Keys and values of changes, in the order in which they came; of the first update everything. */
  readonly changes: (readonly [key: string, value: string | undefined])[] = []
  /** Lines of the log, in the order in which they came. */
  readonly lines: string[] = []

  /** @param prefix of keys; sets its own lines of the log apart from others' */
  constructor(client: MonClient, prefix: string) {
    this.#client = client
    this.#prefix = prefix
    const { signal } = this.#ending
    const { watch } = client
    this.#reading = Promise.all([
      this.#readOSDMaps(watch.osdmap({ signal })),
      this.#readKeys(watch.kv(prefix, { signal })),
      this.#readLog(watch.log('info', { channel: 'cluster', signal }))
    ])
  }

  async #readOSDMaps(updates: ReturnType<MonClient['watch']['osdmap']>): Promise<void> {
    for await (const { maps, incrementals } of updates) {
      this.epochs.push(...[...maps.keys(), ...incrementals.keys()].sort((a, b) => a - b))
    }
  }

  async #readKeys(updates: ReturnType<MonClient['watch']['kv']>): Promise<void> {
    for await (const { version, data } of updates) {
      this.versions.push(version)
      for (const [key, value] of data) {
        this.changes.push([key, value === undefined ? undefined : Buffer.from(value).toString()])
      }
    }
  }

  async #readLog(entries: ReturnType<MonClient['watch']['log']>): Promise<void> {
    for await (const { msg, lost } of entries) {
      expect(lost).to.equal(0)
      this.lines.push(msg)
    }
  }

  /** Writes a line and waits for it, so that what comes afterwards is seen, and for the first of the other two. */
  async begin(): Promise<void> {
    await this.#client.command({ prefix: 'log', logtext: [this.#first] })
    await this.until(() => this.lines.includes(this.#first) && this.epochs.length > 0 && this.versions.length > 0)
  }

  get #first(): string {
    return `begin of ${this.#prefix}`
  }

  get #last(): string {
    return `end of ${this.#prefix}`
  }

  /** Waits for what has been committed up to now, and ends. */
  async end(): Promise<void> {
    await this.#client.command({ prefix: 'log', logtext: [this.#last] })
    const { newest } = await this.#client.getVersion('osdmap')
    await this.until(() => this.lines.includes(this.#last) && this.epochs.at(-1)! >= Number(newest))
    this.#ending.abort()
    await this.#reading
  }

  /** Waits as long as the test may take. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await sleep(5)
  }

  /** Each epoch from the first on once, in order, up to the newest that there was. */
  expectEveryEpoch(): void {
    const first = this.epochs[0]!
    expect(this.epochs.length).to.be.greaterThan(1)
    expect(this.epochs).to.deep.equal(this.epochs.map((_, i) => first + i))
  }

  /** Versions in order, none twice; what the changes lead to is what there is. */
  async expectEveryKey(): Promise<void> {
    expect(this.versions).to.deep.equal([...new Set(this.versions)].sort((a, b) => (a < b ? -1 : 1)))
    const dump = await this.#client.command({ prefix: 'config-key dump', key: this.#prefix, format: 'json' })
    expect(Object.fromEntries(this.changes)).to.deep.equal(dump.json())
  }

  /** Each line between begin() and end() once, in order, as the monitors have them. */
  async expectEveryLine(): Promise<void> {
    const last = { prefix: 'log last', num: 100_000, level: 'info', channel: 'cluster', format: 'json' }
    const written = (await this.#client.command(last)).json<{ message: string }[]>().map(({ message }) => message)
    const from = (lines: readonly string[]): readonly string[] =>
      lines.slice(lines.indexOf(this.#first), lines.indexOf(this.#last) + 1)
    expect(from(this.lines)).to.deep.equal(from(written))
  }
}
