"""The house's rooms go in; the callables of App Home come out: what one person sees of their own, and can do with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Protocol

from bot.answers import board
from bot.answers.admit import Admit
from bot.answers.board import NotPutUpError
from bot.answers.mind import Minds
from bot.app import App
from bot.clock.today import today_at, utc_now
from bot.desk import acknowledgements
from bot.desk.incidents import is_open_of
from bot.desk.my_data import ERASE, EXPORT, erase, export, keep_my_data, my_data_words
from bot.desk.requests import contact_for
from bot.exam.belief import Believer
from bot.exam.doubt import standing
from bot.flows.people.home import Home
from bot.ledger.asked.questions import QuestionRow
from bot.ledger.ledger import Ledger
from bot.ledger.plain import ADDRESS, ANSWER
from bot.policy.changes.change import cell_question
from bot.policy.talks.answer import still_asks
from bot.policy.talks.home import AskedLine, Board, Clicker, Grid, HomePage, Viewer, Wish
from bot.policy.talks.persons import as_asker, who_is
from bot.policy.talks.talk import Address
from bot.saying.answers.grid import Chart
from bot.saying.model import line as model_line
from bot.saying.notices import home as said
from bot.saying.notices.own import barred
from bot.saying.words import Words, words_for
from bot.slack.doors.home import HomeDoors
from bot.slack.people import People
from bot.slack.posts.channels import Channels
from bot.slack.posts.links import Links
from bot.wiring.desk.home_question import HomeQuestion
from bot.wiring.desk.home_waiting import Waiting, read_as_in
from bot.wiring.voices import Voice, Voices

LOOKS = 3
"""Looks at who asked that are listed; an export has them all."""


class Rooms(Protocol):
    """What of the house App Home looks at."""

    app: App
    minds: Minds
    ledger: Ledger
    people: People
    channels: Channels
    admit: Admit
    voices: Voices
    believer: Believer | None


def at_home(rooms: Rooms, links: Links) -> AtHome:
    """App Home over the house's rooms; its own words are given a voice."""
    home = AtHome(
        rooms.app,
        rooms.minds,
        rooms.people,
        rooms.admit,
        links,
        rooms.believer,
        Waiting(rooms.ledger, links, rooms.channels),
    )
    rooms.app.publications.publish(rooms.app.knowledge)
    voice = Voice(lambda notice: my_data_words(rooms.app, notice, utc_now()), partial(keep_my_data, rooms.app))
    rooms.voices |= {EXPORT: voice, ERASE: voice}
    return home


