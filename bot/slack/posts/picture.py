"""A picture goes in; it stands below one of the bot's own messages. Trouble is told in the words of ``policy.posting``."""

from __future__ import annotations

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.policy.talks.posting import Refused, Uncertain
from bot.slack.posts.post import BROKEN_LINE


class Pictures:
    """The port to Slack that pictures go through. It needs the scope ``files:write``."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def below(self, channel: str, ts: str, title: str, about: str, png: bytes) -> None:
        """Put a picture into the thread of a message. ``about``: what it shows, for who cannot see it. Raises a
        ``PostingProblem``. In the message itself it cannot stand: Slack knows a new file only some time after it was sent."""
        try:
            self._client.files_upload_v2(
                channel=channel, thread_ts=ts, filename="chart.png", title=title, alt_txt=about[:1000], content=png
            )
        except SlackApiError as problem:
            raise Refused(str(problem.response.get("error"))) from problem
        except BROKEN_LINE as problem:
            raise Uncertain(str(problem)) from problem
