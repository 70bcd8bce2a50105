"""What was asked: search, one question's story, a table of them, kept searches, and who asked, for who may see it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse

from bot.answers.settle import CLICKED, OWN
from bot.app import App
from bot.console.access import HEAVY_A_MINUTE, Signed
from bot.console.deeds import EXPORT, keep_deed, safe_query
from bot.console.doors import Person, RefusedError, Role
from bot.console.pages import LONGEST, Pages
from bot.console.render import with_query
from bot.console.tables import Reader
from bot.console.values.shown import Choice
from bot.desk.log import asker_of
from bot.ledger.asked.exporting import as_csv
from bot.ledger.asked.questions import QuestionRow
from bot.ledger.asked.search import COUNTED, NO_VERDICT, Filter
from bot.ledger.store.errors import LedgerError
from bot.policy.house import Knowledge
from bot.policy.talks.home import LOOKED_ALL
from bot.policy.words import Slot, Verdict
from bot.reading.door import make_safe
from bot.saying import labels
from bot.saying.answers.asking import ASK_SHAPE
from bot.saying.answers.ruling import SHAPES
from bot.saying.words import languages, marked, shorten

SHORTEST_REASON = 10
LONGEST_NAME = 60
"""Characters of the reason for asking who it was, and of a view's name."""
ASK = "ask"
LONGEST_TEXT = 240
FEEDBACK = ("helpful", "not_right")
LOOK_HOURS = 8
"""How long a look at all that one person asked lets the same admin see it: a session."""
MOST_ADDRESSES = 20
MEMBER = re.compile(r"(?:\b(T[A-Z0-9]{2,20})/)?\b([UW](?=[A-Z]*[0-9])[A-Z0-9]{2,20})\b")
PSEUDONYM = re.compile("[0-9a-f]{64}")
CHANNELS = ("channel", "dm", "group", "private", "form")


@dataclass(frozen=True, slots=True)
class QuestionWish:
    """Which questions are wanted, as they were typed."""

    words: str = ""
    since: date | None = None
    until: date | None = None
    """Included."""
    verdict: str = ""
    tool: str = ""
    data: str = ""
    channel: str = ""
    language: str = ""
    feedback: str = ""
    version: str = ""
    person: str = ""
    """The pseudonym of one person, whose questions a look was kept at."""
    below: int | None = None


class Found(NamedTuple):
    """A page of questions."""

    rows: Sequence[QuestionRow] = ()
    older: int | None = None
    told: str = ""
    """How many there are, in words."""
    whose: str = ""
    """The name of the one person whose they are; empty where they are anybody's."""


class Step(NamedTuple):
    """One part of a question's story."""

    title: str
    lines: tuple[str, ...] = ()
    small: str = ""


def question_pages(pages: Pages) -> APIRouter:
    """Questions: search, export, and one of them."""
    router, app = APIRouter(), pages.app

    def listed(request: Request) -> Response:
        return shown(request)

    def shown(request: Request, refused: str = "") -> Response:
        signed, language = pages.enter(request, "questions")
        wish, fault = wish_of(request)
        fault = refused or fault
        log = Log.of(app.knowledge, language, app)
        try:
            found = log.found(signed.person, wish)
        except RefusedError as problem:
            wish, fault, found = replace(wish, person=""), problem.key, Found()
        query = query_of(request)
        older = with_query("/console/questions", **(dict(request.query_params) | {"below": found.older})) if found.older else ""
        return pages.show(
            request, "questions", signed,
            log=log, found=found, verdict_of=verdict_of, wish=wish, fault=fault, pickers=log.pickers(),
            views=app.ledger.views(signed.person.id), query=query, older=older,
        )  # fmt: skip

    router.add_api_route("/console/questions", listed, methods=["GET"], name="questions")

    @router.get("/console/questions/export")
    def export(request: Request) -> Response:
        signed, _ = pages.enter(request, "questions")
        pages.access.limit(request, HEAVY_A_MINUTE, "export")
        wish, fault = wish_of(request)
        if fault:
            raise RefusedError(fault)
        keep_deed(app, signed.person, EXPORT, nameless(request.url.query)[:LONGEST])
        rows = app.ledger.search_all(Log.of(app.knowledge, "", app).filter(signed.person, wish))
        name = {"Content-Disposition": 'attachment; filename="questions.csv"'}
        return StreamingResponse(_begun(as_csv(rows)), media_type="text/csv; charset=utf-8", headers=name)

    @router.post("/console/questions/person")
    def one_person(request: Request, of: str = Form(""), reason: str = Form(""), csrf: str = Form("")) -> Response:
        signed, _ = pages.enter(request, "questions")
        pages.access.check_form(request, signed, csrf)
        if signed.person.role is not Role.ADMIN:
            raise RefusedError("console.error.role")
        pages.access.limit(request, HEAVY_A_MINUTE, "person")
        why = reason.strip()
        if len(why) < SHORTEST_REASON:
            return shown(request, "console.who.reason_short")
        try:
            whose = look_at_all(app, signed.person, of[:LONGEST], why[:LONGEST])
        except RefusedError as problem:
            return shown(request, problem.key)
        keep_deed(app, signed.person, "person")
        return RedirectResponse(with_query("/console/questions", person=whose), status_code=303)

    story_pages(router, pages)
    return router


