"""The page "Document": what became of each sentence, in every language; a document's words stay words on both pages."""

from __future__ import annotations

import html
import re

import pytest

from bot.console.coverage import SHAPES
from bot.console.doors import Role
from bot.console.render import LANGUAGE_COOKIE
from bot.knowledge.confirming.told import Standing
from bot.owners.confirm import confirming_of
from bot.saying.words import load_catalog_of
from tests.console.edits.confirming import BAN, asked_of, click, csrf_of, page_of, say
from tests.console.place import Place


def test_the_document_stands_in_its_order_with_a_mark_at_each_sentence(place: Place) -> None:
    say(place, f"## One\n\nWe like tools.\n{BAN}\n\n## Two\n\n### Below\n\n- Nothing here.")
    covered = confirming_of(place.settings.knowledge, place.ledger).coverage()
    page = page_of(place, "coverage")
    own = page.split("more.md</h2>")[1].split("</article>")[0]
    assert re.findall(r"<h(\d)>([^<]+)</h", own) == [("3", "More"), ("3", "One"), ("3", "Two"), ("4", "Below")]
    assert re.findall(r'said-(\w+)" title="([^"]+)"', own)[:2] == [("background", "background"), ("unread", "not read")]
    assert f'href="/console/confirm?question={asked_of(place, BAN).id}#' in own
    assert page.count('<span class="said said-') == len(covered.sentences)
    assert f"<dd>{covered.told} of {covered.ruling}</dd>" in page and f"<dd>{covered.resting} of {covered.rules}</dd>" in page
    assert page.split("Rules that name no sentence")[1].count("<li>") == len(covered.bare) > 0


def test_a_sentence_tells_which_rules_rest_on_it(place: Place) -> None:
    resting = next(one for one in confirming_of(place.settings.knowledge, place.ledger).coverage().sentences if one.rests)
    page = html.unescape(page_of(place, "coverage"))
    said = confirming_of(place.settings.knowledge, place.ledger).sayer("en").rule(resting.rests[0])
    assert f'title="a rule says it: {said}' in page and f'<span class="rests">{said}</span>' in page
    assert resting.rests[0] not in page, "words, and never an id"


def test_only_what_is_not_read_is_shown_where_that_is_wanted(place: Place) -> None:
    page = page_of(place, "coverage?only=unread")
    assert page.count('<span class="said said-unread"') == page.count('<span class="said said-') > 0


def test_what_is_answered_is_marked_as_such(place: Place) -> None:
    say(place, BAN)
    click(place, asked_of(place, BAN), "drop")
    own = page_of(place, "coverage").split("more.md</h2>")[1].split("</article>")[0]
    assert "said-confirmed" in own and "said-unread" not in own


def test_every_standing_has_a_shape_of_its_own_and_words_in_every_language() -> None:
    assert len(set(SHAPES.values())) == len(Standing)
    for language in ("de", "en", "es", "fr", "nl"):
        assert all(f"coverage.{one.value}" in load_catalog_of(language) for one in Standing)


def test_a_policy_without_a_document_says_so(place: Place) -> None:
    for one in (place.settings.knowledge / "guidance").iterdir():
        headings = [line for line in one.read_text().splitlines() if line.startswith("#")]
        one.write_text("\n\n".join(headings), encoding="utf-8")
    assert "The policy has no document" in page_of(place, "coverage")


@pytest.mark.parametrize("language", ["de", "es", "fr", "nl"])
def test_every_language_has_both_pages(place: Place, language: str) -> None:
    texts = load_catalog_of(language)
    with place.client(Role.OWNER) as client:
        client.cookies.set(LANGUAGE_COOKIE, language, path="/console")
        confirm, coverage = (html.unescape(client.get(f"/console/{one}").text) for one in ("confirm", "coverage"))
        sent = {"csrf": csrf_of(client), "about": "no", "asked": "no", "choice": "keep"}
        refused = html.unescape(client.post("/console/confirm", data=sent).text)
    assert f"<h1>{texts['console.confirm.title']}</h1>" in confirm and texts["confirm.sentence"] in confirm
    assert f"<h1>{texts['console.coverage.title']}</h1>" in coverage and texts["coverage.unread"] in coverage
    assert texts["console.confirm.refused.gone"] in refused
    assert not re.search(r"[>\"](?:console|confirm|coverage)\.[a-z_.]+[<\"]", confirm + coverage)


def test_a_sentence_of_the_document_is_only_words(place: Place) -> None:
    said = (
        'Nobody may type <script>alert(1)</script> or "><img src=x onerror=alert(1)> and {{ csrf }} of clients into an AI tool.'
    )
    say(place, f"## <b onclick=alert(1)>Bold</b>\n\n{said}")
    for where in ("confirm?all=yes", "coverage"):
        page = page_of(place, where)
        assert "&lt;script&gt;alert(1)" in page and "{{ csrf }}" in page, where
        assert not re.search(r"<script>|<img|<b ", page), where


def test_a_document_of_a_megabyte_is_asked_about_a_piece_at_a_time(place: Place) -> None:
    filler = "It was founded by people who liked long rivers and wrote about them in books that nobody reads today, " * 4
    say(
        place,
        "".join(f"## Part {n}\n\n{filler}as number {n} tells.\n\nNobody may type minutes number {n}.\n\n" for n in range(2200)),
    )
    assert (place.settings.knowledge / "guidance" / "more.md").stat().st_size > 1_000_000
    confirming = confirming_of(place.settings.knowledge, place.ledger)
    assert confirming.count() > 2200 > len(confirming.questions())
    page = page_of(place, "confirm?all=yes")
    left = confirming.count() - len(confirming.questions())
    assert len(page) < 3_000_000 and f"{left:,} more wait further down the document" in page
    last = "Nobody may type minutes number 2199."
    coverage = page_of(place, "coverage")
    assert last in coverage and coverage.count('class="said said-unread"') >= 2200
    id_ = re.findall(r'href="/console/confirm\?question=([^"#]+)#', coverage.split(last)[1])[0]
    assert last in page_of(place, f"confirm?question={id_}"), "what stands far down can be answered too"
