"""What files say is what the knowledge holds: selectors as sets of ids, cells as rules, words as people wrote them."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from bot.knowledge.catalog import load_catalog
from bot.knowledge.joined.rules import ASK_THE_OWNER
from bot.knowledge.load import load
from bot.policy.house import Audience, Knowledge
from bot.policy.words import ANY, Citation, Effect, Rule, Slot, Verdict, When
from tests.knowledge.folders import write


def loaded(folder: Path, files: dict[str, str | bytes | None] | None = None) -> Knowledge:
    return load(write(folder, files)).or_raise()


def rule(knowledge: Knowledge, rule_id: str) -> Rule:
    return next(rule for rule in knowledge.policy.rules if rule.id == rule_id)


@pytest.mark.parametrize(
    ("tools", "reached"),
    [
        ('"*"', {ANY}),
        ("chatgpt", {"chatgpt/free", "chatgpt/team"}),
        ("chatgpt/free", {"chatgpt/free"}),
        ("[chatgpt/free, chatgpt/team]", {"chatgpt/free", "chatgpt/team"}),
        ("{account: company}", {"chatgpt/team"}),
        ("{account: [company, personal]}", {"chatgpt/free", "chatgpt/team"}),
        ("{tool: chatgpt, plan: free}", {"chatgpt/free"}),
        ("{trains_on_inputs: no}", {"chatgpt/team"}),
        ("{contract: DPA}", {"chatgpt/team"}),
    ],
)
def test_a_tool_selector_becomes_a_set_of_offerings(tools: str, reached: set[str], tmp_path: Path) -> None:
    text = f"- {{rule: b, tools: {tools}, data: recipes, effect: allow}}\n"
    assert rule(loaded(tmp_path, {"rules/b.yaml": text}), "b").offerings == reached


@pytest.mark.parametrize(
    ("data", "reached"),
    [
        ('"*"', {ANY}),
        ("recipes", {"recipes"}),
        ("[recipes, secret]", {"recipes", "secret"}),
        ("{class: secret}", {"secret"}),
        ("{class: [secret, public]}", {"secret", "public"}),
        ("{personal: yes}", {"customer-names"}),
        ("{class: secret, personal: yes}", {"customer-names"}),
    ],
)
def test_a_data_selector_becomes_a_set_of_ids_and_a_class_stays_a_class(data: str, reached: set[str], tmp_path: Path) -> None:
    text = f"- {{rule: b, tools: chatgpt, data: {data}, effect: allow}}\n"
    assert rule(loaded(tmp_path, {"rules/b.yaml": text}), "b").data == reached


def test_a_rule_cites_its_line_and_its_reason(tmp_path: Path) -> None:
    text = (
        "# a comment\n\n- rule: b\n  tools: chatgpt\n  data: recipes\n  effect: allow\n  cites: guidance/book.md#personal-data\n"
    )
    found = rule(loaded(tmp_path, {"rules/b.yaml": text}), "b")
    assert found.at == Citation("rules/b.yaml", 3, 9, "rule: b")
    assert found.cites == Citation("guidance/book.md", 3, 1, "Personal data")
    assert found.owner == "owner@example.org"


def test_yes_and_no_and_on_and_off_stay_words(tmp_path: Path) -> None:
    text = "id: x\nfacts: {web_search: off, training: No, retention: 030, since: 2026-01-01, opt: ~}\n"
    facts = loaded(tmp_path, {"tools/x.yaml": text}).policy.offerings["x/any"].facts
    assert facts == {"web_search": "off", "training": "no", "retention": "030", "since": "2026-01-01"}


def test_evidence_is_a_fact_with_dates(tmp_path: Path) -> None:
    text = "id: x\nevidence:\n  red_team: {date: 2026-02-01, review_by: 2027-02-01}\n  plan: no\n"
    facts = loaded(tmp_path, {"tools/x.yaml": text}).policy.offerings["x/any"].facts
    assert facts == {"red_team": "yes", "red_team.date": "2026-02-01", "red_team.review_by": "2027-02-01", "plan": "no"}


def test_a_tools_file_may_hold_one_several_or_documents(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {
        "tools/list.yaml": "tools:\n  - {id: a}\n  - {id: b}\n",
        "tools/documents.yaml": "id: c\n---\nid: d\ngroup: true\ncovers: {plan: [free], any: ['*']}\nbanned: true\n",
    }
    knowledge = loaded(tmp_path, files)
    assert {"a/any", "b/any", "c/any", "d/any"} < set(knowledge.policy.offerings)
    group = knowledge.vocabulary.tools["d"]
    assert (group.group, group.banned, group.covers) == (True, True, {"plan": ("free",), "any": ("*",)})


def test_a_narrower_type_has_the_broader_ones_and_their_classes(tmp_path: Path) -> None:
    text = """
