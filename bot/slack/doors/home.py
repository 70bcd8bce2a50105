"""What App Home needs from the house, as callables: wiring fills them in, tests give plain functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.policy.talks.home import Clicker, HomePage, Wish


def empty_page(_team: str, _user: str, _wish: Wish) -> HomePage:
    """Nothing to show."""
    return HomePage("")


def nothing_read(_who: Clicker, _version: str) -> None:
    """Nobody keeps it."""


def nothing_done(_who: Clicker) -> None:
    """Nobody does it."""


def not_an_admin(_who: Clicker) -> bool:
    """Nobody may."""
    return False


def may_not_pause(_who: Clicker, _words: str) -> bool:
    """Nobody may."""
    return False


def may_not_announce(_who: Clicker, _words: str, _until: date) -> str:
    """Nobody may."""
    return "refused"


@dataclass(frozen=True, slots=True)
class Clicked:
    """An answer to an open question; ``asked``: the digest of what it was about."""

    question: str
    way: str
    asked: str


def not_found(_who: Clicker, _receipt: str) -> str:
    """No answer is kept."""
    return "slack.more.gone"


def may_not_confirm(_who: Clicker, _answer: Clicked) -> str:
    """Nobody may."""
    return "home.confirm.refused"


def may_not_take_back(_who: Clicker, _question: str) -> str:
    """Nobody may."""
    return "home.confirm.refused"


@dataclass(frozen=True, slots=True)
class HomeDoors:
    """Callables of App Home."""

    page: Callable[[str, str, Wish], HomePage] = empty_page
    """Team, user, what they chose to see -> their page as it is now."""
    read: Callable[[Clicker, str], None] = nothing_read
    """They say that they have read a version."""
    go_on: Callable[[Clicker, str], str] = not_found
    """Their own answer of this receipt is sent to them with all that it asks; gives the key of what to say."""
    export: Callable[[Clicker], None] = nothing_done
    erase: Callable[[Clicker], None] = nothing_done
    is_admin: Callable[[Clicker], bool] = not_an_admin
    pause: Callable[[Clicker, str], bool] = may_not_pause
    """With the words that people read; False where they are no admin. So are the next three."""
    resume: Callable[[Clicker], bool] = not_an_admin
    announce: Callable[[Clicker, str, date], str] = may_not_announce
    """Words and last day -> empty, or why not: ``refused``, ``words``, ``past``, ``far``."""
    confirm: Callable[[Clicker, Clicked], str] = may_not_confirm
    """The key of what became of it; so is the next one."""
    take_back: Callable[[Clicker, str], str] = may_not_take_back
    sit_exam: Callable[[Clicker, str], str] = may_not_take_back
    """``when_idle`` or ``by_hand`` -> the key of what became of it."""
    withdraw: Callable[[Clicker], bool] = not_an_admin
