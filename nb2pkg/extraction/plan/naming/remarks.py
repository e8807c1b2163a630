"""What a person said about a step: a comment or a heading, as a phrase that begins with a verb."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nb2pkg.analysis.knowledge.phrases import AMBIGUOUS, SHOWING, VAGUE, VERBS
from nb2pkg.extraction.plan.naming.names import FILLERS, LONGEST, phrase_name, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nb2pkg.analysis.model import Statement

_MOST_WORDS: Final = 14
_CODE_LIKE: Final = re.compile(r"[=(){}\[\]<>\\@|`$%&]|https?:|\w\.\w")
_NUMBERING: Final = re.compile(
    r"^(?:(?:step|part|task|q)\s*)?(?:\d+|[a-z]\b)?(?:\.\d+)*\s*[-:.)]+\s*", re.IGNORECASE
)
_OPENING: Final = re.compile(
    r"^(?:(?:now|then|next|first|finally|let'?s|let us|we|i|will|can|to|also|here)[, ]+)+",
    re.IGNORECASE,
)
_MEANS: Final = re.compile(r"^us(?:e|ing)\s.+?\s(?:to|for)\s+(?=\w)", re.IGNORECASE)
_CLAUSE: Final = re.compile(
    r",\s|\s-+\s|\s(?:so|because|which|that|if|when|while|using|by|based)\s", re.IGNORECASE
)
_BREAK: Final = re.compile(
    r"\s(?:and|or|with|for|from|into|to|in|on|of|as|at|without)\s", re.IGNORECASE
)


def remark_phrase(text: str) -> str | None:
    """Return a comment or heading as a phrase that begins with a verb, or None where it says no such thing."""
    said = text.strip().strip("#").strip().rstrip(".:;!?").strip(" *_")
    said = _OPENING.sub("", _NUMBERING.sub("", said))
    if not said or not said.isascii() or _CODE_LIKE.search(said) or len(said.split()) > _MOST_WORDS:
        return None
    if re.match(r"us(?:e|ing)\s", said, re.IGNORECASE):
        means = _MEANS.match(said)
        said = said[means.end() :] if means else ""
    parts = words(said)
    head = base_verb(parts[0]) if parts else None
    telling = [word for word in parts if word not in FILLERS]
    if head is None or len(telling) < 2 or _is_noun(head, parts):
        return None
    return re.sub(r"^\w+", head, said, count=1)


def is_better(phrase: str, statements: Sequence[Statement], done: str) -> bool:
    """Say whether what a person said names a step better than `done`, which its calls tell.

    It does not where it is the name of a called function, speaks of showing what the step only makes, or says no
    more than the stage does.
    """
    facts = [fact.partition("#")[0] for s in statements for fact in s.effects.facts]
    if remark_name(phrase) in {fact.rpartition(".")[2] for fact in facts}:
        return False
    if phrase.partition(" ")[0].lower() in SHOWING and not any(
        s.effects.has_output for s in statements
    ):
        return False
    says_little = all(word in VAGUE or word in FILLERS for word in words(phrase))
    return not says_little or ":" in done


def remark_name(phrase: str) -> str:
    """Return the name of a step for what a person said of it: its first clause, where all is too long."""
    said = phrase
    if len("_".join(_telling(said))) > LONGEST:
        clause = _CLAUSE.search(said)
        said = said[: clause.start()] if clause else said
    while len("_".join(_telling(said))) > LONGEST:
        breaks = [match.start() for match in _BREAK.finditer(said)]
        if not breaks or len(_telling(said[: breaks[-1]])) < 2:
            break
        said = said[: breaks[-1]]
    return phrase_name(" ".join(_telling(said)))


def base_verb(word: str) -> str | None:
    """Return the plain form of a verb (“loading” gives “load”), or None for any other word."""
    stem = word.removesuffix("ing")
    forms = (
        word,
        word.removesuffix("s"),
        stem,
        f"{stem}e",
        stem[:-1],
        word.removesuffix("ed"),
        word.removesuffix("d"),
    )
    return next((form for form in forms if form in VERBS), None)


def _is_noun(head: str, parts: list[str]) -> bool:
    """Say whether what could be a verb is the first half of a noun, as in “label encoding” or “test set”."""
    if parts[0] not in AMBIGUOUS:
        return False
    after = parts[1]
    if after == "and":
        return len(parts) < 3 or base_verb(parts[2]) is None or parts[2] in AMBIGUOUS
    return after in AMBIGUOUS[head] or after.endswith(("ing", "tion", "ment"))


def _telling(text: str) -> list[str]:
    return [word for word in words(text) if word not in FILLERS]
