import { fileFlags } from './completion-flags.js'

/** Flags in front of a file or a directory, for `case` and for lists. */
const flags = [...fileFlags, '--dir']

/*
  In these texts @{ stands for what a template of this language would take for its own.

  bash splits words at `=` and `:` and replaces what stands behind the last of these. The words are therefore taken from
  the line, and what bash leaves alone is cut from the answers. For the bash of macOS, which is 3.2: neither mapfile nor
  compopt, and no negative subscripts.
*/
const bash = String.raw`# bash completion for cephwire: source this, or save it in bash-completion's directory as cephwire
_cephwire() {
    local line cur before last
    local -a words
    read -ra words <<< "@{COMP_LINE:0:COMP_POINT}"
    [[ @{COMP_LINE:0:COMP_POINT} == *[[:space:]] ]] && words+=("")
    last=$(( @{#words[@]} - 1 ))
    (( last > 0 )) || return 0
    case @{words[last - 1]} in
        @FILES|@)
            compopt -o default 2> /dev/null
            return 0
            ;;
    esac
    case @{words[1]} in
        decode|osdmap) compopt -o default 2> /dev/null ;;
    esac
    cur=@{COMP_WORDS[COMP_CWORD]}
    [[ $cur == [=:] ]] && cur=
    before=@{words[last]%"$cur"}
    COMPREPLY=()
    while IFS= read -r line; do
        COMPREPLY+=("@{line#"$before"}")
    done < <("@{words[0]}" --completion "@{words[@]:1}" 2> /dev/null)
}
complete -F _cephwire cephwire
`

const zsh = String.raw`#compdef cephwire
# zsh completion for cephwire: source this, or save it in a directory of $fpath as _cephwire
_cephwire() {
    local line
    local -a candidates
    case @{words[CURRENT-1]} in
        @FILES|@)
            _files
            return
            ;;
    esac
    for line in "@{(@f)$(CEPHWIRE_COMPLETION=described "@{(Q)words[1]}" --completion "@{(@Q)words[2,CURRENT-1]}" "$PREFIX" 2> /dev/null)}"; do
        case $line in
            '') ;;
            '#'*) _message -r "@{line#\#}" ;;
            *$'\t'*) candidates+=("@{@{line%%$'\t'*}//:/\\:}:@{line#*$'\t'}") ;;
            *) candidates+=("@{line//:/\\:}") ;;
        esac
    done
    if (( @{#candidates} )); then
        _describe cephwire candidates
    elif [[ @{words[2]} == (decode|osdmap) ]]; then
        _files
    fi
}
if [[ $funcstack[1] == _cephwire ]]; then
    _cephwire "$@"
else
    compdef _cephwire cephwire
fi
`

const fish = String.raw`# fish completion for cephwire: source this, or save it as ~/.config/fish/completions/cephwire.fish
function __cephwire_words
    set -l words (commandline -opc)
    set -l program $words[1]
    set -e words[1]
    env CEPHWIRE_COMPLETION=described $program --completion $words (commandline -ct) 2> /dev/null | string match -v '#*'
end
function __cephwire_at_file
    contains -- (commandline -opc)[-1] @FILES @
end
function __cephwire_reads_files
    __cephwire_at_file; or contains -- (commandline -opc)[2] decode osdmap
end
complete -c cephwire -f -n 'not __cephwire_at_file' -a '(__cephwire_words)'
complete -c cephwire -F -n __cephwire_reads_files
`

/** The scripts, by the shell. They ask `cephwire --completion`. */
export const completionScripts = { bash: finished(bash), fish: finished(fish), zsh: finished(zsh) } as const

function finished(script: string): string {
  return script.replaceAll('@{', '${').replaceAll(/@FILES(.)@/g, (_, between: string) => flags.join(between))
}
