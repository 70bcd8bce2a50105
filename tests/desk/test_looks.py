"""Looks at a page, one after another: what counts as a change, what is noise, and who hears of a page that cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.desk.terms import CONFIRM_AFTER, EARLIER, watch
from bot.policy.deciding.clauses import TermChange
from bot.policy.house import Knowledge, Organisation
from bot.policy.policy import Policy
from bot.policy.vendors.facts import Archive, PagePart, TermsPage
from bot.policy.vendors.terms import Direction, Judgement, Noise, Severity, Topic
from bot.policy.vendors.watching import TRIES, UNREAD_SINCE, Found, Look, PageChange, PageLook, Text, Unchanged, Unread, Watched
from bot.policy.vocabulary import Vocabulary

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PAGE = TermsPage("acme", "privacy", "https://acme.example/p", (PagePart("https://acme.example/p"),), watched=True)
KNOWLEDGE = Knowledge(Policy({}, {}, {}, (), {}), Vocabulary(), Organisation("Meander"))
OLD = "We do not train on your data. " * 10
NEW = "We train on your data. " * 10
OTHER = "We train on your data and sell it. " * 10


def judge(before: str, after: str) -> Judgement:
    """The real one has tests of its own: here the words say what they are."""
    if "menu" in after:
        return Judgement(Severity.IGNORE, (Topic.CONTACT,), Direction.NEUTRAL, noise=Noise.NAVIGATION)
    if "Nous" in after:
        return Judgement(Severity.IGNORE, (Topic.CONTACT,), Direction.NEUTRAL, noise=Noise.LOCALE_FLIP)
    if "Welcome" in after:
        return Judgement(Severity.IGNORE, (Topic.CONTACT,), Direction.NEUTRAL, noise=Noise.WRONG_DOCUMENT)
    quote = after.split(". ", maxsplit=1)[0]
    return Judgement(Severity.ALERT, (Topic.TRAINING,), Direction.LOOSER, deciding_quote=quote)


@dataclass
class Kept:
    """What the ledger keeps, in memory."""

    pages: dict[str, Watched] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    looks: list[PageLook] = field(default_factory=list)
    changes: dict[str, PageChange] = field(default_factory=dict)
    flagged: list[str] = field(default_factory=list)
    """Changes on which something may rest."""
    taken: bool = False

    def take_page(self, page: str, now: datetime, *, seconds: float) -> bool:
        due = self.pages.get(page, Watched(page)).next_at
        return not self.taken and (due is None or due <= now)

    def watched(self, page: str) -> Watched:
        return self.pages.get(page, Watched(page))

    def keep_watched(self, known: Watched) -> None:
        self.pages[known.page] = known

    def keep_capture(self, text: str, at: datetime) -> str:
        self.texts[f"c-{text}"] = text
        return f"c-{text}"

    def capture(self, capture: str) -> str | None:
        return self.texts.get(capture)

    def keep_page_look(self, seen: PageLook) -> None:
        self.looks.append(seen)

    def earlier_texts(self, page: str, since: datetime) -> Sequence[str]:
        kinds = (Look.FIRST, Look.CHANGED, Look.NOISE)
        return [one.capture for one in reversed(self.looks) if one.capture and one.look in kinds and one.at >= since]

    def keep_change(self, change: PageChange) -> bool:
        return self.changes.setdefault(change.id, change) is change

    def keep_term_change(self, change: TermChange, at: datetime) -> None:
        self.flagged.append(change.id)


@dataclass
class Days:
    """One page, looked at again and again; time goes on by what the page wants."""

    page: TermsPage = PAGE
    kept: Kept = field(default_factory=Kept)
    now: datetime = NOON
    asked: list[Watched] = field(default_factory=list)

    def look(self, found: Found | str, after: timedelta | None = None) -> Look:
        """What the next look is; by default as soon as the page is due."""
        due = self.kept.watched(self.page.id).next_at
        self.now = self.now + after if after else (due or self.now)
        answer = Text(found, PAGE.url, validators={"etag": "1"}) if isinstance(found, str) else found

        def fetched(_page: TermsPage, known: Watched) -> Found:
            self.asked.append(known)
            return answer

        (seen,) = self.watch(fetched)
        return seen.look

    def watch(
        self, read: Any, judged: Any = judge, pages: Sequence[TermsPage] = (), at: datetime | None = None
    ) -> list[PageLook]:
        """Looks at the pages that are due; by default at the one."""
        return watch(self.kept, KNOWLEDGE, pages or (self.page,), read, judged, lambda: at or self.now)  # type: ignore[arg-type]

    def looks(self, *found: Found | str) -> list[Look]:
        return [self.look(one) for one in found]

    @property
    def current(self) -> str:
        return self.kept.texts[self.kept.pages[self.page.id].current]


BLOCKED = Unread(Look.BLOCKED, "the server refuses us (403)", 403)
BROKEN = Unread(Look.BROKEN, "no answer")
SAME = Unchanged("the server says that nothing changed")

CASES: list[tuple[str, list[Found | str], list[Look], str]] = [
    ("a change counts once a second look confirms it", [OLD, NEW, NEW], [Look.FIRST, Look.SEEN, Look.CHANGED], NEW),
    ("a change that is gone at the second look is none", [OLD, NEW, OLD], [Look.FIRST, Look.SEEN, Look.SAME], OLD),
    ("another change at the second look has to be confirmed itself", [OLD, NEW, OTHER], [Look.FIRST, Look.SEEN, Look.SEEN], OLD),
    ("markup alone is no difference", [OLD, f"**{OLD}**"], [Look.FIRST, Look.SAME], OLD),
    ("noise becomes the text that is compared with", [OLD, f"{OLD} menu"], [Look.FIRST, Look.NOISE], f"{OLD} menu"),
    ("another language is not what is compared with", [OLD, f"Nous {OLD}"], [Look.FIRST, Look.NOISE], OLD),
    ("another document in its place is no change", [OLD, f"Welcome {OLD}"], [Look.FIRST, Look.MOVED], OLD),
    ("a page that lost most of its words is no change", [OLD, "Oops, an error."], [Look.FIRST, Look.EMPTIED], OLD),
    ("what cannot be read is no change", [OLD, BLOCKED, BROKEN, OLD], [Look.FIRST, Look.BLOCKED, Look.BROKEN, Look.SAME], OLD),
    ("a failure between two looks does not confirm", [OLD, NEW, BROKEN], [Look.FIRST, Look.SEEN, Look.BROKEN], OLD),
    (
        "a failure between two looks does not take back",
        [OLD, NEW, BROKEN, NEW],
        [Look.FIRST, Look.SEEN, Look.BROKEN, Look.CHANGED],
        NEW,
    ),
    ("nothing new by the server's word", [OLD, SAME], [Look.FIRST, Look.SAME], OLD),
    (
        "a text that flickers is told once",
        [OLD, NEW, NEW, OLD, NEW, OLD],
        [Look.FIRST, Look.SEEN, Look.CHANGED, Look.NOISE, Look.NOISE, Look.NOISE],
        OLD,
    ),
    (
        "words that tick between two looks confirm by what they mean",
        [OLD, f"{NEW}1", f"{NEW}2"],
        [Look.FIRST, Look.SEEN, Look.CHANGED],
        f"{NEW}2",
    ),
]


@pytest.mark.parametrize(("found", "wanted", "current"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_a_look_is(found: list[Found | str], wanted: list[Look], current: str) -> None:
    days = Days()
    assert days.looks(*found) == wanted
    assert days.current == current
    assert len(days.kept.flagged) == wanted.count(Look.CHANGED) == len(days.kept.changes)


def test_a_confirmed_change_names_both_texts_and_is_looked_at_again_soon() -> None:
    days = Days()
    days.looks(OLD, NEW)
    assert days.kept.watched(PAGE.id).next_at == days.now + CONFIRM_AFTER
    days.look(NEW)
    (change,) = days.kept.changes.values()
    assert (days.kept.texts[change.before], days.kept.texts[change.after]) == (OLD, NEW)
    assert (change.page, change.judgement.severity, change.url) == ("acme/privacy", Severity.ALERT, PAGE.url)
    assert days.kept.watched(PAGE.id).changed_at == days.now


@pytest.mark.parametrize("look_is_kept", [False, True])
def test_who_dies_before_all_is_kept_tells_no_second_change(look_is_kept: bool) -> None:
    days = Days()
    days.looks(OLD, NEW)
    before = days.kept.watched(PAGE.id)
    days.look(NEW)
    days.kept.pages[PAGE.id] = before  # the process died before it could keep the page
    if not look_is_kept:
        days.kept.looks.pop()
    days.look(NEW, after=timedelta(minutes=20))
    assert len(set(days.kept.flagged)) == len(days.kept.changes) == 1
    assert days.current == NEW


def test_an_earlier_text_that_comes_back_after_a_month_is_news() -> None:
    days = Days()
    days.looks(OLD, NEW, NEW)
    days.look(NEW, after=EARLIER)
    assert [days.look(OLD, after=timedelta(hours=12)), days.look(OLD)] == [Look.SEEN, Look.CHANGED]


def test_failures_are_counted_from_the_first_one_until_the_page_is_well_again() -> None:
    days = Days()
    days.looks(OLD, BLOCKED, BROKEN, BLOCKED)
    known = days.kept.watched(PAGE.id)
    assert (known.tries, known.look, known.why) == (TRIES, Look.BLOCKED, BLOCKED.why)
    first = known.validators[UNREAD_SINCE]
    days.kept.pages[PAGE.id] = replace(known, told="blocked")
    days.look(BROKEN)
    known = days.kept.watched(PAGE.id)
    assert (known.tries, known.told, known.validators[UNREAD_SINCE]) == (TRIES + 1, "blocked", first)
    assert known.next_at == days.now + timedelta(hours=PAGE.every_hours), "after three tries nobody hurries"
    for well in (SAME, OLD):
        days.look(well)
        known = days.kept.watched(PAGE.id)
        assert (known.tries, known.told, UNREAD_SINCE in known.validators) == (0, "", False)
    days.look(BROKEN)
    assert days.kept.watched(PAGE.id).validators[UNREAD_SINCE] != first


def test_a_server_that_asks_for_patience_gets_it() -> None:
    days = Days()
    days.look(replace(BLOCKED, wait_seconds=7200))
    assert days.kept.watched(PAGE.id).next_at == NOON + timedelta(hours=2)


def test_a_page_that_is_taken_or_not_due_is_not_looked_at() -> None:
    days = Days()
    days.look(OLD)
    assert days.watch(lambda *_: pytest.fail("nobody looks")) == []
    days.kept.taken = True
    assert days.watch(lambda *_: pytest.fail("nobody looks"), at=days.now + timedelta(days=1)) == []


def test_a_page_that_breaks_its_reader_keeps_nobody_from_the_others() -> None:
    days, other = Days(), replace(PAGE, kind="subprocessors")

    def fetched(page: TermsPage, _known: Watched) -> Found:
        if page is PAGE:
            raise ValueError("nobody foresaw this")
        return Text(OLD, other.url)

    with pytest.raises(ValueError, match="nobody foresaw"):
        days.watch(fetched, pages=(PAGE, other))
    assert [(seen.page, seen.look) for seen in days.kept.looks] == [(PAGE.id, Look.BROKEN), (other.id, Look.FIRST)]
    broken = days.kept.watched(PAGE.id)
    assert (broken.tries, broken.next_at) == (1, NOON + timedelta(hours=1))
    assert broken.why == "reading the page failed in a way that was not foreseen (ValueError); please report it"


def test_a_judgement_that_takes_too_long_is_a_page_that_nobody_could_read() -> None:
    days = Days()
    days.look(OLD)

    def judged(_before: str, _after: str) -> Judgement:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        days.watch(lambda *_: Text(NEW, PAGE.url), judged, at=days.now + timedelta(days=1))
    broken = days.kept.watched(PAGE.id)
    assert (broken.look, broken.tries, broken.why) == (
        Look.BROKEN,
        1,
        "judging the page took too long (TimeoutError); please report it",
    )
    assert days.current == OLD


def test_a_page_that_the_register_reads_elsewhere_starts_anew() -> None:
    days = Days()
    days.looks(OLD, NEW)
    days.page = replace(PAGE, parts=(PagePart("https://acme.example/privacy-2"),))
    assert days.look(OTHER) is Look.FIRST
    assert days.asked[-1].validators == {}
    assert days.kept.flagged == []


def test_an_archive_that_has_nothing_newer_confirms_what_was_seen() -> None:
    archive = Archive("https://archive.example/versions", "Acme", "Privacy Policy")
    days = Days(replace(PAGE, parts=(), archive=archive))
    assert days.looks(OLD, NEW, Unchanged("nothing new", 0)) == [Look.FIRST, Look.SEEN, Look.CHANGED]
    assert days.current == NEW


def test_an_upgrade_of_the_archive_itself_is_no_change() -> None:
    days = Days()
    assert days.looks(OLD, Text(NEW, technical=True)) == [Look.FIRST, Look.NOISE]
    assert days.current == NEW
    assert days.kept.flagged == []


def test_what_is_left_out_stands_in_the_look() -> None:
    days = Days()
    days.look(Text(OLD, note="filters in JavaScript are not run: cleanUp"))
    assert "cleanUp" in days.kept.looks[0].why
