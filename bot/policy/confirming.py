"""What only a policy's owner can say, as questions with answers to click; which of them would change the most answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum, StrEnum
from itertools import zip_longest

from bot.policy.clicks import Clicked
from bot.policy.policy import Policy
from bot.policy.provisions import Provision, over_words, with_provisions
from bot.policy.words import ANY, Citation, Effect, Rule, Verdict


class About(StrEnum):
    """What a question is about."""

    SENTENCE = "sentence"
    """A sentence of the document: what does it rule?"""
    RULE = "rule"
    """A rule that the import made of a sentence: is it right?"""
    KIND = "kind"
    """An everyday kind of data that the policy does not name, or names only in passing: which class is it?"""
    WORD = "word"
    """Words that several people said and then clicked what they mean: what are they?"""
    CLASS = "class"
    """A class that rules speak of, and of which nothing says what belongs to it."""
    UNLISTED = "unlisted"
    """What holds for tools that the policy does not name."""
    RANK = "rank"
    """How strict a class is among the others."""
    CATCHES = "catches"
    """Which tools a row catches that stands for several."""


KEEP, DROP, FORBID, ASK, ONLY, NONE = "keep", "drop", "forbid", "ask", "only", "none"
"""Answers that are no id: it is right as it is; it rules nothing; it forbids; somebody is asked first; nothing else may go in; it
is no data of this policy's."""
AS_READ = "as_read"
"""An answer that is no id: all that a model reads in the sentence, one thing after the other."""
NO_DATA, ASKERS = "no_data", "askers"
"""Answers about words: they are no data at all, or those of people who ask. The lists of data.yaml are called so too."""
RULED = {
    ASK: Effect.REVIEW,
    FORBID: Effect.FORBID,
}
"""What an answer makes of a rule."""


A_DOZEN = 12
"""Questions that an owner is asked at a time."""


@dataclass(frozen=True, slots=True)
class Way:
    """One answer that can be clicked: a word from above, a class, an effect or a place in the order."""

    id: str
    tools: tuple[str, ...] = ()
    """Of a sentence: the tools that it is read to be about; none means every tool."""
    data: tuple[str, ...] = ()
    """Likewise the data."""
    provisions: tuple[Provision, ...] = ()
    """Only of ``AS_READ``: what the sentence rules."""


@dataclass(frozen=True, slots=True)
class Open:
    """One question. The same question has the same id as long as the files name its subject."""

    id: str
    about: About
    subject: str
    """Id of the rule, kind, class or tool; the sentence itself."""
    ways: tuple[Way, ...]
    asked: str
    """A digest of what the files say of the subject: an answer to another one is an answer to something else."""
    sentence: str = ""
    at: Citation = Citation("", 0)
    rules: tuple[str, ...] = ()
    """Rules that were made of the sentence, and that wait for this answer."""
    words: tuple[str, ...] = ()
    """Words that tell what a sentence is about, or by which people call a kind."""
    clicked: Clicked | None = None
    """Of words: what people clicked."""
    goes_first: bool = False
    """A ban that no rule tells: nobody would be warned."""
    proposed: str = ""
    """The answer that a model proposes; nothing of it counts before somebody answers."""
    heading: str = ""
    """Of a sentence: what it stands below, the words that lead to its list or the nearest heading."""
    is_ban: bool = False
    """A sentence that says what may not or must be done, and of which no rule says any."""
    is_guess: bool = False
    """Of a kind: the import put it to its class by a guess."""

    def way(self, id_: str) -> Way | None:
        """The answer so called."""
        return next((one for one in self.ways if one.id == id_), None)


@dataclass(frozen=True, slots=True)
class Flip:
    """An answer of the bot's that would be another one: this tool with this data."""

    tool: str
    data: str
    before: Verdict | None
    """None where the bot asks back."""
    after: Verdict | None
    share: float
    """Of all questions that staff ask, about."""


