"""The differences of two texts go in; those that say the same in other words, or call a thing by another name, come out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from bot.vendors.judging.aligning import Change
from bot.vendors.judging.clauses import Sentence
from bot.vendors.judging.cleaning import key
from bot.vendors.judging.cues import pattern, words_of
from bot.vendors.judging.data import load

_DEFINED = re.compile(r'"([^"]{2,40})"')
_STEM = 5
_SEVERAL = 2
"""A party named so often was not mentioned by chance."""


def said_otherwise(before: list[Sentence], after: list[Sentence], changes: list[Change]) -> frozenset[Change]:
    """Those that say the same with other names or in other words: nothing that must be told at once."""
    return _renamed(before, after, changes) | frozenset(one for one in changes if _is_reworded(one))


def _is_reworded(change: Change) -> bool:
    """Whether the same words stand there in another form or order: "are deleted", "we delete". Who acts on whom stays."""
    if change.before is None or change.after is None:
        return False
    was, now = change.before.key.split(), change.after.key.split()
    if _stems(was) != _stems(now) or _of_parties(was) != _of_parties(now) or _switches(was) != _switches(now):
        return False
    gone, new = Counter(was) - Counter(now), Counter(now) - Counter(was)
    left, right = _side(gone), _side(new)
    return not left or not right or left == right


def _side(some: Counter[str]) -> set[str]:
    """Of whom the words for people speak: of the vendor, of customers. "Ihre" and "deine" are one."""
    return {side for side, words in load("phrases")["actors"].items() for word in some if word in words}


def _stems(some: list[str]) -> Counter[str]:
    """What is said, by the beginnings of words: no articles, no "is" and "will"; each "not" and "never" is one "not"."""
    none, idle = words_of("negations"), words_of("small") | words_of("auxiliaries")
    return Counter("not" if word in none else word[:_STEM] for word in some if word in none or word not in idle)


def _of_parties(some: list[str]) -> list[str]:
    known = {name for side in load("phrases")["parties"] for name in side}
    return [word for word in some if word in known]


def _switches(some: list[str]) -> list[str]:
    """In their order: "on unless you switch it off" is not "off unless you switch it on"."""
    return [word for word in some if word in words_of("switches")]


def _renamed(before: list[Sentence], after: list[Sentence], changes: list[Change]) -> frozenset[Change]:
    """Those that say the same once defined terms ("Customer Content" means ...) and parties have one name on both sides."""
    names = {**_defined(changes), **_parties(before, after)}
    if not names:
        return frozenset()
    known = re.compile("|".join(rf"\b{re.escape(one)}\b" for one in sorted(names, key=len, reverse=True)))
    return frozenset(
        one
        for one in changes
        if one.before and one.after and known.sub(lambda found: names[found[0]], one.before.key) == one.after.key
    )


def _defined(changes: list[Change]) -> dict[str, str]:
    """Terms in quotation marks whose definitions are the same but for their names: a narrower or wider one is no other name."""
    found = {}
    for one in changes:
        if one.before is None or one.after is None:
            continue
        was, now = _quoted(one.before), _quoted(one.after)
        gone, new = was - now, now - was
        if len(gone) == 1 and len(new) == 1:
            old, fresh = gone.pop(), new.pop()
            if one.before.key.replace(old, fresh) == one.after.key and pattern("definition").search(one.after.key):
                found[old] = fresh
    return found


def _quoted(one: Sentence) -> set[str]:
    return {key(term) for term in _DEFINED.findall(one.text)}


def _parties(before: list[Sentence], after: list[Sentence]) -> dict[str, str]:
    """What a party is called, where the one name is gone and the other one is new: "Vendor", now "Supplier"."""
    said, says = _counted(before), _counted(after)
    found = {}
    for side in load("phrases")["parties"]:
        gone = [name for name in side if said[name] >= _SEVERAL and not says[name]]
        new = [name for name in side if says[name] >= _SEVERAL and not said[name]]
        if len(gone) == 1 and len(new) == 1 and not {gone[0], new[0]} & words_of("operative"):
            found[gone[0]] = new[0]
    return found


def _counted(some: Iterable[Sentence]) -> Counter[str]:
    return Counter(word for one in some for word in one.key.split())
