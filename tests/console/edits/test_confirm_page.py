"""The pages "To confirm" and "Document": what an owner is asked, what a click writes, and what became of each sentence."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.console.doors import Role
from bot.console.render import LANGUAGE_COOKIE
from bot.environment import shipped
from bot.knowledge.confirming.sentences import Standing
from bot.knowledge.importing.written.noted import NOTES, notes_text
from bot.policy.confirming import About, Open
from bot.saying.words import load_catalog_of
from bot.wiring.console.edits.confirming import FIRST
from bot.wiring.console.edits.covered import SHAPES
from bot.wiring.console.edits.proposed import applied
from bot.wiring.owners.confirming import confirming_of
from bot.wiring.owners.undoing import newest
from tests.console.place import Place, place_in

BAN = "Nobody may type minutes of meetings into an AI tool."
BARE = "Such things are never permitted."


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A console over a folder of its own."""
    folder = tmp_path / "knowledge"
    shutil.copytree(shipped("knowledge"), folder)
    with place_in(tmp_path) as plain:
        yield Place(plain.ledger, plain.settings.model_copy(update={"knowledge": folder}))


def say(place: Place, text: str) -> None:
    """Something else stands in the document."""
    (place.settings.knowledge / "guidance" / "more.md").write_text(f"# More\n\n{text}\n", encoding="utf-8")


def asked_of(place: Place, sentence: str) -> Open:
    """The question about a sentence."""
    open_ = (one.question for one in confirming_of(place.settings.knowledge, place.ledger).questions())
    return next(one for one in open_ if one.sentence == sentence)


def rule_asked(place: Place) -> Open:
    """A question about a rule."""
    open_ = (one.question for one in confirming_of(place.settings.knowledge, place.ledger).questions())
    return next(one for one in open_ if one.about is About.RULE)


def page_of(place: Place, where: str = "confirm", role: Role = Role.OWNER) -> str:
    with place.client(role) as client:
        return client.get(f"/console/{where}").text


def click(place: Place, question: Open, choice: str, role: Role = Role.OWNER, **more: object) -> tuple[int, str]:
    sent = {"about": question.id, "asked": question.asked, "choice": choice, **more}
    with place.client(role) as client:
        answer = client.post("/console/confirm", data={"csrf": csrf_of(client), **sent})
        return answer.status_code, html.unescape(answer.text)


def csrf_of(client: TestClient) -> str:
    return client.get("/console/matrix").text.split('name="csrf" value="')[1].split('"')[0]


def files(place: Place) -> dict[str, str]:
    folder = place.settings.knowledge
    return {str(one.relative_to(folder)): one.read_text() for one in folder.rglob("*") if one.is_file() and one.name[0] != "."}


def cards(page: str) -> list[str]:
    return [part.partition("</section>")[0] for part in page.split('<section class="panel question"')[1:]]


# --- what is asked ---------------------------------------------------------------------------------------------------


def test_a_dozen_questions_instead_of_a_list_and_a_link_to_all(place: Place) -> None:
    count = confirming_of(place.settings.knowledge, place.ledger).count()
    page = page_of(place)
    assert len(cards(page)) == FIRST < count
    assert f"Open questions: {count}" in page and f'href="/console/confirm?all=yes">Show all {count}<' in page
    assert len(cards(page_of(place, "confirm?all=yes"))) == count


def test_a_card_has_the_sentence_its_place_and_what_each_answer_changes(place: Place) -> None:
    say(place, BAN)
    question = asked_of(place, BAN)
    [card] = cards(page_of(place, f"confirm?question={question.id}"))
    assert f'<blockquote><p>{BAN}</p><p class="quiet">guidance/more.md:3</p>' in card
    answers = re.findall(r'name="choice" value="([^"]+)" aria-describedby="[^"]+">([^<]+)</button><ul [^>]*>(.*?)</ul>', card)
    assert [way for way, _, _ in answers] == [way.id for way in question.ways]
    assert "Meeting notes" in answers[1][1] and "→ Not allowed" in answers[1][2], "before it is clicked"
    assert answers[0][2] == "<li>Changes no answer by itself</li>"


