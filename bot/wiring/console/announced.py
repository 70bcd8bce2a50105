"""What somebody typed into the console about a vendor's new terms goes in; the patch of the vendor's file comes out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from bot.console.doors import AnnouncedWish, RefusedError
from bot.console.shown import Choice, Mended
from bot.knowledge.faults import KnowledgeError
from bot.saying.words import words_for
from bot.settings import Settings
from bot.vendors.pasted import read_notice
from bot.wiring.answers.mind import Minds
from bot.wiring.due.announced_about import about_choices, about_of
from bot.wiring.due.register import Announced, about_change, announced_words, with_change
from bot.wiring.owners.writing import keep
from bot.wiring.today import today_at


class Rooms(Protocol):
    """What of the house is looked at."""

    @property
    def settings(self) -> Settings: ...
    @property
    def minds(self) -> Minds: ...


def announced_pages(rooms: Rooms) -> dict[str, Callable[..., Any]]:
    """The doors of the form."""

    def choices() -> tuple[Choice, ...]:
        return tuple(Choice(one.id, one.name) for one in rooms.minds.today().knowledge.vendors)

    def about(language: str) -> tuple[Choice, ...]:
        knowledge = rooms.minds.today().knowledge
        words = words_for(language, knowledge.organisation.languages)
        return tuple(Choice(value, label) for value, label in about_choices(knowledge, words))

    return {
        "vendor_choices": choices,
        "about_choices": about,
        "announce": lambda language, wish: _announce(rooms, language, wish),
    }


def _announce(rooms: Rooms, language: str, wish: AnnouncedWish) -> tuple[str, Mended | None]:
    """The key of what is missing, or what was proposed. The notice is read and then forgotten. Raises ``RefusedError``."""
    pasted, knowledge, settings = read_notice(wish.notice), rooms.minds.today().knowledge, rooms.settings
    title, effective = wish.title or pasted.title, wish.effective or pasted.effective
    if not title or effective is None:
        return f"announced.missing.{'day' if title else 'title'}", None
    known = wish.vendor in {one.id for one in knowledge.vendors}
    about = about_of(wish.vendor, wish.about, knowledge) if known else ((), ())
    if about is None:
        return "announced.missing.about", None
    where = wish.announced or ("E-mail" if wish.notice else "")
    tools, touches = about
    change = Announced(
        wish.vendor, title, effective, announced=where, tools=tools, needed=wish.needed, url=pasted.url, touches=touches
    )
    try:
        kept = keep(settings, about_change(change), lambda: with_change(settings.knowledge, change, knowledge))
    except KnowledgeError as problem:
        raise RefusedError("console.error.no_edit", why=problem.faults[0].what) from problem
    except OSError as problem:
        raise RefusedError("console.error.no_edit", why=problem.strerror or "") from problem
    words = words_for(language, knowledge.organisation.languages)
    told = announced_words(words, change, kept, today_at(knowledge))
    name = next((one.name for one in knowledge.vendors if one.id == wish.vendor), wish.vendor)
    return "", Mended(f"{name}, {effective.isoformat()}", place_of(kept.path, settings), kept.patch, told)


def place_of(patch: Path | None, settings: Settings) -> str:
    """Where a proposal lies, as whoever takes it in finds it; no page tells how the machine's folders are called."""
    if patch is None:
        return ""
    beside = settings.knowledge.resolve().parent
    found = patch.resolve()
    return found.relative_to(beside).as_posix() if found.is_relative_to(beside) else f"$MAYI_PROPOSALS/{patch.name}"
