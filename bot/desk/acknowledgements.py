"""Who has read what the policy says: what somebody is asked to read, how they are reminded of it, and how many have read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from bot.app import AT_MACHINE, App
from bot.desk.versions import versions_of_ledger
from bot.ledger.acknowledged import MET, READ, REMINDED, TRIED
from bot.ledger.publications import PERSON
from bot.policy.changes.change import Flip
from bot.policy.talks.home import LOOKED_READ, News, Viewer
from bot.policy.talks.persons import as_asker, who_is
from bot.policy.talks.talk import Address
from bot.policy.words import Question, Slot
from bot.reading.askers.uses import UseReader
from bot.reading.door import make_safe
from bot.saying.notices.news import Names, news, reminder
from bot.saying.words import Words, words_for

FEWEST = 5
"""A team is shown by itself from so many people on: what one person read is no figure."""
REMINDER = "read.reminder"
"""Kind of the notice."""
PATIENCE = timedelta(days=3)
"""How long a version is out before anybody is reminded of it."""
MONDAY, FIRST_HOUR, LAST_HOUR = 1, 9, 17
MOST_TIMES, PERIOD = 2, timedelta(days=60)
"""So often at most within such a time, however often the policy changes."""
APART = timedelta(days=6)
"""A Monday's afternoon and the next one's morning lie further apart."""


# --- one person ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Owed:
    """What somebody is asked to read: the version, the one they knew, and what differs for them."""

    version: str
    since: str
    flips: tuple[Flip, ...]


def owed(app: App, viewer: Viewer) -> Owed | None:
    """What this person has to acknowledge; None where there is nothing. Nobody is asked to read the version that they came in
    with, nor one that changes nothing for them."""
    knowledge = app.knowledge
    if not knowledge.organisation.acknowledge:
        return None
    known = app.ledger.last_known(viewer.asker.id) or _meet(app, viewer.asker.id)
    if known == knowledge.version:
        return None
    flips = app.publications.differ(known, knowledge.policy, question_of(app, viewer), app.today)
    return Owed(knowledge.version, known, flips) if flips else None


def read(app: App, viewer: Viewer, version: str) -> None:
    """They say that they have read it. A version that was never published here is not taken."""
    if app.knowledge.organisation.acknowledge and app.publications.is_published(version):
        app.ledger.keep_known(viewer.asker.id, version, READ, datetime.now(UTC))


def unread(app: App, viewer: Viewer, words: Words) -> News | None:
    """What is owed, in words."""
    if (found := owed(app, viewer)) is None:
        return None
    names = Names(app.knowledge, app.publications.labels_of(found.since))
    return news((found.version, found.since), found.flips, names, words)


def question_of(app: App, viewer: Viewer) -> Question:
    """What is known of a person before they ask anything."""
    said_of = {Slot.ROLE: viewer.asker.role, Slot.COUNTRY: viewer.asker.country}
    unsaid = UseReader(app.knowledge, app.catalog).unsaid
    return Question(context={**unsaid, **{slot: value for slot, value in said_of.items() if value}}, who=viewer.asker.groups)


def viewer_of(app: App, user: str) -> Viewer | None:
    """Whoever may be asked to read the policy; None for somebody at the machine, who may be anybody."""
    if user.startswith(AT_MACHINE):
        return None
    known = who_is(user, app.knowledge.people, app.slack.of)
    asker = as_asker(app.pseudonym(user), known)
    asker = replace(asker, language=asker.language or app.slack.language(user))
    return Viewer(asker, known.is_admin, app.slack.barred(user), known.is_owner)


def _meet(app: App, person: str) -> str:
    """Whom nobody met before knows the policy that answered them first, else the one before the last change."""
    known, version = app.ledger.first_version_of(person), app.knowledge.version
    if not (known and app.publications.is_published(known)):
        known = app.ledger.published_before(version) or version
    app.ledger.keep_known(person, known, MET, datetime.now(UTC))
    return known


# --- reminders -------------------------------------------------------------------------------------------------------


def remind(app: App, now: datetime) -> None:
    """Whoever owes a reading is reminded in a message of their own: those whom people.yaml names one by one, on Mondays at work,
    as often as policy.yaml says. Once all were queued the week is over: whoever owes it from then on has until the next. A
    Monday that was missed is made up for by the next one."""
    local = _local(app, now)
    year, week, day = local.isocalendar()
    done = f"{REMINDER}:{year}-W{week:02}"
    if not is_time_to_remind(local) or app.ledger.is_digest_over(done):
        return
    version = app.knowledge.version
    for user, person, words in _owing(app, local.date() - timedelta(days=day - 1), now):
        key = f"{REMINDER}:{app.hash_of(REMINDER, f'{year}-W{week:02}', user)}"
        expires = now + timedelta(days=app.settings.address_days)
        address = asdict(Address(app.slack.team(), "", user, private=True))
        app.ledger.keep_address(key, address, expires_at=expires, person=person)
        said = {"key": key, "person": person, "version": version, "at": now.isoformat(), "words": words}
        app.engine.notify(key, {"kind": REMINDER, "id": key, **said})
    app.ledger.keep_digest(done, "queued", now)


def reminder_words(app: App, notice: dict[str, Any], now: datetime) -> dict[str, Any] | None:
    """What is said; None where they have read it meanwhile, nobody is to be reminded any more, or it has waited for too long."""
    known, local = app.ledger.last_known(notice["person"]), _local(app, now)
    if not is_time_to_remind(local) or local.date() != _local(app, datetime.fromisoformat(notice["at"])).date():
        return None
    if not _most(app) or notice["version"] in (known, "") or notice["version"] != app.knowledge.version:
        return None
    return {"kind": REMINDER, "key": notice["key"], "words": notice["words"]}


def keep_reminded(app: App, notice: dict[str, Any], outcome: dict[str, Any]) -> None:
    """Who was reminded is kept, for themselves and for admins, and who was tried to be; their address is not."""
    if outcome["state"] != "dropped":
        how, at = REMINDED if outcome["state"] == "posted" else TRIED, datetime.fromisoformat(notice["at"])
        app.ledger.keep_reminded(notice["person"], notice["version"], at, how)
    app.ledger.erase_address(notice["key"])


def is_time_to_remind(local: datetime) -> bool:
    """``local``: the moment where the organisation is."""
    return local.isoweekday() == MONDAY and FIRST_HOUR <= local.hour < LAST_HOUR


def times_left(asked: Sequence[tuple[str, datetime]], alike: Collection[str], most: int, now: datetime) -> int:
    """How often somebody may still be asked to read a version, from now on; 0 where not now. ``asked``: versions, and when;
    ``alike``: the version, and those since which nothing changed; ``most``: times for one version."""
    lately = [now - at for _, at in asked if now - at < PERIOD]
    if len(lately) >= MOST_TIMES or any(ago < APART for ago in lately):
        return 0
    return max(most - sum(version in alike for version, _ in asked), 0)


def _owing(app: App, monday: date, now: datetime) -> Iterator[tuple[str, str, str]]:
    """Slack user, pseudonym and words of everybody who has not read what changed for them and may be reminded now."""
    knowledge, published, most = app.knowledge, app.ledger.published_at(), _most(app)
    begins = datetime.combine(monday, time(), ZoneInfo(knowledge.organisation.time_zone))
    if not most or knowledge.version not in published or published[knowledge.version] > begins - PATIENCE:
        return
    alike = versions_of_ledger(app.ledger).alike(app.today) | {knowledge.version}
    first = min(published[one] for one in alike)
    asked = app.ledger.reminded(REMINDED, TRIED)
    for user in dict.fromkeys(one.match for one in knowledge.people if PERSON.fullmatch(one.match)):
        viewer = viewer_of(app, user)
        left = times_left(asked.get(viewer.asker.id, ()), alike, most, now) if viewer else 0
        if viewer is None or viewer.barred or not left or not _was_met(app, viewer.asker.id, alike, first):
            continue
        words = words_for(viewer.asker.language, knowledge.organisation.languages)
        if found := unread(app, viewer, words):
            yield user, viewer.asker.id, reminder(found, left == 1, words)


def _most(app: App) -> int:
    organisation = app.knowledge.organisation
    return organisation.reminding.read if organisation.acknowledge else 0


def _local(app: App, moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(app.knowledge.organisation.time_zone))


def _was_met(app: App, person: str, alike: Collection[str], out: datetime) -> bool:
    """Whether we knew them before this came out: nobody is asked to read what they came in with."""
    since, answered = app.ledger.known_since(person), app.ledger.first_version_of(person)
    return (since is not None and since < out) or answered not in ("", *alike)


# --- everybody -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody whom people.yaml names one by one."""

    user: str
    team: str = ""


