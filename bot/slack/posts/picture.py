"""A picture goes in; it stands below one of the bot's own messages. Trouble is told in the words of ``policy.posting``."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.app import App
from bot.desk.digests import figures_chart
from bot.knowledge.matrix.pictures import PicturesMissingError
from bot.policy.talks.posting import PostingProblem, Refused, Uncertain
from bot.policy.talks.talk import Address
from bot.slack.posts.post import BROKEN_LINE, Poster

log = logging.getLogger("mayi.figures")


def tell_figures(app: App, client: WebClient, key: str, said: dict[str, Any], address: Address) -> str:
    """The week's figures, then the chart below them; gives the ts. Without a chart it has been said all the same. Raises a
    ``PostingProblem``."""
    ts = Poster(client).tell(address, said["words"], key)
    try:
        Pictures(client).below(address.channel, ts, *figures_chart(app, date.fromisoformat(said["monday"])))
    except (PicturesMissingError, PostingProblem) as problem:
        log.warning("the week's figures stand without their chart: %s", problem)
    return ts


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
