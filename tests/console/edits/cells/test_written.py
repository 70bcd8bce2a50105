"""What an edit of a cell writes, what it leaves alone, and that what loosens is asked for twice."""

from __future__ import annotations

import pytest

from bot.console.doors import Role
from bot.owners.proposals import applied
from tests.console.edits.cells.editing import (
    OWN,
    STRICT,
    WIDE,
    Edited,
    changed,
    from_repository,
    last_of,
    page_of,
    save,
    show,
    undo,
    word_in,
)
from tests.console.edits.confirming import csrf_of, files
from tests.console.place import Place


def test_a_word_of_the_table_that_is_this_cells_alone_is_changed_in_place(place: Place) -> None:
    before = files(place)
    status, page = save(place, OWN, "review", meant="yes")
    assert status == 200 and "Saved: ChatGPT Free × Confidential. Written into <code>matrix.csv</code>" in page
    assert changed(place, before) == {"matrix.csv": ["ChatGPT Free,conditional,deny,review,deny"]}
    assert word_in(page, OWN) == "review", "the next page shows it"
    [deed] = [one for one in place.ledger.console_deeds() if one.deed == "ruled"]
    assert deed.about == "chatgpt/free x confidential: review"


def test_beside_a_rule_over_several_cells_a_narrower_one_is_added(place: Place) -> None:
    before = files(place)
    status, page = save(place, WIDE, "forbid", because="Not before the audit.")
    assert status == 200 and word_in(page, WIDE) == "forbidden"
    assert changed(place, before) == {
        "rules.yaml": [
            "- rule: cell-claude-team-confidential",
            "  tools: [claude/team]",
            "  data: [confidential]",
            "  because: Not before the audit.",
        ]
    }
    assert files(place)["rules.yaml"].startswith(before["rules.yaml"]), "comments and spacing stay"


def test_a_second_edit_of_the_same_cell_changes_its_own_rule_in_place(place: Place) -> None:
    save(place, WIDE, "forbid", because="Not before the audit.")
    before = files(place)
    status, page = save(place, WIDE, "review", meant="yes")
    rules = files(place)["rules.yaml"]
    assert status == 200 and word_in(page, WIDE) == "review" and rules.count("cell-claude-team-confidential") == 1
    assert "Not before the audit." not in rules, "a reason for something else is no reason for this"
    assert changed(place, before).keys() == {"rules.yaml"}


def test_conditions_of_the_policy_and_one_in_own_words(place: Place) -> None:
    status, page = save(place, WIDE, "condition", conditions=["second-look"], text="Only in the Paris office.")
    after = files(place)
    assert status == 200 and word_in(page, WIDE) == "conditional"
    assert "  - id: only-in-the-paris-office\n    text: Only in the Paris office.\n    when: before" in after["conditions.yaml"]
    assert "conditions: [second-look, only-in-the-paris-office]" in after["rules.yaml"]
    assert "Only in the Paris office." in page.partition('id="cell"')[2]


def test_a_word_of_the_table_with_other_conditions_than_its_own_becomes_a_rule(place: Place) -> None:
    at = {"tool": "chatgpt/free", "data": "public"}
    before = files(place)
    save(place, at, "condition", conditions=["second-look"], meant="yes")
    assert changed(place, before)["matrix.csv"] == ["ChatGPT Free,,deny,deny,deny"]
    assert "- rule: cell-chatgpt-free-public" in changed(place, before)["rules.yaml"]
    warnings = [one.what for one in place.rooms.store.warnings if one.code == "K026"]
    assert not [one for one in warnings if "ChatGPT Free" in one], "no cell asks for a condition that nobody named"


def test_what_allows_more_than_today_is_asked_for_twice_and_said_plainly(place: Place) -> None:
    before = files(place)
    page = show(place, STRICT, "allow")
    assert "This allows more than today. Answers that get looser: 5." in page and 'name="meant" value="yes" required' in page
    status, page = save(place, STRICT, "allow")
    assert status == 409 and "Nothing was saved: this allows more than today" in page and files(place) == before
    status, page = save(place, STRICT, "allow", meant="yes")
    assert status == 200 and word_in(page, STRICT) == "allowed"
    assert "sets_aside: [restricted-data-stays-home]" in files(place)["rules.yaml"]
    assert word_in(page, {"tool": "chatgpt/plus", "data": "restricted"}) == "forbidden", "for others it holds as before"


