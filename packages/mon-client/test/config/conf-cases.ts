/** Texts of ceph.conf, and what `ceph-conf -n client.x --lookup k` of Ceph 16.2.15 answers; null: it refuses the file. */
export interface ConfCase {
  readonly title: string
  readonly text: string
  /** undefined: there is no such option. */
  readonly value: string | undefined | null
  /** Where this parser is kinder, or Ceph's answer depends on the machine. */
  readonly ours?: string
}

export const confCases: readonly ConfCase[] = [
  {
    title: 'cuts a trailing comment and the blanks before it',
    text: '[global]\nk = a b  c   # comment\n',
    value: 'a b  c'
  },
  { title: 'begins a comment without a blank', text: '[global]\nk=a#b\n', value: 'a' },
  { title: 'begins a comment at a semicolon', text: '[global]\nk=\ta\tb\t;c\n', value: 'a\tb' },
  { title: 'takes a comment behind a heading', text: '[global]# x\nk=1\n', value: '1' },
  { title: 'does not join lines inside a comment', text: '[global]\nk=1 # c \\\n2\nj=3\n', value: null },
  { title: 'takes comment characters behind a backslash', text: '[global]\nk=a\\;b\\#c\n', value: 'a;b#c' },
  { title: 'drops a backslash before any character', text: '[global]\nk=a\\bc\\\\d\n', value: 'abc\\d' },
  { title: 'joins lines', text: '[global]\nk = one \\\n  two\n', value: 'one   two' },
  { title: 'joins a line between name and =', text: '[global]\nk \\\n= 1\n', value: '1' },
  { title: 'joins lines of a heading', text: '[glo\\\nbal]\nk=1\n', value: '1' },
  { title: 'joins an empty line', text: '[global]\n\\\nk=1\n', value: '1' },
  {
    title: 'refuses a rest behind a comment that ends a joined line',
    text: '[global]\nk=a \\\n# c\n b\nj=1\n',
    value: null
  },
  { title: 'takes quotes away', text: '[global]\nk="x y"\n', value: 'x y' },
  { title: 'takes single quotes away', text: "[global]\nk='it\"s' # c\n", value: 'it"s' },
  { title: 'trims inside quotes', text: '[global]\nk="  pad  "\n', value: 'pad' },
  { title: 'takes an escaped quote', text: '[global]\nk="a\\"b"\n', value: 'a"b' },
  { title: 'leaves quotes inside a value', text: '[global]\nk = a"b"c\n', value: 'a"b"c' },
  { title: 'refuses a comment character inside quotes', text: "[global]\nk = 'a;b'\n", value: null },
  { title: 'takes an escaped comment character inside quotes', text: "[global]\nk = 'a\\;b'\n", value: 'a;b' },
  { title: 'refuses text behind a quote', text: '[global]\nk="a" b\n', value: null },
  { title: 'refuses an open quote', text: '[global]\nk="a\n', value: null },
  { title: 'refuses joined lines inside quotes', text: '[global]\nk="a\\\nb"\n', value: null },
  { title: 'knows CR LF', text: '[global]\r\nk=1\r\n', value: '1' },
  { title: 'knows CR', text: '[global]\rk=1\r', value: '1' },
  { title: 'takes an empty value', text: '[global]\nk =\n', value: '' },
  { title: 'takes = inside a value', text: '[global]\nk=a=b=c\n', value: 'a=b=c' },
  { title: 'lets the last of two lines win', text: '[global]\nk=1\nk=2\n', value: '2' },
  { title: 'lets a section go on later', text: '[global]\nk=1\n[mon]\nk=9\n[global]\nk=3\n', value: '3' },
  { title: 'prefers the section of the type', text: '[client]\nk=2\n[global]\nk=1\n', value: '2' },
  { title: 'prefers the section of the entity', text: '[client.x]\nk=3\n[client]\nk=2\n[global]\nk=1\n', value: '3' },
  { title: 'ignores the section of another entity', text: '[client.y]\nk=3\n[global]\nk=1\n', value: '1' },
  { title: 'knows the case of a section', text: '[client.X]\nk=3\n[client.x]\nk=2\n', value: '2' },
  { title: 'has no wildcard sections', text: '[client.*]\nk=3\n', value: undefined },
  { title: 'keeps blanks in the name of a section', text: '[ global ]\nk=1\n', value: undefined },
  { title: 'knows the case of a name', text: '[global]\nK=1\n', value: undefined },
  { title: 'takes blank lines', text: '[global]\n  \t \nk=1\n \n\n', value: '1' },
  { title: 'takes comments first', text: ' # c\n\n[global]\nk=1\n', value: '1' },
  { title: 'takes an indented option', text: '[global]\n\t k=1\n', value: '1' },
  { title: 'refuses an indented heading', text: '[global]\nk=1\n  [client]\nk=2\n', value: null },
  { title: 'refuses text behind a heading', text: '[global] x\nk=1\n', value: null },
  { title: 'refuses a heading that is open', text: '[global\nk=1\n', value: null },
  { title: 'refuses a heading without a name', text: '[]\nk=1\n', value: null },
  { title: 'refuses a name without a value', text: '[global]\nk\n', value: null },
  { title: 'refuses a value without a name', text: '[global]\n= 1\n', value: null },
  { title: 'refuses a bracket in a name', text: '[global]\nk[1]=1\nk=2\n', value: null },
  { title: 'takes an escaped = in another name', text: '[global]\nk\\=x=1\nk=2\n', value: '2' },
  { title: 'takes a lone option for [global]', text: 'k=1\n', value: '1' },
  { title: 'refuses two options without a section', text: 'k=1\nj=2\n', value: null },
  { title: 'takes an empty file', text: '', value: undefined },
  { title: 'has no include', text: '[global]\ninclude = /etc/passwd\nk=1\n', value: '1' },
  { title: 'accepts a last line without an end', text: '[global]\nk=1', value: null, ours: '1' },
  { title: 'accepts a blank line first', text: ' \n[global]\nk=1\n', value: null, ours: '1' },
  { title: 'accepts a byte order mark', text: '\ufeff[global]\nk=1\n', value: null, ours: '1' },
  {
    title: 'replaces metavariables',
    text: '[global]\nk=$cluster-$type-$id-$num-$name-${id}\n',
    value: 'conf-client-x-x-client.x-x'
  },
  { title: 'replaces $home', text: '[global]\nk=$home/.ceph\n', value: '/home/nobody/.ceph' },
  { title: 'replaces a name of letters and _ only', text: '[global]\nrun dir=/r/$id\nk=$run_dir1\n', value: '/r/x1' },
  {
    title: 'leaves what is unknown',
    text: '[global]\nk=$unknown ${unk} $$ $Name $cluster_x $\n',
    value: '$unknown ${unk} $$ $Name $cluster_x $'
  },
  { title: 'replaces references to options', text: '[global]\nmon host=1.2.3.4\nk=<$mon_host>\n', value: '<1.2.3.4>' },
  { title: 'replaces by defaults of options', text: '[global]\nk=$run_dir/x\n', value: '/var/run/ceph/x' },
  { title: 'ends a loop', text: '[global]\nkeyring=/k/$keyring\nk=[$keyring]\n', value: '[$keyring]' },
  {
    title: 'ends a loop of two',
    text: '[global]\nkeyring=a$run_dir\nrun_dir=b$keyring\nk=[$keyring]\n',
    value: '[a$keyring]'
  }
]
