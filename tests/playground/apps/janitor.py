"""A synchronous app that watches: newcomers, new channels, changed profiles, links, files; and speaks to one person at a time."""

from __future__ import annotations

from collections.abc import Callable

from slack_bolt import App

from tests.playground.apps.conftest import Json, mark, plain

WATCHED = (
    "member_joined_channel",
    "member_left_channel",
    "channel_created",
    "channel_rename",
    "channel_archive",
    "channel_deleted",
    "user_change",
    "file_shared",
)
BUTTONS = [
    {"type": "button", "action_id": name, "text": plain(name.title())}
    for name in ("replace", "delete", "again", "shout", "thread")
]


def build(seen: list[Json]) -> Callable[[App], None]:
    def register(app: App) -> None:
        def remember(event):
            seen.append(event)

        for kind in WATCHED:
            app.event(kind)(remember)

        @app.event("link_shared")
        def linked(event, client):
            seen.append(event)
            card = {"blocks": [{"type": "section", "text": mark("*A game*"), "accessory": BUTTONS[2]}]}
            previews = {link["url"]: card for link in event["links"]}
            client.chat_unfurl(unfurl_id=event["unfurl_id"], source=event["source"], unfurls=previews)

        @app.event("message")
        def said(event, client):
            seen.append(event)
            if event.get("text") == "whisper":
                where = {"channel": event["channel"], "user": event["user"]}
                client.chat_postEphemeral(text="Only for you", blocks=[{"type": "actions", "elements": BUTTONS}], **where)

        @app.action("replace")
        def replace(ack, respond):
            ack()
            respond(replace_original=True, text="Another text")

        @app.action("delete")
        def delete(ack, respond):
            ack()
            respond(delete_original=True)

        @app.action("again")
        def again(ack, respond, body):
            ack()
            seen.append(body)
            respond("A second one")

        @app.action("shout")
        def shout(ack, respond):
            ack()
            respond(text="For everyone", response_type="in_channel")

        @app.command("/poll")
        def report(ack, body, client):
            ack("Uploading ...")
            client.files_upload_v2(
                channel=body["channel_id"], content="1. e4 e5", filename="game.pgn", title="A game", initial_comment="Here it is"
            )

    return register