classes: [{id: public}, {id: secret}]
types:
  - {id: recipes, class: public}
  - {id: personal, class: secret}
  - {id: customer-names, is_a: [personal]}
  - {id: patient-names, is_a: [customer-names]}
"""
    found = loaded(tmp_path, {"data.yaml": text}).policy.data_types["patient-names"]
    assert found.is_a == ("customer-names", "personal")
    assert found.classes == ("secret",)


MATRIX = 'tool,Public,Customer names\n"ChatGPT Free", Conditional ,DENY\nchatgpt/team,,review\n'
CONDITIONS = """
conditions:
  - {id: names-out, text: Names are out.}
  - {id: be-quick, text: Be quick., cells: {tools: {account: personal}, data: "*"}}
  - {id: not-here, text: Never., cells: {tools: chatgpt/team, data: "*"}}
"""


def test_matrix_cells_are_rules_cited_by_line_and_column(tmp_path: Path) -> None:
    knowledge = loaded(tmp_path, {"matrix.csv": MATRIX, "conditions.yaml": CONDITIONS})
    cells = {each.id: each for each in knowledge.policy.rules if each.id.startswith("matrix:")}
    assert {key: (each.effect, each.conditions, each.at) for key, each in cells.items()} == {
        "matrix:chatgpt/free:public": (Effect.CONDITION, ("be-quick",), Citation("matrix.csv", 2, 17, "Conditional")),
        "matrix:chatgpt/free:customer-names": (Effect.FORBID, (), Citation("matrix.csv", 2, 30, "DENY")),
        "matrix:chatgpt/team:customer-names": (Effect.REVIEW, (), Citation("matrix.csv", 3, 15, "review")),
    }
    assert cells["matrix:chatgpt/free:public"].data == {"public"}


@pytest.mark.parametrize("text", [MATRIX.replace(",", ";"), "\ufeff" + MATRIX, MATRIX.replace("\n", "\r\n")])
def test_a_matrix_saved_by_a_spreadsheet_reads_the_same(text: str, tmp_path: Path) -> None:
    plain = loaded(tmp_path / "a", {"matrix.csv": MATRIX, "conditions.yaml": CONDITIONS}).policy.rules
    assert loaded(tmp_path / "b", {"matrix.csv": text, "conditions.yaml": CONDITIONS}).policy.rules == plain


def test_a_cell_with_a_comma_and_quotes_is_one_cell(tmp_path: Path) -> None:
    tool = "id: x\nlabel: 'The \"good\", old one'\n"
    matrix = 'tool,Public\n"The ""good"",\n old one",allow\n'
    found = loaded(tmp_path, {"tools/x.yaml": tool, "matrix.csv": matrix})
    assert rule(found, "matrix:x:public").at == Citation("matrix.csv", 3, 11, "allow")


def test_a_conditional_cell_without_conditions_sends_to_the_owner(tmp_path: Path) -> None:
    found = loaded(tmp_path, {"matrix.csv": "tool,Public\nChatGPT,conditional\n"})
    assert rule(found, "matrix:chatgpt:public").conditions == (ASK_THE_OWNER,)
    condition = found.policy.conditions[ASK_THE_OWNER]
    assert condition.text["en"] == "Ask the policy owner what must hold first."
    assert not condition.asker_may_state


def test_a_general_duty_reaches_what_it_names(tmp_path: Path) -> None:
    text = "conditions:\n  - {id: names-out, text: Out.}\n"
    text += "  - {id: read-it, text: Read., when: using, general: true, tools: chatgpt/free, data: '*'}\n"
    duty = loaded(tmp_path, {"conditions.yaml": text}).policy.conditions["read-it"]
    assert (duty.general, duty.when, duty.offerings, duty.data) == (True, When.USING, {"chatgpt/free"}, {ANY})


def test_a_waiver_is_a_dated_rule_for_some(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {
        "people.yaml": "people:\n  - {match: U0KIM, team: Pilot, role: Nurse, role_label: {nl: verpleger}, country: nl}\n",
        "waivers.yaml": (
            "- {id: w, who: [pilot, U0KIM, nurse], tools: chatgpt, data: recipes, effect: allow, since: 2026-09-01,"
            " until: 2026-09-30, approved_by: Board, sets_aside: [names-on-contract]}\n"
        ),
    }
    knowledge = loaded(tmp_path, files)
    waiver = knowledge.policy.waivers[0]
    assert waiver.who == {"pilot", "U0KIM", "nurse"}
    assert (waiver.since, waiver.until) == (date(2026, 9, 1), date(2026, 9, 30))
    assert waiver.rule.sets_aside == ("names-on-contract",)
    assert knowledge.people[0].country == "NL"
    assert knowledge.labels["role nurse"] == {"en": "nurse", "nl": "verpleger"}


def test_policy_yaml_is_read_in_full(tmp_path: Path) -> None:
    text = """organisation: House
