"""A sent correction form goes in; an ``Incoming`` goes to the door. A search inside the form gets its options."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Sequence
from typing import Any

from slack_bolt import Ack, App

from bot.answers.forms import names_of_kind, names_of_tool
from bot.policy.house import Knowledge
from bot.policy.talks.checks import Entry
from bot.policy.talks.incoming import Incoming
from bot.policy.world import Catalog
from bot.saying.offers import data_to_pick, offerings_to_pick
from bot.slack.doors.all import Doors, Pick, Picks
from bot.slack.form import DATA, FORM, TOOL, read_form, search

log = logging.getLogger("bot.slack.correction")


def incoming(body: dict[str, Any], remembered: dict[str, str], chosen: dict[str, tuple[str, ...]]) -> Incoming:
    """A sent form in the door's words."""
    return Incoming(
        team=remembered.get("team", ""),
        channel=remembered.get("channel", ""),
        channel_kind=remembered.get("kind", "channel"),
        user=body["user"]["id"],
        text="",
        trigger="correction",
        unique=f"{remembered.get('ts', '')}:{body['view']['id']}",
        ts=remembered.get("ts", ""),
        thread_ts=remembered.get("thread", ""),
        response_url=remembered.get("url", ""),
        receipt=remembered.get("receipt", ""),
        correction=chosen,
        user_team=body["user"].get("team_id") or "",
    )


def register(app: App, doors: Doors) -> None:
    """Listen to the form and to its searches. Slack does not send a form again, so a failure is said inside it."""

    @app.view(FORM)
    def on_form(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        remembered, chosen = read_form(view)
        language = remembered.get("language", "")
        place = view["blocks"][0]["block_id"] if view.get("blocks") else TOOL
        if not any(chosen.values()):
            ack(response_action="errors", errors={place: doors.texts(language, "slack.form.empty")})
            return
        asker = remembered.get("asker", "")
        if asker and asker != doors.mark(remembered.get("team", ""), body["user"]["id"]):
            ack(response_action="errors", errors={place: doors.texts(language, "slack.not_yours")})
            return
        if doors.standing(remembered.get("receipt", "")) == "gone":
            ack(response_action="errors", errors={place: doors.texts(language, "taken_back.click")})
            return
        try:
            doors.door(incoming(body, remembered, chosen))
        except Exception:
            log.exception("a correction was not taken in")
            ack(response_action="errors", errors={place: doors.texts(language, "slack.failed")})
            return
        ack()

    @app.options(re.compile(f"^({TOOL}|{DATA})$"))
    def on_search(ack: Ack, body: dict[str, Any]) -> None:
        remembered = json.loads(body.get("view", {}).get("private_metadata") or "{}")
        picks = doors.picks(remembered.get("language", ""))
        ack(search(picks.tools if body.get("action_id") == TOOL else picks.data, body.get("value") or ""))


def picks_of(knowledge: Knowledge, catalog: Catalog, language: str) -> Picks:
    """What a form offers that asks for an offering and a kind of data."""

    def picks(entries: Sequence[Entry]) -> tuple[Pick, ...]:
        return tuple(Pick(one.id, one.label, one.group, one.names) for one in entries)

    tools = offerings_to_pick(knowledge, language, names_of_tool(catalog))
    data = data_to_pick(knowledge, language, names_of_kind(catalog), names_of_kind(catalog, language))
    return Picks(picks(tools), picks(data))
