"""A sentence goes in; who does, or may do, what with customers' data in it comes out: by actor, "not", verb and "only"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.vendors.judging.clauses import Sentence
from bot.vendors.judging.cues import pattern
from bot.vendors.judging.data import load

_TOKEN = re.compile(r"[^\W_]+(?:'[a-z]+)?|[,;]")
_UNSPACED = re.compile(r"[\u3040-\u9fff]")
_NOT = re.compile(r"(?<=n)'t\b|n't\b")
_REACH = 9
"""Words from a "not" to the verb it turns."""
_NEAR = 6
"""Words from an "only" to its verb, before or after."""
_CLOSE = 4
_AHEAD = 30


@dataclass(frozen=True)
class Act:
    """``way`` is 1 where something is done with customers' data, or may be; -1 where it is ruled out, or protects them."""

    way: int
    is_right: bool = False
    """What customers may do about it themselves: see, delete, object."""


def is_of_customer_alone(sentence: Sentence) -> bool:
    """Whether a sentence tells what customers do, must do or are given, and of nobody what he does with their data.

    Scripts without blanks are not read.
    """
    if _UNSPACED.search(sentence.key) or acts(sentence.lead, sentence.text):
        return False
    return _Reader(sentence.text).first_actor() == "customer"


def acts(lead: str, text: str) -> list[Act]:
    """One act for each main clause. An item of a list is read behind the line that rules over it."""
    item = _Reader(text)
    if _cue("not_meant").search(item.said) or pattern("definition").search(item.said) or pattern("mutual").search(item.said):
        return []
    reader = _Reader(text, lead) if lead and item.is_without_actor() else item
    if _cue("left_to_customer").search(reader.said):
        return [Act(-1)]
    if _cue("left_to_vendor").search(reader.said):
        return [Act(1)]
    if _cue("included").search(reader.said) and pattern("objects").search(reader.said):
        return [Act(1)]
    return reader.read() or [Act(-1, is_right=True)] * bool(_cue("right").search(reader.said))