languages: [nl, en]
default: forbidden
unlisted_tool: review
assumed: {country: NL, role: Staff}
contacts: [{id: incident, name: Desk, how: 112}]
owner: o@example.org
"""
    knowledge = loaded(tmp_path, {"policy.yaml": text})
    policy = knowledge.policy
    assert (policy.default, policy.default_at) == (Verdict.FORBIDDEN, Citation("policy.yaml", 3, 1, "default"))
    assert (policy.unlisted, policy.unlisted_at.line) == (Verdict.REVIEW, 4)
    assert policy.assumed == {Slot.COUNTRY: "nl", Slot.ROLE: "staff"}
    assert knowledge.organisation.contacts[0].how == "112"
    assert knowledge.vocabulary.languages == ("nl", "en")
    assert policy.conditions["names-out"].text == {"nl": "Names are out."}


def test_words_of_all_languages_are_names(tmp_path: Path) -> None:
    text = """
classes: [{id: public, label: {en: Public, nl: Openbaar}, synonyms: [published]}, {id: secret}]
types:
  - id: customer-names
    label: {nl: Klantnamen, en: Customer names}
    class: secret
    synonyms: {en: [client names], nl: [namen van klanten]}
    examples: [the  guest
      list]
    detectors: [email]
"""
    knowledge = loaded(tmp_path, {"data.yaml": text, "rules/b.yaml": '- {rule: b, tools: "*", data: public, effect: allow}\n'})
    found = knowledge.vocabulary.data["customer-names"]
    assert found.label == "Customer names"
    assert found.names == ("client names", "namen van klanten", "Klantnamen")
    assert found.examples == ("the guest list",)
    assert knowledge.vocabulary.data["public"].names == ("published", "Openbaar")
    assert knowledge.labels["customer-names"] == {"nl": "Klantnamen", "en": "Customer names"}
    assert knowledge.labels["chatgpt/free"] == {"en": "ChatGPT Free"}


BOOK = """# Book

