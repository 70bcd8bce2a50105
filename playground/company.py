"""A YAML file in, the company that lives in the playground out: people, groups, channels and the one installed app."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

SAMPLE = Path(__file__).with_name("company.yaml")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # a tenth of the time, and each test has a company of its own

# Everything a bolt app may subscribe to and that the playground can send.
ALL_EVENTS = (
    "agent_session_stopped",
    "app_context_changed",
    "app_home_opened",
    "app_mention",
    "assistant_thread_context_changed",
    "assistant_thread_started",
    "channel_archive",
    "channel_created",
    "channel_deleted",
    "channel_left",
    "channel_rename",
    "channel_unarchive",
    "file_shared",
    "group_archive",
    "group_deleted",
    "group_left",
    "group_rename",
    "group_unarchive",
    "link_shared",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "pin_added",
    "pin_removed",
    "reaction_added",
    "reaction_removed",
    "subteam_created",
    "subteam_members_changed",
    "subteam_updated",
    "team_join",
    "user_change",
)


class CompanyError(Exception):
    """The company file cannot be used; the message says what, where and what to do."""


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    real_name: str
    title: str = ""
    email: str = ""
    tz: str = "Europe/Amsterdam"
    locale: str = "en-US"
    admin: bool = False
    guest: bool = False
    team: str = ""  # another workspace than the company's own: of the same organisation where there is one, else of a stranger


@dataclass(frozen=True)
class Group:
    id: str
    handle: str
    name: str
    people: tuple[str, ...]  # user ids
    description: str = ""
    disabled: bool = False


@dataclass(frozen=True)
class Room:
    """A channel as seeded; `people` are user ids."""

    id: str
    name: str
    topic: str
    people: tuple[str, ...]
    bot: bool
    private: bool = False


@dataclass(frozen=True)
class AppInfo:
    """What Slack knows of the installed app. No `scopes`: all are granted. No `commands`, `shortcuts` or `functions`: any are its
    own."""

    id: str
    name: str
    bot_user: str
    bot: str
    bot_token: str
    app_token: str
    signing_secret: str
    agent_view: bool = True
    assistant_view: bool = False  # the older of the two: a side panel with threads; an app has one or the other
    unfurl_domains: tuple[str, ...] = ()
    events: tuple[str, ...] = ALL_EVENTS
    scopes: tuple[str, ...] = ()
    commands: tuple[dict[str, str], ...] = ()
    shortcuts: tuple[dict[str, str], ...] = ()
    functions: tuple[
        dict[str, Any], ...
    ] = ()  # custom steps of workflows: callback_id, title, input_parameters, output_parameters


@dataclass(frozen=True)
class Company:
    """`enterprise`: id of an Enterprise Grid organisation, in all of which the app is installed at once; empty: one workspace."""

    team_id: str
    name: str
    domain: str
    app: AppInfo
    people: tuple[Person, ...]
    groups: tuple[Group, ...] = ()
    rooms: tuple[Room, ...] = field(default=())
    enterprise: str = ""


def load_company(path: Path = SAMPLE) -> Company:
    """Read a company file; raises CompanyError."""
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), _LOADER)  # noqa: S506 - it is a safe one
    except (OSError, yaml.YAMLError) as error:
        raise CompanyError(f"{path}: cannot be read: {error}") from error
    if not isinstance(raw, dict):
        raise CompanyError(f"{path}: expected the keys team, app, people, channels; see {SAMPLE.name} of the playground")
    try:
        return _company(raw)
    except (KeyError, TypeError) as error:
        raise CompanyError(f"{path}: missing or wrong entry: {error}; see {SAMPLE.name} of the playground") from error


def _company(raw: dict[str, Any]) -> Company:
    people = tuple(Person(**person) for person in raw["people"])
    ids = {person.name: person.id for person in people}

    def members(wanted: Any) -> tuple[str, ...]:
        names = list(ids) if wanted == "all" else wanted or []
        return tuple(ids[name] if name in ids else _known(name, ids) for name in names)

    app = dict(raw["app"])
    for key in ("events", "scopes", "commands", "shortcuts", "functions", "unfurl_domains"):
        if key in app:
            app[key] = tuple(app[key])
    if app.get("assistant_view"):
        app.setdefault("agent_view", False)
    return Company(
        team_id=raw["team"]["id"],
        name=raw["team"]["name"],
        domain=raw["team"]["domain"],
        enterprise=raw["team"].get("enterprise", ""),
        app=AppInfo(**app),
        people=people,
        groups=tuple(Group(g["id"], g["handle"], g["name"], members(g.get("people"))) for g in raw.get("groups", ())),
        rooms=tuple(
            Room(c["id"], c["name"], c.get("topic", ""), members(c.get("people")), bool(c.get("bot")), bool(c.get("private")))
            for c in raw["channels"]
        ),
    )


def _known(name: str, ids: dict[str, str]) -> str:
    if name in ids.values():
        return name
    raise KeyError(f"person `{name}` is not listed under people")
