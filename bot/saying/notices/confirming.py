"""A question to the policy's owner goes in; its words, those of its answers, and of what each would change, come out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.policy.clicks import FEWEST_PEOPLE
from bot.policy.confirming import (
    ALLOW,
    ASK,
    ASKERS,
    DROP,
    FORBID,
    IF,
    IF_FOR,
    KEEP,
    NO_DATA,
    NONE,
    ONLY,
    ONLY_FOR,
    About,
    Flip,
    Open,
    Way,
)
from bot.policy.house import Knowledge
from bot.policy.words import Verdict
from bot.saying import labels
from bot.saying.words import Words, shorten

MOST_NAMED = 3
"""Tools, or kinds of data, that an answer names before it counts the rest."""
MOST_SHOWN = 3
"""Changes that are shown before the rest is counted."""
LONGEST = 400
_ASKED = {
    About.SENTENCE: "confirm.sentence",
    About.RULE: "confirm.rule",
    About.UNLISTED: "confirm.unlisted",
    About.RANK: "confirm.rank",
    About.CATCHES: "confirm.catches",
    About.KIND: "confirm.kind",
    About.WORD: "confirm.word",
    About.CLASS: "confirm.class",
}
_WAYS = {
    KEEP: "confirm.way.keep",
    DROP: "confirm.way.drop",
    ALLOW: "confirm.way.allow",
    IF: "confirm.way.if",
    ONLY_FOR: "confirm.way.only_for",
    IF_FOR: "confirm.way.if_for",
    FORBID: "confirm.way.forbid",
    ONLY: "confirm.way.only",
    ASK: "confirm.way.ask",
    NONE: "confirm.way.none",
    NO_DATA: "confirm.way.no_data",
    ASKERS: "confirm.way.askers",
    "any": "confirm.way.any",
    "named": "confirm.way.named",
}

_OTHER = {
    (About.RULE, ASK): "confirm.way.ask_rule",
    (About.RULE, FORBID): "confirm.way.forbid_rule",
    (About.SENTENCE, KEEP): "confirm.way.send",
    (About.CATCHES, KEEP): "confirm.way.as_it_is",
    (About.CLASS, NONE): "confirm.way.none_of_these",
}
"""Where the same answer has other words."""


@dataclass(frozen=True, slots=True)
class Confirmer:
    """The words for one reader's language."""

    knowledge: Knowledge
    words: Words
    kinds: Mapping[str, str]
    """Kind of the catalog -> its label."""

    def ask(self, one: Open) -> str:
        """The question."""
        is_waiting = one.about is About.SENTENCE and bool(one.rules)
        key = "confirm.waits" if is_waiting else "confirm.gives" if one.gives else _ASKED[one.about]
        named = ", ".join(self.words("quoted", text=word) for word in one.words) or self._data(one.subject)
        people = str(one.clicked.people) if one.clicked else ""
        subject = {"rule": one.subject, "data": self._data(one.subject), "tool": self._tool(one.subject)}
        return self.words(key, words=named, people=people, **subject)

    def way(self, one: Open, way: Way) -> str:
        """One of its answers."""
        if one.about in (About.KIND, About.WORD, About.CLASS) and way.id not in (NONE, NO_DATA, ASKERS):
            chose = dict(one.clicked.meant).get(way.id, 0) if one.clicked else 0
            if one.clicked is None or chose < FEWEST_PEOPLE:
                return self._data(way.id)
            counts = {"count": str(chose), "people": str(one.clicked.people)}
            return self.words("confirm.way.chosen", data=self._data(way.id), **counts)
        if one.about is About.RANK:
            return self._place(one, int(way.id))
        if one.about is About.UNLISTED:
            return self.words(f"word.{way.id}")
        tools = self._several([self._tool(id_) for id_ in way.tools]) or self.words("confirm.any_tool")
        data = self._several([self._data(id_) for id_ in way.data]) or self.words("confirm.any_data")
        who = self._several(way.who) or self.words("confirm.some_people")
        said = self.words(_OTHER.get((one.about, way.id), _WAYS[way.id]), tool=tools, data=data, who=who)
        return self.words("confirm.way.proposed", way=said) if way.id == one.proposed else said

    def change(self, flips: Sequence[Flip], way: str = "") -> str:
        """What an answer would change, in one line. ``way``: its id."""
        none = "confirm.change.words" if way in (NO_DATA, ASKERS) else "confirm.change.none"
        return "; ".join(self.changes(flips)) or self.words(none)

    def changes(self, flips: Sequence[Flip]) -> tuple[str, ...]:
        """The same one by one, the commonest first, and how many more; nothing where it changes nothing."""
        shown = sorted(flips, key=lambda flip: -flip.share)[:MOST_SHOWN]
        told = [
            self.words(
                "confirm.change",
                tool=self._tool(flip.tool) or self.words("confirm.any_tool"),
                data=self._data(flip.data),
                before=self._verdict(flip.before),
                after=self._verdict(flip.after),
            )
            for flip in shown
        ]
        rest = len(flips) - len(shown)
        return (*told, *((self.words("confirm.change.more", count=str(rest)),) if rest else ()))

    @staticmethod
    def sentence(one: Open) -> str:
        """The document's own words, cut where they are long."""
        return shorten(one.sentence, LONGEST)

    def _verdict(self, verdict: Verdict | None) -> str:
        return self.words(f"word.{verdict.value}") if verdict else self.words("confirm.asks_back")

    def _place(self, one: Open, rank: int) -> str:
        classes = [
            other for other in self.knowledge.policy.data_classes.values() if other.rank == rank and other.id != one.subject
        ]
        if not classes:
            return self.words("confirm.way.strictest")
        return self.words("confirm.way.as_strict", data=self._several([self._data(other.id) for other in classes]))

    def _several(self, names: Sequence[str]) -> str:
        shown = ", ".join(names[:MOST_NAMED])
        return f"{shown} +{len(names) - MOST_NAMED}" if len(names) > MOST_NAMED else shown

    def _data(self, id_: str) -> str:
        known = labels.data_label(id_, self.knowledge, self.words)
        return known if known != id_ else self.kinds.get(id_, id_)

    def _tool(self, id_: str) -> str:
        return labels.offering_label(id_, self.knowledge, self.words) if id_ else ""
