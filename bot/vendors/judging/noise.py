"""Two texts and their differences go in; why they are no change of terms comes out, or None where they may be one."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from bot.policy.vendors.terms import Noise
from bot.vendors.judging.aligning import Change
from bot.vendors.judging.clauses import Sentence, sentences
from bot.vendors.judging.data import load
from bot.vendors.judging.dates import dates_in, effective_in

_LOST = 0.4
"""A page with less than this share of its words left is looked at, never alerted."""
_FEW = 120
"""Words: a page below this was an error, a login or a redirect."""
_OTHER_LANGUAGE = 0.5
_GROWN_SHARED = 0.5
"""Of the shorter page's sentences: with fewer in common a longer page under another title is another one."""
_ONE_TITLE = 0.6
_TOP = 3
_TITLE = 6
_BESIDE_A_BLOCK = 16
"""Words: a title or a menu may change with a page that is added, no clause."""
_OTHER_REGION = 0.7
_AT_THE_TOP = 25
"""Sentences: where a page says for whom it is."""
_ERROR_AT_THE_TOP = 5
"""Sentences: a page that began with an error was not read as a whole."""
_A_CLAUSE = 6
_TERMS_SPEAK = 0.3
"""Of the sentences of this many words and more; a home page speaks of other things."""
_SHARED = 0.08
"""Of the smaller page's sentences: with fewer in common it is another document."""


@cache
def _furniture() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in load("noise")["furniture"]), re.IGNORECASE)


@cache
def _languages() -> dict[str, frozenset[str]]:
    return {code: frozenset(some) for code, some in load("noise")["languages"].items()}


def is_furniture(text: str) -> bool:
    """Whether a whole line belongs to the page and not to the terms: a menu, a footer, a clock."""
    return bool(_furniture().fullmatch(text.strip(" .:·•>-→↗|")))


@cache
def _broken() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in load("noise")["broken"]))


@cache
def _of_terms() -> re.Pattern[str]:
    return re.compile(load("noise")["of_terms"])


@cache
def _for_residents() -> re.Pattern[str]:
    return re.compile(load("noise")["for_residents"])


def _is_broken(some: Iterable[Sentence]) -> bool:
    return any(_broken().fullmatch(one.key) for one in some)


def language_of(some: Iterable[Sentence]) -> str:
    """The language most function words are from; "" where hardly any is known."""
    words = Counter(word for one in some for word in one.key.split())
    total = sum(words.values())
    signs = sum(count for word, count in words.items() if any("\u3040" <= sign <= "\u9fff" for sign in word))
    if total and signs > 0.3 * total:
        return "cjk"
    scores = {code: sum(words[word] for word in known) for code, known in _languages().items()}
    best = max(scores, key=lambda code: scores[code])
    return best if total and scores[best] > 0.08 * total else ""


def whole_page(before: list[Sentence], after: list[Sentence], changes: list[Change]) -> Noise | None:
    """What happened to the page as a whole: gone, back, another one, another language, a second one beside it."""
    old, new = _words(before), _words(after)
    if old == 0 and new == 0:
        return Noise.NO_TEXT
    if old == 0 or new == 0:
        return Noise.RECOVERED if new else Noise.COLLAPSED
    left, right = Counter(one.key for one in before), Counter(one.key for one in after)
    shared = sum((left & right).values()) / max(1, min(len(before), len(after)))
    said, says = language_of(before), language_of(after)
    if said and says and said != says and shared < _OTHER_LANGUAGE:
        return Noise.LOCALE_FLIP if 0.4 < new / old < 2.5 else Noise.WRONG_DOCUMENT
    if new < _LOST * old:
        return Noise.COLLAPSED if shared >= _SHARED or new < _FEW else Noise.WRONG_DOCUMENT
    grown = _grown(before, after, shared) if old < _LOST * new else None
    return grown or _another(before, after, changes, shared) or _broken_part(changes) or _second_source(before, after, changes)


def _another(before: list[Sentence], after: list[Sentence], changes: list[Change], shared: float) -> Noise | None:
    """Terms for people of another region, or no terms at all, in place of these."""
    was, now = _regions(before), _regions(after)
    if shared < _OTHER_REGION and _title(before) != _title(after) and was != now:
        return Noise.LOCALE_FLIP
    if was and now and not was & now:
        return Noise.WRONG_DOCUMENT
    is_other = shared < _SHARED / 2 and not any(one.before and one.after for one in changes)
    return Noise.WRONG_DOCUMENT if is_other else None


def _grown(before: list[Sentence], after: list[Sentence], shared: float) -> Noise | None:
    """What a page is that became much longer: back after an error, another one, or the same terms with more in them."""
    if not _is_of_terms(before):
        return Noise.RECOVERED
    is_one = shared >= _GROWN_SHARED or _is_one_title(_title(before), _title(after))
    return None if is_one else Noise.WRONG_DOCUMENT


