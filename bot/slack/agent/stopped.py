"""Somebody presses stop; what they asked in that thread is not answered any more."""

from __future__ import annotations

from typing import Any

from slack_bolt import App, BoltContext

from bot.slack.agent.polite import Polite
from bot.slack.agent.working import Place, rest
from bot.slack.doors.all import Doors
from bot.slack.posts.text import safe


def register(app: App, doors: Doors, polite: Polite) -> None:
    """Listen to the stop button. What the door raises makes Slack send it again."""

    @app.event("agent_session_stopped")
    def on_stop(event: dict[str, Any], context: BoltContext) -> None:
        place = Place(event["channel"], event.get("thread_ts", ""), event.get("user", ""))
        if doors.agent.stop(context.team_id or "", place.channel, place.thread_ts, place.user):
            rest(polite, place)  # Slack leaves it to the app to say that the work has ended
            return
        # at the bottom of the channel: in a thread without replies, as long as nothing is answered, nobody would see it
        polite("chat.postEphemeral", channel=place.channel, user=place.user, text=safe(doors.texts("", "slack.not_yours")))
