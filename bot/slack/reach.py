"""A client and a socket connection go in; Slack is reached, or it is said in words why it is not."""

from __future__ import annotations

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.posts.post import BROKEN_LINE
from bot.slack.socket import SocketMode


class NotReachedError(Exception):
    """Slack cannot be reached, or does not want us; the message names the variable to look at."""


def reach(client: WebClient, socket: SocketMode | None) -> str:
    """Check the bot token and connect; gives the bot's name and the workspace. Raises ``NotReachedError``."""
    try:
        who = client.auth_test()
    except SlackApiError as problem:
        raise NotReachedError(
            f"Slack refuses SLACK_BOT_TOKEN: {problem.response.get('error')}; take it from the app's page “OAuth & Permissions”"
        ) from problem
    except BROKEN_LINE as problem:
        raise NotReachedError(f"Slack does not answer at {client.base_url}: {problem}; check the network") from problem
    if socket is not None:
        try:
            socket.start()
        except SlackApiError as problem:
            raise NotReachedError(
                f"Slack refuses SLACK_APP_TOKEN: {problem.response.get('error')}; it needs the scope connections:write"
            ) from problem
        except BROKEN_LINE as problem:
            raise NotReachedError(f"Socket Mode does not open: {problem}; check the network") from problem
    return f"{who.get('user')} in {who.get('team')}"
