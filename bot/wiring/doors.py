"""The running house goes in; what Slack's doors call comes out, one callable for each thing that people do there."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Protocol

from slack_sdk import WebClient

from bot.app import App
from bot.clock.today import utc_now
from bot.policy.world import Catalog
from bot.saying.words import phrase
from bot.slack.agent.polite import Polite
from bot.slack.doors.all import Doors
from bot.slack.posts.post import Poster
from bot.traces import Traces
from bot.wiring.answers.agent import Agent
from bot.wiring.answers.amending import Amending
from bot.wiring.answers.overhearing import Overhearing
from bot.wiring.answers.pace import Pace
from bot.wiring.answers.ports import answer_again
from bot.wiring.answers.taken_back import TakenBack
from bot.wiring.console.doors import InHouse
from bot.wiring.desk import checks
from bot.wiring.desk.advice import advice_desk
from bot.wiring.desk.citizen import citizen_doors
from bot.wiring.desk.going_on import GoingOn
from bot.wiring.desk.home import AtHome
from bot.wiring.desk.requests import Desk
from bot.wiring.housekeeping import understood
from bot.wiring.outage import telling
from bot.wiring.tracing import traced_door


class Rooms(checks.Rooms, Protocol):
    """What of the house Slack's doors open on."""

    app: App
    traces: Traces
    catalog: Catalog
    client: WebClient
    agent: Agent
    overhearing: Overhearing
    taken_back: TakenBack
    amending: Amending
    desk: Desk
    at_home: AtHome
    console: InHouse

    def mark(self, team: str, user: str) -> str:
        """Who asked, without saying who."""


def doors_of(rooms: Rooms) -> Doors:
    """Every callable that the Slack room calls."""
    door, polite = traced_door(rooms.traces, rooms.take_in, rooms.take_in.identity_of), Polite(rooms.client)
    poster = Poster(rooms.client, rooms.mark)
    citizen = citizen_doors(rooms.ledger, rooms.minds, rooms.admit, answer_again(rooms.minds, rooms.steps.ids_of, utc_now))
    go_on = GoingOn(rooms.ledger, poster, citizen.find, rooms.take_in.keep_address, rooms.engine.notify, rooms.hash_of).heard(
        rooms.voices
    )
    pace = Pace(telling(rooms.agent.watched(door), polite, rooms.agent.failed), polite, rooms.agent.quick)
    return Doors(
        door=pace,
        within=pace.within,
        texts=phrase,
        app=rooms.app,
        is_ours=lambda *place: rooms.ledger.is_our_thread(rooms.take_in.place_of(*place), utc_now()),
        hears=rooms.overhearing,
        is_overheard=rooms.overhearing.has_answered,
        mark=rooms.mark,
        standing=rooms.taken_back.standing,
        touched=rooms.amending.touched,
        picks=lambda language: checks.picks_of(rooms.store.current(), rooms.catalog, language),
        understood=understood(rooms.ledger),
        on_feedback=partial(_keep_feedback, rooms),
        desk=rooms.desk.doors(),
        advice=advice_desk(rooms),
        agent=rooms.agent.doors(),
        home=replace(rooms.at_home.doors(), go_on=go_on),
        console=rooms.console.way_in,
        checks=checks.forms(rooms, rooms.catalog, poster, utc_now),
        citizen=citizen,
    )


def _keep_feedback(rooms: Rooms, receipt: str, team: str, user: str, helpful: bool) -> None:
    who = rooms.hash_of("person", team, user)
    rooms.ledger.keep_feedback(receipt, "helpful" if helpful else "not_right", at=utc_now(), who=who)
