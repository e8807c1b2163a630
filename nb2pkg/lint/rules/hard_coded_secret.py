"""NB303: a secret in the code."""

from __future__ import annotations

from nb2pkg.lint.rule import Rule, example
from nb2pkg.notebook.model import Place
from nb2pkg.secrets import Secret, find_secrets
from nb2pkg.secrets.detectors import more_spans
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.lint.model import Finding


class HardCodedSecret(Rule):
    """Finds passwords, keys and tokens that stand in the code.

    ## What it does
    Reports strings that look like a secret: known forms of keys and tokens, passwords in URLs, and literals given to
    names, keys or arguments such as `password` or `api_key`. Placeholders such as `"your_api_key"` or `"xxxx"` are
    none. With `nb2pkg[secrets]` detect-secrets looks as well (without its entropy detectors, which flag ordinary
    paths). No report shows more of a secret than its last two characters.

    ## Why is this bad?
    Whoever has the notebook has the secret, and git keeps it after it is removed.

    ## Example
    ```python
    # cell 1
    password = "tr0ub4dor&3"
    ```

    ## Use instead
    ```python
    # cell 1
    import os
    password = os.environ["DB_PASSWORD"]
    ```

    ## Limits
    A secret in an output or in Markdown is not looked for, nor one in a line of more than 5,000 characters.
    """

    code = "NB303"
    name = "hard-coded-secret"
    valid: ClassVar = (
        example('import os\npassword = os.environ["DB_PASSWORD"]'),
        example('password = "<your password>"'),
    )
    invalid: ClassVar = (example('password = "tr0ub4dor&3"'),)

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each secret."""
        notebook = graph.program.notebook
        lines = [
            (cell.number, number, line)
            for cell in notebook.code_cells
            for number, line in enumerate(cell.source.split("\n"), 1)
            if len(line) < LONGEST
        ]
        for index, secret in _found([line for _, _, line in lines]):
            cell, number, _ = lines[index]
            yield self.finding(
                notebook,
                f"this looks like {secret.kind} ({secret.masked}); everybody who has the notebook has it",
                Place(cell, number, secret.start + 1, number, secret.end + 1),
                help="read it from the environment, and replace it by a new one: git remembers this one",
            )


LONGEST = 5000  # a longer line is data


def _found(lines: list[str]) -> Iterator[tuple[int, Secret]]:
    """Yield each secret with the index of its line: those we know, and what detect-secrets adds to them."""
    known = {index: find_secrets(line) for index, line in enumerate(lines)}
    for index, secrets in known.items():
        yield from ((index, secret) for secret in secrets)
    for index, start, end, kind in more_spans(lines):
        if all(end <= other.start or start >= other.end for other in known[index]):
            known[index].append(Secret(start, end, kind, lines[index][start:end]))
            yield index, known[index][-1]
