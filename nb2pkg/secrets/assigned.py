"""Secrets that are known by what they are called: `password = "…"`, `{"api_key": "…"}`, `connect(token="…")`."""

from __future__ import annotations

import re
from functools import cache

from nb2pkg.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

# a name, bare or as a key, then a sign, then a literal
_GIVEN: Final = (
    r"(?P<name>\b[^\W\d]\w*)(?:(?P<key>[\"']\s*\]?)|\b)\s*"
    r"(?P<sign>(?::\s*[\w.\[\]| ]{1,40})?=(?!=)|==|!=|:|,)\s*(?:\(\s*)?[rRbBuUfF]{0,2}"
    r"(?P<quote>\"\"\"|'''|\"|')(?P<value>(?:\\.|(?!(?P=quote))[^\\\n]){0,4000}?)(?P=quote)"
)
# names of nothing else than secrets, and names that hold many other things as well
_SURE: Final = (
    r"(?P<password>pass(?:word|wd|phrase)|pwd|pword)|secret|credential|(?:api|access|private|consumer|client|account|service"
    r"|auth|signing|encryption|subscription|storage|master)_?key|(?:auth|access|bearer|refresh|api|bot|oauth|csrf)_?token"
)
_UNSURE: Final = r"(?:^|_)(?:key|token|auth|pass|pw|sas|dsn)$"
# what such a name ends with when it names something about the secret
_ABOUT: Final = (
    r"(?:^|_)(?:ids?|ur[li]s?|links?|file(?:name|path)?s?|paths?|dir|names?|fields?|col(?:umn)?s?|env|vars?|variables?|len|length"
    r"|size|policy|types?|format|prompt|label|title|header|regex|pattern|count|manager|version|attempts?|errors?|msg|message"
    r"|text|hint|strength|score|expires?|expiry|limit|question|input|box|form|page|tag|html|class)$"
)
# words of which people make what they write where a secret would go
_FILLER: Final = frozenset(
    "a access account an and api auth auto aws bar baz bearer bool boolean category change changeit changeme "
    "client consumer correct credential credentials db default disabled dummy email enabled enter env environ "
    "example fake false fill first float foo generate generated get github gitlab goes google hash hashed here hf "
    "hidden id in incorrect insert int invalid is it kaggle key login me my mypassword mysecret mytoken na name "
    "new none not null object of old one openai optional or os pass passphrase passwd password passwords paste "
    "path placeholder please private put pwd real redacted remove removed replace required right same sample "
    "second secret secrets set slack some something str string tbd test testing text the this three to todo token "
    "tokens true two type unknown user username valid value with wrong x xxx y yes you your yourpassword z".split()
)
# … and of which one alone tells that the reader is to fill something in
_TOLD: Final = frozenset(
    "your enter insert placeholder changeme redacted replace dummy fake example here".split()
)
# one of these is in every text that is worth a closer look
_HINTS: Final = ("pass", "pw", "secret", "credential", "key", "token", "auth", "sas", "dsn")
_SHORTEST, _LONGEST = 6, 4000
_RANDOM_FROM = 20  # characters from which a mixture of letters and digits is taken for random


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and kind of each literal that is given to something named like a secret."""
    lowered = text.lower()
    if not any(hint in lowered for hint in _HINTS):
        return
    position = 0
    while match := _given().search(text, position):
        kind = _kind_here(match)
        if kind is not None:
            yield *match.span("value"), kind
        # `ValueError: password="…"` looks like an annotation, so only the name is done with
        position = match.end() if kind else match.end("name")


def _kind_here(match: re.Match[str]) -> str | None:
    """Return the kind of a secret that is written down here; `if password: "…"` and `f(password, "…")` give nothing."""
    key, sign = match["key"], match["sign"]
    if (sign in (":", ",") and key is None) or (sign == "," and "]" in key):
        return None
    return _kind(match["name"], match["value"])


def _kind(name: str, text: str) -> str | None:
    """Return what kind of secret something of this name was given, or None where it looks like none."""
    if not _SHORTEST <= len(text) <= _LONGEST or not text.isprintable() or " " in text:
        return None
    words = _snake(name)
    sure = _sure().search(words)
    if re.search(_ABOUT, words) or not (sure or re.search(_UNSURE, words)):
        return None
    if not (_is_plausible(text) if sure else _is_random(text)):
        return None
    return "a password" if sure and sure["password"] else "a key or token"


def _is_plausible(text: str) -> bool:
    """Say whether a text can be a secret: no placeholder, no template, no path, no address."""
    if re.search(
        r"[<>{}]|%\(?\w*\)?s\b|\$\w|\.\.\.|…|://|^[./~]|^\w+\.\w{2,4}$|\*\*|:$|^\W+$", text
    ):
        return False
    words = _snake(text).split("_")
    if not _TOLD.isdisjoint(words):
        return False
    if re.fullmatch(r"(.)\1*|(?:[\w.]*[_.])?[xX]{3,}[\w.]*|(?:0?1234\d*|abc\w{0,3})", text):
        return False
    return _mixed(text) or any(word.rstrip("0123456789") not in _FILLER for word in _letters(words))


def _is_random(text: str) -> bool:
    """Say whether a text is long and mixed enough to be nothing else than a key."""
    return (
        len(text) >= _RANDOM_FROM
        and _mixed(text)
        and bool(re.fullmatch(r"[\w+/=.-]+", text))
        and _is_plausible(text)
    )


def _mixed(text: str) -> bool:
    letters, digits = sum(c.isalpha() for c in text), sum(c.isdigit() for c in text)
    return letters >= 2 and digits >= 2 and len(text) >= 8


def _letters(words: list[str]) -> list[str]:
    return [word for word in words if any(c.isalpha() for c in word)]


def _snake(name: str) -> str:
    """Return a name in lower case with its words set apart."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return re.sub(r"[\W_]+", "_", parted).lower().strip("_")


@cache
def _given() -> re.Pattern[str]:
    return re.compile(_GIVEN)


@cache
def _sure() -> re.Pattern[str]:
    return re.compile(_SURE)
