"""Pages that are bad in every way, from a server on this machine: each ends in one of five states, with words that say why."""

from __future__ import annotations

import gzip
import itertools
import tracemalloc
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.policy.vendors.facts import PagePart, Pick, TermsPage
from bot.policy.vendors.watching import Look, Text, Unchanged, Unread, Watched
from bot.vendors.archive import Archives
from bot.vendors.errors import UnreadError
from bot.vendors.fetch import Limits, _check_hop
from bot.vendors.guard import Guard
from bot.vendors.sources import Sources
from tests.vendors.web import HERE, TERMS, Page, Web

HTML, PLAIN, BINARY = ({"content-type": kind} for kind in ("text/html", "text/plain", "application/octet-stream"))
WORDS = "<p>We keep what you type for thirty days.</p>" * 30
SMALL = Limits(bytes=200_000, seconds=5, silence_seconds=2)


def page(web: Web, path: str = "/terms", **more: object) -> TermsPage:
    return TermsPage("acme", "privacy", web.url(path), (PagePart(web.url(path), **more),))  # type: ignore[arg-type]


def look(web: Web, at: TermsPage, known: Watched | None = None, limits: Limits = SMALL) -> Text | Unread | Unchanged:
    fetcher = web.fetcher(limits)
    try:
        sources = Sources(fetcher, Archives(Path("unused"), Guard()), lambda name: Path(name).read_text())
        return sources(at, known or Watched(at.id))
    finally:
        fetcher.close()


def sent_to(path: str, status: int = 302) -> Page:
    return Page(b"", status, {"location": path})


