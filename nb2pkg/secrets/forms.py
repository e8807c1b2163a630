"""Secrets that are known by their form, whatever they are called."""

from __future__ import annotations

import re

from nb2pkg.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

# kind; what stands in every such text, and is quick to look for; pattern: its group, if it has one, is the secret
_FORMS: Final = (
    ("an AWS access key", "A", r"\b(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}\b"),
    ("a GitHub token", "_", r"\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_\w{22,255})\b"),
    ("a GitLab token", "gl", r"\bgl(?:pat|dt|rt|cbt)-[\w-]{20,255}"),
    ("a Slack token", "xox", r"\bxox[abeposr]-[\w-]{10,255}"),
    (
        "a Slack webhook",
        "hooks.slack",
        r"hooks\.slack\.com/services/(T\w{6,20}/B\w{6,20}/\w{16,40})",
    ),
    ("a Google API key", "AIza", r"\bAIza[\w-]{35}(?![\w-])"),
    ("a Google client secret", "GOCSPX", r"\bGOCSPX-[\w-]{28}(?![\w-])"),
    ("a Hugging Face token", "hf_", r"\bhf_[A-Za-z0-9]{30,255}\b"),
    (
        "an API key",
        "sk-",
        r"\bsk-(?=[\w-]{0,250}[A-Z])(?=[\w-]{0,250}\d)(?:proj-|ant-|svcacct-)?[\w-]{20,255}",
    ),
    ("a Stripe key", "k_", r"\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,255}\b"),
    ("a SendGrid key", "SG.", r"\bSG\.[\w-]{20,24}\.[\w-]{39,50}"),
    ("a PyPI token", "pypi-", r"\bpypi-[\w-]{50,255}"),
    ("an npm token", "npm_", r"\bnpm_[A-Za-z0-9]{36}\b"),
    ("a Telegram bot token", ":AA", r"\b\d{8,10}:AA[\w-]{33}(?![\w-])"),
    ("an Azure storage key", "AccountKey", r"AccountKey=([A-Za-z0-9+/]{40,200}={0,2})"),
    ("a private key", "-----BEGIN", r"-----BEGIN (?:[A-Z]{1,20} ){0,4}PRIVATE KEY-----"),
    ("a JSON web token", "eyJ", r"\beyJ[\w-]{10,2000}\.eyJ[\w-]{10,2000}\.[\w-]{10,2000}"),
    (
        "a password in a URL",
        "://",
        r"\b[a-z][a-z0-9+.-]{1,20}://[^\s/:@'\"{}<>$%]{1,100}:([^\s/@'\"{}<>$*]{1,200})@",
    ),
)
_NO_PASSWORD: Final = frozenset({"pass", "password", "passwd", "pwd", "pw", "secret", "token"})


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and kind of each secret of a known form."""
    for kind, hint, pattern in _FORMS:
        if hint not in text:
            continue
        for match in re.finditer(
            pattern, text
        ):  # `re` keeps what it compiled: most runs need none of them
            group = match.re.groups
            if match[group].casefold() not in _NO_PASSWORD:
                yield *match.span(group), kind
