"""Entries of people.yaml and what the chat knows of somebody go in; who they are comes out: one rule for all that ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from bot.policy.house import Person
from bot.policy.talks.talk import Asker


class Seen(Protocol):
    """What the chat knows of somebody, as far as people.yaml may ask. ``domain``: ``@example.org`` or empty."""

    @property
    def domain(self) -> str: ...
    @property
    def groups(self) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Known:
    """Who somebody is. Unknown stays empty."""

    role: str = ""
    country: str = ""
    team: str = ""
    language: str = ""
    is_owner: bool = False
    is_admin: bool = False
    time_zone: str = ""
    matches: frozenset[str] = frozenset()
    """The entries that fit, as they are named."""

    @property
    def groups(self) -> frozenset[str]:
        """Ids that a waiver may name."""
        return self.matches | {word for word in (self.role, self.team) if word}


def who_is(user: str, people: tuple[Person, ...], look_up: Callable[[str], Seen]) -> Known:
    """All entries that fit, taken together: the person's own, then those of their user groups, then that of their mail domain.

    What several of them say, the nearest says; an owner or an admin is whom any of them makes one. The chat is asked only
    where an entry is about a group or a domain.
    """
    fitting = tuple(_fitting(user, people, look_up)) if user else ()
    return Known(
        role=_nearest(one.role for one in fitting),
        country=_nearest(one.country for one in fitting),
        team=_nearest(one.team for one in fitting),
        language=_nearest(one.language for one in fitting),
        is_owner=any(one.is_owner for one in fitting),
        is_admin=any(one.is_admin for one in fitting),
        time_zone=_nearest(one.time_zone for one in fitting),
        matches=frozenset(one.match for one in fitting),
    )


def as_asker(pseudonym: str, known: Known) -> Asker:
    """Somebody who asks, by their pseudonym."""
    return Asker(pseudonym, known.role, known.country, known.language, known.groups)


def _fitting(user: str, people: tuple[Person, ...], look_up: Callable[[str], Seen]) -> Iterator[Person]:
    """Nearest first; in the order of the files where several are as near."""
    yield from (one for one in people if one.match == user)
    if any(one.match.startswith(("@", "S")) for one in people):
        seen = look_up(user)
        yield from (one for one in people if one.match in seen.groups)
        yield from (one for one in people if seen.domain and one.match.lower() == seen.domain)


def _nearest(words: Iterator[str]) -> str:
    return next((word for word in words if word), "")
