const synopsis = `cephwire [FLAGS] COMMAND...
       cephwire [FLAGS] doctor [-f plain|json|json-pretty]
       cephwire [FLAGS] top
       cephwire [FLAGS] watch [-f plain|json] [--count N] WHAT
       cephwire decode [--check] TYPE FILE... | decode --list
       cephwire osdmap diff [-f plain|json] FILE FILE
       cephwire completion bash|zsh|fish
       cephwire test-monitor [--monitors N] [--dir DIR] [--port P] [--auth cephx|none] [--key-type aes|aes256k]`

const text = `usage: ${synopsis}

The ceph command over the network alone: COMMAND is a command of the monitors as words, such as
"osd pool create data 32", or as JSON, such as '{"prefix": "status"}'.

  -c, --conf FILE            ceph.conf
  -n, --name TYPE.ID         who asks; client.admin unless said
      --id, --user ID        the same of type client
  -k, --keyring FILE         keyring
  -K, --keyfile FILE         a file with nothing but the key
      --key KEY              the key itself; other users of the host can see it
  -m, --mon-host ADDRESSES   the monitors, as mon_host
      --cluster NAME         name of the cluster, for the places of its files
      --ms-mode MODE         legacy (msgr1), crc, secure, prefer-crc, prefer-secure
      --connect-timeout N    seconds
      --OPTION VALUE         any option of ceph.conf
  -f, --format FORMAT        plain, json, json-pretty, xml, xml-pretty, yaml
  -i, --in-file FILE         input of the command; - for stdin
  -o, --out-file FILE        where its output goes; - for stdout
      --setuser, --setgroup  who shall own that file
      --daemon-output-file FILE  where a daemon writes its output, on its own host
  -s, --status               the same as the command status
  -w, --watch                the status, then the log of the cluster as it comes
  -W, --watch-channel NAME   the same for one channel, such as cluster, audit, cephadm; * for all
      --watch-debug          from this level on; also --watch-info (the usual one), -sec, -warn, -error
  -p, --period SECONDS       how often commands run that poll, such as iostat; 1
      --block                wait until it is done: osd scrub, osd deep-scrub
      --admin-daemon PATH    COMMAND is for the daemon with this socket
      --verbose, --concise   also say what is sent, or not
  -v, --version
  -h, --help                 this, and the cluster's commands that begin with the words of COMMAND

Without COMMAND it asks for a line each, at a terminal with a prompt; q, quit, exit and ^D end it.

CEPH_CONF, CEPH_KEYRING and CEPH_ARGS count as they do for ceph. The exit code is that of ceph: 0, else the errno
that the cluster answers; 1 when there is no session, 13 when the cluster refuses the credentials.

  doctor                     say what stands between this program and the cluster, and what to do; 1 when something is
                             failed
  tell TARGET WORDS          a command of osd.0, mon.a, mgr, mds.x, a placement group, or of all: osd.*; help lists them
  ping mon.ID                what a monitor says of itself; mon.* for all
  daemon PATH|TYPE.ID WORDS  a command of a daemon of this host, by its admin socket; help lists them
  daemonperf PATH|TYPE.ID [list] [PATTERNS] [PRIORITY] [INTERVAL [COUNT]]
                             counters of such a daemon, a line each interval
  top                        the cluster on the whole screen, as monitors tell of it; q ends it, ? tells the keys. Without a
                             terminal a line each time that something has changed
  watch                      print what monitors push, a line for each change, until ^C or for N changes; WHAT is health,
                             osdmap, monmap (and the quorum), mgrmap, fsmap, servicemap, config (of this client),
                             kv:PREFIX (of config-key) or log [debug|info|sec|warn|error]
  decode                     print encoded objects as JSON, FILE - for stdin; --list names the types, --check encodes
                             again and says whether the bytes are the same
  osdmap diff                say what differs between two files of "ceph osd getmap"
  completion                 print a script that completes words, flags and names of the cluster in a shell
  test-monitor               run monitors in this process, for tests: writes ceph.conf and keyring into DIR, prints a
                             line of JSON when they are ready, and ends with ^C
`

/** What -h prints, and its first lines. */
export const usage = { synopsis, text } as const