## Personal data
Text with a `# fence`:
```
# not a heading
```
## Personal data {#x}
Second.
# Boek {lang=nl}
## Er ging iets mis {incident}
1. Bel.
# Last
"""


def test_headings_are_passages_with_anchors_kinds_and_languages(tmp_path: Path) -> None:
    passages = loaded(tmp_path, {"guidance/book.md": BOOK}).guidance
    assert [(each.anchor, each.line, each.kind, each.language) for each in passages] == [
        ("book", 1, "", ""),
        ("personal-data", 3, "", ""),
        ("personal-data-1", 8, "", ""),
        ("boek", 10, "", "nl"),
        ("er-ging-iets-mis", 11, "incident", "nl"),
        ("last", 13, "", ""),
    ]
    assert "# not a heading" in passages[1].text
    assert passages[4].text == "1. Bel."


def test_the_version_is_of_the_words_and_not_of_the_place(tmp_path: Path) -> None:
    first, second = loaded(tmp_path / "a"), loaded(tmp_path / "b")
    assert first.version == second.version == first.policy.version
    other = loaded(tmp_path / "c", {"guidance/book.md": "# Book\n\n## Personal data\n\nNames are out.\n"})
    assert other.version != first.version


def test_hidden_files_are_left_alone(tmp_path: Path) -> None:
    assert load(write(tmp_path, {".git/rules.yaml": "- [", "tools/.draft.yaml": "- ["})).faults == ()


def test_a_definition_stands_where_it_cites(tmp_path: Path) -> None:
    data = "classes: [{id: public}, {id: secret}]\ntypes: [{id: recipes, class: public}, {id: customer-names, class: secret}]\n"
    data += "definitions:\n  - {word: out, text: Taken out., cites: guidance/book.md#personal-data}\n"
    assert loaded(tmp_path, {"data.yaml": data}).definitions[0].at == Citation("guidance/book.md", 3, 1, "Personal data")


@pytest.mark.parametrize(
    ("slack", "audience"),
    [
        ("", Audience()),
        ("slack: {guests: yes}", Audience(guests=True)),
        ("slack: {other_organisations: on, channels: {deny: C0GENERAL1}}", Audience(False, True, (), ("C0GENERAL1",))),
        ('slack: {channels: {allow: ["#ask-ai", ai-help]}}', Audience(allow=("#ask-ai", "ai-help"))),
        ('slack: {hint: yes, channels: {listen: "#ask-ai"}}', Audience(listen=("#ask-ai",), hint=True)),
        ("slack: {hint: yes}", Audience(hint=True)),
    ],
)
def test_who_is_answered_in_slack_is_staff_unless_the_policy_says_more(slack: str, audience: Audience, tmp_path: Path) -> None:
    text = f"organisation: Small House\nowner: owner@example.org\n{slack}\n"
    assert loaded(tmp_path, {"policy.yaml": text}).organisation.audience == audience


@pytest.mark.parametrize(("line", "wanted"), [("", True), ("acknowledge: yes", True), ("acknowledge: no", False)])
def test_an_edit_is_to_be_acknowledged_unless_the_policy_says_no(tmp_path: Path, line: str, wanted: bool) -> None:
    text = f"organisation: Small House\nowner: owner@example.org\n{line}\n"
    assert loaded(tmp_path, {"policy.yaml": text}).organisation.acknowledge is wanted


BECOMES = """
classes:
  - {id: public}
  - {id: amber}
  - {id: red, becomes: {anonymised: amber}}
  - {id: black, becomes: {anonymised: black}}
types:
  - {id: recipes, class: public}
  - {id: customer-names, class: red}
  - {id: guests, class: red}
  - {id: letters, class: red, becomes: {anonymised: public}}
  - {id: mixed, class: [red, black]}
  - {id: complaints, is_a: [guests]}
  - {id: named-letters, class: red, is_a: [letters]}
  - {id: passports, class: red}
  - {id: old-passports, class: red, is_a: [passports]}
  - {id: badges, class: red}
  - {id: odds}
  - {id: letters-of-guests, is_a: [guests, letters]}
  - {id: named-mixed, class: red, is_a: [mixed]}
