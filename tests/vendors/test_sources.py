"""Two forms of the Open Terms Archive (feeds, declarations) and selectors, as they are and as they should not be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from bot.policy.vendors.facts import PagePart, Pick, TermsPage
from bot.policy.vendors.watching import Found, Text, Unchanged, Unread, Watched
from bot.saying.notices.seen import reason_in
from bot.vendors import declarations, feed
from bot.vendors.archive import Archives
from bot.vendors.css import compiled
from bot.vendors.errors import UnreadError
from bot.vendors.fetch import Fetcher
from bot.vendors.guard import Guard
from bot.vendors.sources import READ_ANYHOW, Sources
from tests.vendors.web import TERMS, Page, Web, serving

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ACME = Watched("acme/privacy")


# --- feeds ----------------------------------------------------------------------------------------------------------------

ENTRY = "<entry><id>{id}</id><updated>{at}</updated><title>Acme</title></entry>"


def atom(*entries: tuple[str, str]) -> Page:
    body = "".join(ENTRY.format(id=id_, at=at) for id_, at in entries)
    return Page(
        f'<feed xmlns="http://www.w3.org/2005/Atom">{body}</feed>'.encode(), headers={"content-type": "application/atom+xml"}
    )


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as found:
        found.pages |= {"/terms": Page(), "/feed": atom(("one", "2026-11-01T00:00:00Z"))}
        yield found


def followed(web: Web, known: Watched, now: datetime = NOW) -> Found:
    fetcher = web.fetcher()
    page = TermsPage("acme", "privacy", web.url("/terms"), (PagePart(web.url("/terms")),), feed=web.url("/feed"))
    try:
        return Sources(fetcher, Archives(Path("unused"), Guard()), str, now=lambda: now)(page, known)
    finally:
        fetcher.close()


def read_once(web: Web) -> Watched:
    found = followed(web, ACME)
    assert isinstance(found, Text)
    return replace(ACME, current="kept", validators=found.validators)


def test_a_page_with_a_feed_is_read_when_the_feed_has_another_entry(web: Web) -> None:
    known = read_once(web)
    assert isinstance(followed(web, known), Unchanged)
    web.pages["/feed"] = atom(("two", "2026-11-02T00:00:00Z"), ("one", "2026-11-01T00:00:00Z"))
    assert isinstance(followed(web, known), Text)


@pytest.mark.parametrize("at", ["2031-01-01T00:00:00Z", "1999-01-01T00:00:00Z", "yesterday", ""])
def test_a_feed_that_lies_about_dates_is_not_believed(web: Web, at: str) -> None:
    known = read_once(web)
    web.pages["/feed"] = atom(("one", at))
    assert isinstance(followed(web, known), Unchanged), "another date of the same entry is nothing new"
    web.pages["/feed"] = atom(("one", "2026-11-01T00:00:00Z"), ("two", at))
    assert isinstance(followed(web, known), Text), "a new entry is new, whatever its date"


def test_a_feed_that_tells_of_nothing_is_believed_for_a_week(web: Web) -> None:
    known = read_once(web)
    assert isinstance(followed(web, known, NOW + READ_ANYHOW), Text)


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><feed xmlns="http://www.w3.org/2005/Atom"><id>&b;</id></feed>'


@pytest.mark.parametrize("body", [b"", b"<rss/>", b"not xml", BOMB])
def test_a_broken_feed_is_no_reason_not_to_look(web: Web, body: bytes) -> None:
    with pytest.raises(UnreadError, match="feed"):
        feed.entries(body)
    known = read_once(web)
    web.pages["/feed"] = Page(body)
    found = followed(web, known)
    assert isinstance(found, Text)
    assert "feed" in found.note


# --- declarations ---------------------------------------------------------------------------------------------------------

DECLARED: dict[str, Any] = {
    "name": "Acme",
    "terms": {
        "Privacy Policy": {
            "fetch": "https://acme.example/p",
            "select": "main",
            "remove": ["nav", {"startBefore": "#a", "endAfter": "#b"}],
        },
        "Commercial Terms": {
            "select": ["main"],
            "executeClientScripts": True,
            "filter": ["removeQueryParams", {"cutTheDates": ["x"]}, "ownFilter"],
            "combine": [{"fetch": "https://acme.example/a"}, {"fetch": "https://acme.example/b", "select": ["table"]}],
        },
        "Imprint": {"fetch": "https://acme.example/i.pdf"},
        "Broken": {"select": "main"},
        "Half": {"fetch": "https://acme.example/h", "select": {"startBefore": "h1"}},
    },
}


def parts(document: str, declared: Any = DECLARED) -> tuple[tuple[PagePart, ...], str]:
    return declarations.parts_of(declared if isinstance(declared, str) else json.dumps(declared), document)


def test_a_declaration_tells_what_to_fetch_and_select() -> None:
    range_ = Pick("", start_before="#a", end_after="#b")
    assert parts("Privacy Policy") == ((PagePart("https://acme.example/p", (Pick("main"),), (Pick("nav"), range_)),), "")
    assert parts("Imprint") == ((PagePart("https://acme.example/i.pdf"),), "")
    assert parts("Imprint", {**DECLARED, "documents": DECLARED["terms"], "terms": None}) == parts("Imprint"), "the older form"


def test_parts_are_combined_and_filters_in_javascript_are_named_and_not_run() -> None:
    found, note = parts("Commercial Terms")
    assert found == (
        PagePart("https://acme.example/a", (Pick("main"),), browser=True),
        PagePart("https://acme.example/b", (Pick("table"),), browser=True),
    )
    assert note == "filters in JavaScript are not run: cutTheDates, ownFilter"


@pytest.mark.parametrize(
    ("document", "declared", "says"),
    [
        ("Security", DECLARED, "no document `Security`; it has Broken, Commercial Terms"),
        ("Broken", DECLARED, "nowhere what to fetch"),
        ("Half", DECLARED, "no start or no end"),
        ("X", "{", "not JSON"),
        ("X", "[]", "it has nothing"),
        ("X", {"terms": {"X": {"fetch": "file:///etc/passwd"}}}, "nowhere what to fetch"),
    ],
)
def test_a_declaration_that_cannot_be_used_says_why(document: str, declared: Any, says: str) -> None:
    with pytest.raises(UnreadError, match=says):
        parts(document, declared)


def test_a_page_is_read_as_its_declaration_says(web: Web) -> None:
    web.pages |= {"/a": Page(TERMS.encode()), "/b": Page(b"<p>No</p><table><tr><td>Sub Ltd</td><td>Dublin</td></tr></table>")}
    declared = {
        "terms": {"DPA": {"combine": [{"fetch": web.url("/a")}, {"fetch": web.url("/b"), "select": "table"}], "filter": ["js"]}}
    }
    fetcher = web.fetcher()
    page = TermsPage("acme", "data-processing", declaration="Acme.json#DPA")
    found = Sources(fetcher, Archives(Path("unused"), Guard()), {"Acme.json": json.dumps(declared)}.__getitem__)(page, ACME)
    fetcher.close()
    assert isinstance(found, Text)
    assert found.text.startswith("# Terms\n") and found.text.endswith("Sub Ltd | Dublin |")
    assert "js" in found.note


# --- texts that somebody keeps ---------------------------------------------------------------------------------------------


def kept(file: str, texts: dict[str, str]) -> Found:
    def beside(name: str) -> str:
        if name not in texts:
            raise FileNotFoundError(name)
        return texts[name]

    sources = Sources(Fetcher(Guard(), _asks_nobody, "may-i"), Archives(Path("unused"), Guard()), beside)
    return sources(TermsPage("acme", "privacy", "https://acme.example/privacy", file=file), ACME)


def _asks_nobody(host: str, _seconds: float) -> None:
    raise AssertionError(f"{host} was asked")


def test_a_text_beside_the_vendors_file_is_read_and_nobody_is_asked() -> None:
    found = kept("privacy.txt", {"privacy.txt": "We keep chats for 30 days."})
    assert isinstance(found, Text)
    assert (found.text, found.url) == ("We keep chats for 30 days.", "https://acme.example/privacy")


def test_a_text_that_is_not_there_is_a_page_that_cannot_be_read() -> None:
    found = kept("privacy.txt", {})
    assert isinstance(found, Unread)
    assert reason_in(found.why, "en") == "its text beside the vendor’s file cannot be read"


# --- selectors ------------------------------------------------------------------------------------------------------------

SAMPLE = """<body><nav class="top menu">0</nav><main id=m><h1>1</h1>
<h2 id="c" class="k">2</h2><p class="a b">3</p><p data-x="why not">4</p>
<h2>5</h2><div><p>6</p><p href="/legal">7</p></div></main></body>"""
SELECTORS = {
    "h2": ["2", "5"],
    "H2": ["2", "5"],
    "#c": ["2"],
    ".a.b": ["3"],
    "p.b": ["3"],
    "main > p": ["3", "4"],
    "main p": ["3", "4", "6", "7"],
    "h1 + h2": ["2"],
    "#c ~ h2": ["5"],
    "[data-x]": ["4"],
    "[data-x='why not']": ["4"],
    "[data-x~=not]": ["4"],
    '[class^="top"]': ["0"],
    "[class$=menu]": ["0"],
    '[href="/legal"]:last-child': ["7"],
    "p:not(.a)": ["4", "6", "7"],
    "p:not([data-x])": ["3", "6", "7"],
    "h2:first-of-type": ["2"],
    "h2:last-of-type": ["5"],
    "main > :nth-child(3)": ["3"],
    "div > p:nth-of-type(2)": ["7"],
    "p:first-child": ["6"],
    "h1, .menu": ["0", "1"],
    "*[data-x]": ["4"],
    "html body > main h1": ["1"],
    "html > body > nav": ["0"],
    ":root nav": ["0"],
    "[data-x='WHY NOT' i]": ["4"],
    "[data-x='WHY NOT']": [],
    "p:not(.a, [href])": ["4", "6"],
    "main > :nth-child(2n+1)": ["1", "3", "5"],
    "main > :nth-child(even):not(div)": ["2", "4"],
    "main > :nth-child(-n+2)": ["1", "2"],
    "h2:nth-last-of-type(1)": ["5"],
    "h1:only-of-type": ["1"],
    "h2:only-of-type": [],
    "p:empty": [],
    "#\\6d  h1": ["1"],
}


@pytest.mark.parametrize("css", SELECTORS)
def test_a_selector_finds_what_a_browser_would(css: str) -> None:
    assert [one.text for one in compiled(css)(html.document_fromstring(SAMPLE))] == SELECTORS[css]


NOT_UNDERSTOOD = ["", " ", "p:hover", "p::before", "> p", "p >", "p,,h2", "p[", "main p {", ":has(p)"]
NOT_UNDERSTOOD += ["p:nth-child(2m+1)", ":nth-of-type(2)", ":first-of-type"]


@pytest.mark.parametrize("css", NOT_UNDERSTOOD)
def test_a_selector_that_is_not_understood_is_refused(css: str) -> None:
    with pytest.raises(UnreadError, match="not understood"):
        compiled(css)
