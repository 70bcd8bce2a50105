"""Policies without any table: headings with bullets, or a line per list. Nothing is a yes; what they forbid is forbidden."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.faults import KnowledgeError
from bot.knowledge.importing.pages.listed import read_list
from tests.knowledge.importing.test_tables import conditions, imported

MARKDOWN = """# How we use AI

## Approved tools

- **ChatGPT Enterprise**
- Claude: translations only
  - not on the train

## Prohibited

- Le Chat, DeepSeek
- ChatGPT Enterprise

## Data that must never be entered

- Passwords
- Patient data

## How to ask

- Write to ai@example.org
"""


def cells(text: str) -> dict[str, str]:
    """Tool -> its cells, one after the other."""
    listed = read_list("list.md", text)
    return {row[0].text: " ".join(cell.text for cell in row[1:]) for row in listed.rows} if listed else {}


def test_headings_with_bullets_are_a_table_that_allows_nothing(tmp_path: Path) -> None:
    matrix, confirm, knowledge = imported(tmp_path, MARKDOWN, "policy.md")
    assert matrix.splitlines() == [
        "tool,Passwords,Patient data,Other data",
        "ChatGPT Enterprise,deny,deny,deny",
        "Claude,deny,deny,review",
        "Le Chat,deny,deny,deny",
        "DeepSeek,deny,deny,deny",
    ]
    assert "`ChatGPT Enterprise` stands under “Approved tools” and under “Prohibited” (line 12); the ban counts." in confirm
    assert "Line 6: `Claude` stands under “Approved tools”; taken as a tool in need of a review" in confirm
    assert "no cell is a yes" in confirm
    assert conditions(knowledge) == {"claude:other-data": "translations only. not on the train"}
    assert (tmp_path / "out" / "guidance" / "policy.md").read_text().startswith("# How we use AI")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Approved tools: ChatGPT, Claude and Le Chat\nProhibited: DeepSeek",
            "ChatGPT review|Claude review|Le Chat review|DeepSeek deny",
        ),
        ("**Zugelassene Werkzeuge:**\n* ChatGPT\n\n**Verboten:**\n* DeepSeek", "ChatGPT review|DeepSeek deny"),
        ("Toegestaan:\n1. ChatGPT\n2. Claude\nVerboden:\n1. DeepSeek", "ChatGPT review|Claude review|DeepSeek deny"),
        ("## Outils autorisés\n- ChatGPT\n## Outils interdits\n- DeepSeek", "ChatGPT review|DeepSeek deny"),
        ("## Herramientas permitidas\n- ChatGPT\n## Prohibidas\n- DeepSeek", "ChatGPT review|DeepSeek deny"),
        ("# AI\n- ChatGPT: allowed\n- DeepSeek: prohibited\n- Ask: Kim", "ChatGPT review: allowed|DeepSeek deny"),
        ("# AI\n- ✅ ChatGPT\n- ❌ DeepSeek", "ChatGPT review|DeepSeek deny"),
        ("## Approved\n### Chatbots\n- ChatGPT\n## Other\n- Kim", "ChatGPT review"),
        ("## Approved\n- ❌ ChatGPT", "ChatGPT deny"),
        ("## Unapproved tools\n- ChatGPT", "ChatGPT deny"),
    ],
)
def test_leads_of_five_languages_and_marks(text: str, wanted: str) -> None:
    found = cells(text)
    assert "|".join(f"{name} {said}" for name, said in list(found.items())[1:]) == wanted


def test_data_that_is_allowed_is_no_yes_either() -> None:
    found = cells("Approved tools: ChatGPT\nAllowed data: public information\nForbidden data: passwords")
    assert found == {"tool": "public information passwords Other data", "ChatGPT": "review deny review"}


FOR_DATA = """# Tools

## Approved tools for public information
- ChatGPT
- Claude: translations only
- Mistral

## Approved tools for internal and customer data
- Claude

## Approved tools
- Mistral

## Prohibited tools
- DeepSeek

## Approved tools for health data with consent
- Mistral