def test_what_a_sentence_is_read_to_be_about_is_chosen_and_other_things_can_be(place: Place) -> None:
    say(place, BAN)
    question = asked_of(place, BAN)
    [data] = question.ways[1].data
    [card] = cards(page_of(place, f"confirm?question={question.id}"))
    assert card.count(" selected>") == 1 and f'<option value="{data}" selected>' in card
    [card] = cards(page_of(place, f"confirm?question={question.id}&picked=yes&tools=claude&tools=no-such&data=contracts"))
    assert '<option value="claude" selected>' in card and f'<option value="{data}" selected>' not in card
    assert (
        '<input type="hidden" name="tools" value="claude">' in card
        and '<input type="hidden" name="data" value="contracts">' in card
    )
    assert "no-such" not in card and "Claude" in card.split('value="forbid"')[1].split("</button>")[0]


def test_what_the_import_was_unsure_of_stands_at_the_foot(place: Place) -> None:
    file = place.settings.knowledge / NOTES
    assert "notes of the import" not in page_of(place)
    file.write_text(
        notes_text({"Cells": ["`A` × `B`: <b>.", "`A` × `C`: no word."], "Tools": ["`D` has no row."]}), encoding="utf-8"
    )
    page = page_of(place)
    assert "3 notes of the import" in page
    assert "<h3>Cells</h3>" in page and "&lt;b&gt;" in page and "<code>D</code> has no row." in page
    file.write_text("[1", encoding="utf-8")
    assert "notes of the import" not in page_of(place)


def test_a_question_that_is_answered_is_told_as_gone(place: Place) -> None:
    page = page_of(place, "confirm?question=sentence/00000000")
    assert "not open any more" in page and not cards(page)


def test_a_folder_that_is_broken_is_told_in_words(place: Place) -> None:
    (place.settings.knowledge / "rules.yaml").write_text("- rule: [", encoding="utf-8")
    for where in ("confirm", "coverage"):
        page = page_of(place, where)
        assert "rules.yaml" in page and "Traceback" not in page and "No edit could be written" in page


# --- what a click writes ---------------------------------------------------------------------------------------------


def test_a_click_edits_the_files_and_says_so(place: Place) -> None:
    say(place, BAN)
    question, before = asked_of(place, BAN), files(place)
    status, page = click(place, question, "forbid", data=list(question.ways[1].data))
    after = files(place)
    assert status == 200 and "Answered, and written into `confirmed.yaml`, `rules.yaml`" in page.replace("<code>", "`").replace(
        "</code>", "`"
    )
    assert {path for path in after if after[path] != before.get(path)} == {"confirmed.yaml", "rules.yaml"}
    assert BAN in after["rules.yaml"] and after["rules.yaml"].startswith(before["rules.yaml"])
    assert question.id in after["confirmed.yaml"] and "Name of U0NOOR0001" in after["confirmed.yaml"]
    assert f'Take the last edit back</button> <span class="quiet">{BAN}' in page
    assert BAN not in "".join(cards(page)) and len(cards(page)) == FIRST, "the next questions"
    assert not [
        one for one in confirming_of(place.settings.knowledge, place.ledger).questions() if BAN in one.question.sentence
    ], "said is said"
    assert [(one.deed, one.about) for one in place.ledger.console_deeds()][:1] == [("confirmed", question.id)]


def test_what_was_chosen_is_written_and_nothing_that_was_not(place: Place) -> None:
    say(place, BAN)
    assert click(place, asked_of(place, BAN), "ask", tools=["claude"])[0] == 200
    rule = (place.settings.knowledge / "rules.yaml").read_text().rsplit("- rule:", 1)[1]
    assert "tools: [claude]" in rule and "data: '*'" in rule.replace('"', "'") and "effect: review" in rule


@pytest.mark.parametrize("choice", ["forbid", "ask"])
def test_a_sentence_about_nothing_is_refused_until_something_is_chosen(place: Place, choice: str) -> None:
    say(place, BARE)
    question, before = asked_of(place, BARE), files(place)
    assert "Choose first which tools or data" in page_of(place, f"confirm?question={question.id}")
    status, page = click(place, question, choice)
    assert status == 409 and "does not say which tools or data" in page and files(place) == before
    assert click(place, question, choice, tools=["claude"])[0] == 200


