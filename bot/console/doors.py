"""What the console asks of the house: callables, who asks, and for what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.exam.belief import Believer
from bot.policy.finding import Worded


class Role(StrEnum):
    """What somebody may see, by people.yaml."""

    EMPLOYEE = "employee"
    OWNER = "owner"
    ADMIN = "admin"


class RefusedError(Exception):
    """Something may or can not be done; ``key`` names the words for it."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in. ``id`` is the pseudonym under which their questions are kept."""

    user: str
    id: str
    role: Role
    name: str
    language: str = ""
    team: str = ""
    """As people.yaml has it."""

    @property
    def mark(self) -> str:
        """What tells them apart from everybody who gave themselves the same name."""
        return f"({self.id[:16]})"

    @property
    def signed(self) -> str:
        """What their looks are kept under."""
        return f"{self.name} {self.mark}"


@dataclass(frozen=True, slots=True)
class MatrixWish:
    """For whom, and what of the matrix."""

    role: str = ""
    country: str = ""
    of: str = ""
    """``all``: every kind of data; else the classes."""


@dataclass(frozen=True, slots=True)
class ConsoleDoors:
    """What pages still ask of wiring. ``language`` comes first wherever words come out."""

    believer: Believer | None
    """None where no model is set."""
    health: Callable[[str], list[Worded]]
