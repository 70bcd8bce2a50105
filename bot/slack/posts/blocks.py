"""An ``Answer`` goes in; Slack's ``text`` and ``blocks`` come out, within every limit of Block Kit. Knows no policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from itertools import groupby

from bot.policy.deciding.rulings import Stated
from bot.policy.deciding.ticks import AS_TICKED, TICK
from bot.policy.requests import Offer
from bot.policy.talks.answer import Answer, Asks, CheckLine, Choice, TermsLine, ToolLine, asks_of
from bot.policy.talks.talk import SMALL_TALK, Intent, WhyLine
from bot.policy.words import Verdict
from bot.slack.marks import Mark, to_block_id
from bot.slack.posts.captions import captions_of, labelled
from bot.slack.posts.folding import Piece, fold
from bot.slack.posts.kit import BUTTON_TEXT, NO_VALUE, Block, button, context, linked, section, sections
from bot.slack.posts.short import NO_USE, shorten
from bot.slack.posts.text import LONGEST_TEXT, cut, plain, plain_text, safe

OPTION_VALUE = 150
MOST_OFFERS = 2
MOST_BOXES, OPTION_TEXT = 10, 75
MOST_OPTIONS = 40
BOXES = {Stated.MET: "☑", Stated.UNMET: "☒", Stated.OPEN: "☐"}
CHOOSE, CORRECT, OWNER, USEFUL, NOT_USEFUL = "mayi_choose", "mayi_correct", "mayi_owner", "mayi_useful", "mayi_not_useful"
REQUEST, FORM_LINK = "mayi_request", "mayi_request_form"
TELL, RARER, MORE, COPY = "mayi_tell", "mayi_rarer", "mayi_more", "mayi_copy"
DOUBT = "doubt"
"""Caption and value of the menu's entry that takes an allowed back."""
REQUESTS = {"request_tool": "tool", "request_exception": "exception"}
"""Caption of the menu's entry -> its value: what somebody may ask for. An answer without the caption does not offer it."""
WITHOUT_BUTTONS = SMALL_TALK | {Intent.TASK, Intent.OFF_TOPIC, Intent.EMPTY, Intent.BARE, Intent.PASTED, Intent.INCIDENT}


def to_message(answer: Answer, asker: str = "", whole: bool = False) -> tuple[str, list[Block]]:
    """The notification text (verdict first) and the blocks. ``asker``: mark of the only one who may click.

    What is long is shortened, with a button that brings the rest; ``whole``: all of it.
    """
    buttons = _buttons(answer, asker)
    shown = answer if whole else shorten(answer, lambda one: length_of([*_words(one, asker), *buttons]))
    more = [] if shown == answer else _more(answer, asker)
    return notification(answer), fold([*_words(shown, asker), *more, *buttons])


def length_of(pieces: list[Piece]) -> int:
    """How many characters somebody sees, what is written on buttons included."""
    return sum(len(words) for piece in pieces for words in words_of(piece.block))


def words_of(block: Block) -> list[str]:
    """The words of a block as people see them, without markup."""
    elements = block.get("elements", ())
    texts = [block.get("text"), *(one if "text" in one else {"text": one.get("placeholder")} for one in elements)]
    found = [inner.get("text") if isinstance(inner, dict) else inner for inner in ((one or {}).get("text") for one in texts)]
    boxes = [_ticked(option, one) for one in elements if one["type"] == "checkboxes" for option in one["options"]]
    return [plain(words).replace("*", "") for words in (*found, *boxes) if words]


def _ticked(option: Block, boxes: Block) -> str:
    """A box and its words, with what stands below them."""
    told = (option["text"]["text"], option.get("description", {}).get("text", ""))
    stated = Stated.MET if option in boxes.get("initial_options", ()) else Stated.OPEN
    return " ".join((BOXES[stated], *filter(None, told)))


def _words(answer: Answer, asker: str, *, in_form: bool = False) -> list[Piece]:
    """All but the buttons below. ``in_form``: nobody but the asker sees it, and what it asks is clicked there."""
    can_tick = bool(answer.receipt) and (in_form or bool(asker))
    pieces = _parts(answer, asker) if answer.parts else _pieces(answer, asker, 0, can_tick=can_tick)
    if answer.announcement:
        hangs = f"*{safe(captions_of(answer)['announcement'])}*  {safe(answer.announcement)}"
        pieces = [Piece(section(hangs), 1), *pieces]
    foot = [safe(part) for part in (*(answer.notes if answer.parts else ()), answer.footer) if part]
    return [*pieces, *([Piece(context("\n".join(foot)))] if foot else [])]


