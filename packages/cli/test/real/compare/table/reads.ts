import type { Group } from '../command.js'

/** What monitors answer, in every format. */
export const reads: Group = {
  title: 'reads',
  repeatable: true,
  commands: [
    'fsid',
    'fsid -f json',
    { words: 'status', rules: ['age'] },
    { words: '-s -f json-pretty', rules: ['age'] },
    'health detail -f json-pretty',
    { words: 'quorum_status', rules: ['age'] },
    'config help mon_max_pg_per_osd',
    'config get mon.a mon_max_pg_per_osd',
    'log last 3',
    'mon dump --format=xml-pretty',
    'mon metadata a',
    'mgr dump -f json',
    'osd dump',
    'osd dump 3 -f json-pretty',
    'osd tree up -fxml',
    'osd tree --states=down,out',
    { words: 'osd stat -f yaml', rules: ['age'] },
    'osd metadata osd.0',
    'osd getcrushmap -o {out}',
    'osd getmap 3',
    'osd pool ls detail -f json',
    'osd crush tree --show-shadow',
    'osd erasure-code-profile get default',
    'pg map 1.0',
    'pg getmap -o {out}',
    'df detail',
    'fs dump -f json',
    'auth get client.admin -f json-pretty',
    'auth export client.admin -o {out}'
  ]
}