class Tier(IntEnum):
    """How much a question matters: it is about a ban, or changes an answer to what people ask; it changes one that nobody is
    known to ask for, or that something broader decides; it changes none as it is offered."""

    MATTERS, RARE, IDLE = range(3)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A question with what each of its answers would change."""

    question: Open
    flips: Mapping[str, tuple[Flip, ...]] = field(default_factory=dict)
    """Id of the answer -> what it changes."""
    is_asked: bool = True
    """Whether somebody is known to ask such things, here or elsewhere, and nothing broader decides them."""

    @property
    def weight(self) -> float:
        """The share of questions that its weightiest answer decides."""
        return max((sum(flip.share for flip in flips) for flips in self.flips.values()), default=0.0)

    @property
    def tier(self) -> Tier:
        """How much it matters."""
        changes = any(self.flips.values())
        return Tier.MATTERS if self.question.is_ban or (changes and self.is_asked) else Tier.RARE if changes else Tier.IDLE


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What an owner has answered; stands in confirmed.yaml."""

    question: str
    answer: str
    asked: str
    """The digest that was asked; where the files say something else by now, the question is open again."""
    by: str = ""
    day: date | None = None
    at: Citation = Citation("", 0)


def ranked(weighed: tuple[Weighed, ...]) -> tuple[Weighed, ...]:
    """What matters more stands first. Of what matters alike, sentences that take something away unseen come first, in turn
    with those that give leave and words that staff clicked: the ones are dangerous, the others wanted. Then what decides the
    largest share; the order of the files breaks ties."""
    ordered = sorted(weighed, key=lambda one: (one.tier, -one.weight))
    unseen = [one for one in ordered if one.question.goes_first]
    wanted = [one for one in ordered if one.question.about is About.WORD]
    first = [one for pair in zip_longest(unseen, wanted) for one in pair if one is not None]
    in_turn = (*first, *(one for one in ordered if one not in first))
    return tuple(sorted(in_turn, key=lambda one: one.tier))


def few(questions: Sequence[Weighed]) -> tuple[Weighed, ...]:
    """Those that are worth an owner's minute, of ranked ones: a dozen at a time."""
    return tuple(one for one in questions if one.tier is Tier.MATTERS)[:A_DOZEN]


def alike(questions: Sequence[Weighed]) -> tuple[tuple[Weighed, ...], ...]:
    """Those that can be answered together, for they have the same answers: kinds of data that are put to a class, rules that are
    right or not, sentences about the same. Each lot stands where the first of it did."""
    lots: dict[object, list[Weighed]] = {}
    for one in questions:
        asked = one.question
        is_many = asked.about in (About.KIND, About.RULE, About.SENTENCE) and not asked.proposed
        key = (asked.about, asked.ways, bool(asked.rules), one.tier) if is_many else asked.id
        lots.setdefault(key, []).append(one)
    return tuple(map(tuple, lots.values()))


def answered(policy: Policy, question: Open, way: Way) -> Policy:
    """The policy as an answer would make it, as far as rulings of ids go; which words mean what is not ruled here."""
    match question.about:
        case About.SENTENCE:
            return _of_sentence(policy, question, way)
        case About.RULE if way.id == DROP:
            return replace(policy, rules=tuple(one for one in policy.rules if one.id != question.subject))
        case About.RULE if way.id in RULED:
            effect = RULED[way.id]
            rules = (replace(one, effect=effect) if one.id == question.subject else one for one in policy.rules)
            return replace(policy, rules=tuple(rules))
        case About.UNLISTED:
            return replace(policy, unlisted=Verdict(way.id))
        case About.RANK:
            class_ = replace(policy.data_classes[question.subject], rank=int(way.id))
            return replace(policy, data_classes={**policy.data_classes, question.subject: class_})
    return policy


def _of_sentence(policy: Policy, question: Open, way: Way) -> Policy:
    if (
        way.id == AS_READ
    ):  # who says the sentence's words and is not heard to speak of what it rules is sent to somebody as before
        read = over_words(policy, question.rules, way.provisions, question.sentence)
        return with_provisions(policy, read, f"line-{question.asked}", question.at)
    kept = policy.rules if way.id == KEEP else tuple(one for one in policy.rules if one.id not in question.rules)
    made = _made(policy, question, way)
    return replace(policy, rules=(*kept, *made))


def _made(policy: Policy, question: Open, way: Way) -> tuple[Rule, ...]:
    """The rule that a sentence becomes."""
    if way.id in (KEEP, DROP):
        return ()
    data = frozenset(policy.data_classes) - set(way.data) if way.id == ONLY else frozenset(way.data or (ANY,))
    offerings = (
        frozenset(one.id for one in policy.offerings.values() if one.tool in way.tools) if way.tools else frozenset((ANY,))
    )
    effect, id_ = RULED.get(way.id, Effect.FORBID), f"line-{question.asked}"
    return (Rule(id_, effect, offerings, data, question.at),)
