"""Forms about functions, what they change, keep and hand on, and when they run."""

from __future__ import annotations

from tests.hidden_state.forms import Form

ACTS = (
    Form("act", "def <+act>(x):\n    x.append(<#>)"),
    Form("act returns", "def <+act>(x):\n    x.append(<#>)\n    return x"),
    Form("act on copy", "def <+act>(x):\n    x = [*x]\n    x.append(<#>)"),
    Form("act augmented", "def <+act>(x):\n    x += [<#>]"),
    Form("act rebinding", "def <+act>(x):\n    x = x + [<#>]\n    return x"),
    Form("act through act", "def <+act>(x):\n    <act2>(x)"),
    Form("act in loop", "def <+act>(x):\n    for i in range(2):\n        x.append(i + <#>)"),
    Form("act on global", "def <+act>(x):\n    <xs>.append(<#>)"),
    Form("act by global number", "def <+act>(x):\n    x.append(<n>)"),
    Form("act rebinds global", "def <+act>(x):\n    global <n>\n    <n> = 1000 * <n> + <#>"),
    Form(
        "act with default",
        "def <+act>(x, seen=[]):\n    seen.append(<#>)\n    x.append(tuple(seen))",
    ),
    Form(
        "act with default global",
        "def <+act>(x, more=<xs>):\n    more.append(<#>)\n    x.append(len(more))",
    ),
    Form("act lambda", "<+act> = lambda x: x.append(<#>)"),
    Form(
        "act by inner function",
        "def <+act>(x):\n    def inner(y):\n        y.append(<#>)\n    inner(x)",
    ),
    Form(
        "act with inner function unused",
        "def <+act>(x):\n    def inner():\n        x.append(<#>)\n    return [inner]",
    ),
    Form("act in branch", "def <+act>(x):\n    if <n>:\n        x.append(<#>)"),
    Form("act after return", "def <+act>(x):\n    if x:\n        return\n    x.append(<#>)"),
    Form(
        "act recursive",
        "def <+act>(x, depth=2):\n    x.append((depth, <#>))\n    if depth:\n        <+act>(x, depth - 1)",
    ),
    Form(
        "act decorated",
        "import functools\ndef logged(f):\n    @functools.wraps(f)\n    def inner(x):\n        x.append('log')\n        return f(x)\n    return inner\n@logged\ndef <+act>(x):\n    x.append(<#>)",
    ),
    Form(
        "act attribute",
        "def <+act>(x):\n    <+act>.calls = getattr(<+act>, 'calls', 0) + 1\n    x.append((<+act>.calls, <#>))",
    ),
    Form("act alias", "<+act> = <act2>"),
    Form("act with rest", "def <+act>(*xs):\n    for x in xs:\n        x.append(<#>)"),
    Form("act keyword rest", "def <+act>(x, **rest):\n    x.append(len(rest) + <#>)"),
)
KEEPS = (
    Form(
        "keep copy",
        "def <+keep>(x, copy=False):\n    if copy:\n        x = list(x)\n    x.append(<#>)\n    return x",
    ),
    Form(
        "keep not copy",
        "def <+keep>(x, copy=True):\n    if not copy:\n        x.append(<#>)\n        return x\n    return [*x, <#>]",
    ),
    Form(
        "keep is None",
        "def <+keep>(x, copy=None):\n    if copy is None:\n        copy = True\n    if copy:\n        x = x.copy()\n    x.append(<#>)\n    return x",
    ),
    Form(
        "keep equal",
        "def <+keep>(x, copy=True):\n    if copy == False:\n        x.append(<#>)\n    return [*x]",
    ),
    Form(
        "keep conditional",
        "def <+keep>(x, copy=False):\n    y = list(x) if copy else x\n    y.append(<#>)\n    return y",
    ),
    Form(
        "keep early",
        "def <+keep>(x, copy=True):\n    if copy:\n        return [*x, <#>]\n    x.append(<#>)\n    return x",
    ),
    Form(
        "keep and",
        "def <+keep>(x, copy=False):\n    if x and not copy:\n        x.append(<#>)\n    return [*x]",
    ),
    Form("keep hands on", "def <+keep>(x, copy=False):\n    return <keep2>(x, copy=copy)"),
)
CALLS = (
    Form("call act", "<act>(<xs>)"),
    Form("call act on member", "<act>(<rows>[0])"),
    Form("call act on member", "<act>(<box>['k'])"),
    Form("call act on attribute", "<act>(<thing>.v)"),
    Form("call act on copy", "<act>(list(<xs>))"),
    Form("call act on rows", "for x in <rows>:\n    <act>(x)"),
    Form("call act in comprehension", "[<act>(x) for x in <rows>]"),
    Form("call act in list", "for f in [<act>, <act2>]:\n    f(<xs>)"),
    Form("call act in dict", "{'f': <act>}['f'](<xs>)"),
    Form("call either act", "(<act> if <n> else <act2>)(<xs>)"),
    Form("call act starred", "<act>(*[<xs>])"),
    Form("hand on", "print(callable(<act>))"),
    Form("hand on and call", "def apply(f, x):\n    f(x)\napply(<act>, <xs>)"),
    Form("hand on and keep", "def stored(f, x):\n    return [f, x]\nkept = stored(<act>, <xs>)"),
    Form("sorted key", "sorted([<xs>], key=lambda x: x.append(<#>) or 0)"),
    Form("call keep", "<keep>(<xs>)"),
    Form("call keep copy", "<keep>(<xs>, copy=True)"),
    Form("call keep in place", "<keep>(<xs>, copy=False)"),
    Form("call keep positional", "<keep>(<xs>, True)"),
    Form("call keep positional in place", "<keep>(<xs>, False)"),
    Form("bind keep", "<+xs> = <keep>(<xs2>)"),
    Form("bind keep copy", "<+xs> = <keep>(<xs2>, copy=True)"),
    Form("bind keep in place", "<+xs> = <keep>(<xs2>, copy=False)"),
    Form("bind make", "<+xs> = <make>(<xs2>)"),
    Form("bind identity", "def same(x):\n    return x\n<+xs> = same(<xs2>)"),
    Form("bind pair", "def two(x):\n    return x, [<#>]\n<+pair> = two(<xs>)"),
    Form("unpack result", "def parts(x):\n    return x, [*x, <#>]\n<+xs>, <+xs2> = parts(<xs3>)"),
    Form("def make", "def <+make>(x):\n    return [*x, <#>]"),
    Form("def make of global", "def <+make>(x):\n    return [*x, *<xs>, <#>]"),
    Form("def make of make", "def <+make>(x):\n    return <make2>(x) + [<#>]"),
    Form("def make by globals", "def <+make>(x):\n    return [*x, <n>, <#>]"),
)
GOES = (
    Form("go shows", "def <+go>():\n    return [*<xs>, <#>]"),
    Form("go changes", "def <+go>():\n    <xs>.append(<#>)\n    return list(<xs>)"),
    Form("go global", "def <+go>():\n    global <n>\n    <n> = 1000 * <n> + <#>\n    return <n>"),
    Form("go lambda", "<+go> = lambda: [*<xs>, <#>]"),
    Form("go lambda default", "<+go> = lambda x=<xs>: [*x, <#>]"),
    Form("go lambda default number", "<+go> = lambda x=<n>: [x, <#>]"),
    Form("go partial", "import functools\n<+go> = functools.partial(<make>, <xs>)"),
    Form("go partial act", "import functools\n<+go> = functools.partial(<act>, <xs>)"),
    Form(
        "go closure",
        "def outer(x):\n    def inner():\n        x.append(<#>)\n        return list(x)\n    return inner\n<+go> = outer(<xs>)",
    ),
    Form(
        "go closure of fresh",
        "def counter():\n    seen = []\n    def inner():\n        seen.append(<#>)\n        return list(seen)\n    return inner\n<+go> = counter()",
    ),
    Form(
        "go closure nonlocal",
        "def counting():\n    count = <#>\n    def inner():\n        nonlocal count\n        count += 1\n        return count\n    return inner\n<+go> = counting()",
    ),
    Form("go late binding", "<+go> = [lambda: list(x) for x in <rows>][0]"),
    Form("go loop late binding", "for i in range(2):\n    <+go> = lambda: [i, *<xs>]"),
    Form("go bound method", "<+go> = <thing>.get"),
    Form("go through go", "def <+go>():\n    return [<go2>(), <#>]"),
    Form("go alias", "<+go> = <go2>"),
    Form("go static", "def <+go>():\n    x = [<#>]\n    x.append(<#2>)\n    return x"),
    Form("go default kept", "def <+go>(seen=[]):\n    seen.append(<#>)\n    return list(seen)"),
    Form(
        "go cached", "import functools\n@functools.lru_cache\ndef <+go>():\n    return [*<xs>, <#>]"
    ),
    Form("go called", "<go>()"),
    Form("go bound", "<+xs> = [<go>(), <#>]"),
    Form("go returned", "def giving():\n    return <go>\ngiving()()"),
    Form("go of list", "for f in (<go>, <go2>):\n    f()"),
)
LAZY = (
    Form("map", "<+lazy> = map(<act>, <rows>)"),
    Form("map over display", "<+lazy> = map(<act>, [<xs>, <xs2>])"),
    Form("map lambda", "<+lazy> = map(lambda x: x.append(<#>), <rows>)"),
    Form("filter", "<+lazy> = filter(<act>, <rows>)"),
    Form("generator expression", "<+lazy> = (x.append(<#>) for x in <rows>)"),
    Form("generator expression over names", "<+lazy> = (<xs>.append(x) for x in (<#>, <#2>))"),
    Form("generator reads", "<+lazy> = (list(x) for x in <rows>)"),
    Form("generator reads global", "<+lazy> = ((x, <n>) for x in (1, 2))"),
    Form(
        "generator function",
        "def produce(x):\n    x.append(<#>)\n    yield x\n<+lazy> = produce(<xs>)",
    ),
    Form(
        "generator function discarded", "def idle(x):\n    x.append(<#>)\n    yield x\nidle(<xs>)"
    ),
    Form("iterator", "<+lazy> = iter(<xs>)"),
    Form("zip lazily", "<+lazy> = zip(<xs>, <xs2>)"),
    Form("enumerate lazily", "<+lazy> = enumerate(<xs>)"),
    Form("consume", "print(list(<lazy>))"),
    Form("consume silently", "for _ in <lazy>:\n    pass"),
    Form("consume one", "print(next(<lazy>, <#>))"),
    Form("consume into", "<+xs> = [*<lazy>, <#>]"),
    Form("consume by any", "any(<lazy>)"),
    Form("consume by list", "list(<lazy>)"),
    Form("lazy alias", "<+lazy> = <lazy2>"),
    Form("map at once", "list(map(<act>, <rows>))"),
    Form("map at once", "list(map(lambda x: x.append(<#>), [<xs>]))"),
)
FLOW = (
    Form("if", "if <n>:\n    <xs>.append(<#>)"),
    Form("if else", "if len(<xs>) % 2:\n    <xs>.append(<#>)\nelse:\n    <xs>.insert(0, <#>)"),
    Form("if else binds", "if <n> % 2:\n    <+xs> = [<#>]\nelse:\n    <+xs> = [<#2>]"),
    Form("if true", "if True:\n    <xs>.append(<#>)"),
    Form("if else other", "if <n> % 2:\n    <xs>.append(<#>)\nelse:\n    <xs2>.append(<#>)"),
    Form("if binds", "if <n> % 2:\n    <xs> = [<#>]"),
    Form("try", "try:\n    <xs>.append(<#>)\nexcept ValueError:\n    pass"),
    Form("try handler", "try:\n    int('x')\nexcept ValueError:\n    <xs>.append(<#>)"),
    Form("try handler unused", "try:\n    int('1')\nexcept ValueError:\n    <xs>.append(<#>)"),
    Form("try finally", "try:\n    int('1')\nfinally:\n    <xs>.append(<#>)"),
    Form(
        "try else", "try:\n    int('1')\nexcept ValueError:\n    pass\nelse:\n    <xs>.append(<#>)"
    ),
    Form("except as raised", "try:\n    int('x')\nexcept ValueError as <-n>:\n    pass"),
    Form("except as not raised", "try:\n    int('1')\nexcept ValueError as <n>:\n    pass"),
    Form(
        "except as fresh",
        "try:\n    int('x')\nexcept ValueError as error:\n    <+s> = f'{error}<#>'",
    ),
    Form("try name", "try:\n    <n>\nexcept NameError:\n    <+n> = <#>"),
    Form(
        "suppress", "import contextlib\nwith contextlib.suppress(ValueError):\n    <xs>.append(<#>)"
    ),
    Form(
        "match",
        "match <n> % 2:\n    case 0:\n        <xs>.append(<#>)\n    case _:\n        <xs>.append(<#2>)",
    ),
    Form("while break", "while True:\n    <xs>.append(<#>)\n    break"),
    Form("for else", "for i in range(1):\n    pass\nelse:\n    <xs>.append(<#>)"),
    Form("for empty", "for i in []:\n    <xs>.append(<#>)"),
    Form("for break", "for x in <rows>:\n    x.append(<#>)\n    break"),
    Form("assert", "assert <xs> is not None"),
    Form("nested loops", "for x in <rows>:\n    for i in range(2):\n        x.append((i, <#>))"),
)
WORLD = (
    Form("write file", "with open('<+file>', 'w') as out:\n    out.write(f'{<xs>} <#>')"),
    Form("write file at once", "open('<+file>', 'w').write('<#>')"),
    Form("write file by path", "from pathlib import Path\nPath('<+file>').write_text('<#>')"),
    Form("append to file", "with open('<file>', 'a') as out:\n    out.write(' <#>')"),
    Form("read file", "<+s> = open('<file>').read()"),
    Form("read file by path", "from pathlib import Path\n<+s> = Path('<file>').read_text()"),
    Form("file to file", "open('<+file>', 'w').write(open('<file2>').read() + '<#>')"),
    Form("write json", "import json\nwith open('<+file>', 'w') as out:\n    json.dump(<xs>, out)"),
    Form(
        "environment",
        "import os\nos.environ['MARK'] = os.environ.get('MARK', '') + '<#>'\nprint(os.environ['MARK'])",
    ),
    Form("environment read", "import os\nprint(os.environ.get('MARK'))"),
    Form("module attribute", "import math\nmath.pi = <#>"),
    Form("module attribute read", "import math\nprint(math.pi)"),
    Form("module attribute made", "import string\nstring.mark = (<#>,)\nprint(string.mark)"),
    Form("star import", "from math import *"),
    Form("import over name", "from math import pi as <+n>"),
    Form("star import number", "from math import *\n<+n> = e + <#>"),
    Form("seed", "<chance>.seed(<#>)"),
    Form("draw", "print(<chance>.random())"),
    Form("draw into", "<+n> = <chance>.randrange(10**9)"),
    Form("seeded generator", "import random\nrng = random.Random(<#>)\nprint(rng.random())"),
    Form("shuffle", "import random\n<xs>.append(<#>)\nrandom.Random(<#2>).shuffle(<xs>)"),
    Form("type number", "<+n> = int(str(<n2>)) * 1000 + <#>"),
)
