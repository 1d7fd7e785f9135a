import type { Group } from '../command.js'

/** What goes to one daemon, or to all of a kind. */
export const daemons: Group = {
  title: 'daemons',
  repeatable: true,
  commands: [
    { words: 'ping mon.a', rules: ['age', 'clients'] },
    'ping',
    'ping a',
    { words: 'ping mon.z', differs: { session: ['stderr'] } },
    'tell mon.a version',
    'tell mon.a version -f json',
    'tell mon.* version',
    'tell mon.z version',
    'tell osd.0 version -f xml',
    'tell osd.* version',
    'tell osd.9 version',
    'tell osd.x version',
    'tell mgr version',
    'tell foo.1 version',
    'tell mon.a nonsense',
    { words: 'tell mon.a', differs: { usage: ['stderr'] } },
    'tell osd.0 injectargs --debug_ms 0',
    'tell osd.1 config get debug_ms'
  ]
}
