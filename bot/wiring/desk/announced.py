"""The house's rooms go in; the callables of the form for announced changes come out: who may, which vendors, and the proposal."""

from __future__ import annotations

import hashlib
import logging
from typing import Protocol

from bot.clock.today import today_at
from bot.engine.engine import Engine
from bot.flows.owners.propose import Propose
from bot.knowledge.edits.writing import Kept, keep
from bot.knowledge.faults import KnowledgeError
from bot.policy.talks.checks import Who
from bot.policy.talks.persons import who_is
from bot.saying.words import words_for
from bot.settings import Settings
from bot.slack.doors.announced import AnnouncedDoors, Choice, Proposing, Typed
from bot.vendors.pasted import read_notice
from bot.wiring.answers.mind import Minds
from bot.wiring.answers.steps import Steps
from bot.wiring.due.announced_about import about_choices, about_of
from bot.wiring.due.register import Announced, about_change, announced_words, with_change

log = logging.getLogger("mayi.terms")


class Rooms(Protocol):
    """What of the house the form looks at."""

    settings: Settings
    minds: Minds
    steps: Steps
    engine: Engine


def announced_doors(rooms: Rooms) -> AnnouncedDoors:
    """As the Slack room wants them."""

    def may(who: Who) -> bool:
        known = who_is(who.user, rooms.minds.today().knowledge.people, rooms.steps.look_up)
        return known.is_owner or known.is_admin

    def vendors() -> tuple[Choice, ...]:
        return tuple((vendor.id, vendor.name) for vendor in rooms.minds.today().knowledge.vendors)

    def about(language: str) -> tuple[Choice, ...]:
        knowledge = rooms.minds.today().knowledge
        return about_choices(knowledge, words_for(language, knowledge.organisation.languages))

    return AnnouncedDoors(may, vendors, about, lambda typed: _propose(rooms, typed))


def _propose(rooms: Rooms, typed: Typed) -> Proposing:
    """Write the edit and tell the owner, once for each."""
    pasted = read_notice(typed.notice)
    title, effective = typed.title or pasted.title, typed.effective or pasted.effective
    if not title or effective is None:
        return Proposing(missing="day" if title else "title")
    settings, knowledge = rooms.settings, rooms.minds.today().knowledge
    about = about_of(typed.vendor, typed.about, knowledge)
    if about is None:
        return Proposing(missing="about")
    where = typed.announced or ("E-mail" if typed.notice else "")
    tools, touches = about
    change = Announced(
        typed.vendor, title, effective, announced=where, tools=tools, needed=typed.needed, url=pasted.url, touches=touches
    )
    flow: Propose[Announced, Kept] = Propose(
        write=lambda wanted: keep(settings, about_change(wanted), lambda: with_change(settings.knowledge, wanted, knowledge)),
        digest=lambda text: hashlib.sha256(text.encode()).hexdigest()[:16],
        enqueue=rooms.engine.notify,
    )
    try:
        kept = flow(change)
    except (KnowledgeError, OSError) as problem:
        log.warning("no announced change could be proposed: %s", problem)
        return Proposing(fault=problem.faults[0].what if isinstance(problem, KnowledgeError) else str(problem))
    words = words_for(typed.language, knowledge.organisation.languages)
    return Proposing(announced_words(words, change, kept, today_at(knowledge)))
