"""What the Slack room needs from the house, as callables: wiring fills them in, tests give plain functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.answers.mind import Minds
from bot.app import App
from bot.policy.talks.checks import Who
from bot.policy.talks.incoming import Incoming
from bot.slack.checks import Checks
from bot.slack.citizen import Citizen
from bot.slack.doors.agent import AgentDoors
from bot.slack.doors.home import HomeDoors
from bot.slack.marks import nobody_marked

DEED, GESTURE, WORD = "deed", "gesture", "word"
"""What has a pace: what makes the house work, a click or a search on the way there, and telling somebody that it is too much."""
Standing = Literal["kept", "coming", "gone", "unknown"]
"""Of the question behind a receipt: it is logged; it is answered just now; it was taken back or erased; nobody knows it."""


class Texts(Protocol):
    """Words for people: language and key of the message catalogs, and the values that the words need."""

    def __call__(self, language: str, key: str, /, **values: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Pick:
    """One entry of a select: an id of the policy and how people call it. ``group`` is the heading it stands under,
    ``names`` are other words that find it."""

    value: str
    label: str
    group: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picks:
    """What the correction form offers."""

    tools: tuple[Pick, ...] = ()
    data: tuple[Pick, ...] = ()


def nothing_ours(_team: str, _channel: str, _thread_ts: str) -> bool:
    """No thread is ours."""
    return False


def always_within(_what: str, _team: str, _user: str) -> bool:
    """Nothing is too much."""
    return True


def nothing_heard(_incoming: Incoming) -> bool:
    """Nothing is answered that was not put to the bot."""
    return False


def nothing_known(_receipt: str) -> Standing:
    """No receipt is known."""
    return "unknown"


def nothing_amended(_receipt: str) -> bool:
    """Every answer stands."""
    return True


def no_picks(_language: str) -> Picks:
    """Nothing to pick from."""
    return Picks()


def nothing_understood(_receipt: str) -> dict[str, dict[str, str]]:
    """Nothing to fill in."""
    return {}


def no_console(_who: Who) -> tuple[str, str]:
    """None is served."""
    return "slack.console.none", ""


def nothing_doubted(_receipt: str, _team: str, _user: str, _language: str) -> str:
    """There is no model to take belief from."""
    return ""


def no_feedback(_receipt: str, _team: str, _user: str, _helpful: bool) -> None:
    """Feedback that nobody keeps."""


@dataclass(frozen=True, slots=True)
class Doors:
    """Callables that the listeners call. ``door`` runs before Slack is acknowledged; what it raises makes Slack send again."""

    door: Callable[[Incoming], None]
    texts: Texts
    """Words around an answer; an empty language means the policy's own."""
    app: App
    """What the desk's functions take."""
    minds: Minds
    within: Callable[[str, str, str], bool] = always_within
    """``DEED``, ``GESTURE`` or ``WORD``, team, user -> whether it is within a human pace."""
    is_ours: Callable[[str, str, str], bool] = nothing_ours
    """Team, channel, thread ts -> whether the bot has answered in that thread."""
    hears: Callable[[Incoming], bool] = nothing_heard
    """A message of a channel that nobody put to the bot, or another wording of it -> whether it is answered all the same. Raises
    nothing."""
    is_overheard: Callable[[str, str, str], bool] = nothing_ours
    """Team, channel, ts of a message that calls nobody -> whether it is answered, or was, though nobody put it to the bot."""
    mark: Callable[[str, str], str] = nobody_marked
    """Team and user -> keyed hash, at most 32 letters and digits: who asked, without saying who."""
    standing: Callable[[str], Standing] = nothing_known
    """Receipt -> where its question stands."""
    touched: Callable[[str], bool] = nothing_amended
    """Receipt of the answer under which somebody clicks -> whether it still stands. From then on nothing takes its place but what
    they ask for."""
    picks: Callable[[str], Picks] = no_picks
    """Language -> what the correction form offers."""
    understood: Callable[[str], dict[str, dict[str, str]]] = nothing_understood
    """Receipt -> what was read, to fill the form in with: for ``tool`` and ``data`` each entry's value and name."""
    on_feedback: Callable[[str, str, str, bool], None] = no_feedback
    """Receipt, team, user, helpful."""
    doubt: Callable[[str, str, str, str], str] = nothing_doubted
    """Receipt, team, user, language -> words for whoever says that an answer should not have been allowed."""
    agent: AgentDoors = AgentDoors()
    """The agent view."""
    home: HomeDoors = HomeDoors()
    """App Home."""
    console: Callable[[Who], tuple[str, str]] = no_console
    """Who asks for it -> the key of what to say, and a link that signs in them alone, once; empty where they get none."""
    citizen: Citizen = Citizen()
    """The rest of a long answer."""
    checks: Checks = Checks()
    """The forms: shortcuts, the paste check, sharing."""
