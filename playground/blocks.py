"""Blocks as an app sends them in, every broken Block Kit rule out, each with the place and the limit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from playground import limits
from playground.elements import Checker
from playground.refusal import Json, Refused
from playground.workspace import new_id


def checked_message_blocks(blocks: Any) -> list[Json]:
    """The blocks of a message with ids filled in; raises Refused."""
    if blocks is None:
        return []
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise Refused("invalid_blocks_format", "blocks must be a list of objects [json-pointer:/blocks]")
    faults = block_faults(blocks, "message", limits.MESSAGE_BLOCKS)
    if faults:
        raise Refused("invalid_blocks", *faults)
    total = characters(blocks)
    if total > limits.MESSAGE_CHARACTERS:
        raise Refused(
            "msg_blocks_too_long",
            f"all texts of the blocks hold {total} characters, at most {limits.MESSAGE_CHARACTERS} fit [json-pointer:/blocks]",
        )
    return with_ids(blocks)


def block_faults(blocks: list[Json], surface: str, most: int, at: str = "/blocks") -> list[str]:
    """What is wrong, in Slack's form: `text [json-pointer:/blocks/0/text]`."""
    checker = Checker()
    if len(blocks) > most:
        checker.fault(at, f"no more than {most} items allowed, got {len(blocks)}")
    seen: set[str] = set()
    markdown = 0
    focused = sum(bool(element.get("focus_on_load")) for block in blocks for element in elements_of(block))
    if focused > 1:
        checker.fault(at, f"only one element may have `focus_on_load`, got {focused}")
    for number, block in enumerate(blocks):
        here = f"{at}/{number}"
        _check_block(checker, block, surface, here)
        block_id = block.get("block_id")
        if isinstance(block_id, str) and block_id:
            if block_id in seen:
                checker.fault(f"{here}/block_id", f"`block_id` {block_id!r} is used twice; it must be unique")
            seen.add(block_id)
        if block.get("type") == "markdown" and isinstance(block.get("text"), str):
            markdown += len(block["text"])
    if markdown > limits.MARKDOWN:
        checker.fault(at, f"all markdown blocks hold {markdown} characters, at most {limits.MARKDOWN} fit")
    return checker.faults


def _check_block(checker: Checker, block: Json, surface: str, at: str) -> None:
    kind = block.get("type")
    if not isinstance(kind, str) or kind not in limits.BLOCK_KEYS.keys() | limits.OTHER_BLOCKS:
        checker.fault(f"{at}/type", f"unsupported type: {kind}")
        return
    if surface not in limits.SURFACES.get(kind, {surface}):
        checker.fault(f"{at}/type", f"{kind} blocks are not supported in a {surface}")
    checker.string(block, "block_id", at, limits.ID, required=False, minimum=0)
    if kind in limits.OTHER_BLOCKS:
        _ask_the_sdk(checker, block, at)
        return
    checker.keys(block, limits.BLOCK_KEYS[kind] | {"type", "block_id"}, at, kind)
    _RULES[kind](checker, block, at)
    _unique_actions(checker, block, at)


def _ask_the_sdk(checker: Checker, block: Json, at: str) -> None:
    try:
        parsed = Block.parse(block)
        if parsed is not None:
            parsed.validate_json()
    except SlackObjectFormationError as error:
        checker.fault(at, f"{block['type']}: {error}")
    except (TypeError, AttributeError, KeyError) as error:
        checker.fault(at, f"{block['type']}: missing or malformed field ({error})")


def _section(checker: Checker, block: Json, at: str) -> None:
    if not block.get("text") and not block.get("fields"):
        checker.fault(at, "section needs `text` or `fields`")
    if "text" in block:
        checker.text(block["text"], f"{at}/text", 3000)
    fields = checker.listed(block, "fields", at, 10) if "fields" in block else []
    for number, text in enumerate(fields):
        checker.text(text, f"{at}/fields/{number}", 2000)
    if "accessory" in block:
        checker.element(block["accessory"], f"{at}/accessory", limits.IN_SECTION)


def _header(checker: Checker, block: Json, at: str) -> None:
    checker.text(block.get("text"), f"{at}/text", 150, plain_only=True)


def _divider(checker: Checker, block: Json, at: str) -> None:
    """Nothing to check: a divider has no fields."""