def bomb() -> bytes:
    """Sixty kilobytes that unpack to sixty megabytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(b"a" * 1_000_000) for _ in range(60)) + packer.flush()


def pdf(words: str) -> bytes:
    """A PDF of one page; without words it is like a scan."""
    text = f"BT /F1 12 Tf 40 700 Td ({words}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length " + str(len(text)).encode() + b" >>\nstream\n" + text + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + each + b"\nendobj\n"
    start = len(out)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return out + f"xref\n0 6\n0000000000 65535 f \n{table}trailer << /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()


def endless() -> Iterator[bytes]:
    return itertools.repeat(b"<p>" + b"terms " * 10_000 + b"</p>")


LOGIN = '<form action="/session"><h1>Sign in</h1><input name=u><input type="password" name=p></form>'
BAD: list[tuple[str, dict[str, Page], Look, str]] = [
    (
        "a page of 50 MB that says so",
        {"/terms": Page(headers={**HTML, "content-length": "50000000"})},
        Look.BROKEN,
        "larger than",
    ),
    ("a page that never ends", {"/terms": Page(headers=HTML, pieces=endless())}, Look.BROKEN, "larger than"),
    (
        "a small page that unpacks to 60 MB",
        {"/terms": Page(bomb(), headers={**HTML, "content-encoding": "gzip"})},
        Look.BROKEN,
        "larger than",
    ),
    (
        "a page packed in a way nobody asked for",
        {"/terms": Page(headers={**HTML, "content-encoding": "br"})},
        Look.BROKEN,
        "packed as br",
    ),
    (
        "a page that says it is packed and is not",
        {"/terms": Page(headers={**HTML, "content-encoding": "gzip"})},
        Look.BROKEN,
        "unpacked",
    ),
    (
        "a packed page that was cut off",
        {"/terms": Page(headers={**HTML, "content-encoding": "gzip"}, pieces=iter([gzip.compress(TERMS.encode())[:-30]]))},
        Look.BROKEN,
        "cut off",
    ),
    ("a server that says that nothing changed, and was not asked", {"/terms": Page(b"", 304)}, Look.BROKEN, "304"),
    ("redirects in a circle", {"/terms": sent_to("/b"), "/b": sent_to("/terms")}, Look.BROKEN, "circle"),
    ("a redirect to itself", {"/terms": sent_to("/terms")}, Look.BROKEN, "circle"),
    (
        "more redirects than anybody needs",
        {"/terms": sent_to("/1"), **{f"/{n}": sent_to(f"/{n + 1}") for n in range(1, 9)}},
        Look.BROKEN,
        "more than 5",
    ),
    ("a redirect to a file of this machine", {"/terms": sent_to("file:///etc/passwd")}, Look.BROKEN, "no web address"),
    ("a redirect with a password", {"/terms": sent_to("http://me:secret@acme.example/")}, Look.BROKEN, "password in it"),
    ("a redirect into a network", {"/terms": sent_to("http://10.0.0.7/admin")}, Look.BROKEN, "10.0.0.7"),
    (
        "a redirect to the metadata of a cloud",
        {"/terms": sent_to("http://169.254.169.254/latest/meta-data/")},
        Look.BROKEN,
        "169.254.169.254",
    ),
    ("a login in place of terms", {"/terms": Page(LOGIN.encode())}, Look.BLOCKED, "log in"),
    ("a redirect to a login", {"/terms": sent_to("/login?next=/terms"), "/login?next=/terms": Page()}, Look.BLOCKED, "log in"),
    (
        "a check for robots",
        {"/terms": Page(b"<html><body><h1>Just a moment...</h1>Verify you are human</body></html>")},
        Look.BLOCKED,
        "robots",
    ),
    (
        "a page that is nothing without scripts",
        {"/terms": Page(b"<noscript></noscript><p>You need to enable JavaScript to run this app.</p>")},
        Look.BLOCKED,
        "scripts",
    ),
    ("a refusal", {"/terms": Page(status=403)}, Look.BLOCKED, "403"),
    (
        "a robots.txt that keeps us out",
        {"/robots.txt": Page(b"User-agent: *\nDisallow: /terms", headers={"content-type": "text/plain"}), "/terms": Page()},
        Look.BLOCKED,
        "robots.txt",
    ),
    (
        "a robots.txt that an editor put a mark before",
        {
            "/robots.txt": Page(b"\xef\xbb\xbfUser-agent: *\nDisallow: /", headers={"content-type": "text/plain"}),
            "/terms": Page(),
        },
        Look.BLOCKED,
        "robots.txt",
    ),
    (
        "a robots.txt that names us with a version",
        {
            "/robots.txt": Page(b"User-Agent: May-I/1.0 (x)\r\nDisallow: /", headers={"content-type": "text/plain"}),
            "/terms": Page(),
        },
        Look.BLOCKED,
        "robots.txt",
    ),
    ("a robots.txt that cannot be read", {"/robots.txt": Page(status=503), "/terms": Page()}, Look.BROKEN, "robots.txt"),
    ("a page that is gone", {}, Look.MOVED, "404"),
    ("a page that says it is gone", {"/terms": Page(b"<h1>Page not found</h1><p>Go back home.</p>")}, Look.MOVED, "not there"),
    ("a page that moved for good", {"/terms": sent_to("/legal/terms", 301), "/legal/terms": Page()}, Look.MOVED, "/legal/terms"),
    ("the front page in its place", {"/terms": sent_to("/"), "/": Page()}, Look.MOVED, "now"),
    ("a server in trouble", {"/terms": Page(status=500)}, Look.BROKEN, "500"),
    ("a picture", {"/terms": Page(headers={"content-type": "image/png"})}, Look.BROKEN, "image/png"),
    ("an empty page", {"/terms": Page(b"")}, Look.EMPTIED, "empty"),
    ("a page of markup alone", {"/terms": Page(b"<html><body><div></div></body></html>")}, Look.EMPTIED, "no words"),
    ("a PDF without text", {"/terms": Page(pdf(""), headers={"content-type": "application/pdf"})}, Look.EMPTIED, "no text"),
    (
        "a PDF that is none",
        {"/terms": Page(b"%PDF-1.4 and then nothing", headers={"content-type": "application/pdf"})},
        Look.BROKEN,
        "PDF",
    ),
]


@pytest.mark.parametrize(("pages", "state", "says"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_a_bad_page_ends_in_its_state(web: Web, pages: dict[str, Page], state: Look, says: str) -> None:
    web.pages |= pages
    found = look(web, page(web))
    assert isinstance(found, Unread)
    assert (found.look, says in found.why) == (state, True), found
    assert "secret" not in repr(found)


def test_a_server_that_sends_its_headers_one_by_one_for_ever_is_left_in_time(web: Web) -> None:
    """Each line comes soon after the one before, so no silence is ever long; the whole ends all the same, and we hang up."""
    web.pages["/terms"] = Page(drips=1000)
    found = look(web, page(web), limits=Limits(seconds=0.5))
    assert isinstance(found, Unread)
    assert (found.look, "does not answer in time" in found.why) == (Look.BROKEN, True), found
    assert web.hung_up.wait(30)


def test_a_server_that_is_slow_with_its_headers_is_waited_for(web: Web) -> None:
    web.pages["/terms"] = Page(drips=10)
    assert isinstance(look(web, page(web)), Text)


def test_a_bomb_and_an_endless_page_cost_little_memory(web: Web) -> None:
    web.pages |= {"/a": Page(bomb(), headers={**HTML, "content-encoding": "gzip"}), "/b": Page(headers=HTML, pieces=endless())}
    tracemalloc.start()
    for path in ("/a", "/b"):
        assert isinstance(look(web, page(web, path), limits=Limits(bytes=1_000_000)), Unread)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12_000_000
    assert web.hung_up.wait(5), "what is too large is not read to its end"


SAID_WIDE = {"content-type": "text/html; charset=utf-16le"}
TWICE_PACKED = gzip.compress(WORDS.encode()) + gzip.compress(b"<p>the last words</p>")
BARE = zlib.compress(TERMS.encode())[2:-4]

GOOD: list[tuple[str, Page, str]] = [
    ("HTML: its main part, without the menu", Page(), "# Terms\n\nWe do not train"),
    ("a packed page", Page(gzip.compress(TERMS.encode()), headers={**HTML, "content-encoding": "gzip"}), "# Terms"),
    (
        "a PDF with text",
        Page(pdf("We keep your data for thirty days. " * 10), headers={"content-type": "application/pdf"}),
        "We keep your data",
    ),
    (
        "UTF-8 that is called Latin",
        Page(f"<p>Données</p>{WORDS}".encode(), headers={"content-type": "text/html; charset=iso-8859-1"}),
        "Données",
    ),
    ("Latin that is called UTF-8", Page(f"<p>Données</p>{WORDS}".encode("latin-1")), "Données"),
    (
        "a charset that nobody knows",
        Page(f"<p>Données</p>{WORDS}".encode("cp1252"), headers={"content-type": "text/html; charset=klingon"}),
        "Données",
    ),
    (
        "a charset that the page itself names",
        Page(f'<meta charset="windows-1250"><p>Błąd</p>{WORDS}'.encode("cp1250"), headers=HTML),
        "Błąd",
    ),
    (
        "a charset that a program forgot to fill in",
        Page(f"<p>Données</p>{WORDS}".encode("cp1252"), headers={"content-type": "text/html; charset=undefined"}),
        "Données",
    ),
    (
        "UTF-8 with one broken sign",
        Page(f"<p>Données, préférences, réseau, été, à côté, déjà</p>{WORDS}".encode() + b"\xff"),
        "Données",
    ),
    (
        "Windows's signs in what is called Latin",
        Page(f"<p>Données “à nous”</p>{WORDS}".encode("cp1252"), headers={"content-type": "text/html; charset=iso-8859-1"}),
        "Données “à nous”",
    ),
    ("UTF-16 that is only said", Page(f"<p>Terms</p>{WORDS}".encode("utf-16-le"), headers=SAID_WIDE), "Terms"),
    ("UTF-16 that nobody says", Page(f"<p>Terms</p>{WORDS}".encode("utf-16-be"), headers=HTML), "Terms"),
    (
        "a set that is switched by a sign",
        Page(f"<p>利用規約</p>{WORDS}".encode("iso-2022-jp"), headers={"content-type": "text/html; charset=iso-2022-jp"}),
        "利用規約",
    ),
    ("a page packed in two pieces", Page(TWICE_PACKED, headers={**HTML, "content-encoding": "gzip"}), "the last words"),
    ("a page packed without a header", Page(BARE, headers={**HTML, "content-encoding": "deflate"}), "# Terms"),
    (
        "words with signs that no database keeps",
        Page(f"We keep\0 it.\x1b[2J {'words ' * 50}".encode(), headers=PLAIN),
        "We keep it.[2J",
    ),
    (
        "a PDF behind an empty line",
        Page(b"\r\n" + pdf("Ours. " * 50), headers={"content-type": "application/octet-stream"}),
        "Ours",
    ),
    ("UTF-16 by its mark", Page(f"<p>Données</p>{WORDS}".encode("utf-16"), headers=HTML), "Données"),
    (
        "terms that speak of logging in",
        Page(f"<p>Sign in to your account with a password.</p>{WORDS * 3}".encode()),
        "Sign in to",
    ),
]


@pytest.mark.parametrize(("given", "wanted"), [case[1:] for case in GOOD], ids=[case[0] for case in GOOD])
def test_a_page_is_read_as_words(web: Web, given: Page, wanted: str) -> None:
    web.pages["/terms"] = given
    found = look(web, page(web))
    assert isinstance(found, Text), found
    assert wanted in found.text
    assert "Menu" not in found.text


def test_what_is_selected_and_removed_is_left_alone_by_the_rest(web: Web) -> None:
    web.pages["/terms"] = Page(
        f'<div id=a class="box one">{WORDS}<span class=ad>Buy</span></div><div class="box two">Other</div>'.encode()
    )
    found = look(web, page(web, select=(Pick(".box.one"),), remove=(Pick(".box > .ad"),)))
    assert isinstance(found, Text)
    assert "thirty days" in found.text
    assert "Buy" not in found.text and "Other" not in found.text


def test_a_selector_that_finds_nothing_is_an_emptied_page_and_a_wrong_one_a_broken_page(web: Web) -> None:
    web.pages["/terms"] = Page()
    assert [look(web, page(web, select=(Pick(css),))).look for css in ("#gone", "p:has(:scope)")] == [Look.EMPTIED, Look.BROKEN]  # type: ignore[union-attr]


def test_the_second_look_is_conditional_and_costs_nothing(web: Web) -> None:
    def conditional(headers: dict[str, str]) -> Page:
        known = headers.get("if-none-match") == '"one"'
        return (
            Page(b"", 304) if known else Page(headers={**HTML, "etag": '"one"', "last-modified": "Mon, 02 Nov 2026 10:00:00 GMT"})
        )

    web.pages["/terms"] = conditional
    first = look(web, page(web))
    assert isinstance(first, Text)
    known = Watched("acme/privacy", current="kept", validators=first.validators)
    assert look(web, page(web), known) == Unchanged("the server says that nothing changed", 304)
    waiting = Watched("acme/privacy", current="kept", pending="seen", validators=first.validators)
    assert isinstance(look(web, page(web), waiting), Text), "what waits to be confirmed is read in full"


def test_we_say_who_we_are_and_ask_robots_first_and_once(web: Web) -> None:
    rules = Page(b"User-agent: may-i\nCrawl-delay: 25\nAllow: /", headers={"content-type": "text/plain"})
    web.pages |= {"/robots.txt": rules, "/terms": Page(), "/more": Page()}
    fetcher = web.fetcher()
    fetcher.get(web.url("/terms"))
    fetcher.get(web.url("/more"))
    fetcher.close()
    assert web.paths == ["/robots.txt", "/terms", "/more"]
    assert {headers["user-agent"] for _, headers in web.asked} == {"may-i/0 (tests)"}
    assert web.paced == [(HERE, 10), (HERE, 25), (HERE, 25)], "every request waits for its turn, whatever the port"


def test_a_redirect_gives_up_no_encryption() -> None:
    with pytest.raises(UnreadError, match="without encryption"):
        _check_hop("https://acme.example/terms", "http://acme.example/terms")
    _check_hop("http://acme.example/terms", "https://acme.example/terms")


def test_each_hop_waits_for_its_turn(web: Web) -> None:
    web.pages |= {"/terms": sent_to("/en/terms"), "/en/terms": Page()}
    assert isinstance(look(web, page(web)), Text)
    assert len(web.paced) == len(web.asked) == 3


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        ("soon", 0),
        ("999999999999", 0),
        ("Fri, 01 Jan 2100 00:00:00 GMT", 604800),
        ("Mon, 01 Jan 2024 00:00:00 +99999999999999999999", 0),
        ("Mon, 1 Jan 999999999999999999999999 00:00:00 GMT", 0),
        ("Mon, 01 Jan 0001 00:00:00 +2359", 0),
    ],
)
def test_a_server_may_ask_for_patience(web: Web, said: str, seconds: float) -> None:
    web.pages["/terms"] = Page(status=429, headers={"retry-after": said})
    found = look(web, page(web))
    assert isinstance(found, Unread)
    assert (found.look, found.wait_seconds) == (Look.BLOCKED, seconds)