def listed(app: App) -> dict[str, Listed]:
    """Pseudonym -> everybody whom people.yaml names one by one, not by a group or a domain: Slack's ids of users begin so."""
    return {app.pseudonym(one.match): Listed(one.match, one.team) for one in app.knowledge.people if one.match[:1] in ("U", "W")}


@dataclass(frozen=True, slots=True)
class Read:
    """Of some people: how many have read what the policy says today, and how many know an older one or none."""

    name: str
    kind: str
    """``team``, ``small`` (teams too small to be shown), ``no_team``, or ``unlisted`` (not in people.yaml one by one)."""
    read: int
    not_read: int
    reminded: int = 0
    """Of those who have not: how many were reminded of it in a message of their own."""


@dataclass(frozen=True)  # without slots: what is known is read once
class Acknowledgements:
    """Over the ledger and people.yaml, as they are now: of those whom the bot has met, and those whom people.yaml names."""

    app: App
    people: dict[str, Listed]

    @property
    def is_wanted(self) -> bool:
        return self.app.knowledge.organisation.acknowledge

    @cached_property
    def _known(self) -> list[tuple[str, str, str]]:
        return self.app.ledger.all_known()

    @cached_property
    def _readers(self) -> dict[str, set[str]]:
        """Version -> pseudonyms of all who said that they have read it."""
        found: dict[str, set[str]] = {}
        for person, version, how in self._known:
            if how == READ:
                found.setdefault(version, set()).add(person)
        return found

    @cached_property
    def _have(self) -> set[str]:
        """Pseudonyms of all who read today's version, or one since which nothing changed for anybody: a new comma asks nobody to
        read again."""
        return {one for version in self._today for one in self._readers.get(version, ())}

    @cached_property
    def _today(self) -> set[str]:
        """Today's version, and those since which nothing changed."""
        today = self.app.knowledge.version
        alike = versions_of_ledger(self.app.ledger).alike(self.app.today)
        return {today} | alike if today in alike else {today}

    @cached_property
    def _reminded(self) -> dict[str, list[datetime]]:
        """Pseudonym -> when they were reminded of what the policy says today."""
        kept = self.app.ledger.reminded().items()
        found = {person: [at for version, at in asked if version in self._today] for person, asked in kept}
        return {person: days for person, days in found.items() if days}

    def everybody(self) -> set[str]:
        """Pseudonyms of those who are counted."""
        return set(self.people) | {person for person, _, _ in self._known}

    def by_version(self) -> list[tuple[str, datetime | None, int]]:
        """Version, when it was published here, how many have read it; today's first, then the newest."""
        readers, days = {**self._readers, self.app.knowledge.version: self._have}, self.app.ledger.published_at()
        versions = dict.fromkeys((self.app.knowledge.version, *reversed(days)))
        return [(one, days.get(one), len(readers.get(one, ()))) for one in versions]

    def by_team(self) -> list[Read]:
        """Teams in order of their names, then who has none, and who is not listed."""
        sizes = Counter(one.team for one in self.people.values() if one.team)
        groups: dict[tuple[int, str, str], list[str]] = {}
        for person in self.everybody():
            groups.setdefault(self._group(self.people.get(person), sizes), []).append(person)
        return [
            Read(
                name,
                kind,
                read := sum(person in self._have for person in group),
                len(group) - read,
                sum(person in self._reminded and person not in self._have for person in group),
            )
            for (_, kind, name), group in sorted(groups.items())
        ]

    def missing(self) -> list[tuple[str, Listed]]:
        """Those of people.yaml who have not said that they have read today's version: pseudonym and who, by team."""
        missing = [(person, one) for person, one in self.people.items() if person not in self._have]
        return sorted(missing, key=lambda pair: (pair[1].team, pair[1].user))

    def reminded(self, person: str) -> tuple[int, datetime | None]:
        """How often somebody was reminded of what the policy says today, and when last."""
        days = self._reminded.get(person, [])
        return len(days), max(days, default=None)

    def look(self, *, by: str, reason: str) -> list[tuple[str, Listed]]:
        """``missing``, after a look at each of them was kept; nobody where the policy asks nobody to acknowledge it. Raises
        ``LedgerError`` where the reason says nothing."""
        found, safe, now = self.missing() if self.is_wanted else [], make_safe(reason).text, datetime.now(UTC)
        for person, _ in found:
            self.app.ledger.keep_look(f"{LOOKED_READ}{self.app.knowledge.version}", person, by=by, reason=safe, at=now)
        return found

    def as_object(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "wanted": self.is_wanted,
            "version": self.app.knowledge.version,
            "versions": [
                {"version": version, "published": at.isoformat(timespec="seconds") if at else None, "read": count}
                for version, at, count in self.by_version()
            ],
            "teams": [
                {"team": one.name, "kind": one.kind, "read": one.read, "not_read": one.not_read, "reminded": one.reminded}
                for one in self.by_team()
            ],
        }

    @staticmethod
    def _group(one: Listed | None, sizes: Counter[str]) -> tuple[int, str, str]:
        if one is None:
            return 3, "unlisted", ""
        if not one.team:
            return 2, "no_team", ""
        return (0, "team", one.team) if sizes[one.team] >= FEWEST else (1, "small", "")
