"""Changes that vendors announce, as an owner types one in or pastes its notice: what it may be about, what of the policy rests on
that, and the vendor's file with it."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, count
from pathlib import Path

from bot.app import App
from bot.clock.today import today_at
from bot.desk.edits import tell_owners
from bot.knowledge.edits.writing import Kept, keep
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.history.propose import entry_added
from bot.policy.house import Knowledge, Vendor
from bot.reading.door import make_safe
from bot.saying import labels
from bot.saying.notices import terms
from bot.saying.words import Words, words_for
from bot.vendors.pasted import read_notice

TOOL, PAGE = "tool", "page"
BAR = ":"
"""Between vendor, kind and name in the value of a choice."""
log = logging.getLogger("mayi.terms")


# --- a change, and the file with it ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Announced:
    """A change that a vendor has announced, as somebody types it in."""

    vendor: str
    title: str
    effective: date
    announced: str = ""
    announced_on: date | None = None
    tools: tuple[str, ...] = ()
    needed: str = ""
    owner: str = ""
    url: str = ""
    touches: tuple[str, ...] = ()
    """Pages of the vendor's terms, perhaps with a topic; none: those on which something of ``tools`` or a rule rests."""


def with_change(folder: Path, change: Announced, knowledge: Knowledge) -> dict[str, str]:
    """The vendor's file with the change: path -> text. Raises ``KnowledgeError`` where no file has the vendor. Writes nothing."""
    touches = change.touches or (resting_pages(change.vendor, change.tools, knowledge) if change.tools else ())
    # what rests on it is under review from the day on which it was announced
    heard = change.announced_on or (min(today_at(knowledge), change.effective) if touches else None)
    found = {
        "id": _fresh(f"{change.vendor}-{change.effective.isoformat()}", knowledge),
        "title": make_safe(change.title).text,
        "effective": change.effective,
        "announced": make_safe(change.announced).text,
        "announced_on": heard,
        "touches": list(touches),
        "tools": list(change.tools),
        "needed": make_safe(change.needed).text,
        "owner": change.owner,
        "url": change.url,
    }
    entry = {name: value for name, value in found.items() if value}
    return entry_added(folder, ("vendors",), change.vendor, "changes", entry)


def about_change(change: Announced) -> str:
    """How the edit is called."""
    return f"{change.vendor}, {change.effective.isoformat()}: {change.title}"


def announced_words(words: Words, change: Announced, kept: Kept, today: date) -> str:
    """What became of it, for whoever typed it in. Nobody is reminded of a day that was past before anybody heard of it."""
    key = ("announced.proposed", "announced.proposed.past") if kept.path else ("announced.written", "announced.written.past")
    return words(key[change.effective < today], title=change.title, day=change.effective.isoformat(), file=kept.file)


def _fresh(wanted: str, knowledge: Knowledge) -> str:
    taken = {one.id for vendor in knowledge.vendors for one in vendor.changes}
    return next(name for name in chain((wanted,), (f"{wanted}-{number}" for number in count(2))) if name not in taken)


# --- what it may be about --------------------------------------------------------------------------------------------


def about_choices(knowledge: Knowledge, words: Words) -> tuple[tuple[str, str], ...]:
    """Products and pages of terms of all vendors, as value and label: a form knows its vendor only when it is sent."""
    return tuple(one for vendor in knowledge.vendors for one in _of(vendor, knowledge, words))


def about_of(vendor: str, chosen: Iterable[str], knowledge: Knowledge) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The tools and the pages that were chosen; None where something chosen is not this vendor's."""
    found: dict[str, list[str]] = {TOOL: [], PAGE: []}
    own = next((one for one in knowledge.vendors if one.id == vendor), None)
    known = {TOOL: own.products if own else (), PAGE: tuple(page.kind for page in own.pages) if own else ()}
    for value in chosen:
        whose, _, rest = value.partition(BAR)
        kind, _, name = rest.partition(BAR)
        if whose != vendor or name not in known.get(kind, ()):
            return None
        found[kind].append(name)
    return tuple(found[TOOL]), tuple(found[PAGE])


def resting_pages(vendor: str, tools: Iterable[str], knowledge: Knowledge) -> tuple[str, ...]:
    """The pages of a vendor on which rules, conditions or these tools' offerings rest: nobody has to know them by name."""
    policy, wanted = knowledge.policy, set(tools)
    rules = (*policy.rules, *(waiver.rule for waiver in policy.waivers))
    offerings = (one for one in policy.offerings.values() if one.tool in wanted or one.id in wanted)
    named = (*(one.rests_on for one in rules), *(one.rests_on for one in policy.conditions.values()))
    clauses = (clause for some in (*named, *(one.rests_on for one in offerings)) for clause in some)
    pages = (clause.partition("#")[0].partition("/") for clause in clauses)
    return tuple(sorted({page for whose, _, page in pages if whose == vendor}))


def _of(vendor: Vendor, knowledge: Knowledge, words: Words) -> Iterator[tuple[str, str]]:
    for tool in vendor.products:
        yield f"{vendor.id}{BAR}{TOOL}{BAR}{tool}", f"{vendor.name} · {labels.case_label(tool, knowledge, words)}"
    for page in vendor.pages:
        yield f"{vendor.id}{BAR}{PAGE}{BAR}{page.kind}", f"{vendor.name} · {terms.headline(page.id, '', knowledge, words)}"


# --- the form in Slack -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed in. What is empty may stand in the pasted ``notice``."""

    vendor: str = ""
    language: str = ""
    title: str = ""
    effective: date | None = None
    announced: str = ""
    needed: str = ""
    notice: str = ""
    """The vendor's words as pasted; read, and then forgotten."""
    about: tuple[str, ...] = ()
    """Values of ``about_choices``."""


@dataclass(frozen=True, slots=True)
class Proposing:
    """What became of it: the words for whoever typed it, or what is wrong: ``title``, ``day``, ``about``, or a fault's words."""

    said: str = ""
    missing: str = ""
    fault: str = ""


def change_of(typed: Typed, knowledge: Knowledge) -> Announced | str:
    """The change, or what is missing of it: ``title``, ``day``, ``about``. The notice is read and then forgotten."""
    pasted = read_notice(typed.notice)
    title, effective = typed.title or pasted.title, typed.effective or pasted.effective
    if not title or effective is None:
        return "day" if title else "title"
    about = about_of(typed.vendor, typed.about, knowledge)
    if about is None:
        return "about"
    where = typed.announced or ("E-mail" if typed.notice else "")
    tools, touches = about
    return Announced(
        typed.vendor, title, effective, announced=where, tools=tools, needed=typed.needed, url=pasted.url, touches=touches
    )


def propose(app: App, typed: Typed) -> Proposing:
    """Write the edit and tell the owners, once for each."""
    knowledge, folder = app.knowledge, app.settings.knowledge
    change = change_of(typed, knowledge)
    if isinstance(change, str):
        return Proposing(missing=change)
    try:
        kept = keep(app.settings, about_change(change), lambda: with_change(folder, change, knowledge))
    except (KnowledgeError, OSError) as problem:
        log.warning("no announced change could be proposed: %s", problem)
        return Proposing(fault=problem.faults[0].what if isinstance(problem, KnowledgeError) else str(problem))
    tell_owners(app, kept)
    words = words_for(typed.language, knowledge.organisation.languages)
    return Proposing(announced_words(words, change, kept, app.today))
