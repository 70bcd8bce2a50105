"""``reminders:`` and ``rests_on``: what is read, and every fault with its place."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import Loaded, load
from bot.policy.due.tasks import THINGS
from bot.policy.house import Reminding

BASE = {
    "policy.yaml": "organisation: X\nowner: o\n",
    "data.yaml": "classes: [{id: public, label: Public}]\ntypes: [{id: menus, label: Menus, class: public}]\n",
    "tools/a.yaml": "id: a\nlabel: A\nvendor: acme\n",
    "vendors/acme.yaml": "id: acme\nname: Acme\nterms: {commercial-terms: https://example.org/terms}\n",
    "rules.yaml": "- rule: r\n  tools: '*'\n  data: [menus]\n  effect: allow\n",
}


def loaded(folder: Path, **more: str) -> Loaded:
    """The folder with these texts at the end of its files; a name's ``_`` stands for the dot or slash of the file."""
    names = {"policy": "policy.yaml", "rules": "rules.yaml", "tools": "tools/a.yaml", "vendors": "vendors/acme.yaml"}
    for file, text in BASE.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        extra = next((added for name, added in more.items() if names[name] == file), "")
        path.write_text(text + extra)
    return load(folder, load_catalog())


def faults(found: Loaded) -> list[str]:
    return [str(fault) for fault in found.faults if fault.severity == "fault"]


def test_without_a_word_everything_is_as_usual(tmp_path: Path) -> None:
    assert loaded(tmp_path).or_raise().organisation.reminding == Reminding()


def test_all_of_it_is_read(tmp_path: Path) -> None:
    text = """reminders:
  days: [3, 30, 3]
  review_days: [7]
  hour: "08:30"
  quiet: {from: "12:00", until: "13:30"}
  every_day: yes
  country: nl
  subdivision: nh
  escalate_after: 0
  who: {privacy@example.org: [U0NOOR0001, U0JOOST001]}
  snooze_days: [5, 2]
  snoozes: 1
  digest: none
"""
    assert loaded(tmp_path, policy=text).or_raise().organisation.reminding == Reminding(
        (30, 3),
        (7,),
        time(8, 30),
        (time(12), time(13, 30)),
        True,
        "NL",
        "NH",
        0,
        {"privacy@example.org": ("U0NOOR0001", "U0JOOST001")},
        (2, 5),
        1,
        None,
    )


def test_there_may_be_no_quiet_hours(tmp_path: Path) -> None:
    assert loaded(tmp_path, policy="reminders: {quiet: none}\n").or_raise().organisation.reminding.quiet is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{days: [soon]}", "policy.yaml:3:20: `days` has `soon`"),
        ("{days: [401]}", "policy.yaml:3:20: `days` has `401`"),
        ("{hour: 25:00}", "policy.yaml:3:19: `25:00` is no time of day"),
        ("{quiet: {from: late, until: '08:00'}}", "policy.yaml:3:27: `late` is no time of day"),
        ("{quiet: {from: '18:00'}}", "`until` is missing in `quiet`"),
        ("{country: Holland}", "policy.yaml:3:22: `Holland` is no country"),
        ("{who: {privacy: [noor]}}", "policy.yaml:3:29: `noor` is no person in Slack"),
        ("{digest: someday}", "`someday`"),
        ("{dais: [3]}", "unknown field `dais` in `reminders`"),
        ("{escalate_after: soon}", "policy.yaml:3:29: `escalate_after` is `soon`"),
    ],
)
def test_a_wrong_word_is_told_with_its_place(tmp_path: Path, text: str, wanted: str) -> None:
    (fault,) = faults(loaded(tmp_path, policy=f"reminders: {text}\n"))
    assert wanted in fault


def test_a_rule_and_an_offering_and_a_change_name_clauses(tmp_path: Path) -> None:
    tools = "facts: {trains_on_inputs: no}\nrests_on: {trains_on_inputs: acme/commercial-terms#training}\n"
    vendors = "changes: [{id: c, title: T, effective: 2027-01-01, touches: [commercial-terms#training]}]\n"
    known = loaded(tmp_path, rules="  rests_on: acme/commercial_terms#Retention\n", tools=tools, vendors=vendors).or_raise()
    assert [rule.rests_on for rule in known.policy.rules] == [("acme/commercial-terms#retention",)]
    assert known.policy.offerings["a/any"].rests_on == ("acme/commercial-terms#training",)
    assert known.vendors[0].changes[0].touches == ("acme/commercial-terms#training",)


