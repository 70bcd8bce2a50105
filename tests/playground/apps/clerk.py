"""An asynchronous app behind signed HTTP: keeps appointments with scheduled messages, and counts reactions and pins."""

from __future__ import annotations

from collections.abc import Callable

from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from tests.playground.apps.conftest import Json


def build(seen: list[Json]) -> Callable[[AsyncApp], None]:
    def register(app: AsyncApp) -> None:
        @app.command("/poll")
        async def appointment(ack, body, client, respond):
            """`/poll SECONDS words`, `/poll list`, `/poll forget ID`."""
            await ack()
            first, _, words = body["text"].partition(" ")
            channel = body["channel_id"]
            try:
                if first == "list":
                    found = (await client.chat_scheduledMessages_list(channel=channel))["scheduled_messages"]
                    await respond(", ".join(f"{one['id']}: {one['text']}" for one in found) or "nothing")
                elif first == "forget":
                    await client.chat_deleteScheduledMessage(channel=channel, scheduled_message_id=words)
                    await respond("forgotten")
                else:
                    auth = await client.auth_test()
                    now = float(
                        (await client.chat_postEphemeral(channel=channel, user=body["user_id"], text="one moment"))["message_ts"]
                    )
                    made = await client.chat_scheduleMessage(channel=channel, post_at=int(now + float(first)), text=words)
                    seen.append({"made": made.data, "bot": auth["user_id"]})
                    await respond(f"noted as {made['scheduled_message_id']}")
            except SlackApiError as error:
                await respond(f"no: {error.response['error']}")

        @app.event("reaction_added")
        async def liked(event, client):
            seen.append(event)
            item = event["item"]
            counted = await client.reactions_get(channel=item["channel"], timestamp=item["ts"])
            if sum(entry["count"] for entry in counted["message"]["reactions"]) == 2:
                await client.pins_add(channel=item["channel"], timestamp=item["ts"])
                await client.reactions_add(channel=item["channel"], timestamp=item["ts"], name="pushpin")

        @app.event("reaction_removed")
        async def unliked(event):
            seen.append(event)

        @app.event("pin_added")
        async def pinned(event):
            seen.append(event)

        @app.event("message")
        async def said(event):
            seen.append(event)

    return register