def test_what_gets_stricter_is_asked_for_once(place: Place) -> None:
    assert "meant" not in show(place, WIDE, "forbid")


def test_files_of_windows_stay_such_and_only_the_edited_lines_differ(place: Place) -> None:
    before = {}
    for path in place.settings.knowledge.rglob("*.yaml"):
        before[path] = b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n")
        path.write_bytes(before[path])
    save(place, WIDE, "condition", text="Only in Paris.")
    after = {path: path.read_bytes() for path in before}
    assert {path.name for path in before if before[path] != after[path]} == {"rules.yaml", "conditions.yaml"}
    for path, said in after.items():
        assert said.startswith(before[path].rstrip()) and said.count(b"\n") == said.count(b"\r\n")
    assert undo(place, last_of(place), meant="yes")[0] == 200
    assert {path: path.read_bytes() for path in before} == before


def test_a_proposal_for_files_of_windows_can_be_taken_in(place: Edited) -> None:
    from_repository(place)
    rules = place.settings.knowledge / "rules.yaml"
    rules.write_bytes(b"\xef\xbb\xbf" + rules.read_bytes().replace(b"\n", b"\r\n"))
    for _ in range(2):
        assert save(place, WIDE, "forbid")[0] == 200
    [patch] = place.settings.proposals.glob("*.patch")
    after = applied(place.settings.knowledge, patch)
    assert "cell-claude-team-confidential" in {rule.id for rule in after.policy.rules}


OWN_RULE = """
- rule: mine
  tools: [claude/team]
  data: [confidential]
  effect: condition
  conditions: [second-look]
  sets_aside: restricted-data-stays-home  # agreed with Noor
  because: {en: Agreed with the vendor., nl: Afgesproken met de leverancier.}
  cites: guidance/faq.md
"""


@pytest.mark.parametrize("because", ["", "Agreed with the vendor.", "Afgesproken met de leverancier."])
def test_a_rule_that_is_saved_with_the_same_effect_keeps_what_nobody_changed(place: Place, because: str) -> None:
    rules = place.settings.knowledge / "rules.yaml"
    rules.write_text(rules.read_text() + OWN_RULE, encoding="utf-8")
    before = rules.read_text()
    status, page = save(place, WIDE, "condition", conditions=["second-look", "minimum-needed"], because=because, meant="yes")
    assert status == 200, page
    assert rules.read_text() == before.replace("[second-look]\n  sets", "[second-look, minimum-needed]\n  sets")


def test_another_reason_replaces_the_reason_in_every_language(place: Place) -> None:
    rules = place.settings.knowledge / "rules.yaml"
    rules.write_text(rules.read_text() + OWN_RULE, encoding="utf-8")
    save(place, WIDE, "condition", conditions=["second-look"], because="The audit is over.", meant="yes")
    said = rules.read_text().partition("- rule: mine")[2]
    assert "because: The audit is over." in said and "Afgesproken" not in said and "sets_aside: restricted" in said


def test_the_edit_of_another_owner_is_not_taken_back_by_mistake(place: Place) -> None:
    save(place, WIDE, "forbid")
    first = last_of(place)
    save(place, OWN, "review", Role.ADMIN, meant="yes")
    before = files(place)
    status, page = undo(place, first)
    assert status == 409 and "Another edit was made meanwhile" in page and files(place) == before


def test_the_page_to_confirm_shares_the_way_back(place: Place) -> None:
    before = files(place)
    save(place, WIDE, "forbid")
    assert "Claude Team × Confidential" in page_of(place, "confirm")
    with place.client(Role.OWNER) as client:
        sent = {"csrf": csrf_of(client), "about": last_of(place), "choice": "undo", "meant": "yes"}
        assert "The files are as they were before" in client.post("/console/confirm", data=sent).text
    assert files(place) == before


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Ask Tomasz Reilly (dpo@marlow.example).", "Ask Tomasz Reilly (dpo@marlow.example)."),
        ("The password is Tr0ub4dor3x, ask Noor.", "The password is [key], ask Noor."),
    ],
    ids=["whom to ask is for all to read", "a secret is not"],
)
def test_what_an_owner_writes_is_kept_but_for_what_nobody_may_read(place: Place, written: str, kept: str) -> None:
    save(place, WIDE, "forbid", because=written)
    rules = place.rooms.store.current().policy.rules
    assert kept in {text for rule in rules for text in rule.because.values()}
