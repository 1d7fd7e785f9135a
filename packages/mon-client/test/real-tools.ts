import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A suite that asks Ceph's own tool; without it the suite is skipped, and its title says so. */
export function describeWithTool(tool: string, title: string, body: (run: Run) => void): void {
  const found = spawnSync(tool, ['--help'], { env: cleanEnv({}) }).error === undefined
  if (found) describe(title, () => body((args, env) => run(tool, args, env)))
  else describe.skip(`${title} (skipped: ${tool} is not installed)`, () => body((args, env) => run(tool, args, env)))
}

export interface ToolAnswer {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

export type Run = (args: readonly string[], env?: Readonly<Record<string, string>>) => ToolAnswer

function run(tool: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): ToolAnswer {
  const { status, stdout, stderr } = spawnSync(tool, args, { encoding: 'utf8', env: cleanEnv(env), timeout: 8000 })
  return { status, stdout, stderr }
}

function cleanEnv(env: Readonly<Record<string, string>>): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: '/home/nobody', ...env }
}

/** A directory that is removed after the suite. */
export function temporaryDirectory(): (name: string) => string {
  let directory = ''
  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'cephwire-'))
  })
  after(() => rmSync(directory, { recursive: true, force: true }))
  return name => join(directory, name)
}
