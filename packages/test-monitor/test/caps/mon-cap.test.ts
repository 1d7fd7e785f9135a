import { MonCap } from '@cephwire/test-monitor'
import { parseAuthEntity } from '@cephwire/auth'
import { expect } from 'chai'
import type { CapRequest } from '@cephwire/test-monitor'

const may = (cap: string, service: string, perm: string, more: Partial<CapRequest> = {}): boolean =>
  new MonCap(cap).isCapable({ entity: parseAuthEntity('client.x'), service, perm, ...more })

describe('MonCap', () => {
  it('allows what a blanket grant says, except the config-key store', () => {
    expect(may('allow r', 'osd', 'r')).to.equal(true)
    expect(may('allow r', 'osd', 'rw')).to.equal(false)
    expect(may('allow rwx', 'auth', 'rwx')).to.equal(true)
    expect(may('allow rwx', 'config-key', 'r')).to.equal(false)
    expect(may('allow *', 'config-key', 'rw')).to.equal(true)
    expect(may('allow all', 'config-key', 'rw')).to.equal(true)
  })

  it('adds grants up', () => {
    expect(may('allow r, allow service osd w', 'osd', 'rw')).to.equal(true)
    expect(may('allow r; allow service=osd w', 'mon', 'rw')).to.equal(false)
  })

  it('allows a command with the arguments that it says', () => {
    const cap = 'allow command "osd blocklist" with blocklistop=add addr regex "^[^/]+/[0-9]+$"'
    const args = (op: string, addr: string): Partial<CapRequest> => ({
      command: 'osd blocklist',
      args: new Map([
        ['blocklistop', op],
        ['addr', addr]
      ])
    })
    expect(may(cap, 'osd', 'rw', args('add', '10.0.0.1:0/5'))).to.equal(true)
    expect(may(cap, 'osd', 'rw', args('add', '10.0.0.1'))).to.equal(false)
    expect(may(cap, 'osd', 'rw', args('rm', '10.0.0.1:0/5'))).to.equal(false)
    expect(may(cap, 'osd', 'rw', { ...args('add', '10.0.0.1:0/5'), command: 'osd dump' })).to.equal(false)
    expect(may('allow command fsid', 'mon', 'r', { command: 'fsid' })).to.equal(true)
    const prefix = 'allow command "config-key get" with key prefix app/'
    const key = (key: string): Partial<CapRequest> => ({ command: 'config-key get', args: new Map([['key', key]]) })
    expect(may(prefix, 'config-key', 'r', key('app/x'))).to.equal(true)
    expect(may(prefix, 'config-key', 'r', key('other'))).to.equal(false)
    expect(may(prefix, 'config-key', 'r', { command: 'config-key get' })).to.equal(false)
  })

  it('knows profiles', () => {
    expect(may('profile rbd', 'osd', 'r')).to.equal(true)
    expect(may('allow profile rbd', 'osd', 'rw')).to.equal(false)
    expect(may('profile read-only', 'mon', 'r')).to.equal(true)
    expect(may('profile role-definer', 'auth', 'rwx')).to.equal(true)
    expect(may('profile mgr', 'config-key', 'rw')).to.equal(true)
    expect(may('profile nonsense', 'mon', 'r')).to.equal(false)
    expect(may('profile constructor', 'mon', 'r')).to.equal(false)
    const own = { command: 'config-key set', entity: parseAuthEntity('osd.1') }
    const key = (key: string): Partial<CapRequest> => ({ ...own, args: new Map([['key', key]]) })
    expect(may('profile osd', 'config-key', 'rw', key('daemon-private/osd.1/x'))).to.equal(true)
    expect(may('profile osd', 'config-key', 'rw', key('daemon-private/osd.2/x'))).to.equal(false)
  })

  it('keeps a grant to its network', () => {
    const cap = 'allow r network 10.0.0.0/8'
    expect(may(cap, 'mon', 'r', { host: '10.1.2.3' })).to.equal(true)
    expect(may(cap, 'mon', 'r', { host: '192.168.1.1' })).to.equal(false)
    expect(may(cap, 'mon', 'r')).to.equal(false)
    expect(may('allow r network fd00::/8', 'mon', 'r', { host: 'fd00::1' })).to.equal(true)
    expect(may('allow r network nonsense', 'mon', 'r', { host: '10.1.2.3' })).to.equal(false)
  })

  it('allows nothing for a text that is none', () => {
    const none = ['', 'allow', 'deny r', 'allow rwq', 'allow r extra', 'r', 'allow service osd', '"', 'allow r,,', '\0']
    for (const cap of none) {
      expect(may(cap, 'mon', 'r'), cap).to.equal(false)
      if (cap !== '') expect(new MonCap(cap).valid, cap).to.equal(false)
    }
  })

  it('reads a hostile text in no time', () => {
    const begun = performance.now()
    for (const text of ['allow '.repeat(10_000), '"'.repeat(60_000), ' '.repeat(60_000), 'allow r,'.repeat(8000)]) {
      expect(may(text, 'osd', 'w')).to.equal(false)
    }
    expect(performance.now() - begun).to.be.below(500)
  })
})