def story_pages(router: APIRouter, pages: Pages) -> None:
    """One question, and who asked it."""
    app = pages.app

    def found_for(signed: Signed, receipt: str) -> QuestionRow:
        found = app.ledger.question(receipt[:LONGEST])
        if found is None or (signed.person.role is not Role.ADMIN and found.asker != signed.person.id):
            raise RefusedError("console.error.no_question")
        return found

    def told(request: Request, signed: Signed, found: QuestionRow, who: str = "", fault: str = "") -> Response:
        log = Log.of(app.knowledge, pages.renderer.language(request, signed.person), app)
        has_asker = bool(found.asker and app.ledger.address(found.key))
        return pages.show(
            request, "story", signed,
            log=log, row=found, verdict=verdict_of(found), has_asker=has_asker, who=who, fault=fault, query=query_of(request),
        )  # fmt: skip

    @router.get("/console/questions/{receipt}")
    def story(request: Request, receipt: str) -> Response:
        signed, _ = pages.enter(request, "questions")
        return told(request, signed, found_for(signed, receipt))

    @router.post("/console/questions/{receipt}/who")
    def who(request: Request, receipt: str, reason: str = Form(""), csrf: str = Form("")) -> Response:
        signed, _ = pages.enter(request, "questions")
        pages.access.check_form(request, signed, csrf)
        if signed.person.role is not Role.ADMIN:
            raise RefusedError("console.error.role")
        found, why = found_for(signed, receipt), reason.strip()
        if len(why) < SHORTEST_REASON:
            return told(request, signed, found, "", "console.who.reason_short")
        name = who_asked(app, signed.person, found, why[:LONGEST])
        keep_deed(app, signed.person, "who", found.receipt)
        return told(request, signed, found, name)


def view_pages(pages: Pages) -> APIRouter:
    """Saved views."""
    router, app = APIRouter(), pages.app

    @router.post("/console/views")
    def keep_view(request: Request, name: str = Form(""), query: str = Form(""), csrf: str = Form("")) -> Response:
        signed, _ = pages.enter(request, "questions")
        pages.access.check_form(request, signed, csrf)
        if not name.strip() or len(name) > LONGEST_NAME:
            raise RefusedError("console.error.view_name")
        safe, wanted = make_safe(name.strip()).text, safe_query(nameless(query)[:LONGEST])
        if not app.ledger.keep_view(signed.person.id, safe, wanted, datetime.now(UTC)):
            raise RefusedError("console.error.view_there")
        keep_deed(app, signed.person, "view_kept", name.strip())
        return RedirectResponse(f"/console/questions?{_one_line(query)}", status_code=303)

    @router.post("/console/views/{view}/drop")
    def drop_view(request: Request, view: str, csrf: str = Form("")) -> Response:
        signed, _ = pages.enter(request, "questions")
        pages.access.check_form(request, signed, csrf)
        if not app.ledger.drop_view(signed.person.id, view[:LONGEST]):
            raise RefusedError("console.error.view_gone")
        keep_deed(app, signed.person, "view_dropped", view[:LONGEST])
        return RedirectResponse("/console/questions", status_code=303)

    return router


def query_of(request: Request) -> str:
    """The filters that a page was opened with: they stay on the way to one question and back."""
    return "&".join(part for part in request.url.query.split("&") if part and not part.startswith("below="))[:LONGEST]


def nameless(query: str) -> str:
    """A query as it is kept: whose questions it was about is known from the look alone, and is erased with them."""
    return "&".join(part for part in query.split("&") if not part.startswith("person="))


