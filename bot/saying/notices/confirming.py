"""A question to the policy's owner goes in; its words, those of its answers, and of what each would change, come out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.policy.clicks import FEWEST_PEOPLE
from bot.policy.confirming import (
    ASK,
    ASKERS,
    DROP,
    FORBID,
    KEEP,
    NO_DATA,
    NONE,
    ONLY,
    About,
    Flip,
    Open,
    Way,
)
from bot.policy.house import Knowledge
from bot.policy.provisions import Does, Provision
from bot.policy.words import ANY, Effect, Slot, Verdict
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
    FORBID: "confirm.way.forbid",
    ONLY: "confirm.way.only",
    ASK: "confirm.way.ask",
    NONE: "confirm.way.none",
    NO_DATA: "confirm.way.no_data",
    ASKERS: "confirm.way.askers",
    "any": "confirm.way.any",
    "named": "confirm.way.named",
}

_DOES = {
    Does.FORBID: "confirm.way.forbid",
    Does.ONLY: "confirm.way.only",
    Does.ONLY_IN: "confirm.way.only_in",
    Does.ASK: "confirm.way.ask",
}
_RULES = {
    Effect.FORBID: "confirm.way.forbid",
    Effect.REVIEW: "confirm.way.ask",
    Effect.CONDITION: "confirm.way.if",
    Effect.ALLOW: "confirm.way.allow",
}
"""What a rule says, as the answer to a sentence that would make it says it."""
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
        key = "confirm.waits" if is_waiting else _ASKED[one.about]
        named = self.usual_words(one) or self._data(one.subject)
        people = str(one.clicked.people) if one.clicked else ""
        subject = {"rule": self.rule(one.subject), "data": self._data(one.subject), "tool": self._tool(one.subject)}
        return self.words(key, words=named, people=people, **subject)

    def usual_words(self, one: Open) -> str:
        """The words by which people call it."""
        return ", ".join(self.words("quoted", text=word) for word in one.words)

    def ask_all(self, several: Sequence[Open]) -> str:
        """The question that several have in common."""
        one = several[0]
        is_waiting = one.about is About.SENTENCE and bool(one.rules)
        key = "waits" if is_waiting else one.about.value
        return self.words(f"confirm.several.{key}")

    def subject(self, one: Open) -> str:
        """What a question is about, in a few words: of a sentence or a rule, the document's own."""
        said = self.sentence(one) if one.about in (About.SENTENCE, About.RULE) else ""
        return said or self.named(one.id)

    def named(self, id_: str) -> str:
        """The same by the id of a question alone, where no sentence tells it."""
        about, _, subject = id_.partition("/")
        if about == About.RULE:
            return next((shorten(said, LONGEST) for said in self._reasons(subject)), "") or self.words("confirm.about.rule")
        if about in (About.KIND, About.CLASS, About.RANK):
            return self._data(subject)
        if about == About.CATCHES:
            return self._tool(subject)
        if about == About.WORD:
            return self.words("quoted", text=subject.replace("-", " "))
        return self.words(f"confirm.about.{about}") if about in (About.UNLISTED, About.SENTENCE) else id_

    def done(self, one: Open, way: Way) -> str:
        """What was answered, once it stands."""
        return self.words("confirm.done", about=self.words("quoted", text=self.subject(one)), way=self.way(one, way))

    def rule(self, id_: str) -> str:
        """What a rule says of which data and tools, and for what it waits."""
        rule = next((one for one in self.knowledge.policy.rules if one.id == id_), None)
        if rule is None:
            return id_
        named = (sorted(id_ for id_ in ids if id_ != ANY) for ids in (rule.offerings, rule.data))
        tools, data = ([label(id_) for id_ in ids] for ids, label in zip(named, (self._tool, self._data), strict=True))
        tool, what = self._several(tools) or self.words("confirm.any_tool"), self._several(data) or self.words("confirm.any_data")
        said = self.words(_RULES[rule.effect], tool=tool, data=what)
        where = self.words.join([self._where(slot, value) for slot, values in rule.where.items() for value in sorted(values)])
        return self.words("confirm.rule.where", rule=said, where=where) if where else said

    def _where(self, slot: str, value: str) -> str:
        known = labels.slot_value(Slot(slot), value, self.knowledge, self.words)
        return self.words("quoted", text=known.replace("-", " "))

    def _reasons(self, rule: str) -> list[str]:
        found = (one for one in self.knowledge.policy.rules if one.id == rule)
        return [said for one in found if (said := self.words.pick(one.because))]

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
        if way.provisions:
            said = "; ".join(map(self._provision, way.provisions))
        else:
            data = [self._data(id_) for id_ in way.data]
            key = _OTHER.get((one.about, way.id), _WAYS[way.id])
            is_whole = way.id == one.proposed  # nobody but the card tells what a model thought of
            said = self._ruling(key, way.tools, data, most=len(way.tools) + len(data) if is_whole else MOST_NAMED)
        return self.words("confirm.way.proposed", way=said) if way.id == one.proposed else said

    def _ruling(self, key: str, tools: Sequence[str], data: Sequence[str], *, most: int) -> str:
        tool = self._several([self._tool(id_) for id_ in tools], most) or self.words("confirm.any_tool")
        return self.words(key, tool=tool, data=self._several(data, most) or self.words("confirm.any_data"))

    def _provision(self, one: Provision) -> str:
        """One thing that a sentence rules, whole; data that has no name yet in quotes, with its classes."""
        kinds = [
            self.words("confirm.kind_of", name=named, class_=", ".join(map(self._data, kind.classes))) if kind.classes else named
            for kind in one.kinds
            for named in (self.words("quoted", text=kind.name),)
        ]
        tool = ", ".join(map(self._tool, one.tools)) or self.words("confirm.any_tool")
        data = ", ".join((*map(self._data, one.data), *kinds)) or self.words("confirm.any_data")
        said = self.words(_DOES[one.does], tool=tool, data=data)
        if one.words:
            where = self.words.join([self.words("quoted", text=word) for word in one.words])
            said = self.words("confirm.way.said", way=said, words=where)
        return self.words("confirm.way.for_people", way=said, who=", ".join(one.who)) if one.who else said

    def change(self, flips: Sequence[Flip], way: str = "", one: Open | None = None) -> str:
        """What an answer would change, in one line. ``way``: its id; ``one``: the question that it answers."""
        return "; ".join(self.changes(flips, way, one))

    def changes(self, flips: Sequence[Flip], way: str = "", one: Open | None = None) -> tuple[str, ...]:
        """The same one by one, the commonest first, and how many more; where it changes nothing, that. Where the sentence's rule
        waits for words or for what somebody is, only what is asked so changes."""
        if not flips:
            return (self.words("confirm.change.words" if way in (NO_DATA, ASKERS) else "confirm.change.none"),)
        where = self._waits_for(one) if one and (one.about is About.RULE or way in (DROP, KEEP)) else ""
        if where:
            moves = dict.fromkeys((flip.before, flip.after) for flip in sorted(flips, key=lambda flip: -flip.share))
            told = [self.words("confirm.move", before=self._verdict(was), after=self._verdict(now)) for was, now in moves]
            return (self.words("confirm.change.where", where=where, moves=self.words.join(told)),)
        shown = sorted(flips, key=lambda flip: -flip.share)[:MOST_SHOWN]
        lines = [
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
        return (*lines, *((self.words("confirm.change.more", count=str(rest)),) if rest else ()))

    def _waits_for(self, one: Open) -> str:
        """What somebody says, or is, before a rule that rests on the sentence counts; nothing where one counts for everybody."""
        rules = [rule for rule in self.knowledge.policy.rules if rule.id in one.rules]
        if not rules or not all(rule.where for rule in rules):
            return ""
        said = [self._where(slot, value) for rule in rules for slot, values in rule.where.items() for value in sorted(values)]
        return self._several(list(dict.fromkeys(said)))

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

    def _several(self, names: Sequence[str], most: int = MOST_NAMED) -> str:
        shown = ", ".join(names[:most])
        return f"{shown} +{len(names) - most}" if len(names) > most else shown

    def _data(self, id_: str) -> str:
        known = labels.data_label(id_, self.knowledge, self.words)
        return known if known != id_ else self.kinds.get(id_, id_)

    def _tool(self, id_: str) -> str:
        return labels.offering_label(id_, self.knowledge, self.words) if id_ else ""
