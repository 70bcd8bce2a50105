"""Many questions at once on "To confirm": alike ones on one card, saved in place, and tried in a draft before they count."""

from __future__ import annotations

import html
import re

import pytest
from playwright.sync_api import Browser, Page

from bot.console.doors import Role
from bot.owners.confirm import Confirming, confirming_of
from bot.policy.confirming import About, Open, Tier
from bot.saying.words import load_catalog_of
from tests.browser import browsing
from tests.console.browser import PHONE, signed_in
from tests.console.edits.confirming import BARE, cards, csrf_of, files, page_of, say
from tests.console.place import Place, served
from tests.integration.forks import free_port


def asking(place: Place) -> Confirming:
    return confirming_of(place.settings.knowledge, place.ledger)


def kinds(place: Place) -> list[Open]:
    """Of the first card."""
    found = [one.question for one in asking(place).questions() if one.question.about is About.KIND]
    return [one for one in found if one.ways == found[0].ways][:3]


def send(place: Place, **fields: object) -> tuple[int, str]:
    with place.client(Role.OWNER) as client:
        answer = client.post("/console/confirm?all=yes", data={"csrf": csrf_of(client), "place": "0", **fields})
        return answer.status_code, html.unescape(answer.text)


def rows(*questions: Open) -> list[str]:
    return [f"{one.id} {one.asked}" for one in questions]


# --- several answers, one edit ---------------------------------------------------------------------------------------


def test_alike_questions_stand_on_one_card_with_an_answer_each_and_one_for_the_rest(place: Place) -> None:
    first, *_ = kinds(place)
    card = next(one for one in cards(page_of(place, "confirm?all=yes")) if f'value="{first.id} ' in one)
    assert "Which class is each of these here?" in card and card.count('name="row"') > 1
    for way in first.ways:
        assert card.count(f'name="way {first.id}" value="{way.id}"') == 1 and f'name="rest" value="{way.id}"' in card
    assert "What each answer changes" in card and "a question back →" in card


def test_what_is_chosen_on_a_card_is_written_as_one_edit_and_taken_back_as_one(place: Place) -> None:
    one, other, third = kinds(place)
    before = files(place)
    status, page = send(place, row=rows(one, other, third), **{f"way {one.id}": "public", "rest": "internal"})
    after = files(place)
    answered = dict(re.findall(r"question: (\S+)\n\s+answer: (\S+)", after["confirmed.yaml"]))
    assert status == 200 and answered == {one.id: "public", other.id: "internal", third.id: "internal"}
    assert page.count("Saved.") == 3 and "Take it back" in page
    edit = page.split('id="done"')[1].split('name="about" value="')[1].split('"')[0]
    status, page = send(place, choice="undo", about=edit, meant="yes")
    assert status == 200 and "Taken back, and open again:" in page and "and 2 more" in page and files(place) == before


def test_what_nothing_is_chosen_for_stays_open(place: Place) -> None:
    one, other, _ = kinds(place)
    assert send(place, row=rows(one, other), **{f"way {one.id}": "internal"})[0] == 200
    assert {question.id for question in kinds(place)}.isdisjoint({one.id}) and other.id in page_of(place, "confirm?all=yes")
    before = files(place)
    status, page = send(place, row=rows(other))
    told = page.partition('id="done"')[2]
    assert status == 409 and "Nothing was chosen, so nothing was written" in told and files(place) == before
    assert other.id in page and "That did not work" not in page, "on the page itself, where one can go on"


@pytest.mark.parametrize("spoilt", ["moved", "gone", "way"])
def test_all_answers_of_a_card_are_written_or_none(place: Place, spoilt: str) -> None:
    one, other, _ = kinds(place)
    before = files(place)
    bad = {"moved": f"{other.id} 00000000", "gone": "kind/no-such 00000000", "way": rows(other)[0]}[spoilt]
    id_ = bad.rpartition(" ")[0]
    way = "no-such-class" if spoilt == "way" else "internal"
    status, page = send(place, row=[*rows(one), bad], **{f"way {one.id}": "internal", f"way {id_}": way})
    assert status == 409 and 'role="alert"' in page and files(place) == before


def test_a_sentence_that_was_left_so_is_said_and_marked_to_be_so(place: Place) -> None:
    said = "Floor plans of the depot are not for any assistant."
    say(place, said)
    rules = place.settings.knowledge / "rules.yaml"
    caution = (
        f'- rule: look-first\n  tools: "*"\n  data: "*"\n  where: {{words: [floor plans]}}\n  effect: review\n  because: {said}\n'
    )
    rules.write_text(f"{rules.read_text()}{caution}", encoding="utf-8")
    waits = next(one.question for one in asking(place).questions() if one.question.sentence == said)
    card = page_of(place, f"confirm?question={waits.id}")
    assert (
        "Only where “floor plans” is said or meant: Needs approval → Allowed" in html.unescape(card)
        and "Nothing that was asked so far says it" in card
    )
    status, page = send(place, about=waits.id, asked=waits.asked, choice="keep")
    assert status == 200 and f"Saved. “{said}”: Leave it so: send people to somebody" in page
    document = html.unescape(page_of(place, "coverage"))
    assert (
        'title="asks somebody, and you left it so: Somebody is asked first: any data in any tool. Only for “floor plans”"'
        in document
    )
    assert "look-first" not in document