def wish_of(request: Request) -> tuple[QuestionWish, str]:
    """The filter that a query asks for, and the key of what is wrong with it; what is wrong is left out."""
    said = {name: value[:LONGEST] for name, value in request.query_params.items()}
    fault = "console.error.long" if any(len(value) > LONGEST for value in request.query_params.values()) else ""
    days: dict[str, date | None] = {}
    for name in ("since", "until"):
        try:
            days[name] = date.fromisoformat(said[name]) if said.get(name) else None
        except ValueError:
            days[name], fault = None, "console.error.day"
    since, until = days["since"], days["until"]
    if since and until and since > until:
        fault = fault or "console.questions.reversed"
    below = said.get("below", "")
    names = ("words", "verdict", "tool", "data", "channel", "language", "feedback", "version", "person")
    texts: dict[str, Any] = {name: said.get(name, "") for name in names}
    wish = QuestionWish(
        since=days["since"],
        until=days["until"],
        below=int(below) if below.isascii() and below.isdigit() and len(below) < 19 else None,
        **texts,
    )
    return wish, fault


def _begun(parts: Iterator[str]) -> Iterator[str]:
    """The first part is made before anything is sent, so that a fault then is still a page in words."""
    first = next(parts, "")

    def rest() -> Iterator[str]:
        yield first
        yield from parts

    return rest()


def _one_line(query: str) -> str:
    return "".join(one for one in query[:LONGEST] if one.isascii() and one.isprintable() and one != " ")


@dataclass(frozen=True, slots=True)
class Log(Reader):
    """The log as one reader sees it."""

    app: App

    def found(self, person: Person, wish: QuestionWish) -> Found:
        """One page of the list."""
        wanted = self.filter(person, wish)
        page, count = self.app.ledger.search(wanted, below=wish.below), self.app.ledger.count_questions(wanted)
        told = self.words("console.found.more", count=self.number(COUNTED)) if count > COUNTED else self.number(count)
        found = self.words("console.found.one" if count == 1 else "console.found", count=told)
        whose = self.name_of(wish.person) if wish.person and wanted.asker == wish.person else ""
        return Found(page.rows, page.older, found, whose)

    def pickers(self) -> dict[str, tuple[Choice, ...]]:
        """What each filter offers."""
        policy, words = self.knowledge.policy, self.words
        tools = {offering.tool for offering in policy.offerings.values()}
        return {
            "verdicts": (
                *(Choice(one, self.verdict(one)) for one in (*(verdict.value for verdict in Verdict), ASK)),
                Choice(NO_VERDICT, words("console.no_verdict")),
            ),
            "tools": _sorted(Choice(one, labels.tool_label(one, self.knowledge, words)) for one in tools),
            "data": (
                *(Choice(one, words("console.class", name=self._data(one))) for one in policy.data_classes),
                *_sorted(Choice(one, self._data(one)) for one in policy.data_types),
            ),
            "channels": tuple(Choice(one, words(f"console.channel.{one}")) for one in CHANNELS),
            "languages": tuple(Choice(one, words(f"console.language.{one}")) for one in languages()),
            "feedback": tuple(Choice(one, words(f"console.feedback.{one}")) for one in FEEDBACK),
            "versions": tuple(Choice(one, one) for one in self.app.ledger.versions()),
        }

    def steps(self, row: QuestionRow) -> tuple[Step, ...]:
        """One question from asking to correction."""
        steps = [self._asked_step(row), self._read_step(row), self._decided_step(row), self._said_step(row), *self._later(row)]
        return tuple(step for step in steps if step.lines or step.small)

    def filter(self, person: Person, wish: QuestionWish) -> Filter:
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
        looks = self.app.ledger.looks(person=wanted, receipt=LOOKED_ALL) if wanted else ()
        if wanted and not any(look.by.endswith(person.mark) and look.at > since for look in looks):
            raise RefusedError("console.person.look_first")
        return wanted

    def name_of(self, asker: str) -> str:
        """The name, by the newest of their questions whose address is still kept."""
        kept = (self.app.ledger.address(row.key) for row in self.app.ledger.asked_by(asker, MOST_ADDRESSES))
        address = next((one for one in kept if one is not None), None)
        return self.app.slack.name(address["user"]) if address else self.words("console.person.nameless")

    def small(self, row: QuestionRow) -> str:
        """What stands below a line of the list."""
        said = [row.receipt, *([self.words(f"console.feedback.{row.feedback}")] if row.feedback in FEEDBACK else [])]
        return " · ".join((*said, self.words("console.corrected")) if row.corrections else said)

    def text(self, row: QuestionRow) -> str:
        """What was said, so much of it as a line holds."""
        return shorten(self._text(row), LONGEST_TEXT)

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
        small = [self.moment(row.at), where, ", ".join(row.kinds)]
        return Step(self.words("console.story.asked"), (text,), " · ".join(one for one in small if one))

    def _read_step(self, row: QuestionRow) -> Step:
        items = (row.reading or {}).get("items") or []
        lines = tuple(str(item.get("read_as") or item.get("intent") or "") for item in items if isinstance(item, dict))
        by = self.words("console.story.model", model=row.model) if row.model else self.words("console.story.rules_alone")
        return Step(self.words("console.story.read"), tuple(line for line in lines if line), by)

    def _decided_step(self, row: QuestionRow) -> Step:
        lines = [f"{rule['rule']} ({rule['file']}:{rule['line']})" for rule in row.rules]
        verdict = self.verdict(verdict_of(row))
        small = self.words("console.story.version", version=row.policy_version) if row.policy_version else ""
        return Step(self.words("console.story.decided"), tuple(one for one in (verdict, *lines) if one), small)

    def _said_step(self, row: QuestionRow) -> Step:
        text = str((row.answer or {}).get("text") or "")
        took = f"{self.number(round(sum(row.timings_ms.values())))} ms" if row.timings_ms else ""
        return Step(self.words("console.story.said"), (text,) if text else (), took)

    def _later(self, row: QuestionRow) -> Iterator[Step]:
        if row.corrected_at:
            told = self.words("console.story.told", verdict=self.verdict(row.told_verdict))
            yield Step(
                self.words("console.story.corrected"), (told,), f"{self.moment(row.corrected_at)} · {row.corrected_version}"
            )
        words = [
            " · ".join(
                part
                for part in (self.words(f"console.feedback.{one.value}") if one.value in FEEDBACK else one.value, one.note)
                if part
            )
            for one in self.app.ledger.feedback(row.receipt)
        ]
        yield Step(self.words("console.feedback"), tuple(words))
        if row.erased_at:
            yield Step(self.words("console.story.erased"), (self.moment(row.erased_at),))

    def _data(self, data: str) -> str:
        return labels.data_label(data, self.knowledge, self.words)

    def shape(self, verdict: str) -> tuple[str, str]:
        """Its shape, and its word."""
        if verdict == ASK:
            return ASK_SHAPE, self.words("word.ask")
        return (SHAPES[Verdict(verdict)], self.words(f"word.{verdict}")) if verdict else ("", "")

    def verdict(self, verdict: str) -> str:
        """Its shape and its word."""
        shape, word = self.shape(verdict)
        return marked(shape, word) if word else self.words("console.no_verdict")

    def moment(self, at: datetime) -> str:
        """A moment to the second, in the organisation's own time."""
        zone = ZoneInfo(self.knowledge.organisation.time_zone)
        return str(format_datetime(at, format="medium", tzinfo=zone, locale=self.words.language))