def _context(checker: Checker, block: Json, at: str) -> None:
    for number, element in enumerate(checker.listed(block, "elements", at, 10)):
        here = f"{at}/elements/{number}"
        if isinstance(element, dict) and element.get("type") == "image":
            checker.element(element, here, {"image"})
        else:
            checker.text(element, here, 2000)


def _context_actions(checker: Checker, block: Json, at: str) -> None:
    for number, element in enumerate(checker.listed(block, "elements", at, 5)):
        checker.element(element, f"{at}/elements/{number}", limits.IN_CONTEXT_ACTIONS)


def _actions(checker: Checker, block: Json, at: str) -> None:
    for number, element in enumerate(checker.listed(block, "elements", at, 25)):
        checker.element(element, f"{at}/elements/{number}", limits.IN_ACTIONS)


def _image(checker: Checker, block: Json, at: str) -> None:
    checker.image(block, at)
    if "title" in block:
        checker.text(block["title"], f"{at}/title", 2000, plain_only=True)


def _input(checker: Checker, block: Json, at: str) -> None:
    checker.text(block.get("label"), f"{at}/label", 2000, plain_only=True)
    if "hint" in block:
        checker.text(block["hint"], f"{at}/hint", 2000, plain_only=True)
    checker.flags(block, ("optional", "dispatch_action"), at)
    checker.element(block.get("element"), f"{at}/element", limits.IN_INPUT)


def _markdown(checker: Checker, block: Json, at: str) -> None:
    checker.string(block, "text", at, limits.MARKDOWN)


def _chart(checker: Checker, block: Json, at: str) -> None:
    """A block that slack_sdk has no model of yet."""
    checker.string(block, "title", at, 50)
    chart = block.get("chart")
    if not isinstance(chart, dict) or chart.get("type") not in limits.CHARTS:
        checker.fault(f"{at}/chart", f"must be an object with a `type` of: {', '.join(sorted(limits.CHARTS))}")
        return
    is_pie = chart["type"] == "pie"
    checker.listed(chart, "segments" if is_pie else "series", f"{at}/chart", limits.CHART_PARTS)
    if not is_pie and not isinstance(chart.get("axis_config"), dict):
        checker.fault(f"{at}/chart/axis_config", "missing required field")


_RULES = {
    "section": _section,
    "header": _header,
    "divider": _divider,
    "context": _context,
    "context_actions": _context_actions,
    "actions": _actions,
    "image": _image,
    "input": _input,
    "markdown": _markdown,
    "data_visualization": _chart,
}


_ROWS = {"actions": "elements", "context_actions": "elements", "card": "actions"}
_INNER = {"carousel": "elements", "container": "child_blocks"}


def elements_of(block: Json) -> Iterator[Json]:
    """Every interactive element of one block, those of the blocks inside it as well."""
    kind = str(block.get("type"))
    rows, inner = block.get(_ROWS.get(kind, "")), block.get(_INNER.get(kind, ""))
    for element in [*(rows if isinstance(rows, list) else []), block.get("accessory"), block.get("element")]:
        if isinstance(element, dict):
            yield element
    for one in inner if isinstance(inner, list) else []:
        if isinstance(one, dict):
            yield from elements_of(one)


def _unique_actions(checker: Checker, block: Json, at: str) -> None:
    ids = [element["action_id"] for element in elements_of(block) if isinstance(element.get("action_id"), str)]
    for twice in sorted({action_id for action_id in ids if ids.count(action_id) > 1}):
        checker.fault(at, f"`action_id` {twice!r} is used twice in this block; it must be unique in its block")


def characters(value: Any) -> int:
    """How many characters people would read in these blocks."""
    if isinstance(value, list):
        return sum(characters(item) for item in value)
    if not isinstance(value, dict):
        return 0
    own = len(value["text"]) if isinstance(value.get("text"), str) else 0
    return own + sum(characters(item) for key, item in value.items() if not (key == "text" and isinstance(item, str)))


def with_ids(blocks: list[Json]) -> list[Json]:
    """A copy in which every block and every interactive element has an id, as Slack fills them in."""
    copied: list[Json] = json.loads(json.dumps(blocks))
    for block in copied:
        block["block_id"] = block.get("block_id") or new_id("b")[:6]
        for element in elements_of(block):
            if element.get("type") != "image":
                element["action_id"] = element.get("action_id") or new_id("a")[:6]
    return copied