def to_sections(answer: Answer) -> list[Block]:
    """All of an answer with nothing to press below it: for a form, or where it stands under somebody else's words."""
    return fold(_words(answer, ""))


def to_form(answer: Answer) -> list[Block]:
    """All of an answer with its choices and boxes, for a form that is its asker's alone; no button below it.

    A block is named by what can be clicked in it: whoever ticks by keyboard stays there, and another choice begins anew.
    """
    clicked = [*(line.box for line in answer.checklist), *(choice.value for choice in answer.choices)]
    name = sha256("\n".join(clicked).encode()).hexdigest()[:16]
    return fold(_words(replace(answer, receipt=name), "", in_form=True))


def notification(answer: Answer) -> str:
    """What a phone's lock screen and a screen reader say: the verdict as a word, then the sentence and what must hold."""
    captions = captions_of(answer)
    checks = captions["semicolon"].join(line.text.rstrip(".") for line in answer.checklist if not line.general)
    whole = labelled(captions, answer.word, answer.sentence) if answer.word else answer.sentence
    of_terms = "" if answer.verdict or answer.choices else captions["semicolon"].join(line.text for line in answer.terms)
    said = [" ".join(part for part in (whole, checks, of_terms) if part), *(notification(part) for part in answer.parts)]
    return cut(safe("\n".join(said)), LONGEST_TEXT)


def _parts(answer: Answer, asker: str) -> list[Piece]:
    """Several questions: the summary, then each answer; the buttons below are for all of them."""
    pieces = [Piece(section(safe(answer.sentence)))]
    for number, part in enumerate(answer.parts):
        pieces.append(Piece({"type": "divider"}, 4))
        pieces += _pieces(part, asker, number)
    return pieces


def _pieces(answer: Answer, asker: str, part: int, *, can_tick: bool = False) -> list[Piece]:
    """``can_tick``: where it stands alone, with its buttons, its conditions are boxes."""
    captions = captions_of(answer)
    head = f"{safe(answer.shape)} *{safe(answer.word)}*  {safe(answer.sentence)}" if answer.word else safe(answer.sentence)
    steps = [f"{number}. {safe(step)}" for number, step in enumerate(answer.steps, 1)]
    boxes = [line for line in answer.checklist if line.box and can_tick][:MOST_BOXES]
    checks = [_check(line, captions, is_boxed=line in boxes) for line in answer.checklist]
    is_ruled = bool(answer.verdict or answer.choices)  # else what is known of terms is the answer itself
    of_terms = Piece(section("\n".join(_terms(answer, captions, headed=is_ruled))), 2 if is_ruled else 0)
    return [
        Piece(section(head)),
        Piece(section("\n".join(steps))),
        Piece(section("\n".join(filter(None, checks)))),
        *_boxes(answer, boxes, asker),
        *(Piece(block, 1) for block in sections(_tools(answer, captions))),
        Piece(section("\n".join(_quote(line, captions) for line in answer.passages)), 3),
        Piece(context(_background(answer, captions)), 3),
        *_choices(answer, asker, part),
        *([] if is_ruled else [of_terms]),
        Piece(section("\n".join(_captioned(answer, captions))), 1),
        *([of_terms] if is_ruled else []),
        Piece(context("\n".join(_small(answer, captions))), 2),
    ]


def _check(line: CheckLine, captions: dict[str, str], *, is_boxed: bool) -> str:
    """A condition in words; of one that stands in a box as well only what the box has no room for."""
    if line.general:
        return labelled(captions, safe(captions["always"]), safe(line.text))
    if is_boxed:
        return f"• {safe(line.text)}" if len(line.text) > OPTION_TEXT else ""
    return f"{BOXES[line.stated]} {safe(line.text)}"


def _boxes(answer: Answer, lines: list[CheckLine], asker: str) -> list[Piece]:
    """The conditions to tick. What a model ticked waits for the asker's word, by a button for all of it."""
    if not lines:
        return []
    captions = captions_of(answer)
    options = {line.box: _box(line, captions) for line in lines}
    ticked = [options[line.box] for line in lines if line.stated is Stated.MET]
    boxes: Block = {"type": "checkboxes", "action_id": f"{CHOOSE}_{TICK}", "options": list(options.values())}
    if ticked:
        boxes["initial_options"] = ticked
    proposed = (
        [button(captions["as_ticked"], f"{CHOOSE}_{AS_TICKED}", AS_TICKED)] if any(one.is_proposed for one in lines) else []
    )
    block_id = to_block_id(Mark(answer.receipt, asker, answer.language, TICK))
    return [Piece({"type": "actions", "block_id": block_id, "elements": [boxes, *proposed]})]


