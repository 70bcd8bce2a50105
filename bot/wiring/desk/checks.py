"""The house's minds, ledger and engine go in; what the forms of the Slack room ask for comes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from bot.answers.admit import Admit
from bot.answers.board import board_of
from bot.answers.forms import TOLD, FormAnswers, keep, tell
from bot.answers.mind import Minds
from bot.app import App
from bot.clock.today import today_at
from bot.knowledge.history.store import KnowledgeStore
from bot.ledger.ledger import Ledger
from bot.policy.house import Knowledge
from bot.policy.talks.checks import Chosen, Entry, Form, Looked, Shown, Who
from bot.policy.talks.home import Board
from bot.policy.world import Catalog
from bot.reading.contents import Contents
from bot.reading.redacted_copy import copy_of
from bot.saying.notices.home import paused
from bot.saying.notices.own import barred
from bot.saying.offers import NamesOf, data_to_pick, offerings_to_pick, plans_to_pick, tools_to_pick
from bot.saying.words import words_for
from bot.slack.checks import Checks
from bot.slack.doors.all import Pick as Offered
from bot.slack.doors.all import Picks
from bot.slack.posts.post import Poster
from bot.wiring.answers.sharing import KIND as SHARE
from bot.wiring.answers.sharing import Sharing
from bot.wiring.voices import Voice, Voices

Plain = dict[str, Any]


class Rooms(Protocol):
    """What of the house the forms look at."""

    app: App
    store: KnowledgeStore
    minds: Minds
    ledger: Ledger
    admit: Admit
    voices: Voices


def forms(rooms: Rooms, poster: Poster) -> Checks:
    """The forms over the house's rooms; what they say by themselves is given its voices."""
    sharing = Sharing(rooms.app, rooms.minds, poster)
    rooms.voices[SHARE] = sharing.voice()
    rooms.voices[TOLD] = Voice(
        lambda notice: {"key": notice["key"], "words": notice["words"]},
        lambda notice, _: rooms.ledger.erase_address(notice["key"]),
    )
    return Forms(rooms.app, rooms.minds, rooms.store.current, sharing.share, rooms.admit).doors()


@dataclass(frozen=True, slots=True)
class Forms:
    """Everything behind the forms."""

    app: App
    minds: Minds
    knowledge: Callable[[], Knowledge]
    """The policy of the files as it is now."""
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
            keep=partial(keep, self.app),
            tell=partial(tell, self.app),
            share=self.share,
            refusal=self.refusal,
        )

    def language(self, who: Who) -> str:
        """By people.yaml, else by Slack, else the policy's; always one that has words."""
        knowledge = self.knowledge()
        return words_for(self.app.language_of(who.user), knowledge.organisation.languages).language

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
            return tools_to_pick(knowledge, language, names_of_tool(self.app.catalog))
        if slot == "plan":
            return plans_to_pick(tool, knowledge, language)
        return data_to_pick(knowledge, language, names_of_kind(self.app.catalog), names_of_kind(self.app.catalog, language))

    def look(self, text: str, names: tuple[str, ...], language: str = "") -> Looked:
        """Look into a text with today's words."""
        return Contents(self.minds.today().reader)(text, names, language)

    def pick(self, chosen: Chosen, form: Form) -> Shown:
        """Rule on what was picked."""
        mind = self.minds.today()
        if words := self.refusal(form.who, "", form.language):
            return Shown(form.language, (words,), version=mind.version)
        return FormAnswers(self.app, mind, form, today_at(mind.knowledge)).pick(chosen)

    def check(self, looked: Looked, said: tuple[str, ...] | None, form: Form) -> Shown:
        """Rule on what was seen in a text, or on what somebody says is in it."""
        mind = self.minds.today()
        if words := self.refusal(form.who, "", form.language):
            return Shown(form.language, (words,), version=mind.version)
        return FormAnswers(self.app, mind, form, today_at(mind.knowledge)).check(looked, said)

    # --- who asks -----------------------------------------------------------------------------------------------------

    def _board(self) -> Board:
        return board_of(self.app.ledger, today_at(self.knowledge()))


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
