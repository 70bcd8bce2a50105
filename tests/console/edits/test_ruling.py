"""A cell of the matrix is edited where it is seen: what is shown before, what is written, what is refused, and the way back."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from bot.console.doors import Role
from bot.console.render import LANGUAGE_COOKIE
from bot.environment import shipped
from bot.knowledge.catalog import load_catalog
from bot.knowledge.history.store import KnowledgeStore
from bot.saying.words import load_catalog_of
from bot.wiring.answers.mind import Minds, make_mind
from bot.wiring.console.doors import Alone
from bot.wiring.console.edits.proposed import applied
from bot.wiring.owners.cells import Cells
from bot.wiring.owners.undoing import UNDO, newest
from bot.wiring.owners.writing import keep, versioned
from tests.console.conftest import ask
from tests.console.edits.test_confirm_page import csrf_of, files
from tests.console.place import SECRET, Place, place_in

OWN = {"tool": "chatgpt/free", "data": "confidential"}
"""A word of the table decides it, and nothing else."""
WIDE = {"tool": "claude/team", "data": "confidential"}
"""A rule over several cells decides it."""
STRICT = {"tool": "chatgpt/free", "data": "restricted"}
"""A word of the table and a rule over several cells forbid it."""


class Edited(Place):
    """A console over a folder that is edited: what is written is what the next page shows."""

    @cached_property
    def rooms(self) -> Alone:  # type: ignore[override]
        catalog = load_catalog()
        store = KnowledgeStore(self.settings.knowledge, catalog)
        return Alone(self.settings, Minds(store.current, lambda known: make_mind(known, catalog)), store, self.ledger, SECRET)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Edited]:
    folder = tmp_path / "knowledge"
    shutil.copytree(shipped("knowledge"), folder)
    with place_in(tmp_path) as plain:
        yield Edited(plain.ledger, plain.settings.model_copy(update={"knowledge": folder}))


def from_repository(place: Edited) -> None:
    place.settings = place.settings.model_copy(update={"knowledge_git": "https://git.example/policy"})


def page_of(place: Place, where: str, role: Role = Role.OWNER) -> str:
    with place.client(role) as client:
        return html.unescape(client.get(f"/console/{where}").text)


def send(place: Place, role: Role = Role.OWNER, **fields: Any) -> tuple[int, str]:
    with place.client(role) as client:
        answer = client.post("/console/cell", data={"csrf": csrf_of(client), **fields})
        return answer.status_code, html.unescape(answer.text)


def show(place: Place, at: dict[str, str], effect: str, **more: Any) -> str:
    status, page = send(place, step="show", effect=effect, **at, **more)
    assert status == 200, page
    return page.partition('<section class="preview"')[2]


def save(place: Place, at: dict[str, str], effect: str, role: Role = Role.OWNER, **more: Any) -> tuple[int, str]:
    """As whoever looked at the preview this moment."""
    seen = Cells(place.settings, place.ledger).now(at["tool"], at["data"]).seen
    return send(place, role, step="save", effect=effect, seen=seen, **at, **more)


def last_of(place: Place) -> str:
    """Id of the edit that can be taken back."""
    last = newest(place.settings.knowledge)
    return last.id if last else ""


def undo(place: Place, edit: str, role: Role = Role.OWNER, **more: str) -> tuple[int, str]:
    return send(place, role, step="undo", about=edit, **more)


def changed(place: Place, before: dict[str, str]) -> dict[str, list[str]]:
    """Lines that came, by the file."""
    after = files(place)
    return {
        path: [line for line in text.splitlines() if line not in before.get(path, "").splitlines()]
        for path, text in after.items()
        if text != before.get(path)
    }


def word_in(page: str, at: dict[str, str]) -> str:
    """What the matrix says in a cell."""
    tool, data = at["tool"].replace("/", "%2F"), at["data"]
    return re.findall(rf'cell mark-(\w+)"><a href="[^"]*tool={tool}&data={data}#cell"', page)[0]


# --- what is shown before --------------------------------------------------------------------------------------------


def test_an_owner_finds_the_way_in_beside_the_cell_and_an_employee_does_not(place: Place) -> None:
    link = 'href="/console/cell?tool=claude%2Fteam&data=confidential#cell"'
    for role, can in ((Role.OWNER, True), (Role.ADMIN, True), (Role.EMPLOYEE, False)):
        assert (link in page_of(place, "matrix?tool=claude/team&data=confidential", role)) is can


def test_the_form_has_the_present_effect_its_place_and_its_conditions(place: Place) -> None:
    page = page_of(place, "cell?tool=claude/team&data=confidential").partition('id="cell"')[2]
    assert "Claude Team × Confidential" in page and "mark-conditional" in page.partition("<form")[0]
    assert "<code>confidential-data-on-contract</code>, rules.yaml:" in page
    assert "You use only the part that the task needs." in page.partition("<form")[0]
    assert 'value="minimum-needed" checked' in page and page.count(" checked") == 1, "what is asked for today is kept"
    assert re.findall(r'name="effect" value="(\w+)"', page) == [
        "allow",
        "condition",
        "review",
        "forbid",
    ]


def test_what_becomes_forbidden_is_told_without_the_conditions_that_fall_away(place: Place) -> None:
    page = show(place, WIDE, "forbid")
    assert "Claude Team × Invoices: Yes, if → Not allowed</li>" in page
    assert "→ Allowed; − " in show(place, WIDE, "allow")


def test_a_rule_over_several_cells_is_named_and_said_to_stay(place: Place) -> None:
    said = "decides this cell and others as well. It stays as it is"
    assert said in page_of(place, "cell?tool=claude/team&data=confidential")
    assert said not in page_of(place, "cell?tool=chatgpt/free&data=confidential")


def test_whoever_looks_as_somebody_else_is_told_that_the_edit_holds_for_all(place: Place) -> None:
    page = page_of(place, "cell?tool=claude/team&data=confidential&role=nurse")
    assert "holds for everybody, not only for nurse" in page
    assert 'name="role" value="nurse"' in page


def test_the_cells_the_tests_and_the_questions_that_change_are_shown_before_anything_is_written(place: Edited) -> None:
    before = files(place)
    ask(place, Role.EMPLOYEE, "May I put passport numbers into ChatGPT Free?")
    page = show(place, STRICT, "allow")
    assert "Cells that change: 5" in page and "ChatGPT Free × Health records: Not allowed → Allowed" in page
    assert "Tests of the policy that change: 1" in page and "the test expects “Not allowed”" in page
    assert "Questions of the last 90 days that would be answered otherwise:" in page
    assert "For this cell the rule <code>restricted-data-stays-home</code> is set aside" in page
    assert files(place) == before and not list(place.settings.proposals.glob("*"))


def test_what_the_policy_says_already_needs_no_saving(place: Place) -> None:
    page = show(place, OWN, "forbid")
    assert "the policy says this already" in page and 'value="save"' not in page


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"effect": ""}, "Choose first what is to hold"),
        ({"effect": "perhaps"}, "Choose first what is to hold"),
        ({"effect": "condition"}, "needs a condition"),
        ({"effect": "condition", "conditions": ["no-such"]}, "no such cell or condition"),
        ({"effect": "allow", "data": "no-such"}, "no such cell or condition"),
        ({"effect": "allow", "step": "burn"}, "Choose first what is to hold"),
    ],
)
def test_a_pick_that_says_too_little_is_refused_in_words(place: Place, fields: dict[str, Any], told: str) -> None:
    before = files(place)
    status, page = send(place, **{"step": "show", **WIDE, **fields})
    assert status == 409 and told in page and "Traceback" not in page and files(place) == before


# --- what is written -------------------------------------------------------------------------------------------------


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


# --- an edit that loosens --------------------------------------------------------------------------------------------


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


# --- others edit too -------------------------------------------------------------------------------------------------


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


# --- the way back ----------------------------------------------------------------------------------------------------


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


def test_taking_back_what_made_the_policy_stricter_is_asked_for_twice(place: Place) -> None:
    save(place, WIDE, "forbid")
    edit, before = last_of(place), files(place)
    status, page = undo(place, edit)
    assert status == 409 and "Nothing was taken back: this would allow more than today" in page and files(place) == before
    assert f'name="about" value="{edit}"><label class="tick"><input type="checkbox" name="meant" value="yes" required>' in page
    with place.client(Role.OWNER) as client:
        sent = {"csrf": csrf_of(client), "about": edit, "choice": "undo"}
        answer = client.post("/console/confirm", data=sent)
    assert answer.status_code == 409 and 'name="meant"' in answer.text and files(place) == before
    assert undo(place, edit, meant="yes")[0] == 200 and files(place) != before


def test_taking_back_what_allowed_more_is_one_click(place: Place) -> None:
    before = files(place)
    save(place, STRICT, "allow", meant="yes")
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


# --- what nobody edits ------------------------------------------------------------------------------------------------


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


# --- versions, and copies --------------------------------------------------------------------------------------------


def git(place: Place, *words: str) -> str:
    run = subprocess.run(["git", *words], cwd=place.settings.knowledge, check=True, capture_output=True, text=True)
    return run.stdout.strip()


def in_git(place: Place) -> None:
    git(place, "init", "-q")
    git(place, "add", ".")
    git(place, "-c", "user.name=Ann", "-c", "user.email=ann@example.org", "commit", "-q", "-m", "First")


def test_in_a_checkout_an_edit_is_one_commit_of_whoever_saved_it_and_so_is_taking_it_back(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    in_git(place)
    _, page = save(place, WIDE, "condition", text="Only in Paris.")
    assert git(place, "log", "-1", "--format=%an|%s") == "Name of U0NOOR0001|Claude Team × Confidential"
    assert set(git(place, "show", "--format=", "--name-only").split()) == {"conditions.yaml", "rules.yaml"}
    assert f"<code>{git(place, 'rev-parse', 'HEAD')[:12]}</code>" in page
    undo(place, last_of(place), meant="yes")
    assert git(place, "log", "-1", "--format=%s") == "Take back: Claude Team × Confidential"
    assert git(place, "diff", "HEAD~2") == ""


def test_edits_that_somebody_else_has_not_published_are_not_swept_along(place: Place) -> None:
    in_git(place)
    rules = place.settings.knowledge / "rules.yaml"
    rules.write_text(rules.read_text() + "\n# half a thought\n", encoding="utf-8")
    status, _ = save(place, WIDE, "forbid")
    assert status == 200 and git(place, "log", "--format=%s") == "First"
    assert "# half a thought" in rules.read_text() and "cell-claude-team-confidential" in rules.read_text()


def test_what_a_killed_process_was_writing_keeps_no_edit_from_becoming_a_version(place: Place) -> None:
    in_git(place)
    for left in (".rules.yaml-x7k2", "guidance/.faq.md-11ab", ".cache/half"):
        path = place.settings.knowledge / left
        path.parent.mkdir(exist_ok=True)
        path.write_text("half")
    save(place, WIDE, "forbid")
    assert git(place, "log", "-1", "--format=%s") == "Claude Team × Confidential" and "half" not in git(place, "show")
    assert git(place, "show", "--format=", "--name-only").split() == ["rules.yaml"]


def test_two_who_save_at_once_have_a_version_each_under_their_own_name(place: Edited) -> None:
    in_git(place)
    settings = place.settings

    def edit(number: int) -> str:
        with versioned(settings, f"Edit {number}", f"Owner {number}") as version:
            keep(settings, f"edit {number}", lambda: {f"guidance/more-{number}.md": f"# More {number}\n"})
        return version.made

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(edit, range(4)))
    told = git(place, "log", "-4", "--format=%an|%s").splitlines()
    assert sorted(told) == [f"Owner {number}|Edit {number}" for number in range(4)]
    for back in range(4):
        assert len(git(place, "show", f"HEAD~{back}", "--format=", "--name-only").split()) == 1


def test_where_the_policy_comes_from_a_repository_the_edit_is_a_proposal(place: Edited) -> None:
    from_repository(place)
    before = files(place)
    assert "saved as a proposal for whoever keeps its files" in page_of(place, "cell?tool=claude/team&data=confidential")
    assert ">Save as a proposal</button>" in show(place, WIDE, "forbid")
    status, page = save(place, WIDE, "forbid")
    assert status == 200 and "Proposed: Claude Team × Confidential" in page and "git apply" not in page
    assert files(place) == before and 'name="about"' not in page
    [patch] = place.settings.proposals.glob("*.patch")
    after = applied(place.settings.knowledge, patch)
    assert "cell-claude-team-confidential" in {rule.id for rule in after.policy.rules}


# --- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["de", "es", "fr", "nl"])
def test_every_language_has_the_form(place: Place, language: str) -> None:
    texts = load_catalog_of(language)
    with place.client(Role.OWNER) as client:
        client.cookies.set(LANGUAGE_COOKIE, language, path="/console")
        sent = {"csrf": csrf_of(client), "step": "show", "effect": "allow", **STRICT}
        page = html.unescape(client.post("/console/cell", data=sent).text)
    assert texts["console.cell.meant"] in page and texts["console.cell.preview"] in page
    assert not re.search(r"[>\"](?:console|word)\.[a-z_.]+[<\"]", page)


def test_what_is_typed_is_only_words(place: Place) -> None:
    said = '<script>alert(1)</script> {{ csrf }} "><img src=x>'
    status, page = send(place, step="show", effect="condition", text=said, because=said, **WIDE)
    assert status == 200 and "<img src=x>" in page  # unescaped by the test
    with place.client(Role.OWNER) as client:
        sent = {"csrf": csrf_of(client), "step": "show", "effect": "condition", "text": said, "because": said, **WIDE}
        raw = client.post("/console/cell", data=sent).text
    assert "<script>alert(1)" not in raw and "<img" not in raw and "{{ csrf }}" in raw
    save(place, WIDE, "condition", text=said, because=said)
    assert "cell-claude-team-confidential" in {one.id for one in place.rooms.store.current().policy.rules}
