import { run } from '@cephwire/cli'
import { expect } from 'chai'
import { fakeIo } from './io.js'

/** A check as `cephwire doctor -f json` prints it. */
export interface PrintedCheck {
  readonly check: string
  readonly subject?: string
  readonly result: 'ok' | 'warning' | 'failed' | 'skipped'
  readonly problem?: string
  readonly seen: string
  readonly evidence?: readonly string[]
  readonly meaning?: string
  readonly advice?: readonly string[]
}

export interface Diagnosis {
  readonly exitCode: number
  readonly checks: readonly PrintedCheck[]
  /** `check: problem` of all that is not well, in order; `check` for several of one kind once. */
  readonly troubles: readonly string[]
}

/** Runs `cephwire doctor` in this process. */
export async function diagnose(args: readonly string[]): Promise<Diagnosis> {
  const io = fakeIo()
  const exitCode = await run([...args, 'doctor', '-f', 'json'], io)
  expect(io.stderr.text()).to.equal('')
  const checks = JSON.parse(io.stdout.text()) as readonly PrintedCheck[]
  const troubles = checks.filter(({ result }) => result === 'failed' || result === 'warning')
  return { exitCode, checks, troubles: troubles.map(({ check, problem }) => `${check}: ${problem!}`) }
}

/** The only check of this name that is not well. */
export function troubleOf({ checks }: Diagnosis, name: string): PrintedCheck {
  const found = checks.filter(({ check, problem }) => check === name && problem !== undefined)
  expect(found.map(({ check }) => check)).to.deep.equal([name])
  return found[0]!
}

/** Every line of the advice is there, and one of them is this. */
export function expectAdvice({ advice = [] }: PrintedCheck, line: string): void {
  expect(advice).to.include(line)
}
