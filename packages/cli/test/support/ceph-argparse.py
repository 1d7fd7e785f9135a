"""
Asks a release's own ceph_argparse and ceph for what they make of words. Reads a request from each line of stdin and
writes an answer to a line of stdout, both JSON:

  {"descriptions": TEXT}    -> {}                    of these all later requests are
  {"validate": WORDS}       -> {"command", "stderr"} command null when refused; {"crash": TYPE} when the script dies
  {"complete": WORDS}       -> {"lines"}
  {"help": WORDS, "columns": N} -> {"text"}

Arguments: the directory of ceph_argparse.py, and the script ceph.
"""
import contextlib
import importlib.machinery
import importlib.util
import io
import json
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import ceph_argparse  # noqa: E402


def load_ceph(path):
    loader = importlib.machinery.SourceFileLoader('ceph_script', path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader('ceph_script', loader))
    sys.argv = [path]
    loader.exec_module(module)
    return module


class State:
    text = '{}'
    commands = {}
    ceph = None


def narrowed(words):
    """Commands that begin otherwise match nothing: leaving them out changes no answer, and saves most of the time."""
    if not words:
        return State.commands
    known = {tag: cmd for tag, cmd in State.commands.items() if not cmd.get('flags', 0) & ceph_argparse.Flag.OBSOLETE}
    first = {tag: str(cmd['sig'][0].instance) for tag, cmd in known.items()}
    if words[0] not in first.values():
        return known
    return {tag: cmd for tag, cmd in known.items() if first[tag].startswith(words[0])}


def tagged(value):
    if isinstance(value, bool) or isinstance(value, str):
        return value
    if isinstance(value, int):
        return {'int': str(value)}
    if isinstance(value, float):
        return {'float': repr(value)}
    return [tagged(one) for one in value]


def validate(words):
    stderr = io.StringIO()
    try:
        with contextlib.redirect_stderr(stderr):
            command = ceph_argparse.validate_command(narrowed(words), list(words))
    except Exception as error:  # whatever ends the real script with a traceback
        return {'crash': type(error).__name__}
    if not command:
        return {'command': None, 'stderr': stderr.getvalue()}
    command.pop('target', None) if isinstance(command.get('target'), tuple) else None
    poll = command.pop('poll', False)
    return {'command': {name: tagged(value) for name, value in command.items()}, 'poll': poll}


def printed(do):
    stdout = io.StringIO()
    with contextlib.redirect_stdout(stdout):
        do()
    return stdout.getvalue()


def answer(request):
    if 'descriptions' in request:
        State.text = request['descriptions']
        State.commands = ceph_argparse.parse_json_funcsigs(State.text, 'cli')
        return {}
    if 'validate' in request:
        return validate(request['validate'])
    if State.ceph is None:
        State.ceph = load_ceph(sys.argv[2])
    if 'complete' in request:
        try:
            text = printed(lambda: State.ceph.complete(State.commands, list(request['complete']), ('mon', '')))
        except Exception as error:
            return {'crash': type(error).__name__}
        return {'lines': text.split('\n')[:-1]}

    class Columns:
        cols = request['columns']
        rows = 25
    State.ceph.Termsize = Columns
    partial = ' '.join(request['help'])
    while True:
        text = State.ceph.format_help(State.commands, partial=partial)
        if text or not partial:
            return {'text': text}
        partial = ' '.join(partial.split()[:-1])


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
