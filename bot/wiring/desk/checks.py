"""The house's minds, ledger and engine go in; what the forms of the Slack room ask for comes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from bot.clock.today import today_at
from bot.engine.engine import Engine
from bot.flows.questions.admit import Admit
from bot.flows.questions.check_text import CheckText
from bot.flows.questions.pick import Pick
from bot.flows.questions.take_in import TakeIn
from bot.knowledge.history.store import KnowledgeStore
from bot.ledger.ledger import Ledger
from bot.ledger.plain import question_values
from bot.policy.house import Knowledge
from bot.policy.talks.checks import UNLISTED, Chosen, Entry, Form, Looked, Shown, Who
from bot.policy.talks.home import Board
from bot.policy.talks.persons import as_asker, who_is
from bot.policy.talks.talk import Address, Asker, Reading, Ruled
from bot.policy.world import Catalog
from bot.reading.contents import Contents
from bot.reading.redacted_copy import copy_of
from bot.saying.notices.home import paused
from bot.saying.notices.looks import as_looked, seen
from bot.saying.notices.own import barred
from bot.saying.offers import NamesOf, data_to_pick, offerings_to_pick, plans_to_pick, tools_to_pick
from bot.saying.words import phrase, words_for
from bot.slack.checks import Checks
from bot.slack.doors.all import Pick as Offered
from bot.slack.doors.all import Picks
from bot.slack.people import People
from bot.slack.posts.post import Poster
from bot.wiring.answers.mind import Mind, Minds, label_of
from bot.wiring.answers.ports import answer_again
from bot.wiring.answers.sharing import KIND as SHARE
from bot.wiring.answers.sharing import Sharing
from bot.wiring.answers.steps import Steps, rule_for
from bot.wiring.board import announced, board_of
from bot.wiring.voices import Voice, Voices

Plain = dict[str, Any]
FORM = "form"
"""The kind of place of a question that was asked in a form."""
TOLD = "told"


class Rooms(Protocol):
    """What of the house the forms look at. The engine is made later, and looked at only when it runs."""

    store: KnowledgeStore
    minds: Minds
    ledger: Ledger
    steps: Steps
    people: People
    admit: Admit
    engine: Engine
    voices: Voices
    take_in: TakeIn

    def hash_of(self, *parts: str) -> str:
        """The keyed hash of the parts."""


def forms(rooms: Rooms, catalog: Catalog, poster: Poster, now: Callable[[], datetime]) -> Checks:
    """The forms over the house's rooms; what they say by themselves is given its voices."""

    def notify(notice_id: str, notice: Plain) -> None:
        rooms.engine.notify(notice_id, notice)

    sharing = Sharing(
        rooms.ledger,
        poster,
        notify,
        rooms.take_in.keep_address,
        lambda team, user: rooms.hash_of("person", team, user),
        lambda: rooms.minds.today().version,
        answer_again(rooms.minds, rooms.steps.ids_of, now),
        lambda: board_of(rooms.ledger, today_at(rooms.minds.today().knowledge, now())),
    )
    rooms.voices[SHARE] = sharing.voice()
    rooms.voices[TOLD] = Voice(
        lambda notice: {"key": notice["key"], "words": notice["words"]},
        lambda notice, _: rooms.ledger.erase_address(notice["key"]),
    )
    return Forms(
        minds=rooms.minds,
        knowledge=rooms.store.current,
        ledger=rooms.ledger,
        catalog=catalog,
        hash_of=rooms.hash_of,
        people=rooms.people,
        notify=notify,
        now=now,
        keep_address=rooms.take_in.keep_address,
        share=sharing.share,
        admit=rooms.admit,
    ).doors()


