"""The app goes in; the callables of App Home come out: what one person sees of their own, and can do with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from bot.answers import board
from bot.answers.admit import Admit
from bot.answers.board import NotPutUpError
from bot.answers.mind import Minds
from bot.app import App
from bot.clock.today import today_at, utc_now
from bot.desk import acknowledgements
from bot.desk.incidents import is_open_of
from bot.desk.my_data import erase, export
from bot.desk.requests import contact_for
from bot.exam.belief import Believer
from bot.exam.doubt import standing
from bot.ledger.asked.questions import QuestionRow
from bot.ledger.plain import ADDRESS, ANSWER, READING
from bot.policy.changes.change import cell_question
from bot.policy.house import Knowledge
from bot.policy.requests import Request, RequestKind, RequestState
from bot.policy.talks.answer import still_asks
from bot.policy.talks.home import MOST_WAITING, AskedLine, Clicker, Grid, HomePage, Viewer, Wish
from bot.policy.talks.persons import as_asker, who_is
from bot.policy.talks.posting import PostingProblem
from bot.policy.talks.talk import Address, Reading
from bot.saying.answers.grid import Chart
from bot.saying.labels import all_read_as
from bot.saying.model import line as model_line
from bot.saying.notices import home as said
from bot.saying.notices.home import waiting_line
from bot.saying.notices.own import barred
from bot.saying.words import Words, words_for
from bot.slack.doors.home import HomeDoors
from bot.slack.posts.channels import Channels
from bot.slack.posts.links import Links
from bot.wiring.desk.home_question import HomeQuestion

LOOKS = 3
"""Looks at who asked that are listed; an export has them all."""


MOST_OPEN = 200
"""Open requests that are looked at."""


@dataclass(frozen=True, slots=True)
class AtHome:
    """App Home's callables."""

    app: App
    minds: Minds
    admit: Admit
    links: Links
    channels: Channels
    believer: Believer | None

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
            confirm=lambda who, clicked: self._as_owner(who, lambda flow: flow.confirm(clicked, self.app.slack.name(who.user))),
            take_back=lambda who, question: self._as_owner(who, lambda flow: flow.take_back(question)),
            sit_exam=lambda who, when: self._as_owner(who, lambda flow: flow.sit_exam(when, self.app.slack.name(who.user))),
            withdraw=lambda who: self._as_admin(who, lambda by: board.withdraw(self.app.ledger, self._today(), by)),
        )

    def page(self, team: str, user: str, wish: Wish) -> HomePage:
        """One person's page as it is now. Who gets no answers still sees what is kept of them."""
        viewer, app, knowledge = self.viewer(team, user), self.app, self.minds.today().knowledge
        words, has_incident = self._words(viewer), is_open_of(app, viewer.asker.id)
        if viewer.barred:
            refusal = barred(viewer.barred, knowledge, viewer.asker.language, "").sentence
            return HomePage(words.language, refusal, kept=self._kept(viewer), has_open_incident=has_incident)
        hanging = board.board_of(app.ledger, self._today(), app.slack.name)
        asked, waiting = self._asked(viewer, wish.asked + 1), self._waiting(viewer)
        now = standing(app, self.believer) if viewer.is_owner else None
        return HomePage(
            language=words.language,
            board=hanging,
            board_lines=said.board_lines(hanging, knowledge.organisation.time_zone, words, to_admin=viewer.is_admin),
            tools=self._chart(viewer).first_tools(),
            news=acknowledgements.unread(app, viewer, words),
            waiting=waiting[:MOST_WAITING],
            more_waiting=max(len(waiting) - MOST_WAITING, 0),
            asked=asked[: wish.asked],
            has_more_asked=len(asked) > wish.asked,
            grid=self._grid(viewer, wish),
            kept=self._kept(viewer),
            is_admin=viewer.is_admin,
            model=model_line(now, words) if now else "",
            asks_exam=bool(now and now.asks_exam),
            question=self._question().shown(wish, words) if viewer.is_owner else None,
            has_console=bool(app.settings.console_for_slack) and (viewer.is_owner or viewer.is_admin),
            has_open_incident=has_incident,
        )

    def viewer(self, team: str, user: str) -> Viewer:
        """Who looks, as people.yaml says now."""
        known = who_is(user, self.minds.today().knowledge.people, self.app.slack.of)
        asker = as_asker(self.app.hash_of("person", team, user), known)
        asker = replace(asker, language=asker.language or self.app.slack.language(user))
        return Viewer(asker, known.is_admin, self.admit.person(user, team), known.is_owner)

    def _question(self) -> HomeQuestion:
        return HomeQuestion(self.app.settings, self.app.ledger)

    def _as_owner(self, who: Clicker, deed: Callable[[HomeQuestion], str]) -> str:
        """Done for an owner, as people.yaml says at the click."""
        viewer = self.viewer(who.team, who.user)
        return deed(self._question()) if viewer.is_owner and not viewer.barred else "home.confirm.refused"

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

    def _waiting(self, viewer: Viewer) -> tuple[AskedLine, ...]:
        """Requests that wait for their answer, the oldest first, each with the place of its card: all of them for an owner; for
        the team of a contact those that are for it. A mishap has nothing to press."""
        knowledge, words = self.minds.today().knowledge, self._words(viewer)
        teams = {group.casefold() for group in viewer.asker.groups}
        return tuple(
            waiting_line(one, self._about(one, words), knowledge.organisation.time_zone, words, self._card(one))
            for one in reversed(self.app.ledger.requests(state=RequestState.OPEN.value, limit=MOST_OPEN))
            if one.is_open and one.card_ts and one.kind is not RequestKind.INCIDENT
            if viewer.is_owner or one.wish.to.casefold() in teams
        )

    def _about(self, request: Request, words: Words) -> str:
        row = self.app.ledger.question(request.receipt)
        return (read_as_in(row, self.minds.today().knowledge, words) or row.text or "") if row else ""

    def _card(self, request: Request) -> str:
        """Where the card stands; empty where Slack does not say."""
        try:
            return self.links.to(self.channels.id_of(request.channel), request.card_ts)
        except PostingProblem:
            return ""

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


def read_as_in(row: QuestionRow, knowledge: Knowledge, words: Words) -> str:
    """What was read of a question, in the words of whoever looks at it; as it was answered, where the reading was erased."""
    if row.reading:
        reading: Reading = READING.validate_python(row.reading)
        if told := all_read_as(reading.items, knowledge, words):
            return told
    return str((row.answer or {}).get("read_as") or "")
