"""The page "To confirm": what an owner is asked, what a click writes, and the way back."""

from __future__ import annotations

import html
import re

import pytest

from bot.console.cards import MOST_ROWS
from bot.console.doors import Role
from bot.knowledge.edits.undoing import newest
from bot.knowledge.importing.written.confirm import NOTES, notes_text
from bot.owners.confirm import confirming_of
from bot.owners.proposals import applied
from bot.policy.confirming import A_DOZEN, About, Tier, alike, few
from tests.console.edits.confirming import BAN, BARE, asked_of, cards, click, csrf_of, files, page_of, rule_asked, say
from tests.console.place import Place

# --- what is asked ---------------------------------------------------------------------------------------------------


def test_the_dozen_that_matter_instead_of_a_list_and_one_line_for_the_smaller_ones(place: Place) -> None:
    asked = confirming_of(place.settings.knowledge, place.ledger)
    count, page, questions = asked.count(), page_of(place), asked.questions()
    shown = few(questions)
    assert 0 < len(shown) < A_DOZEN and all(one.tier is Tier.MATTERS for one in shown), "this policy was written by hand"
    assert page.count('name="row"') + sum('name="row"' not in one for one in cards(page)) == len(shown)
    assert f"{len(shown)} of {count} open questions are worth a minute" in page and f"Smaller ones: {count - len(shown)}<" in page
    whole = page_of(place, "confirm?all=yes")
    lots = [lot[at : at + MOST_ROWS] for lot in alike(questions) for at in range(0, len(lot), MOST_ROWS)]
    assert len(cards(whole)) == len(lots) and whole.count('name="row"') + sum(len(lot) == 1 for lot in lots) == count
    for number in range(A_DOZEN):
        (place.settings.knowledge / "guidance" / f"{number}.md").write_text(f"# {number}\n\n{BAN[:-1]} of {number}.\n")
    page = page_of(place)
    assert page.count('name="row"') == A_DOZEN and f"{count} more, the smaller ones last" in page


def test_what_changes_no_answer_stands_behind_what_does(place: Place) -> None:
    say(place, BARE)
    page = page_of(place, "confirm?all=yes")
    before, after = page.split("These change no answer as they stand")
    assert BARE in html.unescape(after) and BARE not in html.unescape(before)
    tiers = [one.tier for one in confirming_of(place.settings.knowledge, place.ledger).questions()]
    assert tiers == sorted(tiers)


def test_a_card_has_the_sentence_its_place_and_what_each_answer_changes(place: Place) -> None:
    say(place, BAN)
    question = asked_of(place, BAN)
    [card] = cards(page_of(place, f"confirm?question={question.id}"))
    assert f'<blockquote><p>{BAN}</p><p class="quiet">More · more.md, line 3</p>' in card
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
    assert status == 200 and f"Saved. “{BAN}”: It forbids Meeting notes in any tool" in page, "what was done, in words"
    assert {path for path in after if after[path] != before.get(path)} == {"confirmed.yaml", "rules.yaml"}
    assert BAN in after["rules.yaml"] and after["rules.yaml"].startswith(before["rules.yaml"])
    assert question.id in after["confirmed.yaml"] and "Name of U0NOOR0001" in after["confirmed.yaml"]
    assert f'Take the last edit back</button> <span class="quiet">{BAN}' in page
    assert f'Take the last edit back</button> <span class="quiet">{BAN}' in page_of(place, "matrix"), "never by an id of ours"
    assert BAN not in "".join(cards(page)) and cards(page), "the next questions"
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
    assert status == 200 and "Taken back, and open again" in page and files(place) == before
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
    assert status == 200 and "a proposal that changes no rule" in page
