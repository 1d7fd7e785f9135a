import { execFileSync, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'

/** Whether there is a tmux to test with. */
export function tmuxInstalled(): boolean {
  return spawnSync('tmux', ['-V']).status === 0
}

/** A real terminal of some size, with one program in it; when that has ended, its exit code is on the screen. */
export class Tmux {
  readonly #socket = `cephwire-${randomUUID()}`

  constructor(size: { readonly columns: number; readonly rows: number }, command: readonly string[]) {
    const quoted = command.map(word => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
    const script = `echo before; ${quoted}; echo "ended with $?"; cat`
    const place = ['-x', String(size.columns), '-y', String(size.rows)]
    this.#tmux('-f', '/dev/null', 'new-session', '-d', ...place, script)
  }

  /** The lines on the screen, without blanks at their ends. */
  screen(): readonly string[] {
    return this.#tmux('capture-pane', '-p')
      .replace(/\n$/, '')
      .split('\n')
      .map(line => line.trimEnd())
  }

  /** `1` where the cursor is shown. */
  get cursor(): string {
    return this.#tmux('display-message', '-p', '#{cursor_flag}').trim()
  }

  /** Of the shell that runs the program. */
  get pid(): number {
    return Number(this.#tmux('display-message', '-p', '#{pane_pid}'))
  }

  keys(...keys: readonly string[]): void {
    this.#tmux('send-keys', ...keys)
  }

  resize(columns: number, rows: number): void {
    this.#tmux('resize-window', '-x', String(columns), '-y', String(rows))
  }

  close(): void {
    spawnSync('tmux', ['-L', this.#socket, 'kill-server'])
  }

  #tmux(...args: readonly string[]): string {
    return execFileSync('tmux', ['-L', this.#socket, ...args], { encoding: 'utf8' })
  }
}
