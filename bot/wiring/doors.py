"""The running house goes in; what Slack's doors call comes out, one callable for each thing that people do there."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial
from typing import Protocol

from slack_sdk import WebClient

from bot.answers.amend import touched
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
from bot.saying.words import phrase
from bot.slack.agent.polite import Polite
from bot.slack.doors.all import Doors
from bot.slack.posts.post import Poster
from bot.slack.shortcuts.told import kind_of
from bot.traces import Traces
from bot.wiring.answers.agent import Agent
from bot.wiring.answers.pace import Pace
from bot.wiring.console.doors import InHouse
from bot.wiring.desk import checks
from bot.wiring.desk.advice import advice_desk
from bot.wiring.desk.citizen import citizen_doors
from bot.wiring.desk.going_on import GoingOn
from bot.wiring.desk.home import AtHome
from bot.wiring.housekeeping import understood
from bot.wiring.outage import telling
from bot.wiring.tracing import traced_door

log = logging.getLogger("mayi.overhearing")


class Rooms(checks.Rooms, Protocol):
    """What of the house Slack's doors open on."""

    app: App
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
    citizen = citizen_doors(rooms.app, rooms.minds, rooms.admit)
    go_on = GoingOn(rooms.app, poster, citizen.find).heard(rooms.voices)
    pace = Pace(telling(rooms.agent.watched(door), polite, rooms.agent.failed), polite, rooms.agent.quick)
    return Doors(
        door=pace,
        within=pace.within,
        texts=phrase,
        app=rooms.app,
        is_ours=lambda *place: rooms.ledger.is_our_thread(place_of(rooms.app, *place), utc_now()),
        hears=partial(_hears, rooms),
        is_overheard=partial(has_answered, rooms.app),
        mark=rooms.mark,
        standing=partial(standing, rooms.app),
        touched=partial(touched, rooms.app),
        picks=lambda language: checks.picks_of(rooms.store.current(), rooms.catalog, language),
        understood=understood(rooms.ledger),
        on_feedback=partial(_keep_feedback, rooms),
        doubt=lambda receipt, team, user, language: doubt(
            rooms.app, rooms.believer, receipt, rooms.app.pseudonym(user, team), language
        ),
        advice=advice_desk(rooms),
        agent=rooms.agent.doors(),
        home=replace(rooms.at_home.doors(), go_on=go_on),
        console=rooms.console.way_in,
        checks=checks.forms(rooms, poster),
        citizen=citizen,
    )


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
    rooms.ledger.keep_feedback(receipt, "helpful" if helpful else "not_right", at=utc_now(), who=who)