@dataclass(frozen=True, slots=True)
class Forms:
    """Everything behind the forms. ``hash_of``: the keyed hash of parts."""

    minds: Minds
    knowledge: Callable[[], Knowledge]
    """The policy as it is now."""
    ledger: Ledger
    catalog: Catalog
    hash_of: Callable[..., str]
    people: People
    notify: Callable[[str, Plain], None]
    now: Callable[[], datetime]
    keep_address: Callable[[str, Address, str], None]
    """Key, address, pseudonym."""
    share: Callable[[str, Who, str, str, str], str]
    admit: Admit

    def doors(self) -> Checks:
        """As the Slack room wants it."""
        return Checks(
            language=self.language,
            version=lambda: self.knowledge().version,
            entries=self.entries,
            pick=self.pick,
            look=self.look,
            copy=copy_of,
            check=self.check,
            keep=self.keep,
            tell=self.tell,
            share=self.share,
            refusal=self.refusal,
        )

    def language(self, who: Who) -> str:
        """By people.yaml, else by Slack, else the policy's; always one that has words."""
        knowledge = self.knowledge()
        spoken = who_is(who.user, knowledge.people, self.people.of).language or self.people.language(who.user)
        return words_for(spoken, knowledge.organisation.languages).language

    def refusal(self, who: Who, channel: str, language: str) -> str:
        """The words for somebody whom the policy does not answer, or not here, and for everybody while answers are paused."""
        knowledge = self.knowledge()
        reason = self.admit.person(who.user, who.home or who.team) or (self.admit.channel(channel) if channel else "")
        if reason:
            return barred(reason, knowledge, language, "").sentence
        pause = self._board().pause
        return paused(language, knowledge.organisation.languages, "", pause.words).sentence if pause else ""

    def entries(self, slot: str, language: str, tool: str) -> Sequence[Entry]:
        """What can be picked."""
        knowledge = self.knowledge()
        if slot == "tool":
            return tools_to_pick(knowledge, language, names_of_tool(self.catalog))
        if slot == "plan":
            return plans_to_pick(tool, knowledge, language)
        return data_to_pick(knowledge, language, names_of_kind(self.catalog), names_of_kind(self.catalog, language))

    def look(self, text: str, names: tuple[str, ...], language: str = "") -> Looked:
        """Look into a text with today's words."""
        return Contents(self.minds.today().reader)(text, names, language)

    def pick(self, chosen: Chosen, form: Form) -> Shown:
        """Rule on what was picked."""
        who, language, mind = form.who, form.language, self.minds.today()
        if words := self.refusal(who, "", language):
            return Shown(language, (words,), version=mind.version)
        today = today_at(mind.knowledge, self.now())
        flow = Pick(
            version=mind.version,
            offerings_of=lambda tool: offerings_of(tool, mind.knowledge),
            knows=lambda id_: knows(id_, mind.knowledge),
            label_of=lambda id_: name_of(id_, mind.knowledge, language),
            for_asker=lambda item, asker: mind.reader.builder.for_asker(item, asker, None),
            rule=self._rule(mind, today),
            settle=mind.settle,
            say=lambda reading, ruled, receipt: announced(mind.flow.say(reading, ruled, receipt, today), self._board()),
            key_of=lambda *parts: self.hash_of("question", who.team, FORM, who.user, *parts),
            receipt_of=self.ledger.receipt,
            words=lambda key: phrase(language, key),
        )
        return flow(chosen, self._asker(who, mind.knowledge), form)

    def check(self, looked: Looked, said: tuple[str, ...] | None, form: Form) -> Shown:
        """Rule on what was seen in a text, or on what somebody says is in it."""
        who, language, mind = form.who, form.language, self.minds.today()
        if words := self.refusal(who, "", language):
            return Shown(language, (words,), version=mind.version)
        today = today_at(mind.knowledge, self.now())
        contents = Contents(mind.reader)
        flow = CheckText(
            version=mind.version,
            knows=lambda id_: knows(id_, mind.knowledge),
            label_of=lambda id_: name_of(id_, mind.knowledge, language),
            for_asker=lambda item, asker: mind.reader.builder.for_asker(item, asker, None),
            rule=self._rule(mind, today),
            say=lambda reading, ruled, receipt: announced(
                as_looked(mind.flow.say(reading, ruled, receipt, today), mind.knowledge, language), self._board()
            ),
            key_of=lambda *parts: self.hash_of("question", who.team, FORM, who.user, *parts),
            receipt_of=self.ledger.receipt,
            of_kinds=contents.of_kinds,
            found=lambda one, ids: seen(one, ids, mind.knowledge, language),
        )
        asker = self._asker(who, mind.knowledge)
        if said is None:
            return flow(looked, asker, form)
        return flow.stated(looked, said, asker, form)

    def keep(self, shown: Shown, who: Who) -> None:
        """The ledger's row of one answer in a form, and where a change of it can be told. A second time changes nothing."""
        if shown.reading is None or shown.answer is None:
            return
        person = self.hash_of("person", who.team, who.user)
        self.keep_address(shown.key, Address(who.team, "", who.user, private=True), person)
        self.ledger.keep_question(
            shown.key,
            at=self.now(),
            asker=person,
            channel_kind=FORM,
            trigger=shown.trigger,
            kinds=list(shown.kinds),
            posted="posted",
            receipt=shown.answer.receipt,
            **question_values(shown.reading, shown.ruled, shown.answer, shown.version),
        )
        if shown.under:
            self.ledger.supersede(shown.key, "", shown.under)

    def tell(self, who: Who, unique: str, words: str) -> None:
        """A line to one person, by the engine: once for each ``unique``, and not lost in a crash."""
        key = f"{TOLD}:{self.hash_of(TOLD, who.team, who.user, unique)}"
        self.keep_address(key, Address(who.team, "", who.user, private=True), self.hash_of("person", who.team, who.user))
        self.notify(key, {"kind": TOLD, "key": key, "words": words})

    # --- who asks -----------------------------------------------------------------------------------------------------

    def _board(self) -> Board:
        return board_of(self.ledger, today_at(self.knowledge(), self.now()))

    def _asker(self, who: Who, knowledge: Knowledge) -> Asker:
        return as_asker(self.hash_of("person", who.team, who.user), who_is(who.user, knowledge.people, self.people.of))

    @staticmethod
    def _rule(mind: Mind, today: date) -> Callable[[Reading, frozenset[str]], tuple[Ruled, ...]]:
        return lambda reading, groups: rule_for(mind, reading, groups, today)