transformations: [{id: anonymised}]
"""


def test_what_a_class_becomes_holds_for_its_types_that_say_nothing_else(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {
        "data.yaml": BECOMES,
        "matrix.csv": None,
        "rules/bans.yaml": "- {rule: nothing-official, tools: '*', data: [passports, badges], effect: forbid}\n",
    }
    policy = loaded(tmp_path, files).policy
    assert {id_: kind.becomes.get("anonymised") for id_, kind in policy.data_types.items()} == {
        "recipes": None,
        "customer-names": None,  # a rule of the folder names them
        "guests": "amber",
        "letters": "public",
        "mixed": None,
        "complaints": "amber",
        "named-letters": None,
        "passports": None,
        "old-passports": None,
        "badges": None,
        "odds": None,
        "letters-of-guests": None,  # its broader types do not say the same
        "named-mixed": None,  # nor do the classes of its broader type
    }
    assert {id_: one.becomes for id_, one in policy.data_classes.items() if one.becomes} == {
        "red": {"anonymised": "amber"},
        "black": {"anonymised": "black"},
    }


def test_a_duty_that_binds_is_a_general_one(tmp_path: Path) -> None:
    text = "- {id: names-out, text: Names are out.}\n- {id: unseen, text: Unseen., general: true, binds: true, data: recipes}\n"
    found = loaded(tmp_path, {"conditions.yaml": text}).policy.conditions["unseen"]
    assert (found.general, found.binds, found.data) == (True, True, frozenset({"recipes"}))


@pytest.mark.parametrize("what", ["a link", "a link to nowhere", "a pipe"])
def test_what_is_no_plain_file_of_the_folder_is_refused_and_never_opened(what: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "policy")
    (tmp_path / "secret.md").write_text("a secret of this machine")
    odd = folder / "guidance" / "odd.md"
    odd.parent.mkdir(exist_ok=True)
    if what == "a pipe":
        os.mkfifo(odd)
    else:
        odd.symlink_to(tmp_path / ("secret.md" if what == "a link" else "nowhere.md"))
    (fault,) = load(folder).faults
    assert (fault.code, fault.at.file) == ("K003", "guidance/odd.md")
    assert "secret" not in str(fault)


@pytest.mark.parametrize("leads", ["to a folder", "to nowhere", "to itself"])
def test_a_folder_in_it_that_is_a_link_is_refused_and_its_rules_are_not_left_out(leads: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "policy")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "secret.yaml").write_text("- forbid: everything\n")
    to = {"to a folder": tmp_path / "rules", "to nowhere": tmp_path / "nowhere", "to itself": folder}[leads]
    (folder / "rules.d").symlink_to(to, target_is_directory=True)
    (fault,) = load(folder).faults
    assert (fault.code, fault.at.file) == ("K003", "rules.d")
    assert "secret" not in str(fault)


def test_a_folder_that_is_a_link_itself_is_read(tmp_path: Path) -> None:
    write(tmp_path / "policy")
    (tmp_path / "current").symlink_to(tmp_path / "policy", target_is_directory=True)
    assert load(tmp_path / "current").knowledge is not None


START = (
    "organisation: Small House\nowner: owner@example.org\nstart_with:\n  any: chatgpt/team\n  {family}: [chatgpt/team, chatgpt]\n"
)


def test_where_to_start_is_told_by_offerings_and_who_has_one_by_the_offering_or_its_tool(tmp_path: Path) -> None:
    tool = (
        "id: chatgpt\naccess: on_request\nofferings:\n"
        "  - {id: free, account: personal, access: everybody}\n  - {id: team, facts: {contract: dpa}}\n"
    )
    files: dict[str, str | bytes | None] = {"policy.yaml": START.format(family="translator"), "tools/chatgpt.yaml": tool}
    policy = loaded(tmp_path, files).policy
    assert policy.start_with == {"any": ("chatgpt/team",), "translator": ("chatgpt/team", "chatgpt/free")}
    assert {id_: one.access for id_, one in policy.offerings.items()} == {
        "chatgpt/free": "everybody",
        "chatgpt/team": "on_request",
    }


def test_an_account_that_people_bring_is_their_own_and_a_row_of_a_matrix_has_its_place(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {"matrix.csv": "tool,Public\nChatGPT Team,allow\nChatGPT Free,deny\n"}
    offerings = loaded(tmp_path, files).policy.offerings
    assert {id_: (one.access, one.place) for id_, one in offerings.items()} == {
        "chatgpt/free": ("own", 3),
        "chatgpt/team": ("", 2),
    }


def test_a_task_that_nobody_knows_is_told_with_its_place_and_the_nearest_one(tmp_path: Path) -> None:
    folder = write(tmp_path, {"policy.yaml": START.format(family="translater")})
    found = [str(fault) for fault in load(folder, load_catalog()).faults if fault.code == "K039"]
    assert [text.partition(" use")[0] for text in found] == [
        "policy.yaml:5:3: `start_with` knows no task `translater`; did you mean `translator`?"
    ]


def test_a_tool_to_start_with_that_stands_twice_is_told(tmp_path: Path) -> None:
    own = "organisation: Small House\nowner: owner@example.org\nstart_with:\n  any: [chatgpt/team, chatgpt/team]\n"
    found = [fault for fault in load(write(tmp_path, {"policy.yaml": own}), load_catalog()).faults if fault.code == "K039"]
    assert [(fault.at.line, fault.at.column, fault.what) for fault in found] == [(4, 23, "`chatgpt/team` stands twice for `any`")]


PLANS = "label: {}\nofferings:\n  - id: enterprise\n    plan: enterprise\n  - id: free\n    plan: free\n"


@pytest.mark.parametrize(
    ("label", "called"),
    [
        ("ChatGPT", ["ChatGPT Enterprise", "ChatGPT Free"]),
        ("ChatGPT Enterprise", ["ChatGPT Enterprise", "ChatGPT Enterprise Free"]),
    ],
)
def test_a_plan_that_the_tools_name_ends_in_is_not_said_twice(label: str, called: list[str], tmp_path: Path) -> None:
    known = loaded(tmp_path, {"tools/gpt.yaml": f"id: gpt\n{PLANS.format(label)}"})
    assert sorted(one.label for id_, one in known.vocabulary.offerings.items() if id_.startswith("gpt/")) == called
