"""Whoever edits after somebody else is told; the last edit is taken back from the same page."""

from __future__ import annotations

import re

from bot.console.doors import Role
from bot.knowledge.edits.undoing import UNDO
from tests.console.edits.cells.editing import (
    OWN,
    STRICT,
    WIDE,
    Edited,
    last_of,
    page_of,
    save,
    send,
    show,
    undo,
    word_in,
)
from tests.console.edits.confirming import csrf_of, files
from tests.console.place import Place


def test_who_saves_after_somebody_else_did_is_told_and_sees_what_it_would_do_now(place: Place) -> None:
    seen = re.findall(r'name="seen" value="([^"]+)"', show(place, WIDE, "forbid"))[0]
    save(place, OWN, "review", Role.ADMIN, meant="yes")
    before = files(place)
    status, page = send(place, step="save", effect="forbid", seen=seen, **WIDE)
    assert status == 409 and "have changed since you looked" in page and files(place) == before
    fresh = re.findall(r'name="seen" value="([^"]+)"', page)[0]
    assert send(place, step="save", effect="forbid", seen=fresh, **WIDE)[0] == 200


def test_a_file_that_was_edited_by_hand_meanwhile_is_not_overwritten(place: Place) -> None:
    seen = re.findall(r'name="seen" value="([^"]+)"', show(place, WIDE, "forbid"))[0]
    rules = place.settings.knowledge / "rules.yaml"
    rules.write_text(rules.read_text() + "\n# mine\n", encoding="utf-8")
    assert send(place, step="save", effect="forbid", seen=seen, **WIDE)[0] == 409
    assert rules.read_text().endswith("# mine\n") and "cell-claude" not in rules.read_text()


def test_a_folder_with_a_fault_is_told_in_words_and_stays_as_it_is(place: Edited) -> None:
    place.rooms.minds.today()  # what was good goes on answering
    rules = place.settings.knowledge / "rules.yaml"
    rules.write_text(rules.read_text() + "- rule: [\n", encoding="utf-8")
    before = files(place)
    status, page = send(place, step="show", effect="forbid", **WIDE)
    assert status == 409 and "No edit could be written" in page and "rules.yaml" in page and files(place) == before


def test_nobody_but_owners_and_admins_edits_and_no_form_of_somebody_else_counts(place: Place) -> None:
    before = files(place)
    with place.client(Role.EMPLOYEE) as client:
        assert client.get("/console/cell?tool=claude/team&data=confidential").status_code == 403
    for step in ("show", "save", "undo"):
        assert send(place, Role.EMPLOYEE, step=step, effect="allow", seen="x", meant="yes", **WIDE)[0] == 403
    with place.client() as client:
        assert client.get("/console/cell?tool=a&data=b", follow_redirects=False).headers["location"] == "/console/sign-in"
    with place.client(Role.OWNER) as client:
        sent = {"step": "save", "effect": "allow", "seen": "x", "meant": "yes", "csrf": "x", **WIDE}
        assert client.post("/console/cell", data=sent).status_code == 403
    assert files(place) == before


def test_the_last_edit_is_taken_back_from_the_same_page(place: Place) -> None:
    before = files(place)
    assert 'name="about"' not in page_of(place, "matrix")
    _, page = save(place, WIDE, "forbid")
    edit = last_of(place)
    assert f'name="about" value="{edit}"' in page and "Claude Team × Confidential" in page
    status, page = undo(place, edit, meant="yes")
    assert status == 200 and "Taken back: Claude Team × Confidential" in page and files(place) == before
    assert word_in(page, WIDE) == "conditional" and 'name="about"' not in page
    deeds = [(one.deed, one.about) for one in place.ledger.console_deeds()]
    assert deeds.count(("taken_back", "Claude Team × Confidential")) == 1
    assert "nothing to take back" in undo(place, edit)[1]
    assert len(place.ledger.console_deeds()) == len(deeds), "nothing was done"


def test_taking_back_what_made_the_policy_stricter_is_said_beforehand_and_must_be_ticked(place: Place) -> None:
    save(place, WIDE, "forbid")
    edit, before = last_of(place), files(place)
    form = page_of(place, "matrix").split(f'name="about" value="{edit}">')[1].split("</form>")[0]
    assert "Taking this back allows more than today. Answers that get looser: " in form
    assert '<input type="checkbox" name="meant" value="yes" required>' in form and "Claude Team × Confidential" in form
    status, page = undo(place, edit)
    assert status == 409 and "Nothing was taken back: this would allow more than today" in page and files(place) == before
    assert '<input type="checkbox" name="meant" value="yes" required>' in page
    with place.client(Role.OWNER) as client:
        sent = {"csrf": csrf_of(client), "about": edit, "choice": "undo"}
        answer = client.post("/console/confirm", data=sent)
    assert answer.status_code == 409 and 'name="meant"' in answer.text and files(place) == before
    assert undo(place, edit, meant="yes")[0] == 200 and files(place) != before


def test_taking_back_what_allowed_more_is_one_click(place: Place) -> None:
    before = files(place)
    save(place, STRICT, "allow", meant="yes")
    assert "Taking this back allows more" not in page_of(place, "matrix")
    assert undo(place, last_of(place))[0] == 200 and files(place) == before


def test_the_same_cell_edited_anew_is_another_edit(place: Place) -> None:
    save(place, STRICT, "allow", meant="yes")
    seen = last_of(place)
    undo(place, seen)
    save(place, STRICT, "allow", Role.ADMIN, meant="yes")
    before = files(place)
    status, page = undo(place, seen, meant="yes")
    assert status == 409 and "Another edit was made meanwhile" in page and files(place) == before


def test_a_broken_memory_breaks_no_page_and_is_told(place: Place) -> None:
    memory = place.settings.knowledge / UNDO
    memory.write_text('[{"question": "half', encoding="utf-8")
    page = page_of(place, "matrix")
    assert "The memory of earlier edits could not be read" in page and 'name="about"' not in page
    assert save(place, WIDE, "forbid")[0] == 200
    page = page_of(place, "matrix")
    assert "<code>.undo-broken.json</code>" in page and f'name="about" value="{last_of(place)}"' in page
    assert (place.settings.knowledge / ".undo-broken.json").read_text() == '[{"question": "half'
    assert "could not be read" not in page_of(place, "matrix", Role.EMPLOYEE)