def test_an_answer_to_something_that_has_changed_is_refused_in_words(place: Place) -> None:
    question = rule_asked(place)
    path = place.settings.knowledge / "rules.yaml"
    path.write_text(path.read_text().replace(question.sentence, f"{question.sentence} Mostly."), encoding="utf-8")
    again = next(
        one.question
        for one in confirming_of(place.settings.knowledge, place.ledger).questions()
        if one.question.id == question.id
    )
    assert again.asked != question.asked
    before = files(place)
    status, page = click(place, question, "drop")
    assert status == 409 and "has changed since you looked" in page and files(place) == before


def test_who_clicks_second_is_told_that_it_is_answered(place: Place) -> None:
    question = rule_asked(place)
    assert click(place, question, "keep")[0] == 200
    before = files(place)
    status, page = click(place, question, "drop", Role.ADMIN)
    assert status == 409 and "somebody may have answered it meanwhile" in page and files(place) == before


@pytest.mark.parametrize(
    ("choice", "status"), [("", 400), ("perhaps", 409), ("FORBID", 409), ("'; DROP TABLE rules; --", 409), ("x" * 9000, 409)]
)
def test_an_answer_that_there_is_not_writes_nothing(place: Place, choice: str, status: int) -> None:
    before = files(place)
    assert click(place, rule_asked(place), choice)[0] == status and files(place) == before


def test_nobody_but_owners_and_admins_sees_or_answers(place: Place) -> None:
    question, before = rule_asked(place), files(place)
    with place.client(Role.EMPLOYEE) as client:
        assert client.get("/console/confirm").status_code == client.get("/console/coverage").status_code == 403
    assert click(place, question, "keep", Role.EMPLOYEE)[0] == 403
    with place.client() as client:
        assert client.get("/console/confirm", follow_redirects=False).headers["location"] == "/console/sign-in"
    with place.client(Role.OWNER) as client:
        sent = {"about": question.id, "asked": question.asked, "choice": "keep", "csrf": "x"}
        assert client.post("/console/confirm", data=sent).status_code == 403
    assert files(place) == before


# --- taking back -----------------------------------------------------------------------------------------------------


def last_of(place: Place) -> str:
    """Id of the edit that can be taken back."""
    last = newest(place.settings.knowledge)
    return last.id if last else ""


def undo(place: Place, edit: str) -> tuple[int, str]:
    with place.client(Role.OWNER) as client:
        sent = {"csrf": csrf_of(client), "about": edit, "choice": "undo", "meant": "yes"}
        answer = client.post("/console/confirm", data=sent)
        return answer.status_code, html.unescape(answer.text)


def test_the_last_answer_is_taken_back_and_the_files_are_as_before(place: Place) -> None:
    before, question = files(place), rule_asked(place)
    assert 'value="undo"' not in page_of(place)
    click(place, question, "drop")
    assert files(place) != before
    edit = last_of(place)
    assert f'name="choice" value="undo"><input type="hidden" name="about" value="{edit}">' in page_of(place)
    status, page = undo(place, edit)
    assert status == 200 and "is open again" in page and files(place) == before
    assert undo(place, edit)[1].count("There is nothing to take back") == 1
    assert place.ledger.console_deeds()[0].deed == "taken_back"


def test_the_answer_of_another_owner_is_not_taken_back_by_mistake(place: Place) -> None:
    first = rule_asked(place)
    click(place, first, "keep")
    edit = last_of(place)
    click(place, rule_asked(place), "keep", Role.ADMIN)
    before = files(place)
    status, page = undo(place, edit)
    assert status == 409 and "Another edit was made meanwhile" in page and files(place) == before


def test_a_file_that_was_edited_since_is_not_put_back(place: Place) -> None:
    question = rule_asked(place)
    click(place, question, "drop")
    path = place.settings.knowledge / "rules.yaml"
    path.write_text(path.read_text() + "# mine\n", encoding="utf-8")
    status, page = undo(place, last_of(place))
    assert status == 409 and "Edit it by hand: rules.yaml changed" in page and path.read_text().endswith("# mine\n")


