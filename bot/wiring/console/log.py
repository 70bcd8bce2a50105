"""The ledger goes in; questions, one question's story, exports and who asked come out, in words, for who may see them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from bot.answers.mind import Minds
from bot.answers.settle import CLICKED, OWN
from bot.console.doors import Person, QuestionWish, RefusedError, Role
from bot.console.tables import Reader
from bot.console.values.shown import Asked, Choice, Pickers, Questions, Step, Story
from bot.ledger.asked.exporting import as_csv
from bot.ledger.asked.questions import QuestionRow
from bot.ledger.asked.search import COUNTED, NO_VERDICT, Filter
from bot.ledger.ledger import Ledger
from bot.ledger.plain import ADDRESS
from bot.ledger.store.errors import LedgerError
from bot.policy.house import Knowledge
from bot.policy.talks.home import LOOKED_ALL
from bot.policy.words import Slot, Verdict
from bot.reading.door import make_safe
from bot.saying import labels
from bot.saying.answers.asking import ASK_SHAPE
from bot.saying.answers.ruling import SHAPES
from bot.saying.words import languages, marked, shorten
from bot.wiring.console.holds import Holds
from bot.wiring.console.usage import usage_file, usage_page
from bot.wiring.log.erasing import Erasing

ASK = "ask"
LONGEST_TEXT = 240
FEEDBACK = ("helpful", "not_right")
LOOK_HOURS = 8
"""How long a look at all that one person asked lets the same admin see it: a session."""
MOST_ADDRESSES = 20
MEMBER = re.compile(r"(?:\b(T[A-Z0-9]{2,20})/)?\b([UW](?=[A-Z]*[0-9])[A-Z0-9]{2,20})\b")
PSEUDONYM = re.compile("[0-9a-f]{64}")
CHANNELS = ("channel", "dm", "group", "private", "form")


class Rooms(Protocol):
    """What the log's pages need."""

    @property
    def minds(self) -> Minds: ...

    @property
    def ledger(self) -> Ledger: ...


def log_doors(
    rooms: Rooms,
    name_of: Callable[[str], str],
    teams: Callable[[], dict[str, str]],
    pseudonym: Callable[[str, str], str],
    erasing: Erasing,
) -> dict[str, Callable[..., Any]]:
    """The doors about what was asked. ``pseudonym``: of a Slack user and workspace, empty: the bot's own."""

    def log(language: str) -> Log:
        return Log.of(rooms.minds.today().knowledge, language, rooms.ledger, name_of)

    def look_at_all(person: Person, of: str, reason: str) -> str:
        asker = log("").whose(person, of, pseudonym)
        log("").look_at_all(person, asker, reason)
        return asker

    return {
        "look_at_all": look_at_all,
        "log_deed": lambda language, person, wish: Holds.of(rooms.minds.today().knowledge, language, rooms.ledger, erasing).do(
            person, wish, lambda of: log("").whose(person, of, pseudonym)
        ),
        "pickers": lambda language: log(language).pickers(),
        "questions": lambda language, person, wish: log(language).questions(person, wish),
        "story": lambda language, person, receipt: log(language).story(person, receipt),
        "export": lambda person, wish: log("").export(person, wish),
        "who": lambda person, receipt, reason: log("").who(person, receipt, reason),
        "usage_file": lambda language, days: usage_file(rooms.ledger, log(language).words, days, teams()),
        "usage": lambda language, days: usage_page(rooms.ledger, log(language).words, days, teams()),
    }


