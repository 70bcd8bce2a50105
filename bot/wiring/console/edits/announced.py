"""What somebody typed into the console about a vendor's new terms goes in; the vendor's file with it comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from bot.clock.today import today_at
from bot.console.doors import AnnouncedWish, RefusedError
from bot.console.values.shown import Choice, Mended
from bot.desk.announced import Announced, about_change, about_choices, about_of, announced_words, with_change
from bot.desk.edits import digest_of
from bot.knowledge.edits.writing import keep, looked_at
from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.history.propose import edit_of
from bot.knowledge.history.store import KnowledgeStore
from bot.saying.words import words_for
from bot.settings import Settings
from bot.vendors.pasted import read_notice
from bot.wiring.answers.mind import Minds


class Rooms(Protocol):
    """What of the house is looked at."""

    @property
    def settings(self) -> Settings: ...
    @property
    def minds(self) -> Minds: ...
    @property
    def store(self) -> KnowledgeStore: ...


@contextmanager
def refusing(say: Callable[[Fault], str] = str) -> Iterator[None]:
    """An edit that cannot be kept is told in the reader's words. ``say``: what is told of the first fault that it would bring."""
    try:
        yield
    except KnowledgeError as problem:
        raise RefusedError("console.error.no_edit", why=say(problem.faults[0])) from problem
    except OSError as problem:
        raise RefusedError("console.error.no_edit", why=problem.strerror or "") from problem


def announced_pages(rooms: Rooms) -> dict[str, Callable[..., Any]]:
    """The doors of the form."""

    def about(language: str) -> tuple[Choice, ...]:
        knowledge = rooms.minds.today().knowledge
        words = words_for(language, knowledge.organisation.languages)
        return tuple(Choice(value, label) for value, label in about_choices(knowledge, words))

    def announce(language: str, wish: AnnouncedWish) -> tuple[str, Mended | None]:
        missing, done = _announce(rooms, language, wish)
        if done and not done.waits:
            looked_at(rooms.settings, rooms.store.refresh)  # whoever wrote it looks at the register next
        return missing, done

    return {
        "about_choices": about,
        "announce": announce,
    }


def _announce(rooms: Rooms, language: str, wish: AnnouncedWish) -> tuple[str, Mended | None]:
    """The key of what is missing, or the edit. The notice is read and then forgotten. Raises ``RefusedError``."""
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
    name = next((one.name for one in knowledge.vendors if one.id == wish.vendor), wish.vendor)
    called = f"{name}, {effective.isoformat()}"
    with refusing(lambda fault: fault.what):
        edit = edit_of(settings.knowledge, with_change(settings.knowledge, change, knowledge))
        if digest_of(edit.patch) != wish.seen:
            return "", Mended(called, "", edit.patch, title, waits=_waits(wish, digest_of(edit.patch)))
        kept = keep(settings, about_change(change), lambda: with_change(settings.knowledge, change, knowledge))
    words = words_for(language, knowledge.organisation.languages)
    told = announced_words(words, change, kept, today_at(knowledge))
    return "", Mended(called, place_of(kept.path, settings), kept.patch, told, kept.id)


def _waits(wish: AnnouncedWish, seen: str) -> tuple[tuple[str, str], ...]:
    """What was typed, once more, with what was seen of it."""
    day = wish.effective.isoformat() if wish.effective else ""
    typed = {"vendor": wish.vendor, "title": wish.title, "announced": wish.announced, "needed": wish.needed, "effective": day}
    return (*typed.items(), *(("about", one) for one in wish.about), ("notice", wish.notice), ("seen", seen))


def place_of(patch: Path | None, settings: Settings) -> str:
    """Where a proposal lies, as whoever takes it in finds it; no page tells how the machine's folders are called."""
    if patch is None:
        return ""
    beside = settings.knowledge.resolve().parent
    found = patch.resolve()
    return found.relative_to(beside).as_posix() if found.is_relative_to(beside) else f"$MAYI_PROPOSALS/{patch.name}"