def _box(line: CheckLine, captions: dict[str, str]) -> Block:
    option: Block = {"text": plain_text(line.text, OPTION_TEXT), "value": line.box}
    if line.is_proposed:
        option["description"] = {"type": "mrkdwn", "text": safe(captions["near"].format(label="").strip())}
    if line.ticked_at:
        at = datetime.fromisoformat(line.ticked_at)
        when = f"<!date^{int(at.timestamp())}^{{time}}|{at:%H:%M} UTC>"
        option["description"] = {"type": "mrkdwn", "text": f"{safe(captions['ticked'])}, {when}"}
    return option


def _background(answer: Answer, captions: dict[str, str]) -> str:
    """What a model says of the passages, small and named as that, each sentence with its place."""
    told = " ".join(f"{safe(line.quote)} ({safe(line.place or str(line.at))})" for line in answer.background)
    return labelled(captions, safe(captions["background"]), told) if told else ""


def _terms(answer: Answer, captions: dict[str, str], *, headed: bool) -> list[str]:
    """What is recorded of a vendor's terms; beneath a ruling it has a heading."""
    told = [_of_terms(line) for line in answer.terms]
    return [f"*{safe(captions['terms'])}*", *told] if headed and told else told


def _of_terms(line: TermsLine) -> str:
    place = safe(line.place)
    return f"• {safe(line.text)} {linked(place, line.link)}" if place else f"• {safe(line.text)}"


def _tools(answer: Answer, captions: dict[str, str]) -> list[str]:
    """One line each, below its heading; under one, what may not be used is told by name alone. In a list to choose from, those
    of a heading that take the same share a line."""
    told: list[str] = []
    for group, below in groupby(answer.tools, key=lambda line: line.group):
        of_group = list(below)
        if group and all(line.verdict in NO_USE for line in of_group):
            told.append(labelled(captions, f"*{safe(group)}*", safe(", ".join(line.label for line in of_group))))
            continue
        told += [f"*{safe(group)}*"] if group else []
        alike: dict[tuple[str, ...], list[ToolLine]] = {}
        for line in of_group:
            same = (line.shape, line.word, line.condition)
            alike.setdefault(same if answer.start else (*same, line.label), []).append(line)
        told += [_tool(lines, captions) for lines in alike.values()]
    return told


def _tool(lines: list[ToolLine], captions: dict[str, str]) -> str:
    """``lines``: those that differ in nothing but their names."""
    line = lines[0]
    condition = f" ({safe(line.condition)})" if line.condition else ""
    names = ", ".join(f"*{safe(one.label)}*" for one in lines)
    return labelled(captions, f"{safe(line.shape)} {names}", safe(line.word)) + condition


def _quote(line: WhyLine, captions: dict[str, str]) -> str:
    where = linked(safe(line.place or str(line.at)), line.link)
    return f"{captions['quoted'].format(text=safe(line.quote))} {where}" if line.quote else where


def _captioned(answer: Answer, captions: dict[str, str]) -> list[str]:
    start = answer.start
    named = " – ".join(safe(part) for part in (start.label, start.why) if part) if start and answer.choices else ""
    lines = (
        ("start", named),
        ("start_why", safe(start.why) if start and not answer.choices else ""),
        ("instead", " · ".join(safe(one) for one in answer.instead)),
        ("get", safe(answer.how_to_get)),
        ("others", safe(start.others) if start else ""),
        ("contact", "" if any(answer.contact in step for step in answer.steps) else safe(answer.contact)),
        ("why", " · ".join(_quote(line, captions) for line in answer.why)),
    )
    return [f"*{safe(captions[caption])}*  {words}" for caption, words in lines if words]


def _small(answer: Answer, captions: dict[str, str]) -> list[str]:
    lines = [safe(note) for note in answer.notes]
    if answer.read_as:
        lines.append(labelled(captions, safe(captions["read_as"]), safe(answer.read_as)))
    return lines


def _choices(answer: Answer, asker: str, part: int) -> list[Piece]:
    """The choices of a question back; the last of a menu ("I don't know") is always kept."""
    return [piece for one in asks_of(_sendable(answer.choices)) for piece in _of_slot(answer, one, asker, part)]


def _sendable(choices: Sequence[Choice]) -> list[Choice]:
    """Without those whose value Slack does not take."""
    return [choice for choice in choices if len(choice.value) <= OPTION_VALUE]


