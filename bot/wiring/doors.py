"""The running house goes in; what Slack's doors call comes out, one callable for each thing that people do there."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

from slack_sdk import WebClient

from bot.answers import forms
from bot.answers.admit import Admit
from bot.answers.again import copy_of_question, find_again, understood
from bot.answers.amend import touched
from bot.answers.mind import Minds
from bot.answers.notices import standing, take_back
from bot.answers.overhear import has_answered, is_answered
from bot.answers.take_in import identity_of, key_of, take_in
from bot.answers.talks import place_of
from bot.app import App
from bot.clock.today import utc_now
from bot.desk.erasing import erase_question
from bot.exam.belief import Believer
from bot.exam.doubt import doubt
from bot.policy.talks.incoming import Incoming
from bot.policy.world import Catalog
from bot.reading.redacted_copy import copy_of
from bot.saying.notices.own import barred
from bot.saying.words import phrase
from bot.slack.agent.agent import Agent
from bot.slack.agent.polite import Polite
from bot.slack.checks import Checks
from bot.slack.citizen import Citizen
from bot.slack.doors.all import Doors
from bot.slack.home import go_on as go_on_
from bot.slack.home.go_on import go_on
from bot.slack.pace import Pace
from bot.slack.posts.post import Poster
from bot.slack.shortcuts import share as sharing
from bot.slack.shortcuts.told import kind_of
from bot.slack.views.correction import picks_of
from bot.traces import Traces
from bot.wiring.console.doors import InHouse
from bot.wiring.desk.home import AtHome
from bot.wiring.outage import telling
from bot.wiring.tracing import traced_door
from bot.wiring.voices import Voice, Voices

log = logging.getLogger("mayi.overhearing")


class Rooms(Protocol):
    """What of the house Slack's doors open on."""

    app: App
    minds: Minds
    admit: Admit
    voices: Voices
    traces: Traces
    catalog: Catalog
    client: WebClient
    agent: Agent
    believer: Believer | None
    at_home: AtHome
    console: InHouse

    def mark(self, team: str, user: str) -> str:
        """Who asked, without saying who."""


def doors_of(rooms: Rooms) -> Doors:
    """Every callable that the Slack room calls."""
    door = traced_door(rooms.traces, partial(_door, rooms), partial(identity_of, rooms.app))
    polite = Polite(rooms.client)
    poster = Poster(rooms.client, rooms.mark)
    app, minds, admit = rooms.app, rooms.minds, rooms.admit
    rooms.voices |= _voices(app, minds, poster)
    failed, quick = (partial(_in_their_language, rooms.app, key) for key in ("slack.failed", "slack.quick"))
    pace = Pace(telling(rooms.agent.watched(door), polite, failed), polite, quick)
    return Doors(
        door=pace,
        within=pace.within,
        texts=phrase,
        app=app,
        minds=minds,
        is_ours=lambda *place: rooms.app.ledger.is_our_thread(place_of(rooms.app, *place), utc_now()),
        hears=partial(_hears, rooms),
        is_overheard=partial(has_answered, rooms.app),
        mark=rooms.mark,
        standing=partial(standing, rooms.app),
        touched=partial(touched, rooms.app),
        picks=lambda language: picks_of(app.knowledge, app.catalog, language),
        understood=partial(understood, app.ledger),
        on_feedback=partial(_keep_feedback, rooms),
        doubt=lambda receipt, team, user, language: doubt(
            rooms.app, rooms.believer, receipt, rooms.app.pseudonym(user, team), language
        ),
        agent=rooms.agent.doors(),
        home=replace(rooms.at_home.doors(), go_on=partial(go_on, app, minds)),
        console=rooms.console.way_in,
        checks=Checks(
            language=partial(forms.language_of_form, app),
            version=lambda: app.store.current().version,
            entries=partial(forms.entries, app),
            pick=partial(forms.pick, app, minds, admit),
            look=partial(forms.look, minds),
            copy=copy_of,
            check=partial(forms.check, app, minds, admit),
            keep=partial(forms.keep, app),
            tell=partial(forms.tell, app),
            share=partial(sharing.share, app),
            refusal=partial(forms.refusal, app, admit),
        ),
        citizen=Citizen(
            find=partial(find_again, app, minds),
            refuse=lambda user, team, language: _refusal(app, admit, user, team, language),
            copy=partial(copy_of_question, app.ledger),
        ),
    )


def _voices(app: App, minds: Minds, poster: Poster) -> Voices:
    """How it is said what was clicked for."""

    def over(notice: dict[str, Any], _outcome: dict[str, Any]) -> None:
        app.ledger.erase_address(notice["key"])

    keep_shared = partial(sharing.keep_shared, app, poster)
    return {
        go_on_.KIND: Voice(partial(go_on_.go_on_words, app, minds), over, partial(go_on_.post_go_on, poster)),
        sharing.KIND: Voice(partial(sharing.share_words, app, minds), keep_shared, partial(sharing.post_shared, poster)),
        forms.TOLD: Voice(lambda notice: {"key": notice["key"], "words": notice["words"]}, over),
    }


def _refusal(app: App, admit: Admit, user: str, team: str, language: str) -> str:
    why = admit.person(user, team)
    return barred(why, app.knowledge, language, "").sentence if why else ""


def _in_their_language(app: App, key: str, user: str) -> str:
    return phrase(app.language_of(user), key)


def _door(rooms: Rooms, incoming: Incoming) -> None:
    """A question is taken in; one that is deleted is taken back."""
    if incoming.trigger == "delete":
        key = key_of(rooms.app, incoming.team, incoming.channel, incoming.ts)
        take_back(rooms.app, key, lambda key: erase_question(rooms.app, key, utc_now()))
    else:
        take_in(rooms.app, incoming)


def _hears(rooms: Rooms, incoming: Incoming) -> bool:
    """Whether what nobody put to the bot is answered. What breaks here is no question: nobody waits, and nothing is said."""
    try:
        return is_answered(rooms.app, rooms.minds, rooms.admit, incoming)
    except Exception as problem:  # noqa: BLE001 - a door: its words may hold what people said to each other
        log.error("a message could not be looked at: %s", kind_of(problem))
        return False


def _keep_feedback(rooms: Rooms, receipt: str, team: str, user: str, helpful: bool) -> None:
    who = rooms.app.hash_of("person", team, user)
    rooms.app.ledger.keep_feedback(receipt, "helpful" if helpful else "not_right", at=utc_now(), who=who)
