"""What the form for announced changes needs from the house, as callables with harmless defaults, and the values it gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.policy.talks.checks import Who

Choice = tuple[str, str]
"""Value and label."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed in. What is empty may stand in the pasted ``notice``."""

    who: Who
    vendor: str
    language: str = ""
    title: str = ""
    effective: date | None = None
    announced: str = ""
    needed: str = ""
    notice: str = ""
    """The vendor's words as pasted; read, and then forgotten."""
    about: tuple[str, ...] = ()
    """Values of the choices of ``AnnouncedDoors.about``."""


@dataclass(frozen=True, slots=True)
class Proposing:
    """What became of it: the words for whoever typed it, or what is wrong: ``title``, ``day``, ``about``, or a fault's words."""

    said: str = ""
    missing: str = ""
    fault: str = ""


def nobody_may(_who: Who) -> bool:
    """Nobody may propose anything."""
    return False


def no_vendors() -> tuple[Choice, ...]:
    """The register is empty."""
    return ()


def nothing_to_choose(_language: str) -> tuple[Choice, ...]:
    """Vendors have neither products nor pages."""
    return ()


def nothing_proposed(_typed: Typed) -> Proposing:
    """Nothing can be proposed."""
    return Proposing(missing="title")


@dataclass(frozen=True, slots=True)
class AnnouncedDoors:
    """Callables of the form."""

    may: Callable[[Who], bool] = nobody_may
    """Whether somebody answers for the policy, or is an admin."""
    vendors: Callable[[], tuple[Choice, ...]] = no_vendors
    about: Callable[[str], tuple[Choice, ...]] = nothing_to_choose
    """What a change may be about, in a language: products and pages of terms of all vendors."""
    propose: Callable[[Typed], Proposing] = nothing_proposed
