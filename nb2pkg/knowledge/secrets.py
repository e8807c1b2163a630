"""What a secret looks like when it stands in code."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

_MASK = "****"
_SHOWN = 2  # characters of a secret that a message may show

# where a pattern has a group, that is the secret; otherwise all of it is
_PATTERNS: Final = (
    ("an AWS access key", r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    ("a GitHub token", r"\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_\w{22,255})\b"),
    ("a GitLab token", r"\bglpat-[\w-]{20,}"),
    ("a Slack token", r"\bxox[abposr]-[\w-]{10,}"),
    ("a Google API key", r"\bAIza[\w-]{35}(?![\w-])"),
    ("a Hugging Face token", r"\bhf_[A-Za-z0-9]{30,}\b"),
    ("an API key", r"\bsk-(?:proj-|ant-|live_)?[A-Za-z0-9_-]{20,}"),
    ("a Stripe key", r"\b[rs]k_live_[A-Za-z0-9]{16,}\b"),
    ("a private key", r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    ("a JSON web token", r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
    ("a password in a URL", r"\b[a-z][a-z0-9+.-]{1,20}://[^\s/:@'\"{}$]+:([^\s/@'\"{}$]+)@"),
    (
        "a password or key",
        (
            r"(?i)(?:passw(?:or)?d|passwd|pwd|secret|api_?key|apikey|access_?key|auth_?token|access_?token"
            r"|secret_?key|consumer_?key|private_?key)\w*[\"']?\]?\s*(?:=|:|,)\s*[rbu]?"
            r"(?P<quote>[\"'])(?P<secret>[^\"'\s]{6,})(?P=quote)"
        ),
    ),
)
# what people write where a secret would go, and what is none
_PLACEHOLDER: Final = (
    r"(?i).*(your|xxx|\*\*\*|\.\.\.|<|>|example|change_?me|placeholder|dummy|insert|todo|redacted|password|secret"
    r"|api_?key|token|none|null|env|test|http|\{|\}|%s).*|(.)\2*|[a-z]+|[\w.]*(id|col|column|name|field)s?"
)


class Secret(NamedTuple):
    """A stretch of text that looks like a secret."""

    start: int
    end: int
    kind: str
    text: str

    @property
    def masked(self) -> str:
        """Return what may be shown of it."""
        return _MASK + self.text[-_SHOWN:]


@cache
def _compiled() -> tuple[list[tuple[str, re.Pattern[str]]], re.Pattern[str]]:
    """Compile the patterns when they are first asked for: most runs never do."""
    return [(kind, re.compile(text)) for kind, text in _PATTERNS], re.compile(_PLACEHOLDER)


def find_secrets(text: str) -> list[Secret]:
    """Return what looks like a secret in a piece of code, in order, without overlaps."""
    found: list[Secret] = []
    patterns, placeholder = _compiled()
    for kind, pattern in patterns:
        for match in pattern.finditer(text):
            start, end = match.span(_secret_group(match))
            by_keyword = "secret" in match.re.groupindex
            if by_keyword and placeholder.fullmatch(text[start:end]):
                continue
            if all(end <= other.start or start >= other.end for other in found):
                found.append(Secret(start, end, kind, text[start:end]))
    return sorted(found)


def without_secrets(text: str) -> str:
    """Return the text with everything that looks like a secret masked."""
    for secret in reversed(find_secrets(text)):
        text = text[: secret.start] + secret.masked + text[secret.end :]
    return text


def _secret_group(match: re.Match[str]) -> int | str:
    if "secret" in match.re.groupindex:
        return "secret"
    return 1 if match.re.groups else 0
