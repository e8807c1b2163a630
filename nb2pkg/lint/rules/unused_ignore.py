"""NB902: a comment that silences nothing."""

from __future__ import annotations

from nb2pkg.lint.rule import Rule, example
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.lint.model import Finding
    from nb2pkg.notebook.model import Notebook, Place


class UnusedIgnore(Rule):
    """Finds `# nb2pkg: ignore[...]` comments that silence nothing.

    ## What it does
    Reports a comment that names a rule which has nothing to say there, or a rule that does not exist.

    ## Why is this bad?
    It hides the next real finding, and misleads readers.

    ## Example
    ```python
    # cell 1
    x = 1  # nb2pkg: ignore[NB103]
    ```

    ## Use instead
    ```python
    # cell 1
    x = 1
    ```
    """

    code = "NB902"
    name = "unused-ignore"
    is_on_by_default = True
    valid: ClassVar = (example("print(x)  # nb2pkg: ignore[NB101]"),)
    invalid: ClassVar = (example("x = 1  # nb2pkg: ignore[NB101]"),)

    def check(self, graph: Graph) -> Iterator[Finding]:  # noqa: ARG002
        """Yield nothing: dead comments are known once the other rules have spoken."""
        yield from ()

    @classmethod
    def about(cls, notebook: Notebook, place: Place, code: str | None, reason: str) -> Finding:
        """Return the finding for one comment."""
        return cls().finding(
            notebook,
            f"this comment silences nothing: {reason}",
            place,
            variable=code,
            help="remove the comment" if code is None else f"remove {code} from the comment",
        )