@pytest.mark.parametrize(
    ("clause", "wanted"),
    [
        (
            "acme/comercial-terms",
            "rules.yaml:5:13: no page of terms `acme/comercial-terms`; did you mean `acme/commercial-terms`?",
        ),
        ("other/commercial-terms", "no page of terms `other/commercial-terms`"),
        ("acme/commercial-terms#trainning", "no topic of terms `trainning`"),
        ("acme", "no page of terms `acme`"),
    ],
)
def test_a_clause_that_no_vendor_has_is_told(tmp_path: Path, clause: str, wanted: str) -> None:
    (fault,) = faults(loaded(tmp_path, rules=f"  rests_on: {clause}\n"))
    assert wanted in fault


def test_a_fact_that_is_not_there_rests_on_nothing(tmp_path: Path) -> None:
    (fault,) = faults(loaded(tmp_path, tools="rests_on: {trains_on_input: acme/commercial-terms}\n"))
    assert "tools/a.yaml:4:12: there is no fact `trains_on_input`" in fault


def test_what_is_looked_at_again_is_of_the_kinds_that_cards_have_words_for(tmp_path: Path) -> None:
    page = tmp_path / "guidance" / "faq.md"
    page.parent.mkdir()
    page.write_text("---\nreview_by: 2027-06-01\n---\n# Questions\n\nAsk.\n")
    found = loaded(tmp_path, tools="review_by: 2027-06-01\nevidence: {dpia: {date: 2026-06-01, review_by: 2027-06-01}}\n")
    kinds = {one.kind for one in found.or_raise().reviews if one.review_by}
    assert {"guidance", "tool", "evidence"} <= kinds <= set(THINGS)


@pytest.mark.parametrize("notice", ["notice_days: 999999", "notice_months: 200", "notice_months: three", "notice_days: ²"])
def test_a_notice_that_no_contract_has_is_a_fault_with_its_place(tmp_path: Path, notice: str) -> None:
    (said,) = faults(loaded(tmp_path, vendors=f"contracts:\n  - {{id: c, end: 2027-01-31, {notice}}}\n"))
    assert said.startswith("vendors/acme.yaml:5:") and notice.partition(":")[0] in said and "at most" in said


def test_a_notice_in_months_is_counted_back(tmp_path: Path) -> None:
    found = loaded(tmp_path, vendors="contracts:\n  - {id: c, end: 2027-05-31, notice_months: 3}\n").or_raise()
    assert found.vendors[0].contracts[0].notice_by == date(2027, 2, 28)


VENDOR = "contracts: []\nchanges:\n  - {id: x, title: T, effective: 2027-01-31, touches: [%s]}\n"


@pytest.mark.parametrize(
    ("touches", "says"),
    [("comercial-terms#training", "commercial-terms"), ("commercial-terms#traning", "training"), ("privacy", "no page")],
    ids=["a page with a slip", "a topic with a slip", "a page that the vendor has not"],
)
def test_what_a_change_touches_is_looked_up_as_what_rests_on_it(tmp_path: Path, touches: str, says: str) -> None:
    """Else a slip would leave everything that rests on the clause without a word of review."""
    (said,) = faults(loaded(tmp_path, vendors=VENDOR % touches))
    assert said.startswith("vendors/acme.yaml:6:") and says in said


def test_what_a_tool_rests_on_is_looked_up_in_the_catalog_as_well(tmp_path: Path) -> None:
    (said,) = faults(loaded(tmp_path, tools="facts: {region: eu}\nrests_on: {region: acme/privcy}\n"))
    assert "no page of terms `acme/privcy`" in said


def test_what_a_change_touches_is_kept_as_a_clause(tmp_path: Path) -> None:
    found = loaded(tmp_path, vendors=VENDOR % "Commercial_Terms#ip_ownership").or_raise()
    assert found.vendors[0].changes[0].touches == ("acme/commercial-terms#ip-ownership",)


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("{url: 'https://me:secret@example.org/p'}", "name or a password"),
        ("{declaration: 'A.json#T', select: main}", "`select` does nothing"),
        ("{archive: {repository: r, service: s, document: d}, feed: 'https://example.org/f'}", "`feed` does nothing"),
        ("{archive: {repository: r, service: s, document: d}, declaration: 'A.json#T'}", "`declaration` does nothing"),
        ("{file: privacy.txt, select: main}", "`select` does nothing"),
    ],
)
def test_a_page_that_says_something_in_vain_is_a_fault(tmp_path: Path, page: str, says: str) -> None:
    (said,) = faults(loaded(tmp_path, vendors=f"---\nid: other\nterms: {{privacy: {page}}}\n"))
    assert says in said and "secret" not in said.replace(page, "")