## Data
- Allowed data: public information
"""


def test_a_heading_that_names_the_data_says_which_tool_may_have_it() -> None:
    found = read_list("list.md", FOR_DATA)
    assert found
    assert [[cell.text for cell in row] for row in found.rows] == [
        ["tool", "public information", "internal", "customer data", "Other data"],
        ["ChatGPT", "yes", "no", "no", "review"],
        ["Claude", "yes: translations only", "yes", "yes", "review: translations only"],
        ["Mistral", "yes", "review", "review", "review"],
        ["DeepSeek", "deny", "deny", "deny", "deny"],
    ]


@pytest.mark.parametrize(
    "lead",
    [
        "Approved tools for data analysis",
        "Approved tools for our data",
        "Approved tools for marketing",
        "Approved tools for internal information after approval",
        "Conditionally approved tools for internal information",
        "Tools under review for internal information",
        "Approved tools for non-public information",
    ],
)
def test_a_heading_that_names_no_data_or_asks_for_something_makes_no_yes(lead: str) -> None:
    assert "yes" not in " ".join(cells(f"## {lead}\n- ChatGPT\n## Prohibited tools\n- Otter\n").values())


LISTS = [
    ("## Approved\n- Copilot, through your work account\n- DeepL", "Copilot (through your work account) review|DeepL review"),
    ("## Approved\n- Claude (Team, Pro)\n## Prohibited\n- DeepL or Otter", "Claude (Team, Pro) review|DeepL deny|Otter deny"),
    (
        "## Nicht freigegeben\n- private Konten bei ChatGPT, Claude oder Gemini",
        "private Konten bei ChatGPT, Claude oder Gemini deny",
    ),
]


@pytest.mark.parametrize(("text", "wanted"), LISTS)
def test_names_of_a_bullet_stay_whole_where_they_go_together(text: str, wanted: str) -> None:
    assert "|".join(f"{name} {said}" for name, said in list(cells(text).items())[1:]) == wanted


def test_a_list_with_data_in_it_is_none_of_tools() -> None:
    text = "## Approved tools\n- Claude\n## Erlaubt\n- Ideensammlung\n- öffentliche Informationen\n"
    text += "## Nicht erlaubt\n- Eingabe von Kundendaten (Namen, Adressen)\n- Schließpläne und Codes\n- Urteile ohne Prüfung\n"
    listed = read_list("list.md", text)
    assert listed
    assert [cell.text for cell in listed.rows[0]][1:-1] == [
        "öffentliche Informationen",
        "Kundendaten (Namen, Adressen)",
        "Schließpläne",
        "Codes",
    ]
    assert [[cell.text for cell in row] for row in listed.rows[1:]] == [["Claude", "review", "deny", "deny", "deny", "review"]]
    assert sum("nobody knows whether it is data" in remark for remark in listed.remarks) == 2


def test_data_that_is_out_of_unapproved_tools_says_nothing_of_the_others() -> None:
    text = "## Approved tools\n- Claude\n## Not allowed\n- Otter\n"
    text += "## Data that must not be entered into unapproved tools\n- Contracts\n"
    assert cells(text) == {"tool": "Contracts Other data", "Claude": "review review", "Otter": "deny deny"}


@pytest.mark.parametrize(
    "text",
    [
        "# Policy\n\nChatGPT is allowed.\n",
        "## How to get approval\n- Fill in the form\n- Wait\n",
        "## Questions\n- Ask Kim: room 3\n",
        "## Data that must never be entered\n- Passwords\n",
        "",
    ],
)
def test_prose_is_no_list(text: str) -> None:
    assert read_list("policy.md", text) is None


def test_a_page_and_a_text_file_may_be_lists_and_a_csv_file_is_none(tmp_path: Path) -> None:
    page = "<html><body><h2>Approved tools</h2><ul><li>ChatGPT</li></ul><h2>Prohibited</h2><ul><li>Claude</li></ul></body></html>"
    for name, content in (("list.html", page), ("list.txt", "Approved tools: ChatGPT\nProhibited: Claude\n")):
        home = tmp_path / name.replace(".", "-")
        home.mkdir()
        assert imported(home, content, name)[0].splitlines()[1:] == ["ChatGPT,review", "Claude,deny"]
    with pytest.raises(KnowledgeError):
        imported(tmp_path, "Approved tools: ChatGPT\nProhibited: Claude\n", "list.csv")


def test_what_is_said_of_data_may_forbid_it() -> None:
    text = "Approved tools: Claude\n## Allowed data\n- Public data: flyers\n- Case data: letters. Not permitted in any tool.\n"
    assert cells(text) == {"tool": "Public data Case data Other data", "Claude": "review deny review"}


def test_what_a_name_below_a_heading_with_data_asks_for_is_a_condition_of_that_tool() -> None:
    text = "## Approved tools for internal information\n- Claude, once anonymised\n- DeepL Pro\n"
    assert cells(text)["Claude (once anonymised)"].split()[0] == "yes:"
    assert cells(text)["DeepL Pro"].split()[0] == "yes"


def test_tools_that_were_approved_before_or_may_be_later_are_given_nothing() -> None:
    text = (
        "## Approved tools for public information\n- DeepL Pro\n## Previously approved tools for internal information\n- Claude\n"
    )
    assert "Claude" not in cells(text)


NO_NAMES = [
    ("## Approved tools\n- ChatGPT Team\n- Conditions: none\n", ["ChatGPT Team"]),
    ("## Approved tools\n- ChatGPT Team\n#### Claude\n- Enterprise plan: allowed\n", ["ChatGPT Team"]),
    ("## Approved tools\n- ChatGPT Team\n## Never, in anything\n- case papers\n- door codes\n", ["ChatGPT Team"]),
]


@pytest.mark.parametrize(("text", "wanted"), NO_NAMES)
def test_a_licence_alone_none_and_what_a_ban_names_beside_no_product_are_no_tools(text: str, wanted: list[str]) -> None:
    assert list(cells(text))[1:] == wanted