@dataclass(frozen=True, slots=True)
class Log(Reader):
    """The log as one reader sees it."""

    ledger: Ledger
    name_of: Callable[[str], str]

    def questions(self, person: Person, wish: QuestionWish) -> Questions:
        """One page of the list."""
        wanted = self._filter(person, wish)
        page, count = self.ledger.search(wanted, below=wish.below), self.ledger.count_questions(wanted)
        told = self.words("console.found.more", count=self.number(COUNTED)) if count > COUNTED else self.number(count)
        found = self.words("console.found.one" if count == 1 else "console.found", count=told)
        whose = self._name_of(wish.person) if wish.person and wanted.asker == wish.person else ""
        return Questions(tuple(self._line(row) for row in page.rows), page.older, found, whose)

    def pickers(self) -> Pickers:
        """What each filter offers."""
        policy, words = self.knowledge.policy, self.words
        tools = {offering.tool for offering in policy.offerings.values()}
        return Pickers(
            verdicts=(
                *(Choice(one, self._verdict(one)) for one in (*(verdict.value for verdict in Verdict), ASK)),
                Choice(NO_VERDICT, words("console.no_verdict")),
            ),
            tools=_sorted(Choice(one, labels.tool_label(one, self.knowledge, words)) for one in tools),
            data=(
                *(Choice(one, words("console.class", name=self._data(one))) for one in policy.data_classes),
                *_sorted(Choice(one, self._data(one)) for one in policy.data_types),
            ),
            channels=tuple(Choice(one, words(f"console.channel.{one}")) for one in CHANNELS),
            languages=tuple(Choice(one, words(f"console.language.{one}")) for one in languages()),
            feedback=tuple(Choice(one, words(f"console.feedback.{one}")) for one in FEEDBACK),
            versions=tuple(Choice(one, one) for one in self.ledger.versions()),
        )

    def story(self, person: Person, receipt: str) -> Story | None:
        """One question from asking to correction; None where there is none that this person may see."""
        row = self.ledger.question(receipt)
        if row is None or (person.role is not Role.ADMIN and row.asker != person.id):
            return None
        verdict = ASK if row.label == ASK else row.verdict
        shape, word = self._shape(verdict)
        steps = [self._asked_step(row), self._read_step(row), self._decided_step(row), self._said_step(row), *self._later(row)]
        told = tuple(step for step in steps if step.lines or step.small)
        return Story(row.receipt, shape, word, verdict, told, bool(row.asker and self.ledger.address(row.key)))

    def export(self, person: Person, wish: QuestionWish) -> Iterator[str]:
        """All that is filtered, as CSV, line by line."""
        return as_csv(self.ledger.search_all(self._filter(person, wish)))

    def who(self, person: Person, receipt: str, reason: str) -> str:
        """Who asked, after it was kept that somebody looked and why. Raises ``RefusedError``."""
        row = self.ledger.question(receipt)
        if row is None or not row.asker:
            raise RefusedError("console.who.unknown")
        safe = make_safe(reason).text
        try:
            self.ledger.keep_look(row.receipt, row.asker, by=person.signed, reason=safe, at=datetime.now(UTC))
        except LedgerError:
            raise RefusedError("console.who.reason_short") from None
        address = self.ledger.address(row.key)
        if address is None:
            raise RefusedError("console.who.unknown")
        found = ADDRESS.validate_python(address)
        return f"{self.name_of(found.user)} · {found.team}/{found.user}"

    def whose(self, person: Person, said: str, pseudonym: Callable[[str, str], str]) -> str:
        """The pseudonym of whom an admin means: who asked what has this receipt, a member ID, or a name that the console has
        shown them. Raises ``RefusedError``."""
        if row := self.ledger.question(said.strip()):
            asker = row.asker
        elif PSEUDONYM.fullmatch(said):
            asker = said
        elif found := MEMBER.search(said.upper()):
            asker = pseudonym(found[2], found[1] or "")
        else:
            seen = dict.fromkeys(look.person for look in self.ledger.looks() if look.by.endswith(person.mark))
            name = said.strip().casefold()
            named = [one for one in seen if one and self._name_of(one).casefold() == name]
            asker = named[0] if len(named) == 1 else ""
        if not asker:
            raise RefusedError("console.person.unknown")
        return asker

    def look_at_all(self, person: Person, asker: str, reason: str) -> None:
        """Keep that somebody looks at all that one person asked, and why. Raises ``RefusedError``."""
        if not self.ledger.count_of(asker):
            raise RefusedError("console.person.unknown")
        try:
            safe = make_safe(reason).text
            self.ledger.keep_look(LOOKED_ALL, asker, by=person.signed, reason=safe, at=datetime.now(UTC))
        except LedgerError:
            raise RefusedError("console.who.reason_short") from None

    # --- parts -----------------------------------------------------------------------------------------------------------

    def _filter(self, person: Person, wish: QuestionWish) -> Filter:
        zone = ZoneInfo(self.knowledge.organisation.time_zone)
        one, kinds = data_filter(self.knowledge, wish.data)
        return Filter(
            words=wish.words, since=_moment(wish.since, zone),
            until=_moment(wish.until + timedelta(days=1) if wish.until and wish.until < date.max else None, zone),
            verdict=wish.verdict, tool=wish.tool, data=one, any_data=kinds, channel=wish.channel, language=wish.language,
            feedback=wish.feedback, version=wish.version, asker=self._whose(person, wish.person),
        )  # fmt: skip

    def _whose(self, person: Person, wanted: str) -> str:
        """Whose questions are shown: admins see one person's after a look, for as long as a session. Raises ``RefusedError``."""
        if person.role is not Role.ADMIN:
            return person.id
        since = datetime.now(UTC) - timedelta(hours=LOOK_HOURS)
        looks = self.ledger.looks(person=wanted, receipt=LOOKED_ALL) if wanted else ()
        if wanted and not any(look.by.endswith(person.mark) and look.at > since for look in looks):
            raise RefusedError("console.person.look_first")
        return wanted

    def _name_of(self, asker: str) -> str:
        """By the newest of their questions whose address is still kept."""
        kept = (self.ledger.address(row.key) for row in self.ledger.asked_by(asker, MOST_ADDRESSES))
        address = next((one for one in kept if one is not None), None)
        return self.name_of(ADDRESS.validate_python(address).user) if address else self.words("console.person.nameless")

    def _line(self, row: QuestionRow) -> Asked:
        verdict = ASK if row.label == ASK else row.verdict
        about = str((row.answer or {}).get("read_as") or "")
        said = shorten(self._text(row), LONGEST_TEXT)
        small = [row.receipt, *([self.words(f"console.feedback.{row.feedback}")] if row.feedback in FEEDBACK else [])]
        if row.corrections:
            small.append(self.words("console.corrected"))
        return Asked(
            row.receipt, self._when(row.at), row.at.isoformat(), said, self._verdict(verdict), verdict, about, " · ".join(small)
        )

    def _text(self, row: QuestionRow) -> str:
        """What was said; of an answer that was clicked what the button had, else what was understood."""
        if row.text is None:
            return self.words("console.erased")
        if row.text.strip():
            return row.text
        items = (row.reading or {}).get("items") or [{}]
        mentions = items[0].get("mentions") or ()
        clicked = [self._clicked(one["slot"], one["id"]) for one in mentions if one.get("via") == CLICKED]
        what = self.words.join(list(dict.fromkeys(clicked))) or str(items[0].get("read_as") or "")
        return self.words("console.clicked", what=what) if what else ""

    def _clicked(self, slot: str, value: str) -> str:
        bare = value.removeprefix(OWN)
        if slot == "transformation":
            return labels.transformation_label(bare, self.knowledge, self.words)
        return labels.slot_value(Slot(slot), bare, self.knowledge, self.words) if slot in set(Slot) else bare

    def _asked_step(self, row: QuestionRow) -> Step:
        text = self._text(row)
        where = self.words(f"console.channel.{row.channel_kind}") if row.channel_kind in CHANNELS else row.channel_kind
        small = [self._when(row.at), where, ", ".join(row.kinds)]
        return Step(self.words("console.story.asked"), (text,), " · ".join(one for one in small if one))

    def _read_step(self, row: QuestionRow) -> Step:
        items = (row.reading or {}).get("items") or []
        lines = tuple(str(item.get("read_as") or item.get("intent") or "") for item in items if isinstance(item, dict))
        by = self.words("console.story.model", model=row.model) if row.model else self.words("console.story.rules_alone")
        return Step(self.words("console.story.read"), tuple(line for line in lines if line), by)

    def _decided_step(self, row: QuestionRow) -> Step:
        lines = [f"{rule['rule']} ({rule['file']}:{rule['line']})" for rule in row.rules]
        verdict = self._verdict(ASK if row.label == ASK else row.verdict)
        small = self.words("console.story.version", version=row.policy_version) if row.policy_version else ""
        return Step(self.words("console.story.decided"), tuple(one for one in (verdict, *lines) if one), small)

    def _said_step(self, row: QuestionRow) -> Step:
        text = str((row.answer or {}).get("text") or "")
        took = f"{self.number(round(sum(row.timings_ms.values())))} ms" if row.timings_ms else ""
        return Step(self.words("console.story.said"), (text,) if text else (), took)

    def _later(self, row: QuestionRow) -> Iterator[Step]:
        if row.corrected_at:
            told = self.words("console.story.told", verdict=self._verdict(row.told_verdict))
            yield Step(
                self.words("console.story.corrected"), (told,), f"{self._when(row.corrected_at)} · {row.corrected_version}"
            )
        words = [
            " · ".join(
                part
                for part in (self.words(f"console.feedback.{one.value}") if one.value in FEEDBACK else one.value, one.note)
                if part
            )
            for one in self.ledger.feedback(row.receipt)
        ]
        yield Step(self.words("console.feedback"), tuple(words))
        if row.erased_at:
            yield Step(self.words("console.story.erased"), (self._when(row.erased_at),))

    def _data(self, data: str) -> str:
        return labels.data_label(data, self.knowledge, self.words)

    def _shape(self, verdict: str) -> tuple[str, str]:
        if verdict == ASK:
            return ASK_SHAPE, self.words("word.ask")
        return (SHAPES[Verdict(verdict)], self.words(f"word.{verdict}")) if verdict else ("", "")

    def _verdict(self, verdict: str) -> str:
        shape, word = self._shape(verdict)
        return marked(shape, word) if word else self.words("console.no_verdict")

    def _when(self, at: datetime) -> str:
        zone = ZoneInfo(self.knowledge.organisation.time_zone)
        return str(format_datetime(at, format="medium", tzinfo=zone, locale=self.words.language))


def data_filter(knowledge: Knowledge, data: str) -> tuple[str, tuple[str, ...]]:
    """A kind of data, or a class with all kinds in it, as the ledger looks for them."""
    if data not in knowledge.policy.data_classes:
        return data, ()
    return "", (data, *(id_ for id_, kind in knowledge.policy.data_types.items() if data in kind.classes))


def _sorted(choices: Iterator[Choice]) -> tuple[Choice, ...]:
    return tuple(sorted(choices, key=lambda one: one.label.casefold()))


def _moment(day: date | None, zone: ZoneInfo) -> datetime | None:
    """The beginning of a day there; a year that no clock of ours reaches is brought into reach."""
    if day is None:
        return None
    return datetime.combine(min(max(day, date(1971, 1, 1)), date(9000, 1, 1)), time(), zone)
