"""Answers as the saying room gives them, one per look: for the block snapshots."""

from __future__ import annotations

from dataclasses import replace

from bot.policy.deciding.rulings import Stated
from bot.policy.talks.answer import Answer, CheckLine, Choice, Start, TermsLine, ToolLine
from bot.policy.talks.talk import Intent, WhyLine
from bot.policy.words import Citation, Slot, Verdict

BECAUSE = WhyLine(
    "Personal data stays on systems under our contract.",
    Citation("guidance/handbook.md", 12),
    "guidance/handbook.md › Personal data",
)
LINKED = WhyLine("Ask first & wait.", Citation("rules.yaml", 4), "rules.yaml:4", "https://git.example.org/p/rules.yaml#L4")


def answer(verdict: str, shape: str, word: str, sentence: str, **more: object) -> Answer:
    plain: dict[str, object] = {"language": "en", "label": "deny", "intent": Intent.MAY_I, "receipt": "R-7F3K"}
    plain |= {"footer": "R-7F3K · policy 0123456789", "read_as": "ChatGPT Free · Customer names"}
    return Answer(verdict=verdict, shape=shape, word=word, sentence=sentence, **{**plain, **more})  # type: ignore[arg-type]


FORBIDDEN = answer(
    "forbidden", "✕", "Not allowed", "Customer names may not go into ChatGPT Free.",
    instead=("In-house Llama, as it is", "Claude Team (if: names are out)"), how_to_get="Claude Team: IT portal", why=(BECAUSE,),
)  # fmt: skip
CONDITIONAL = answer(
    "conditional", "◐", "Yes, if", "Invoices may go into ChatGPT Enterprise when:",
    checklist=(
        CheckLine("Amounts are blacked out.", Stated.MET),
        CheckLine("Your team lead has agreed.", Stated.OPEN),
        CheckLine("The contract is signed.", Stated.UNMET),
        CheckLine("Check what the AI wrote.", Stated.OPEN, general=True),
    ),
    why=(LINKED,), notes=("I assumed: country NL.",),
)  # fmt: skip
ALLOWED = answer("allowed", "✓", "Allowed", "Press releases may go into Claude Team.")
REVIEW = answer("review", "◇", "Needs approval", "Only after approval.", contact="Privacy office, privacy@example.org")
UNCOVERED = answer("uncovered", "○", "Not covered", "Foo <!channel> is not on the list.", contact="Privacy office @here")
FEW = (
    Choice(Slot.TOOL, "copilot/m365", "In Word, Excel, Teams"),
    Choice(Slot.TOOL, "copilot/github", "GitHub"),
    Choice(Slot.TOOL, "", "I don’t know: take the strictest"),
)
ASK = answer("", "?", "One thing", "Which Copilot? The answer differs.", choices=FEW, label="ask")
MANY = tuple(Choice(Slot.DATA, f"data-{number}", f"Kind of data {number}") for number in range(60))
ASK_LONG = answer("", "?", "One thing", "What kind of data?", choices=(*MANY, replace(FEW[-1], slot=Slot.DATA)), label="ask")
INCIDENT = answer(
    "", "", "", "Thank you for saying so.", intent=Intent.INCIDENT, read_as="", receipt="R-7F3K",
    steps=("Close the chat.", "Write down what it was.", "Call the desk."), contact="Security desk, +31 20 555 01 23",
)  # fmt: skip
WHICH = answer(
    "allowed", "✓", "Allowed", "For customer names you may use: In-house Llama.", intent=Intent.WHICH_TOOL,
    tools=tuple(ToolLine(f"Tool {n}", Verdict.CONDITIONAL, "◐", "Yes, if", "Names are out.") for n in range(12)),
    captions={"more_tools": "and 4 more"},
)  # fmt: skip
STARTED = replace(
    WHICH,
    sentence="For customer names, start with Tool 0, when:", verdict="conditional", shape="◐", word="Yes, if",
    start=Start("Tool 0", "Everybody has it; it is made for this", "Tool 1, Tool 2, and 9 more"), how_to_get="Ask <!here>",
    tools=tuple(replace(line, group="You have it" if place < 2 else "On request") for place, line in enumerate(WHICH.tools)),
)  # fmt: skip
ASK_EXAMPLES = answer(
    "", "?", "One thing", "What kind of data?", label="ask", start=Start("Claude Team", "It is made for this"),
    choices=(
        Choice(Slot.DATA, "public", "Public", "published texts, <!here>"),
        Choice(Slot.DATA, "secret", "Secret", "passwords, keys"),
        Choice(Slot.DATA, "", "I don’t know: take the strictest"),
    ),
)  # fmt: skip
EXPLAINED = answer("conditional", "◐", "Yes, if", "This stays as it was.", intent=Intent.EXPLAIN, passages=(BECAUSE, LINKED))
TERMS = (
    TermsLine("Claude Team – training on what is typed in: no", "tools/anthropic.yaml:21, reviewed until 2027-03-01"),
    TermsLine(
        "How long data is kept: nothing is on record here; ask <!here>", "example.org/terms", "https://example.org/terms?a|b"
    ),
)
WITH_TERMS = replace(CONDITIONAL, terms=TERMS)
OF_TERMS = answer("", "", "", "This is on record:", intent=Intent.TERMS, terms=TERMS, label="off_topic", read_as="Claude Team")
GREETING = answer("", "", "", "Hello. Ask me.", intent=Intent.GREETING, read_as="")
SEVERAL = answer("forbidden", "", "", "2 questions, one answer each:", parts=(ALLOWED, ASK), notes=("In English.",))

TOLD = replace(
    INCIDENT,
    captions={
        "tell": "Tell Security desk " + "y" * 90, "tell_confirm": "They will see your name. " * 20,
        "tell_yes": "Tell them", "tell_no": "Not now",
    },
)  # fmt: skip
WANTED = replace(UNCOVERED, captions={"request_tool": "Request this tool <!here>"})

BELIEVED = answer(
    "allowed", "✓", "Allowed", "Health data may go into Claude Team.", read_as="Claude Team · “who is ill” → Health data",
    captions={
        "doubt": "Should not have been allowed", "doubt_confirm": "The model then allows nothing by itself any more.",
        "doubt_yes": "Take it back", "doubt_no": "Leave it",
    },
)  # fmt: skip
LOOKS = {
    "allowed_by_a_model": BELIEVED,
    "incident_with_a_channel": TOLD,
    "uncovered_with_a_menu": WANTED,
    "forbidden": FORBIDDEN, "conditional": CONDITIONAL, "allowed": ALLOWED, "review": REVIEW, "uncovered": UNCOVERED, "ask": ASK,
    "ask_long": ASK_LONG, "incident": INCIDENT, "which_tool": WHICH, "explained": EXPLAINED, "greeting": GREETING,
    "which_tool_started": STARTED, "ask_with_examples": ASK_EXAMPLES,
    "several": SEVERAL, "with_terms": WITH_TERMS, "of_terms": OF_TERMS,
}  # fmt: skip
