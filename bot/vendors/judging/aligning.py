"""The sentences of two texts go in; those added, removed and changed come out. A sentence that moved is not new."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from bot.vendors.judging.clauses import Sentence
from bot.vendors.judging.cues import words_of

ALIKE = 55.0
"""Of 100: from here on two sentences are one sentence that was changed."""
_BEGUN_ALIKE = 35.0
_BEGINNING = 4
"""Words."""
_SHARED = 0.3
"""Of the words of two sentences that say something; with fewer in common they are two, one gone and one new."""
_CANDIDATES = 12
_REGROUPED_WORDS = 8000
_LONG_WORDS = 2000
"""Words of two sentences together: of longer ones only what lies between their common ends is compared."""
_REPEATED = 0.1
_LONG = 40
"""Signs: a sentence that is said once or twice more says nothing new; a table's cell does."""


WORDS = re.compile(r"[\u3040-\u9fff]|[^\s\u3040-\u9fff]+")


@dataclass(frozen=True)
class Change:
    """One sentence before and after; None where it is new or gone. ``gone`` and ``new`` are the words between the two."""

    before: Sentence | None
    after: Sentence | None
    gone: tuple[str, ...]
    new: tuple[str, ...]
    gone_at: frozenset[int] = frozenset()
    """The places of these words in the key before, from 0; ``new_at`` in the key after."""
    new_at: frozenset[int] = frozenset()


def align(before: list[Sentence], after: list[Sentence], hurry: Callable[[], None] = lambda: None) -> list[Change]:
    """Changes in the order of the text after; what is gone stands last. ``hurry`` is asked at each step, and may end it."""
    gone, new = _without_equal(before, after)
    gone, new = _without_regrouped(gone, new)
    return _paired(gone, new, hurry)