def _is_of_terms(some: list[Sentence]) -> bool:
    """Whether a page held terms, however short: its clauses speak as terms do, and it showed no error and no login."""
    said = [one for one in some if len(one.key.split()) >= _A_CLAUSE]
    spoken = sum(bool(_of_terms().search(one.key)) for one in said)
    return bool(said) and spoken >= _TERMS_SPEAK * len(said) and not _is_broken(some[:_ERROR_AT_THE_TOP])


def _is_one_title(was: str, now: str) -> bool:
    """Whether two titles are one, or share most of their words: "Notice and Usage Policy", "Usage and Privacy Notice"."""
    left, right = set(was.split()), set(now.split())
    return left == right or len(left & right) > _ONE_TITLE * min(len(left), len(right))


def _title(some: list[Sentence]) -> str:
    return next((one.key for one in some if one.is_heading), "")


def _regions(some: list[Sentence]) -> frozenset[str]:
    """For whose residents the terms say at their top that they are made."""
    return frozenset(found[1] for one in some[:_AT_THE_TOP] if (found := _for_residents().search(one.key)))


def _broken_part(changes: list[Change]) -> Noise | None:
    """One of several pages that are read together shows an error, or no longer does."""
    added = [one.after for one in changes if one.after and not one.before]
    removed = [one.before for one in changes if one.before and not one.after]
    if _is_broken(added) and _words(removed) > 2 * _words(added):
        return Noise.COLLAPSED
    is_back = _words(added) > (_FEW if _is_broken(removed[:_ERROR_AT_THE_TOP]) else 2 * _words(removed))
    return Noise.RECOVERED if is_back and _is_broken(removed) else None


def _second_source(before: list[Sentence], after: list[Sentence], changes: list[Change]) -> Noise | None:
    """One block with its own title put at the end or the start of an otherwise unchanged page, or taken from there."""
    added = [one.after for one in changes if one.after and not one.before and not is_trivial(one)]
    removed = [one.before for one in changes if one.before and not one.after and not is_trivial(one)]
    altered = [len(one.gone) + len(one.new) for one in changes if one.before and one.after and not is_trivial(one)]
    grown = _words(added) >= _words(removed)
    block, page, rest = (added, after, removed) if grown else (removed, before, added)
    if sum(altered) + _words(rest) > _BESIDE_A_BLOCK:
        return None
    if _words(block) < max(250, 0.12 * _words(page)):
        return None
    places = [page.index(one) for one in block]
    is_dense = max(places) - min(places) <= 1.15 * len(places)
    if not (is_dense or _is_the_rest(page, min(places), max(places), before if grown else after)):
        return None
    if min(places) > 3 and max(places) < len(page) - 3:
        return None
    return Noise.SECOND_SOURCE if block[0].is_title or any(dates_in(one.text) for one in block[:6]) else None


def _is_the_rest(page: list[Sentence], first: int, last: int, other: list[Sentence]) -> bool:
    """Whether what stands around a block is the other page from end to end: then all of the block came with it, also what it
    has in common with the page."""
    around = Counter(one.key for one in (*page[:first], *page[last + 1 :]))
    return (
        sum((around - Counter(one.key for one in other)).values()) + sum((Counter(one.key for one in other) - around).values())
        <= _TITLE
    )


def is_trivial(change: Change) -> bool:
    """Whether one difference says nothing: furniture, or a date that ticks in a line that has nothing else to say."""
    texts = [one.text for one in (change.before, change.after) if one]
    if all(is_furniture(text) for text in texts) or all(_is_title(one) for one in (change.before, change.after) if one):
        return True
    if all(len(text.split()) <= 24 and dates_in(text) and effective_in(text) is None for text in texts):
        words = set(change.gone) | set(change.new)
        spoken = {word for text in texts for start, _ in dates_in(text) for word in _near(text, start)}
        return bool(words) and words <= spoken | _DATE_WORDS
    return False


def _is_title(one: Sentence) -> bool:
    """The name of the page or the firm at its very top. A short line further down may be a clause."""
    return one.line < _TOP and len(one.key.split()) <= _TITLE and not any(sign.isdigit() for sign in one.key)


_DATE_WORDS = frozenset(
    {
        "last",
        "updated",
        "effective",
        "date",
        "as",
        "of",
        "on",
        "modified",
        "revised",
        "from",
        "version",
        "the",
        "previous",
        "published",
    }
)


def _near(text: str, start: int) -> list[str]:
    return re.sub(r"[^\w\s]", " ", text[start : start + 32].casefold()).split()


def _words(some: Iterable[Sentence]) -> int:
    return sum(len(one.key.split()) if one.key.isascii() else len(one.key.split()) + len(one.key) // 4 for one in some)


def same_text(one: str, other: str) -> bool:
    """Whether two captures say the same: what a second fetch confirms, or an earlier text that came back."""
    return fingerprint(one) == fingerprint(other)


def fingerprint(page: str) -> str:
    """Equal for captures that differ in markup, links, numbering, furniture or order only."""
    said = sorted(one.key for one in sentences(page) if not is_furniture(one.text))
    return hashlib.sha256("\n".join(said).encode()).hexdigest()
