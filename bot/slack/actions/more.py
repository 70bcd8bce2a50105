"""A click on "Show more" goes in; the asker gets the whole answer in its place, anybody else sees it alone."""

from __future__ import annotations

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.answers.again import Found
from bot.slack.click import Click, acknowledge, address_of, is_asker, read_click, whisper, working
from bot.slack.doors.all import Doors
from bot.slack.posts.blocks import MORE
from bot.slack.posts.post import Poster
from bot.slack.posts.text import safe


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Listen to the button. The answer comes from the ledger, so that it works after a restart as well."""
    poster = Poster(client, doors.mark)

    def show(body: dict[str, Any]) -> None:
        click = read_click(body)
        if refused := doors.citizen.refuse(click.user, click.user_team, click.mark.language):
            whisper(click, safe(refused), client)
        elif found := doors.citizen.find(click.mark.receipt, click.message_ts):
            _show(click, found)
        else:
            whisper(click, safe(doors.texts(click.mark.language, "slack.more.gone")), client)

    def _show(click: Click, found: Found) -> None:
        address = address_of(click)
        if click.is_private:
            poster.private(address, found.answer, whole=True)
        elif not is_asker(click, doors):
            poster.whisper(address, found.answer)
        else:
            poster.update(address, found.answer, found.key, whole=True)
            newer = doors.citizen.find(click.mark.receipt, click.message_ts)
            if newer is not None and newer.key != found.key:
                # the question was edited or settled just now: its answer must not stay behind an older one
                poster.update(address, newer.answer, newer.key)

    app.action(MORE)(ack=acknowledge, lazy=[working(show, doors, client)])