@dataclass(frozen=True, slots=True)
class AtHome:
    """App Home's callables."""

    app: App
    minds: Minds
    people: People
    admit: Admit
    links: Links
    believer: Believer | None
    waiting: Waiting

    def doors(self) -> HomeDoors:
        """What the Slack room calls."""
        return HomeDoors(
            page=self.page,
            read=lambda who, version: acknowledgements.read(self.app, self.viewer(who.team, who.user), version),
            export=partial(export, self.app),
            erase=lambda who: erase(self.app, who, utc_now()),
            is_admin=lambda who: self.viewer(who.team, who.user).is_admin,
            pause=lambda who, words: self._as_admin(who, lambda by: board.pause(self.app.ledger, by, words)),
            resume=lambda who: self._as_admin(who, lambda by: board.resume(self.app.ledger, by)),
            announce=self._announce,
            confirm=lambda who, clicked: self._as_owner(who, lambda flow: flow.confirm(clicked, self.people.name(who.user))),
            take_back=lambda who, question: self._as_owner(who, lambda flow: flow.take_back(question)),
            sit_exam=lambda who, when: self._as_owner(who, lambda flow: flow.sit_exam(when, self.people.name(who.user))),
            withdraw=lambda who: self._as_admin(who, lambda by: board.withdraw(self.app.ledger, self._today(), by)),
        )

    def page(self, team: str, user: str, wish: Wish) -> HomePage:
        """One person's page."""
        viewer = self.viewer(team, user)
        return replace(self._home()(viewer, wish), has_open_incident=is_open_of(self.app, viewer.asker.id))

    def viewer(self, team: str, user: str) -> Viewer:
        """Who looks, as people.yaml says now."""
        known = who_is(user, self.minds.today().knowledge.people, self.people.of)
        asker = as_asker(self.app.hash_of("person", team, user), known)
        asker = replace(asker, language=asker.language or self.people.language(user))
        return Viewer(asker, known.is_admin, self.admit.person(user, team), known.is_owner)

    def _home(self) -> Home:
        return Home(
            board=lambda: board.board_of(self.app.ledger, self._today(), self.people.name),
            board_lines=self._board_lines,
            tools=lambda viewer: self._chart(viewer).first_tools(),
            news=lambda viewer: acknowledgements.unread(self.app, viewer, self._words(viewer)),
            waiting=lambda viewer: self.waiting(viewer, self.minds.today().knowledge, self._words(viewer)),
            asked=self._asked,
            grid=self._grid,
            kept=self._kept,
            language=lambda viewer: self._words(viewer).language,
            refusal=self._refusal,
            model=lambda viewer: model_line(now, self._words(viewer)) if (now := standing(self.app, self.believer)) else "",
            asks_exam=lambda: bool((now := standing(self.app, self.believer)) and now.asks_exam),
            question=lambda viewer, wish: self._question().shown(wish, self._words(viewer)),
            has_console=lambda viewer: bool(self.app.settings.console_for_slack) and (viewer.is_owner or viewer.is_admin),
        )

    def _question(self) -> HomeQuestion:
        return HomeQuestion(self.app.settings, self.app.ledger)

    def _as_owner(self, who: Clicker, deed: Callable[[HomeQuestion], str]) -> str:
        """Done for an owner, as people.yaml says at the click."""
        viewer = self.viewer(who.team, who.user)
        return deed(self._question()) if viewer.is_owner and not viewer.barred else "home.confirm.refused"

    def _refusal(self, viewer: Viewer) -> str:
        if not viewer.barred:
            return ""
        return barred(viewer.barred, self.minds.today().knowledge, viewer.asker.language, "").sentence

    def _words(self, viewer: Viewer) -> Words:
        return words_for(viewer.asker.language, self.minds.today().knowledge.organisation.languages)

    def _today(self) -> date:
        return today_at(self.minds.today().knowledge)

    # --- what is mine --------------------------------------------------------------------------------------------------

    def _asked(self, viewer: Viewer, limit: int) -> tuple[AskedLine, ...]:
        words, knowledge = self._words(viewer), self.minds.today().knowledge
        rows = self.app.ledger.asked_by(viewer.asker.id, limit, seen_only=True)
        keys = [row.key for row in rows]
        requests = reversed(self.app.ledger.requests(keys=keys)) if keys else ()  # of several, the newest one's state counts
        states = {one.key: said.request_state(one, contact_for(one.kind, knowledge, one.wish.to), words) for one in requests}
        zone = knowledge.organisation.time_zone
        return tuple(
            replace(
                said.asked_line(
                    row.model_dump(),
                    zone,
                    words,
                    states.get(row.key, ""),
                    self._link(row),
                    about=read_as_in(row, knowledge, words),
                ),
                asks=row.receipt if row.answer and still_asks(ANSWER.validate_python(row.answer)) else "",
            )
            for row in rows
        )

    def _link(self, row: QuestionRow) -> str:
        """Where the answer stands; a private one stands nowhere."""
        kept = self.app.ledger.address(row.key)
        if kept is None:
            return ""
        address: Address = ADDRESS.validate_python(kept)
        out = self.app.ledger.outgoing(row.key)
        ts = address.message_ts or (out.ts if out else "") or address.thread_ts
        return "" if address.private else self.links.to(address.channel, ts, address.thread_ts)

    def _chart(self, viewer: Viewer) -> Chart:
        mind, today = self.minds.today(), self._today()
        asker = acknowledgements.question_of(self.app, viewer)
        return Chart(
            mind.knowledge,
            lambda offering, data: mind.decide(cell_question(asker, offering, data), today),
            self._words(viewer),
        )

    def _grid(self, viewer: Viewer, wish: Wish) -> Grid:
        mind = self.minds.today()
        asker, chart = acknowledgements.question_of(self.app, viewer), self._chart(viewer)
        return chart.page(wish, {**mind.knowledge.policy.assumed, **asker.context})

    def _kept(self, viewer: Viewer) -> tuple[str, ...]:
        count = self.app.ledger.count_of(viewer.asker.id)
        days = (self.app.settings.text_days, self.app.settings.address_days, self.app.settings.thread_days)
        looks = [(look.receipt, look.at) for look in self.app.ledger.looks(person=viewer.asker.id, limit=LOOKS)]
        zone, words = self.minds.today().knowledge.organisation.time_zone, self._words(viewer)
        return (*said.kept_lines(count, days, words), *said.looked_lines(looks, zone, words))

    def _board_lines(self, board: Board, viewer: Viewer) -> tuple[str, ...]:
        zone = self.minds.today().knowledge.organisation.time_zone
        return said.board_lines(board, zone, self._words(viewer), to_admin=viewer.is_admin)

    # --- the notice board ----------------------------------------------------------------------------------------------

    def _as_admin(self, who: Clicker, deed: Callable[[dict[str, Any]], object]) -> bool:
        if not self.viewer(who.team, who.user).is_admin:
            return False
        deed({"team": who.team, "user": who.user})
        return True

    def _announce(self, who: Clicker, words: str, until: date) -> str:
        try:
            is_done = self._as_admin(who, lambda by: board.announce(self.app.ledger, self._today(), by, words, until))
        except NotPutUpError as problem:
            return problem.why
        return "" if is_done else "refused"
