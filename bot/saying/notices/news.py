"""What a new version of the policy changes for one person goes in; a few plain sentences come out, looser and stricter apart."""

from __future__ import annotations

from dataclasses import dataclass

from bot.policy.changes.change import Flip
from bot.policy.deciding.rulings import Ruling
from bot.policy.house import Knowledge
from bot.policy.talks.home import News
from bot.policy.words import Texts, Verdict
from bot.saying import labels
from bot.saying.words import Words, opening, shorten

MOST_LINES = 8
MOST_NAMED = 4
MOST_REMINDED = 3
LONGEST_NOW = 170


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called today; ``before`` has the labels of what is gone by now."""

    knowledge: Knowledge
    before: dict[str, Texts]

    def tool(self, id_: str, words: Words) -> str:
        """An offering's name."""
        return self._gone(id_, words) or labels.offering_label(id_, self.knowledge, words)

    def data(self, id_: str, words: Words) -> str:
        """A data type's or class's name."""
        return self._gone(id_, words) or labels.data_label(id_, self.knowledge, words)

    def without_parts(self, data: tuple[str, ...]) -> list[str]:
        """Classes first, and no kind of data whose class is there: the class says it for all of them."""
        policy = self.knowledge.policy
        classes = [id_ for id_ in data if id_ in policy.data_classes]
        kinds = [id_ for id_ in data if id_ not in classes]
        known = {id_: policy.data_types[id_].classes for id_ in kinds if id_ in policy.data_types}
        return classes + [id_ for id_ in kinds if not set(known.get(id_, ())) & set(classes)]

    def _gone(self, id_: str, words: Words) -> str:
        return "" if id_ in self.knowledge.labels else words.pick(self.before.get(id_, {}))


Row = tuple[tuple[str, ...], tuple[str, ...], Flip]
"""Offerings, data, and one of the flips that all of them share."""


def news(owed: tuple[str, str], flips: tuple[Flip, ...], names: Names, words: Words) -> News:
    """At most eight lines in all; each group keeps at least one where it has any. ``owed``: version, and the one known."""
    rows = _together(flips, words)
    groups = [[row for row in rows if _sign(row[2]) == sign] for sign in (-1, 1, 0)]
    kept = _share(tuple(len(group) for group in groups))
    looser, stricter, changed = (
        tuple(_line(row, names, words) for row in group[:most]) for group, most in zip(groups, kept, strict=True)
    )
    return News(*owed, looser, stricter, changed, len(rows) - sum(kept))


def reminder(found: News, is_last: bool, words: Words) -> str:
    """The same as a message of its own: the first few lines, where to read the rest, and whether it is said again."""
    lines = [*found.looser, *found.stricter, *found.changed]
    told, rest = lines[:MOST_REMINDED], len(lines[MOST_REMINDED:]) + found.more
    more = [words("home.news.more", count=str(rest))] if rest else []
    end = [words("read.remind.last")] if is_last else []
    foot = words("read.remind.foot", button=words("home.news.read"))
    return "\n".join((words("read.remind.head"), *(f"• {line}" for line in (*told, *more)), " ".join((foot, *end))))


def _share(wanted: tuple[int, ...]) -> tuple[int, ...]:
    """One line for each group in turn until the lines are given out."""
    given = [0] * len(wanted)
    while sum(given) < min(MOST_LINES, sum(wanted)):
        for place, want in enumerate(wanted):
            if given[place] < want and sum(given) < MOST_LINES:
                given[place] += 1
    return tuple(given)


def _together(flips: tuple[Flip, ...], words: Words) -> list[Row]:
    """What is said in the same way is one line: first the data of an offering, then the offerings with the same data."""
    by_offering: dict[tuple[str, object], list[Flip]] = {}
    for flip in flips:
        by_offering.setdefault((flip.offering, _said(flip, words)), []).append(flip)
    by_data: dict[tuple[object, tuple[str, ...]], list[Flip]] = {}
    for (_, said), group in by_offering.items():
        by_data.setdefault((said, tuple(flip.data for flip in group)), []).append(group[0])
    rows = [(tuple(flip.offering for flip in group), data, group[0]) for (_, data), group in by_data.items()]
    return sorted(rows, key=lambda row: -len(row[0]) * len(row[1]))


def _said(flip: Flip, words: Words) -> tuple[str, str]:
    """What was and what is, in words; what only the old one asked for is no part of it."""
    return "" if _is_still(flip) else _word(flip.old, words), _told(flip.new, words)


def _is_still(flip: Flip) -> bool:
    """The same verdict, under other conditions."""
    return flip.old.verdict is flip.new.verdict and flip.old.ask_back is None and flip.new.ask_back is None


def _sign(flip: Flip) -> int:
    return (flip.strictness > 0) - (flip.strictness < 0)


def _line(row: Row, names: Names, words: Words) -> str:
    offerings, data, flip = row
    tools = _few([names.tool(one, words) for one in offerings], words)
    kinds = _few([words.inside(names.data(one, words)) for one in names.without_parts(data)], words)
    before, now = _said(flip, words)
    values = {"tool": words.join(tools), "data": words.join(kinds), "now": shorten(now, LONGEST_NOW)}
    return opening(words("home.news.line", before=before, **values) if before else words("home.news.still", **values))


def _few(names: list[str], words: Words) -> list[str]:
    if len(names) <= MOST_NAMED + 1:
        return names
    return [*names[:MOST_NAMED], words("list.more", count=str(len(names) - MOST_NAMED))]


def _word(ruling: Ruling, words: Words) -> str:
    word = words("word.depends") if ruling.ask_back else words(f"word.{ruling.verdict.value}")
    return words("quoted", text=words.inside(word))


def _told(ruling: Ruling, words: Words) -> str:
    """The verdict's word, with what must hold where it is a yes, if."""
    word = _word(ruling, words)
    if ruling.verdict is not Verdict.CONDITIONAL or ruling.ask_back:
        return word
    needs = [words.pick(need.text).rstrip(".") or need.condition for need in ruling.needs if not need.general]
    return words("labelled", label=word, text=words("semicolon").join(needs)) if needs else word