def _of_slot(answer: Answer, asks: Asks, asker: str, part: int) -> list[Piece]:
    slot, captions = asks.slot.value, captions_of(answer)
    block_id = to_block_id(Mark(answer.receipt, asker, answer.language, slot, part))
    elements = [button(choice.label, f"{CHOOSE}_{number}", choice.value) for number, choice in enumerate(asks.buttons)]
    told: list[Piece] = []
    if asks.menu:
        kept = asks.menu if len(asks.menu) <= MOST_OPTIONS else (*asks.menu[: MOST_OPTIONS - 1], asks.menu[-1])
        placeholder = plain_text(captions.get(f"choose.{slot}", captions["choose"]), BUTTON_TEXT)
        options = [_option(choice) for choice in kept]
        elements.append({"type": "static_select", "action_id": CHOOSE, "placeholder": placeholder, "options": options})
    elif not answer.tools:
        told = [Piece(section("\n".join(_examples(asks.buttons, captions))))]
    return [*told, Piece({"type": "actions", "block_id": block_id, "elements": elements})]


def _more(answer: Answer, asker: str) -> list[Piece]:
    """The button that brings what was left out. Without a receipt nobody could find it again."""
    if not answer.receipt:
        return []
    captions = captions_of(answer)
    is_list = answer.start and not answer.choices
    words = captions["all_tools"].format(count=len(answer.tools)) if is_list else captions["more"]
    block_id = to_block_id(Mark(answer.receipt, asker, answer.language, "more"))
    return [Piece({"type": "actions", "block_id": block_id, "elements": [button(words, MORE, "more")]})]


def _buttons(answer: Answer, asker: str) -> list[Piece]:
    """What can be done with an answer. A question back is only corrected; a greeting has nothing to press; after an incident
    there is one button, which tells the contact that the policy names."""
    captions = captions_of(answer)
    bare = answer.intent in WITHOUT_BUTTONS and not answer.parts
    elements = [_tell(part.captions) for part in (answer, *answer.parts) if "tell" in part.captions][:1]
    if not bare:
        elements += [
            _offer(number, one) for number, one in enumerate(one for part in (answer, *answer.parts) for one in part.offers)
        ][:MOST_OFFERS]
        elements.append(button(captions["correct"], CORRECT, "correct"))
        if answer.verdict and answer.verdict != Verdict.ALLOWED.value:
            elements.append(button(captions["owner"], OWNER, "owner"))
        if not answer.choices:
            elements += [button(captions["useful"], USEFUL, "yes"), button(captions["not_useful"], NOT_USEFUL, "no")]
        elements += _rarer(captions)
    more = [button(captions["copy"], COPY, "copy")] if "copy" in answer.captions else []
    rows = {"answer": elements, "copy": more} if answer.receipt else {}  # a row has room for five
    return [
        Piece({"type": "actions", "block_id": to_block_id(Mark(answer.receipt, asker, answer.language, what)), "elements": row})
        for what, row in rows.items()
        if row
    ]


def _offer(number: int, offer: Offer) -> Block:
    """Asking for access or an approval; a form of the house is a link."""
    if offer.form:
        return {**button(offer.label, FORM_LINK, "form"), "url": offer.form}
    return button(offer.label, f"{REQUEST}_{number}", f"{offer.kind}|{offer.tool}|{offer.to}")


def _tell(captions: dict[str, str]) -> Block:
    """The button of an incident; a dialog says first what the contact will see."""
    return {**button(captions["tell"], TELL, "tell"), "style": "primary", "confirm": _confirm(captions, "tell")}


def _confirm(captions: dict[str, str], name: str) -> Block:
    """The dialog that says first what a click does."""
    return {
        "title": plain_text(captions[name], 100),
        "text": plain_text(captions[f"{name}_confirm"], 300),
        "confirm": plain_text(captions[f"{name}_yes"], 30),
        "deny": plain_text(captions[f"{name}_no"], 30),
    }


def _rarer(captions: dict[str, str]) -> list[Block]:
    """What is wanted seldom, behind three dots."""
    options = [
        {"text": plain_text(captions[key], BUTTON_TEXT), "value": value} for key, value in REQUESTS.items() if key in captions
    ]
    if DOUBT in captions and not options:  # a dialog belongs to the whole menu: this entry stands alone
        entry = {"text": plain_text(captions[DOUBT], BUTTON_TEXT), "value": DOUBT}
        return [{"type": "overflow", "action_id": RARER, "options": [entry], "confirm": _confirm(captions, DOUBT)}]
    return [{"type": "overflow", "action_id": RARER, "options": options}] if options else []


def _examples(choices: Sequence[Choice], captions: dict[str, str]) -> list[str]:
    """What is of each kind of data: a button has no room for it."""
    return [labelled(captions, f"*{safe(one.label)}*", safe(one.examples)) for one in choices if one.examples]


def _option(choice: Choice) -> Block:
    described = {"description": plain_text(choice.examples, BUTTON_TEXT)} if choice.examples else {}
    return {"text": plain_text(choice.label, BUTTON_TEXT), "value": choice.value or NO_VALUE, **described}
