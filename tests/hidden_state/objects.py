"""Forms about classes, their objects, and what keeps them."""

from __future__ import annotations

from tests.hidden_state.forms import Form

_KEEPS = "self.v = v"
_COPIES = "self.v = list(v)"


def _thing(name: str, base: str, made: str, inside: str, more: str = "") -> Form:
    """Return the definition of a class; whatever it is like, its objects can do the same."""
    return Form(
        name,
        f"class <+Thing>{base}:\n    shared = [<#>]\n    def __init__(self, v=()):\n        {made}\n"
        f"        self.n = <#2>\n    def add(self, x):\n        {inside}\n    @property\n"
        "    def size(self):\n        return len(self.v), self.n\n    def get(self):\n        return self.v\n"
        "    def put(self, x):\n        self.shared.append(x)\n    @classmethod\n    def note(cls, x):\n"
        "        cls.shared.append(x)\n"
        "    def __iadd__(self, x):\n        self.v.append(x)\n        return self\n"
        "    def __enter__(self):\n        self.v.append('in')\n        return self\n"
        f"    def __exit__(self, *_):\n        pass\n    def __call__(self, x):\n        self.v.append(x)\n{more}",
    )


CLASSES = (
    _thing("class", "", _KEEPS, "self.v.append(x)"),
    _thing("class that copies", "", _COPIES, "self.v.append(x)"),
    _thing("class that rebinds", "", _KEEPS, "self.v = [*self.v, x]"),
    _thing("class that adds", "", _KEEPS, "self.v += [x]"),
    _thing("class that calls", "", _KEEPS, "self.get().append(x)"),
    _thing(
        "class with helper",
        "",
        "self.fill(v)",
        "self.v.append(x)",
        "    def fill(self, v):\n        self.v = v\n",
    ),
    _thing(
        "class with items",
        "",
        _KEEPS,
        "self[0] = x",
        "    def __setitem__(self, i, x):\n        self.v.insert(i, x)\n    def __getitem__(self, i):\n        return self.v[i]\n",
    ),
    _thing(
        "class with counter",
        "",
        _KEEPS,
        "type(self).total += 1000 * self.total + <#>\n        self.v.append(self.total)",
        "    total = 0\n",
    ),
)
INHERITING = (
    Form(
        "subclass",
        "class <+Thing>(<Thing2>):\n    def add(self, x):\n        super().add((x, <#>))",
    ),
    Form(
        "subclass constructor",
        "class <+Thing>(<Thing2>):\n    def __init__(self, v=()):\n        super().__init__(v)\n        self.n = <#>",
    ),
    Form(
        "subclass constructor copies",
        "class <+Thing>(<Thing2>):\n    def __init__(self, v=()):\n        super().__init__(list(v))",
    ),
    Form("subclass state", "class <+Thing>(<Thing2>):\n    shared = [<#>]"),
    Form("empty subclass", "class <+Thing>(<Thing2>):\n    pass"),
    Form(
        "dataclass",
        "from dataclasses import dataclass\n@dataclass\nclass <+Thing>(<Thing2>):\n    v: list\n    n: int = <#>",
    ),
)

