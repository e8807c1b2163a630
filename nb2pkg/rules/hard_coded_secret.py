"""NB303: a secret in the code."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from nb2pkg.knowledge.secrets import find_secrets
from nb2pkg.model import Place
from nb2pkg.rule import Rule, example

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.graph import Graph
    from nb2pkg.model import Finding


class HardCodedSecret(Rule):
    """Finds passwords, keys and tokens that stand in the code.

    ## What it does
    Reports strings that look like a secret: known forms of keys and tokens, and literals given to names such as
    `password` or `api_key`. The message shows no more than its last two characters.

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
    A secret in an output or in Markdown is not looked for.
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
        for cell in graph.program.notebook.code_cells:
            for number, line in enumerate(cell.source.split("\n"), 1):
                for secret in find_secrets(line) if len(line) < LONGEST else ():
                    yield self.finding(
                        graph.program.notebook,
                        f"this looks like {secret.kind} ({secret.masked}); everybody who has the notebook has it",
                        Place(cell.number, number, secret.start + 1, number, secret.end + 1),
                        help="read it from the environment, and replace it by a new one: git remembers this one",
                    )


LONGEST = 5000  # a longer line is data
