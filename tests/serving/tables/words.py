"""Reviews and messages."""

from __future__ import annotations

from random import Random

from tests.serving.tables.draw import Row

_GOOD = "great lovely tasty friendly perfect amazing fresh warm".split()
_BAD = "awful slow cold rude bland terrible dirty stale".split()
_PLAIN = "The food was and the service here is a place we came on Sunday with family for pizza , soup & tea !".split()
_HAM = (
    "see you at home later are we still on for lunch call me when the bus is late ok thanks".split()
)
_SPAM = "WIN a FREE prize now txt CLAIM to 80082 urgent cash reward call 0900 winner £500".split()


def review(rng: Random) -> Row:
    liked = rng.random() < 0.5
    words = rng.choices(_PLAIN, k=rng.randint(5, 12)) + rng.choices(
        _GOOD if liked else _BAD, k=rng.randint(1, 3)
    )
    rng.shuffle(words)
    return {"Review": " ".join(words) + rng.choice(["", ".", "!!", "..."]), "Liked": int(liked)}


def message(rng: Random) -> Row:
    spam = rng.random() < 0.3
    words = rng.choices(_HAM, k=rng.randint(4, 10)) + (
        rng.choices(_SPAM, k=rng.randint(3, 7)) if spam else []
    )
    rng.shuffle(words)
    return {"v1": "spam" if spam else "ham", "v2": " ".join(words), "": "", " ": ""}
