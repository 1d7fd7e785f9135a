import { checksOf, severityTag } from './health-checks.js'
import type { Health } from '@cephwire/mon-client'
import type { Check } from './health-checks.js'

/** How health differs from the one before, in the words of the cluster log; what it is at first. */
export function healthChanges(before: Health | undefined, after: Health): string[] {
  const old = new Map((before === undefined ? [] : checksOf(before)).map(check => [check.code, check]))
  const checks = checksOf(after)
  const cleared = [...old.values()].filter(({ code }) => !checks.some(check => check.code === code))
  if (before === undefined) return [after.status, ...checks.flatMap(checkWords)]
  return [
    ...(before.status === after.status ? [] : [`${before.status} → ${after.status}`]),
    ...checks.flatMap(check => checkChanges(old.get(check.code), check)),
    ...cleared.map(({ code, message }) => `Health check cleared: ${code} (was: ${message})`)
  ]
}

/** As `ceph health detail`. */
function checkWords({ code, severity, message, detail, muted }: Check): string[] {
  return [
    `${muted ? '(MUTED) ' : ''}${severityTag(severity)} ${code}: ${message}`,
    ...detail.map(text => `${code}: ${text.trim()}`)
  ]
}

function checkChanges(before: Check | undefined, after: Check): string[] {
  const { code, severity, message, detail, muted } = after
  const known = new Set(before?.detail)
  const said = `${severityTag(severity)} ${message} (${code})`
  const updated = before !== undefined && (before.message !== message || before.severity !== severity)
  return [
    ...(before === undefined ? [`Health check failed: ${said}`] : []),
    ...(updated ? [`Health check update: ${said}`] : []),
    ...((before?.muted ?? false) === muted ? [] : [`Health check ${muted ? 'muted' : 'unmuted'}: ${code}`]),
    ...detail.filter(text => !known.has(text)).map(text => `${code}: ${text.trim()}`)
  ]
}