def test_every_question_has_words_where_it_is_named_and_never_an_id(place: Place) -> None:
    say(place, BARE)
    for language in ("de", "en", "es", "fr", "nl"):
        sayer = asking(place).sayer(language)
        texts = load_catalog_of(language)
        for about in ("kind", "rule", "sentence", "waits"):
            assert f"confirm.several.{about}" in texts
        for one in asking(place).questions():
            assert sayer.named(one.question.id) not in ("", one.question.id, one.question.subject) or one.question.clicked
            assert one.question.subject not in sayer.ask(one.question) or one.question.about is not About.RULE
    assert sayer.named("rule/no-such") == texts["confirm.about.rule"]
    assert sayer.named("unlisted") == texts["confirm.about.unlisted"]


def test_only_what_somebody_is_known_to_ask_counts_as_what_matters(place: Place) -> None:
    found = asking(place).questions()
    kinds = [one for one in found if one.question.about is About.KIND]
    assert {one.tier for one in kinds} == {Tier.MATTERS, Tier.RARE}
    assert all(asking(place).example(one.question.subject) or one.is_asked for one in kinds if one.tier is Tier.MATTERS)
    assert "Nobody is known to ask about these, or the policy decides them already" in page_of(place, "confirm?all=yes")


# --- a draft ---------------------------------------------------------------------------------------------------------


def test_answers_in_a_draft_count_for_nobody_until_it_is_put_in_force(place: Place) -> None:
    one, before = kinds(place)[-1], files(place)
    ask = {"choice": "draft:try", "text": f"May I put {one.words[0]} into Claude Team?"}
    assert "With the draft" not in send(place, **ask)[1]
    assert "From now on you answer in a draft" in send(place, choice="draft:begin")[1]
    status, page = send(place, row=rows(one), **{f"way {one.id}": "internal"})
    assert status == 200 and "Saved." in page and files(place) == before, "staff get the answers of today"
    assert one.id not in page_of(place, "confirm?all=yes")
    assert one.id in page_of(place, "confirm?all=yes", Role.ADMIN), "whoever else answers sees nothing of it"
    tried = send(place, **ask)[1]
    now, then = tried.split("<h3>Today</h3>")[1].split("<h3>With the draft</h3>")
    assert now != then
    status, page = send(place, choice="draft:take")
    assert status == 200 and "The draft is in force" in page and f"question: {one.id}" in files(place)["confirmed.yaml"]
    edit = page.split('id="done"')[1].split('name="about" value="')[1].split('"')[0]
    assert send(place, choice="undo", about=edit, meant="yes")[0] == 200 and files(place) == before


def test_a_draft_is_thrown_away_and_is_refused_once_the_policy_was_edited(place: Place) -> None:
    one, other, _ = kinds(place)
    send(place, choice="draft:begin")
    send(place, row=rows(one), **{f"way {one.id}": "internal"})
    asking(place).answer(other.id, other.ways[0], "ada")
    edited = files(place)
    status, page = send(place, choice="draft:take")
    assert status == 409 and "The policy was edited after the draft began" in page and files(place) == edited
    assert "The draft is gone" in send(place, choice="draft:drop")[1] and files(place) == edited
    status, page = send(place, choice="draft:take")
    assert status == 409 and "There is no draft any more" in page
    assert send(place, choice="draft:no-such")[0] == 409


# --- in a browser ----------------------------------------------------------------------------------------------------


@pytest.mark.needs("chromium")
@pytest.mark.parametrize(("script", "size"), [(True, "wide"), (False, "phone")])
def test_whoever_answers_far_down_stays_there(place: Place, chromium: str, script: bool, size: str) -> None:
    with served(place.app, free_port()) as address, browsing(chromium) as browser:
        page = far_down(place, browser, address, java_script_enabled=script, **({"viewport": PHONE} if size == "phone" else {}))
        note = page.locator("#done")
        assert "Saved." in note.inner_text() and "all=yes" in page.url and page.url.endswith("#done")
        top = note.bounding_box()
        assert top and 0 <= top["y"] < 200, "what was done is in view"
        assert page.evaluate("window.scrollY") > 300, "and it is not the top of the page"
        note.get_by_role("button", name="Take it back").click()
        assert "open again" in page.locator("#done").inner_text()


def far_down(place: Place, browser: Browser, address: str, **chosen: object) -> Page:
    """The window after an answer on the last card but one of the whole list."""
    page = signed_in(browser, place, address, Role.OWNER, **chosen).new_page()
    page.goto(f"{address}/console/confirm?all=yes")
    several = page.locator("section.question:has(fieldset.row)")
    card = several.nth(several.count() - 2)
    card.locator("input[type=radio]").first.check()
    card.get_by_role("button", name="Save what is chosen").click()
    page.locator("#done").wait_for()
    return page
