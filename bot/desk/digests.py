"""What is said by itself once a week: figures for admins, and for staff what many asked, what changed and what is new to use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.app import App
from bot.flows.questions.suggest import Suggest, question_of
from bot.knowledge.matrix.bars import Bar, draw_bars
from bot.knowledge.matrix.pictures import painted
from bot.ledger.plain import READING
from bot.policy.deciding.decide import careful, compile_policy, decide
from bot.policy.deciding.rulings import Ruling
from bot.policy.requests import RequestKind
from bot.policy.talks.talk import Reading
from bot.policy.words import Question
from bot.reading.askers.uses import UseReader
from bot.saying.notices.digest import digest
from bot.saying.notices.week import Week, chart, figures

FIGURES, STAFF = "figures.week", "staff.week"
"""Kinds of notices."""
HOUR, EVERY_SECONDS = 9, 600
WEEK = timedelta(days=7)
FEWEST_ASKERS = 5
"""What fewer people asked in the week is told to nobody."""
MOST = 3


# --- once a week -----------------------------------------------------------------------------------------------------


def week_of(app: App, now: datetime) -> tuple[str, date] | None:
    """The week in which something may be said, and its Monday; None before Monday at nine in the organisation's own time."""
    local = now.astimezone(ZoneInfo(app.knowledge.organisation.time_zone))
    year, week, day = local.isocalendar()
    if day == 1 and local.hour < HOUR:
        return None
    return f"{year}-W{week:02}", local.date() - timedelta(days=day - 1)


def queue(app: App, kind: str, id_: str, **notice: str) -> None:
    """Have it said, unless it was this week. Every replica may look at any time."""
    if not app.ledger.is_digest_over(id_):
        app.engine.notify(id_, {"kind": kind, "id": id_, **notice})


def keep(app: App, notice: dict[str, Any], outcome: dict[str, Any]) -> None:
    """It is over for this week, whatever became of it."""
    app.ledger.keep_digest(notice["id"], outcome["state"], datetime.now(UTC))


# --- figures for admins ----------------------------------------------------------------------------------------------


def queue_figures(app: App, now: datetime) -> None:
    """Those of the week that ended, where there is a channel to say them in."""
    if app.settings.admins and (found := week_of(app, now)):
        queue(app, FIGURES, f"figures:{found[0]}", monday=found[1].isoformat())


def figures_words(app: App, notice: dict[str, Any]) -> dict[str, Any] | None:
    """The figures; None where nobody asked or reported anything in both weeks. Days are counted in UTC, as in the console."""
    settings, monday = app.settings, date.fromisoformat(notice["monday"]) - WEEK
    now, before = _week(app, monday), _week(app, monday - WEEK)
    if not any((now.questions, now.incidents, before.questions, before.incidents)):
        return None
    address = f"{settings.console_address}/console/usage?days=7" if settings.console_port else ""
    words = figures(monday, now, before, app.knowledge.organisation.languages, address)
    return {"kind": FIGURES, "channel": settings.admins, "words": words, "monday": monday.isoformat()}


def figures_chart(app: App, monday: date) -> tuple[str, str, bytes]:
    """Title, what it shows, PNG. Raises ``PicturesMissingError``."""
    days = {day: Counter(counts.get("verdict", {})) for day, counts in _days(app, monday).items()}
    told = chart(monday, days, app.knowledge.organisation.languages)
    drawing = draw_bars(told.title, [Bar(*bar) for bar in told.bars], told.names, told.number)
    return drawing.title, drawing.about, painted(drawing)


def _week(app: App, monday: date) -> Week:
    sums: dict[str, Counter[str]] = {name: Counter() for name in ("all", "verdict", "unmet", "feedback")}
    for counts in _days(app, monday).values():
        for name, total in sums.items():
            total.update(counts.get(name, {}))
    told = app.ledger.requests(kind=RequestKind.INCIDENT)
    incidents = sum(monday <= one.at.astimezone(UTC).date() < monday + WEEK for one in told)
    return Week(sums["all"]["n"], sums["verdict"], sums["unmet"], sums["feedback"], incidents)


def _days(app: App, monday: date) -> dict[date, dict[str, dict[str, int]]]:
    return app.ledger.usage(monday, monday + WEEK - timedelta(days=1), datetime.now(UTC))[0]


# --- a digest for staff ----------------------------------------------------------------------------------------------


def queue_staff(app: App, now: datetime) -> None:
    """In the channel that policy.yaml names for it. Ids are counted; words and names are looked at nowhere."""
    if app.knowledge.organisation.digest_channel and (found := week_of(app, now)):
        queue(app, STAFF, f"staff:{found[0]}", monday=found[1].isoformat())


def staff_words(app: App, notice: dict[str, Any]) -> dict[str, Any] | None:
    """What the week brought, by today's policy; None where it brought nothing."""
    knowledge = app.knowledge
    end = datetime.combine(date.fromisoformat(notice["monday"]), time(), ZoneInfo(knowledge.organisation.time_zone))
    anybody = Question(context=UseReader(knowledge, app.catalog).unsaid)  # who says nothing of themselves
    since = app.ledger.published_by(end - WEEK)
    flips = app.publications.differ(since, knowledge.policy, anybody, app.today) if since else ()
    before = app.publications.labels_of(since) if since else {}
    words = digest(_asked(app, anybody, end), flips, before, knowledge)
    return {"kind": STAFF, "channel": knowledge.organisation.digest_channel, "words": words} if words else None


def _asked(app: App, anybody: Question, end: datetime) -> list[tuple[str, str, Ruling]]:
    """What many asked: tool, data, and how today's policy rules on it."""
    knowledge, compiled = app.knowledge, compile_policy(app.knowledge.policy)
    vocabulary = knowledge.vocabulary
    choose = Suggest(
        asked=lambda: _readings(app, end),
        expected=tuple,
        tool_of=lambda id_: vocabulary.offerings[id_].tool if id_ in vocabulary.offerings else "",
        is_data=vocabulary.data.__contains__,
    )

    asked = [(*pair, question_of(pair, knowledge, anybody.context)) for pair in choose.often(FEWEST_ASKERS)[:MOST]]
    return [(tool, data, careful(question, decide(compiled, question, app.today))) for tool, data, question in asked]


def _readings(app: App, end: datetime) -> Iterator[tuple[str, Reading]]:
    for row in app.ledger.questions(since=end - WEEK, until=end):
        if row.asker and row.reading:
            yield row.asker, READING.validate_python(row.reading)