def names_of_tool(catalog: Catalog) -> NamesOf:
    """Catalog id of a tool -> how people call it."""

    def names_of(id_: str) -> tuple[str, ...]:
        tool = catalog.tools.get(id_)
        return (tool.name, *tool.names) if tool else ()

    return names_of


def names_of_kind(catalog: Catalog, language: str = "") -> NamesOf:
    """Catalog id of a kind of data -> how people call it, in all languages or in one."""

    def names_of(id_: str) -> tuple[str, ...]:
        kind = catalog.kinds.get(id_)
        return tuple(word for one, said in kind.words.items() if language in ("", one) for word in said) if kind else ()

    return names_of


def picks_of(knowledge: Knowledge, catalog: Catalog, language: str) -> Picks:
    """What a form offers that asks for an offering and a kind of data."""

    def picks(entries: Sequence[Entry]) -> tuple[Offered, ...]:
        return tuple(Offered(one.id, one.label, one.group, one.names) for one in entries)

    tools = offerings_to_pick(knowledge, language, names_of_tool(catalog))
    data = data_to_pick(knowledge, language, names_of_kind(catalog), names_of_kind(catalog, language))
    return Picks(picks(tools), picks(data))


def knows(id_: str, knowledge: Knowledge) -> bool:
    """Whether a policy has a tool, an offering, a data type or a class of this id."""
    words = knowledge.vocabulary
    return id_ in words.tools or id_ in words.offerings or id_ in words.data


def offerings_of(tool: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The offerings of a tool; of one that is not on the list those of the rows that catch every tool."""
    words = knowledge.vocabulary
    if tool == UNLISTED:
        rows = {terms.id for terms in words.tools.values() if "*" in terms.covers.get("any", ())}
        return tuple(one.id for one in words.offerings.values() if one.tool in rows)
    return tuple(one.id for one in words.offerings.values() if one.tool == tool)


def name_of(id_: str, knowledge: Knowledge, language: str) -> str:
    """How people call it."""
    named = label_of(knowledge, id_, language)
    terms = knowledge.vocabulary
    known = terms.tools.get(id_) or terms.offerings.get(id_) or terms.data.get(id_)
    return known.label if named == id_ and known else named
