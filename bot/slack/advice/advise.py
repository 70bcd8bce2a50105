"""What is asked in the form of advice goes in; its questions, what words fill in, and one screen's answer come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.answers.mind import Mind
from bot.app import App
from bot.clock.today import today_at
from bot.desk.advice import advise_for, rules_of, understood
from bot.policy.advice import INPUTS, USUAL, Advice
from bot.policy.due.known_licences import licences_of
from bot.policy.talks.checks import Entry, Who
from bot.policy.talks.persons import who_is
from bot.policy.words import Slot
from bot.saying.advice import AdviceWords
from bot.saying.words import words_for

MOST_CHANGES = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to answer: what may be said, as values and labels, and what is taken where nobody says anything."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]
    usual: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What words behind the command fill in: data with its labels, and how it was understood."""

    language: str = ""
    data: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """The answer in words: lines on top, where each kind of data goes, ways with their dots in each dimension, lists under
    headings, small print."""

    headline: tuple[str, ...] = ()
    kinds: tuple[str, tuple[str, ...]] = ("", ())
    """A heading, and a line for each."""
    ways: tuple[str, ...] = ()
    grades: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Dimension, and the dots of each way."""
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()
    small: tuple[str, ...] = ()


def asked(mind: Mind, language: str) -> tuple[Asked, ...]:
    """All that may be answered but the data."""
    say = _words(mind, language)
    return tuple(
        Asked(name, say.input(name), tuple((value, say.value(name, value)) for value in values), USUAL[name])
        for name, values in INPUTS.items()
        if name != "data"
    )


def tell(app: App, mind: Mind, who: Who, language: str, data: tuple[str, ...], answers: Mapping[str, str]) -> Told:  # noqa: PLR0917
    """``data``: ids; ``answers``: by name. What is none of them is passed over."""
    policy = mind.knowledge.policy
    person = who_is(who.user, mind.knowledge.people, app.slack.of)
    named = {Slot.ROLE: person.role.casefold(), Slot.COUNTRY: person.country.casefold()}
    said = {slot: value for slot, value in named.items() if value}
    known = tuple(one for one in data if one in policy.data_classes or one in policy.data_types)
    given = {name: value for name, value in answers.items() if name != "data" and value in INPUTS.get(name, ())}
    return told_of(advise_for(mind.knowledge, rules_of(mind), said, given, known), _words(mind, language))


def hear(mind: Mind, text: str) -> Heard | None:
    """Words behind the command; None where they are a question of their own."""
    found = understood(mind.reader, text)
    if not found.is_told:
        return None
    say = _words(mind, found.language)
    data = tuple(Entry(one, say.data(one)) for one in found.data)
    return Heard(found.language, data, (*say.heard(found), say.words("advice.rest")))


def _words(mind: Mind, language: str) -> AdviceWords:
    knowledge, licences = mind.knowledge, licences_of(mind.knowledge, mind.reader.catalog)
    return AdviceWords(knowledge, words_for(language, knowledge.organisation.languages), licences, today=today_at(knowledge))


def told_of(advice: Advice, say: AdviceWords) -> Told:
    """One screen of it: where each kind of data goes stands above all reasons, whole classes before their exceptions."""
    number = range(len(advice.ways[0].cells))
    splits = sorted(advice.splits, key=lambda one: bool(one.within))
    lists = [
        (say.words("advice.drawbacks"), say.drawbacks(advice)),
        (say.words("advice.changes"), say.changes(advice)[:MOST_CHANGES]),
        (say.words("advice.demands"), tuple(say.text(one) for one in advice.demands)),
        (say.words("console.advice.against"), say.against(advice)),
    ]
    if advice.second:
        lists.insert(0, (say.words("advice.decided", way=say.way(advice.second)), say.decided(advice)))
    return Told(
        headline=say.headline(advice)[:1],
        kinds=(say.words("advice.splits"), tuple(f"{say.split_name(one)} → {say.split(one)}" for one in splits)),
        ways=say.ways(advice),
        grades=tuple(
            (say.dimension(advice.ways[0].cells[at].dimension), tuple(say.grade(one.cells[at].shown) for one in advice.ways))
            for at in number
        ),
        lists=tuple(lists),
        small=tuple(line for line in (say.commercial_use(advice), *say.remarks(advice)) if line),
    )