def verdict_of(row: QuestionRow) -> str:
    """The verdict's id; ``ask`` where the answer was a question."""
    return ASK if row.label == ASK else row.verdict


def who_asked(app: App, person: Person, row: QuestionRow, reason: str) -> str:
    """Who asked, after it was kept that somebody looked and why. Raises ``RefusedError``."""
    if not row.asker:
        raise RefusedError("console.who.unknown")
    try:
        found = asker_of(app.ledger, row, by=person.signed, reason=reason)
    except LedgerError:
        raise RefusedError("console.who.reason_short") from None
    if found is None:
        raise RefusedError("console.who.unknown")
    team, user = found
    return f"{app.slack.name(user)} · {team}/{user}"


def whose(app: App, person: Person, said: str) -> str:
    """The pseudonym of whom an admin means: who asked what has this receipt, a member ID, or a name that the console has shown
    them. Raises ``RefusedError``."""
    if row := app.ledger.question(said.strip()):
        asker = row.asker
    elif PSEUDONYM.fullmatch(said):
        asker = said
    elif found := MEMBER.search(said.upper()):
        asker = app.pseudonym(found[2], found[1] or "")
    else:
        log = Log.of(app.knowledge, "", app)
        seen = dict.fromkeys(look.person for look in app.ledger.looks() if look.by.endswith(person.mark))
        name = said.strip().casefold()
        named = [one for one in seen if one and log.name_of(one).casefold() == name]
        asker = named[0] if len(named) == 1 else ""
    if not asker:
        raise RefusedError("console.person.unknown")
    return asker


def look_at_all(app: App, person: Person, of: str, reason: str) -> str:
    """Keep that somebody looks at all that one person asked, and why; gives whose it is. Raises ``RefusedError``."""
    asker = whose(app, person, of)
    if not app.ledger.count_of(asker):
        raise RefusedError("console.person.unknown")
    try:
        safe = make_safe(reason).text
        app.ledger.keep_look(LOOKED_ALL, asker, by=person.signed, reason=safe, at=datetime.now(UTC))
    except LedgerError:
        raise RefusedError("console.who.reason_short") from None
    return asker


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
