import { createServer } from 'node:net'
import { run } from '@cephwire/cli'
import { expect } from 'chai'
import { askAdminSocket } from '../src/admin-socket.js'
import { adminSocketPath } from '../src/admin-socket-path.js'
import { temporaryDirectory } from './support/files.js'
import { fakeIo } from './support/io.js'
import type { Server, Socket } from 'node:net'

/** An answer as daemons send it. */
function answer(text: string, length = Buffer.byteLength(text)): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt32BE(length)
  return Buffer.concat([head, Buffer.from(text)])
}

const descriptions = JSON.stringify({ cmd000: { sig: ['version'], help: 'get ceph version' } })

describe('an admin socket', () => {
  const file = temporaryDirectory()
  const servers: Server[] = []
  const sockets = new Set<Socket>()
  after(() => {
    for (const socket of sockets) socket.destroy()
    for (const server of servers) server.close()
  })
  let count = 0
  const daemon = async (talk: (socket: Socket, question: string) => void): Promise<string> => {
    const path = file(`${count++}.asok`)
    const server = createServer(socket => {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.once('data', (data: Buffer) => talk(socket, data.toString()))
    })
    servers.push(server)
    await new Promise<void>(resolve => server.listen(path, resolve))
    return path
  }
  const failure = async (asked: Promise<unknown>): Promise<string> => {
    const error = await asked.catch((error: unknown) => error)
    expect(error).to.have.property('code', 'ERR_CEPH_ADMIN_SOCKET')
    return (error as Error).message
  }

  it('is asked with a zero byte behind, and answers with a length in front, in whatever pieces', async () => {
    const path = await daemon((socket, question) => {
      const bytes = answer(`${question.length} ${question.endsWith('}\0')}`)
      socket.write(bytes.subarray(0, 3))
      setImmediate(() => socket.write(bytes.subarray(3, 6), () => socket.write(bytes.subarray(6))))
    })
    expect(Buffer.from(await askAdminSocket(path, '{"prefix":"x"}')).toString()).to.equal('15 true')
  })

  it('that is not there is told as ceph tells it', async () => {
    const path = file('none.asok')
    expect(await failure(askAdminSocket(path, '{}'))).to.equal('[Errno 2] No such file or directory')
    expect(await failure(askAdminSocket(file('file', 'x'), '{}'))).to.equal('[Errno 111] Connection refused')
  })

  it('cannot make an answer too long, nor too short, nor keep silent for ever', async () => {
    const long = await daemon(socket => socket.write(answer('', 5)))
    expect(await failure(askAdminSocket(long, '{}', { maxLength: 4 }))).to.include('5 bytes, at most 4')
    const short = await daemon(socket => socket.end(answer('abc', 5)))
    expect(await failure(askAdminSocket(short, '{}'))).to.equal('The answer ends after 3 of 5 bytes')
    const none = await daemon(socket => socket.end())
    expect(await failure(askAdminSocket(none, '{}'))).to.equal('no data returned from admin socket')
    const silent = await daemon(() => undefined)
    expect(await failure(askAdminSocket(silent, '{}', { timeout: 20 }))).to.equal('No answer within 20 ms')
  })

  it('that does not answer can be left', async () => {
    const stop = new AbortController()
    const path = await daemon(() => stop.abort(new Error('enough')))
    const error = await askAdminSocket(path, '{}', { signal: stop.signal }).catch((error: unknown) => error)
    expect(error).to.have.property('message', 'enough')
  })

  it('takes no question without end', async () => {
    expect(await failure(askAdminSocket(file('none.asok'), 'x'.repeat(2 ** 21)))).to.include('longer')
  })

  describe('by daemon and --admin-daemon', () => {
    const path = (): Promise<string> =>
      daemon((socket, question) =>
        socket.end(answer(question.includes('get_command_descriptions') ? descriptions : question.replace('\0', '')))
      )

    it('gets the command that words are, with the format', async () => {
      for (const words of [
        ['daemon', await path(), 'version'],
        ['--admin-daemon', await path(), 'version']
      ]) {
        const io = fakeIo()
        expect(await run([...words, '-f', 'json'], io)).to.equal(0)
        expect(io.stdout.text()).to.equal('{"prefix": "version", "format": "json"}')
      }
    })

    it('is not asked what it does not know', async () => {
      const io = fakeIo()
      expect(await run(['daemon', await path(), 'nonsense'], io)).to.equal(22)
      expect(io.stderr.text()).to.match(/^no valid command found; .*\nadmin_socket: invalid command\n$/s)
    })

    it('that is not there is exit code 22', async () => {
      const io = fakeIo()
      expect(await run(['daemon', file('none.asok'), 'version'], io)).to.equal(22)
      expect(io.stderr.text()).to.equal(
        'admin_socket: exception getting command descriptions: [Errno 2] No such file or directory\n'
      )
    })

    it('cannot steer a terminal', async () => {
      const steering = await daemon((socket, question) =>
        socket.end(answer(question.includes('get_command_descriptions') ? descriptions : '\x1b[2J'))
      )
      const io = fakeIo({ isTTY: true })
      expect(await run(['daemon', steering, 'version'], io)).to.equal(0)
      expect(io.stdout.text()).to.equal('\\u001b[2J')
    })
  })

  describe('of a name', () => {
    const options = { conf: '' }
    const pathOf = (text: string, name: string): Promise<string> =>
      adminSocketPath(name, { ...options, conf: file('ceph.conf', text) }, {})

    it('is where ceph.conf says, by section', async () => {
      const text =
        '[global]\nadmin_socket = /g/$cluster-$name.asok\n[mon]\nadmin socket = $run_dir/$type.$id\nrun dir = /r\n' +
        '[mon.b]\nadmin_socket = /b\n'
      expect(await pathOf(text, 'osd.3')).to.equal('/g/ceph-osd.3.asok')
      expect(await pathOf(text, 'mon.a')).to.equal('/r/mon.a')
      expect(await pathOf(text, 'mon.b')).to.equal('/b')
    })

    it('is in /var/run/ceph otherwise', async () => {
      expect(await pathOf('[global]\n', 'mds.x.y')).to.equal('/var/run/ceph/ceph-mds.x.y.asok')
    })

    it('may have a process id behind', async () => {
      expect(await pathOf('[client]\nadmin_socket = /c/${name}.$pid\n', 'client.rgw.123')).to.equal('/c/client.rgw.123')
    })

    it('does not go round in circles', async () => {
      const text = '[global]\nadmin_socket = $run_dir\nrun_dir = $admin_socket\n'
      expect(await pathOf(text, 'mon.a')).to.match(/^\$/)
    })
  })
})
