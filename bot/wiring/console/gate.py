"""A token for Slack goes in; what Slack says of people comes out."""

from __future__ import annotations

from collections.abc import Callable

from bot.answers.admit import Admit
from bot.app import SlackPeople
from bot.policy.house import Audience
from bot.policy.talks.admission import STRANGER
from bot.settings import Settings
from bot.slack.identity import Identity
from bot.slack.people import People
from bot.slack.posts.channels import Channels
from bot.slack.posts.post import build_client


def slack_people(settings: Settings, audience: Callable[[], Audience]) -> SlackPeople:
    """What Slack says of people, where there is a token."""
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    if not token:
        return SlackPeople()
    client = build_client(token, settings.slack_api_url)
    identity = Identity(client)
    people = People(client, who=identity.who)
    return known_of(people, Admit(audience, people.standing, Channels(client).is_one_of), identity)


def known_of(people: People, admit: Admit, identity: Identity) -> SlackPeople:
    """What Slack knows of people. Who has left sees nothing, also where the policy answers everybody."""

    def barred(user: str) -> str:
        return STRANGER if people.has_left(user) else admit.person(user, identity.who().team)

    return SlackPeople(people.of, people.name, people.language, barred, lambda: identity.who().home, people.has_left)