# --- a copy of a repository ------------------------------------------------------------------------------------------


def test_where_the_policy_comes_from_a_repository_an_answer_is_a_proposed_edit(place: Place) -> None:
    place.settings = place.settings.model_copy(update={"knowledge_git": "https://git.example/policy"})
    question, before = rule_asked(place), files(place)
    assert "The policy comes from a repository" in page_of(place)
    status, page = click(place, question, "drop")
    assert status == 200 and "Answered as a proposed edit" in page and 'value="undo"' not in page
    assert "saved as a proposal and changes nothing yet" in page and "git apply" not in page
    assert files(place) == before
    [patch] = place.settings.proposals.glob("*.patch")
    after = applied(place.settings.knowledge, patch)
    assert question.subject not in {rule.id for rule in after.policy.rules}
    assert after.confirmed == (), "the files alone settle it"
    assert undo(place, question.id)[1].count("There is nothing to take back") == 1


def test_proposals_of_several_answers_can_be_taken_in_one_after_another(place: Place) -> None:
    place.settings = place.settings.model_copy(update={"knowledge_git": "https://git.example/policy"})
    asked = [one.question for one in confirming_of(place.settings.knowledge, place.ledger).questions()]
    kinds = [one for one in asked if one.about is About.KIND][:2]
    for one, way in zip(kinds, (kinds[0].ways[0], kinds[1].ways[1]), strict=True):
        click(place, one, way.id)
    patches = sorted(place.settings.proposals.glob("*.patch"))
    assert len(patches) == 2 and not any("confirmed.yaml" in one.read_text(encoding="utf-8") for one in patches)


def test_a_proposal_that_changes_no_rule_says_so(place: Place) -> None:
    place.settings = place.settings.model_copy(update={"knowledge_git": "https://git.example/policy"})
    status, page = click(place, rule_asked(place), "keep")
    assert status == 200 and "a proposal that changes no rule" in page and "confirmed.yaml" in page


# --- the document ----------------------------------------------------------------------------------------------------


def test_the_document_stands_in_its_order_with_a_mark_at_each_sentence(place: Place) -> None:
    say(place, f"## One\n\nWe like tools.\n{BAN}\n\n## Two\n\n### Below\n\n- Nothing here.")
    covered = confirming_of(place.settings.knowledge, place.ledger).coverage()
    page = page_of(place, "coverage")
    own = page.split("guidance/more.md</code>")[1].split("</article>")[0]
    assert re.findall(r"<h(\d)>([^<]+)</h", own) == [("3", "More"), ("3", "One"), ("3", "Two"), ("4", "Below")]
    assert re.findall(r'said-(\w+)" title="([^"]+)"', own)[:2] == [("background", "background"), ("unread", "not read")]
    assert f'href="/console/confirm?question={asked_of(place, BAN).id}#' in own
    assert page.count('<span class="said said-') == len(covered.sentences)
    assert f"<dd>{covered.told} of {covered.ruling}</dd>" in page and f"<dd>{covered.resting} of {covered.rules}</dd>" in page
    for id_ in covered.bare:
        assert f"<code>{id_}</code>" in page.split("Rules that name no sentence")[1]


def test_a_sentence_tells_which_rules_rest_on_it(place: Place) -> None:
    resting = next(one for one in confirming_of(place.settings.knowledge, place.ledger).coverage().sentences if one.rests)
    page = html.unescape(page_of(place, "coverage"))
    assert f'title="a rule says it: {", ".join(resting.rests)}"' in page or f'{", ".join(resting.rests)}"' in page
    assert f"<code>{resting.rests[0]}</code>" in page


def test_only_what_is_not_read_is_shown_where_that_is_wanted(place: Place) -> None:
    page = page_of(place, "coverage?only=unread")
    assert page.count('<span class="said said-unread"') == page.count('<span class="said said-') > 0


def test_what_is_answered_is_marked_as_such(place: Place) -> None:
    say(place, BAN)
    click(place, asked_of(place, BAN), "drop")
    own = page_of(place, "coverage").split("guidance/more.md</code>")[1].split("</article>")[0]
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


# --- words -----------------------------------------------------------------------------------------------------------


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