class _Reader:
    """Goes through the words of a sentence once and remembers whose turn it is, and since when there is a "not"."""

    def __init__(self, text: str, lead: str = "") -> None:
        led = _TOKEN.findall(_NOT.sub(" not", lead.replace("cannot", "can not")))
        self.words = [*led, *_TOKEN.findall(_NOT.sub(" not", text.replace("cannot", "can not")))]
        self.low = [word.casefold() for word in self.words]
        self.said = " ".join(word for word in self.low if word not in ",;")
        self.led = len(led)
        self.found: list[Act] = []
        self._begin()

    def _begin(self) -> None:
        self.actor = ""
        self.negated = self.limited = -_AHEAD
        self.is_aside = self.is_done = False

    def is_without_actor(self) -> bool:
        """Whether nobody acts in it, as in an item of a list: "train our models"."""
        return bool(self.low) and self.low[0] not in _some("asides") and not any(map(self._actor, range(len(self.low))))

    def first_actor(self) -> str:
        """Who acts in the first main clause."""
        is_aside = self._is_aside(0)
        for at, word in enumerate(self.low):
            is_aside = is_aside and word != ","
            if not is_aside and (actor := self._actor(at)):
                return actor
        return ""

    def read(self) -> list[Act]:
        for at, word in enumerate(self.low):
            if not self._is_turn(at, word) and not self.is_done and not (self.is_aside and at):
                act = self._of_customer(at, word) if self.actor == "customer" else self._of_others(at, word)
                if act:
                    self.found.append(act)
        return self.found

    def _is_turn(self, at: int, word: str) -> bool:
        """Whether a word only says whose turn it is, or how the next verb is meant."""
        if word == ";":
            self._begin()
        elif word == ",":
            self.is_aside = False
        elif self._is_aside(at):
            self.is_aside = True
        elif word in _some("but"):
            self.is_aside = self.is_done = False
            self.negated = -_AHEAD
        elif word in _some("negations"):
            self.negated = at
        elif word in _some("only"):
            self.limited = at
        elif actor := self._actor(at):
            if not self.is_aside:
                self.actor, self.negated, self.is_done = actor, -_AHEAD, False
        else:
            return False
        return True

    def _is_aside(self, at: int) -> bool:
        """Whether a condition or a reason begins, or a sentence says first for whom it holds: "For customers in the EU, ..."."""
        word = self.low[at] if at < len(self.low) else ""
        return word in _some("asides") or (at == self.led and word in _some("for_whom") and "," in self.low[at:])

    def _actor(self, at: int) -> str:
        word, before = self.low[at], self.low[max(0, at - _CLOSE) : at]
        if word in _some("vendor") or word in _some("customer"):
            if pattern("objects").match(self._ahead(at + 1, 1)):
                return ""
            return "" if before and before[-1] in _some("towards") else "vendor" if word in _some("vendor") else "customer"
        if word in _some("others"):
            is_object = _some("towards").intersection(before) or (before and _verb("takes").match(before[-1]))
            acts_now = _verb("takes").match(self._ahead(at + 1, 1)) or _some("helping").intersection(
                self.low[at + 1 : at + _REACH]
            )
            return "others" if acts_now and not is_object else ""
        return "vendor" if self._is_name(at) else ""

    def _is_name(self, at: int) -> bool:
        """Whether a capital letter begins the name of one who acts: "Acme may", "Acme also retains"."""
        word = self.low[at]
        if not self.words[at][0].isupper() or word in _some("helping") or pattern("objects").search(word):
            return False
        acting = next((one for one in self.low[at + 1 :] if one not in _some("adverbs")), "")
        is_done = acting.endswith("s") and (_verb("takes").match(acting) or _verb("guards").match(acting))
        return bool(is_done) or (acting in _some("helping") and acting not in _some("being"))

    def _of_customer(self, at: int, word: str) -> Act | None:
        """What customers grant, keep or may ask for; what they must do is nothing."""
        self.is_done = word in _some("warrants")
        if word in _some("may") and _cue("may_do").search(self._ahead(at)):
            self.is_done = True
            return Act(-1, is_right=True)
        if self.negated >= at - _CLOSE:
            return None
        for cue, way in (("grants", 1), ("owns", -1)):
            if _cue(cue).match(self._ahead(at)):
                self.is_done = True
                return Act(way)
        return None

    def _of_others(self, at: int, word: str) -> Act | None:
        ahead = self._ahead(at)
        is_actor = bool(self.actor)
        if is_actor and (word in _some("answerable") or _cue("to_customer").match(ahead)):
            self.is_done = True
            return None
        takes = _verb("takes").match(word) or (is_actor and (word in _some("owning") or _cue("grants").match(ahead)))
        if not (takes or _verb("guards").match(word)) or self._is_noun(at, word) or not (is_actor or self._is_passive(at)):
            return None
        self.is_done = True
        is_negated = self.negated >= at - _REACH
        if takes:
            return Act(-1 if is_negated or self._is_limited(at) else 1)
        return Act(1 if is_negated else -1)

    def _is_noun(self, at: int, word: str) -> bool:
        """Whether a word is no verb here: "the use of", "our processing"."""
        if self.low[at + 1 : at + 2] == ["of"]:
            return True
        return at > 0 and self.low[at - 1] in _some("before_nouns") and not word.endswith("ed")

    def _is_passive(self, at: int) -> bool:
        return bool(_some("being").intersection(self.low[max(0, at - 3) : at]))

    def _is_limited(self, at: int) -> bool:
        """Whether an "only" holds a verb back. What stands in a list under "we only use it:" is what is done with it."""
        if at < self.led or (self.limited < self.led <= at and self.led):
            return False
        may = _some("may").intersection(self.low[max(0, at - _CLOSE) : at])
        after = bool(_some("only").intersection(self.low[at + 1 : at + 1 + _NEAR]))
        return self.limited >= at - _NEAR or (after and not may)

    def _ahead(self, at: int, words: int = _AHEAD) -> str:
        return " ".join(word for word in self.low[at : at + words] if word not in ",;")


@cache
def _some(name: str) -> frozenset[str]:
    return frozenset(load("acts")[name])


@cache
def _cue(name: str) -> re.Pattern[str]:
    return re.compile(load("acts")[name])


@cache
def _verb(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(load('acts')[name])})$")