THINGS = (
    Form("object", "<+thing> = <Thing>(<xs>)"),
    Form("object of fresh", "<+thing> = <Thing>([<#>])"),
    Form("object by keyword", "<+thing> = <Thing>(v=<xs>)"),
    Form("object alias", "<+thing> = <thing2>"),
    Form("object copy", "import copy\n<+thing> = copy.copy(<thing2>)"),
    Form("object deep copy", "import copy\n<+thing> = copy.deepcopy(<thing2>)"),
    Form("object method", "<thing>.add(<#>)"),
    Form("object method of class", "<Thing>.add(<thing>, <#>)"),
    Form("object attribute change", "<thing>.v.append(<#>)"),
    Form("object attribute augmented", "<thing>.v += [<#>]"),
    Form("object attribute rebinding", "<thing>.v = [*<thing>.v, <#>]"),
    Form("object attribute assignment", "<thing>.v = <xs>"),
    Form("object number", "<thing>.n = (<thing>.n, <#>)"),
    Form("object new attribute", "<thing>.tag = [<#>]\nprint(<thing>.tag)"),
    Form("object setattr", "setattr(<thing>, 'n', (<thing>.n, <#>))"),
    Form("object dict", "<thing>.__dict__['n'] = (<thing>.n, <#>)"),
    Form("object vars", "vars(<thing>)['n'] = (<thing>.n, <#>)"),
    Form("object taken attribute", "<+xs> = <thing>.v"),
    Form("object taken by method", "<+xs> = <thing>.get()"),
    Form("object getattr", "getattr(<thing>, 'v').append(<#>)"),
    Form("object augmented", "<thing> += <#>"),
    Form("object with", "with <thing>:\n    pass"),
    Form("object with as", "with <thing> as x:\n    x.add(<#>)"),
    Form("object called", "<thing>(<#>)"),
    Form("object bound method", "add = <thing>.add\nadd(<#>)"),
    Form("object chained", "<thing>.get().append(<#>)"),
    Form("class state change", "<Thing>.shared.append(<#>)"),
    Form("class state rebinding", "<Thing>.shared = [*<Thing>.shared, <#>]"),
    Form("class state by object", "<thing>.shared.append(<#>)"),
    Form("class state by method", "<thing>.put(<#>)"),
    Form("class state by classmethod", "<Thing>.note(<#>)"),
    Form("class state by type", "type(<thing>).shared.append(<#>)"),
    Form("class state hidden by attribute", "<thing>.shared = [<#>]"),
    Form("class method replaced", "<Thing>.get = lambda self: (self.v, <#>)[0]"),
    Form("objects", "<+crew> = [<thing>, <thing2>]"),
    Form("objects of constructor", "<+crew> = [<Thing>(<xs>), <thing>]"),
    Form("objects append", "<crew>.append(<thing>)"),
    Form("objects loop", "for x in <crew>:\n    x.add(<#>)"),
    Form("objects loop attribute", "for x in <crew>:\n    x.v.append(<#>)"),
    Form("objects loop assignment", "for x in <crew>:\n    x.n = (x.n, <#>)"),
    Form("objects display loop", "for x in (<thing>, <thing2>):\n    x.add(<#>)"),
    Form(
        "objects dict loop",
        "for key, x in {'k': <thing>, 'j': <thing2>}.items():\n    x.add((key, <#>))",
    ),
    Form("objects member", "<crew>[0].add(<#>)"),
    Form("objects member attribute", "<crew>[-1].v.append(<#>)"),
    Form("objects member taken", "<+thing> = <crew>[0]"),
    Form("objects comprehension", "<+rows> = [x.v for x in <crew>]"),
    Form("wrapper", "<+pipe> = Pipe([('one', <thing>), ('two', <thing2>)])"),
    Form("wrapper call", "<pipe>.fit(<#>)"),
    Form("wrapper member", "<pipe>.steps[0][1].add(<#>)"),
    Form("wrapper dict", "dict(<pipe>.steps)['two'].add(<#>)"),
    Form("wrapper alias", "<+pipe> = <pipe2>"),
    Form("wrapper chained", "print(<pipe>.fit(<#>).steps[0][0])"),
    Form(
        "namespace", "from types import SimpleNamespace\n<+point> = SimpleNamespace(v=<xs>, n=<#>)"
    ),
    Form(
        "namedtuple",
        "from collections import namedtuple\nPoint = namedtuple('Point', 'v n')\n<+point> = Point(<xs>, <#>)",
    ),
    Form("point change", "<point>.v.append(<#>)"),
    Form("point taken", "<+xs> = <point>.v"),
    Form("point alias", "<+point> = <point2>"),
    Form(
        "namespace assignment",
        "from types import SimpleNamespace\n<+point> = SimpleNamespace(v=<xs>, n=<#>)\n<+point>.n = (<+point>.n, <#2>)",
    ),
)