def _without_equal(before: list[Sentence], after: list[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    left = Counter(one.key for one in before)
    right = Counter(one.key for one in after)
    return _once(_beyond(before, right), right, len(after)), _once(_beyond(after, left), left, len(before))


def _once(rest: list[Sentence], others: Counter[str], size: int) -> list[Sentence]:
    """Without short lines the other text has too, where there are many of them: the page stood, or stands, there twice."""
    repeated = [one for one in rest if one.key in others]
    return [one for one in rest if one.key not in others] if len(repeated) > _REPEATED * size else rest


def _beyond(some: list[Sentence], others: Counter[str]) -> list[Sentence]:
    """Those the other text does not have. A long sentence is there or not, however often; short ones ("No") are counted."""
    known = Counter(others)
    rest = []
    for one in some:
        if known[one.key] > 0:
            known[one.key] -= len(one.key) < _LONG
        else:
            rest.append(one)
    return rest


def _without_regrouped(gone: list[Sentence], new: list[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    """Without those that were only cut or joined: the same words in the same order, other sentence ends."""
    left = [(word, at) for at, one in enumerate(gone) for word in one.key.split()]
    right = [(word, at) for at, one in enumerate(new) for word in one.key.split()]
    if not left or not right or max(len(left), len(right)) > _REGROUPED_WORDS:
        return gone, new
    whole_left, whole_right = set(range(len(gone))), set(range(len(new)))
    links: set[tuple[int, int]] = set()
    for step in Indel.opcodes([word for word, _ in left], [word for word, _ in right]):
        if step.tag == "equal":
            links.update(
                (left[step.src_start + k][1], right[step.dest_start + k][1]) for k in range(step.src_end - step.src_start)
            )
        else:
            whole_left -= {left[k][1] for k in range(step.src_start, step.src_end)}
            whole_right -= {right[k][1] for k in range(step.dest_start, step.dest_end)}
    shrunk = True
    while shrunk:
        bad_right = {fresh for old, fresh in links if old not in whole_left} & whole_right
        bad_left = {old for old, fresh in links if fresh not in whole_right} & whole_left
        whole_left -= bad_left
        whole_right -= bad_right
        shrunk = bool(bad_left or bad_right)
    return [one for at, one in enumerate(gone) if at not in whole_left], [
        one for at, one in enumerate(new) if at not in whole_right
    ]


def _paired(gone: list[Sentence], new: list[Sentence], hurry: Callable[[], None]) -> list[Change]:
    choices = sorted(_scores(gone, new, hurry), key=lambda one: (-one[0], one[1], one[2]))
    left: dict[int, int] = {}
    right: dict[int, int] = {}
    for _, old, fresh in choices:
        if old not in left and fresh not in right:
            left[old] = fresh
            right[fresh] = old
    changes = []
    for at, one in enumerate(new):
        hurry()
        mate = gone[right[at]] if at in right else None
        changes.append(_change(mate, one))
    changes += [_change(one, None) for at, one in enumerate(gone) if at not in left]
    return changes


def _scores(gone: list[Sentence], new: list[Sentence], hurry: Callable[[], None]) -> list[tuple[float, int, int]]:
    """Likely pairs only: sentences that share rare words."""
    where: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(gone):
        for word in dict.fromkeys(words(one.key)):
            where[word].append(at)
    found = []
    for at, one in enumerate(new):
        hurry()
        shared: Counter[int] = Counter()
        for word in dict.fromkeys(words(one.key)):
            places = where.get(word, ())
            if len(places) <= 60:
                for place in places:
                    shared[place] += 1
        for place, _ in shared.most_common(_CANDIDATES):
            least = _BEGUN_ALIKE if _begin_alike(gone[place], one) else ALIKE
            score = fuzz.token_sort_ratio(gone[place].key, one.key, score_cutoff=least)
            score = max(score, fuzz.ratio(gone[place].key, one.key, score_cutoff=least))
            if score and _speaks_alike(gone[place], one):
                found.append((score, place, at))
    return found


def _speaks_alike(one: Sentence, other: Sentence) -> bool:
    """Whether two sentences share enough of the words that say what they are about; "we" and "your" make them not one.

    A question is no other form of a sentence that answers one.
    """
    if one.is_question != other.is_question:
        return False
    small = words_of("small") | words_of("auxiliaries")
    was, now = ({word for word in words(some.key) if word not in small} for some in (one, other))
    return 2 * len(was & now) >= _SHARED * (len(was) + len(now))


def _begin_alike(one: Sentence, other: Sentence) -> bool:
    """Whether two sentences under one heading begin with the same few words: one clause, said otherwise from there on."""
    return one.heading == other.heading and one.key.split()[:_BEGINNING] == other.key.split()[:_BEGINNING]


def _change(before: Sentence | None, after: Sentence | None) -> Change:
    old = words(before.key) if before else []
    fresh = words(after.key) if after else []
    if not old or not fresh:
        return Change(before, after, tuple(old), tuple(fresh), frozenset(range(len(old))), frozenset(range(len(fresh))))
    gone: list[int] = []
    new: list[int] = []
    first = last = 0
    if len(old) + len(fresh) > _LONG_WORDS:  # to compare them word by word takes the square of their length
        first, last = _same_ends(old, fresh)
    middle, now = old[first : len(old) - last], fresh[first : len(fresh) - last]
    if len(middle) + len(now) > _LONG_WORDS:
        gone, new = list(range(first, first + len(middle))), list(range(first, first + len(now)))
        middle = now = []
    for tag, left, left_end, right, right_end in SequenceMatcher(None, middle, now, autojunk=False).get_opcodes():
        if tag != "equal":
            gone += range(first + left, first + left_end)
            new += range(first + right, first + right_end)
    return Change(before, after, tuple(old[at] for at in gone), tuple(fresh[at] for at in new), frozenset(gone), frozenset(new))


def _same_ends(old: list[str], fresh: list[str]) -> tuple[int, int]:
    """How many words two sentences share at their beginning, and how many of the rest at their end."""
    most = min(len(old), len(fresh))
    first = next((at for at in range(most) if old[at] != fresh[at]), most)
    last = next((at for at in range(most - first) if old[-1 - at] != fresh[-1 - at]), most - first)
    return first, last


def words(text: str) -> list[str]:
    """The words of a key; in scripts without blanks each sign is a word."""
    return WORDS.findall(text)
