"""What differs between two policies goes in; a page for a terminal, a comment for a pull request, or plain data comes out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.knowledge.faults import many
from bot.policy.changes.change import CellChange
from bot.policy.changes.compare import Asked, Compared, by_cause
from bot.policy.changes.heard import Heard
from bot.policy.changes.renamed import Renamed
from bot.policy.deciding.joint import Cause, How
from bot.policy.words import CELL

LINES, NAMES, ROWS = 5, 20, 60
"""So many lines of one rule, names, and rows of a comment's table, are shown."""
NAMED, HINTED = 8, 3
_HOW = {
    How.NEW: "is new",
    How.GONE: "is gone",
    How.CHANGED: "has changed",
    How.REACHES: "reaches it now",
    How.LOST: "reaches it no more",
    How.SILENCE: "decides where no rule does",
}


def summary(compared: Compared) -> str:
    """Both sides and the counts, in a line."""
    change = compared.change
    counts = f"{many(len(change.looser), 'cell')} looser, {len(change.stricter):,} stricter"
    counts += f", {len(change.changed_conditions):,} under other conditions, {change.unchanged:,} as before"
    told = f", {_people(compared.people_to_tell)} to tell" if compared.looked_at else ""
    return f"{_side(compared, old=True)} -> {_side(compared, old=False)}: {counts}{told}"


def _side(compared: Compared, *, old: bool) -> str:
    side = compared.old if old else compared.new
    return side.name if side.name == side.version else f"{side.name} ({side.version})"


# --- a page for a terminal -------------------------------------------------------------------------------------------


def page(compared: Compared, most: int | None = LINES) -> str:
    """Looser first. ``most``: lines of one rule; None: all."""
    change = compared.change
    lines = [summary(compared)]
    for title, found in (
        ("LOOSER", change.looser),
        ("STRICTER", change.stricter),
        ("OTHER CONDITIONS", change.changed_conditions),
    ):
        if found:
            lines += ["", title]
            for (cause, old, new), cells in by_cause(found).items():
                step = f"{old} -> {new}" if old is not new else str(new)
                lines.append(f"  {_cause(cause)}: {step}, {many(len(cells), 'cell')}")
                told = [f"    {line}" for line in by_offering(cells)]
                lines += (
                    told if most is None or len(told) <= most else [*told[:most], f"    ... and {len(told) - most} more; --all"]
                )
    if compared.names:
        lines += ["", f"NAMES ({len(compared.names)} read as something else)"]
        lines += [f"  {_name(one)}" for one in compared.names[: len(compared.names) if most is None else NAMES]]
        lines += [f"  ... and {len(compared.names) - NAMES} more; --all"] if most and len(compared.names) > NAMES else []
    if compared.names is None:
        lines += ["", "names were not compared: the ledger keeps none of a version"]
    if compared.heard:
        lines += ["", f"WORDS AND PEOPLE ({len(compared.heard)} are something else)"]
        lines += [f"  {_heard(one)}" for one in compared.heard[: len(compared.heard) if most is None else NAMES]]
        lines += [f"  ... and {len(compared.heard) - NAMES} more; --all"] if most and len(compared.heard) > NAMES else []
    if compared.asked:
        lines += ["", f"ASKED ({compared.looked_at:,} answers looked at)"]
        lines += [f"  {_asked(one)}" for one in compared.asked]
    if compared.is_gated:
        lines += ["", _unnamed(compared)]
    return "\n".join(lines)


def _cause(cause: Cause) -> str:
    if cause.how is How.SILENCE:
        return f"`{cause.rule}` in policy.yaml {_HOW[cause.how]}"
    at = cause.new or cause.old
    if cause.kind == "name":
        return f"name `{cause.rule}` ({at}) means something else"
    kind = "cell" if cause.rule.startswith(CELL) else cause.kind
    return f"{kind} `{cause.rule}` ({at}) {_HOW[cause.how]}"


def by_offering(cells: Sequence[CellChange]) -> Iterator[str]:
    """A line for each offering, with its kinds of data and what is needed for them."""
    groups: dict[tuple[str, str, str], list[CellChange]] = {}
    for one in cells:
        groups.setdefault((one.offering, _for_whom(one), _needs(one)), []).append(one)
    for (offering, whom, needs), found in groups.items():
        data = [one.name for one in found]
        more = f" and {len(data) - NAMED} more" if len(data) > NAMED else ""
        yield f"{offering} x {', '.join(data[:NAMED])}{more}{whom}{needs}"


def _for_whom(one: CellChange) -> str:
    said = [f"{slot} {value}" for slot, value in one.context.items()] + ([f"holder {one.who}"] if one.who else [])
    return (f", for {' and '.join(said)}" if said else "") + (f", from {one.since}" if one.since else "")


def _needs(one: CellChange) -> str:
    """What is needed now and was not, and the other way round."""
    parts = [f"+{id_}" for id_ in one.new_conditions if id_ not in one.old_conditions]
    parts += [f"-{id_}" for id_ in one.old_conditions if id_ not in one.new_conditions]
    parts += [f"~{id_} (other words or terms)" for id_ in one.reworded]
    return f"  [{' '.join(parts)}]" if parts else ""


def _name(one: Renamed) -> str:
    return f"{one.what} `{one.name}`: {_ids(one.old)} -> {_ids(one.new)}"


def _heard(one: Heard) -> str:
    return f"{one.what} `{one.name}`: {_ids(one.old)} -> {_ids(one.new)}" + (", looser" if one.is_looser else "")


def _ids(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
    return ", ".join(ids[:NAMED]) + more if ids else "nothing"


def _asked(one: Asked) -> str:
    times = f"asked {'once' if one.times == 1 else f'{one.times} times'} by {_people(len(one.people))}"
    step = f"{one.was} -> {one.now}" if one.was != one.now else f"{one.now}, other conditions"
    more = "; a tool that no file named then, so the bot tells nobody by itself" if one.by_name else ""
    return f"{one.read_as or 'a question'}: {step}, {times}{more}"


def _unnamed(compared: Compared) -> str:
    rules = [one.causes[0].rule for one in compared.not_named] + [one.name for one in compared.not_named_beside]
    rules = list(dict.fromkeys(rules))
    more = ", ..." if len(rules) > HINTED else ""
    parts = [many(len(compared.not_named), "cell")] if compared.not_named else []
    if beside := len(compared.not_named_beside):
        parts.append("1 word or person" if beside == 1 else f"{beside:,} words or people")
    return (
        f"{' and '.join(parts)} got looser that nobody named. If that is meant, say so: --allow-looser RULE, or a"
        f" line `Allow-looser: {', '.join(rules[:HINTED])}{more}` in the commit message."
    )


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


# --- a comment for a pull request ------------------------------------------------------------------------------------


def markdown(compared: Compared) -> str:
    """Headings and tables; what is too long for a comment is counted."""
    change = compared.change
    lines = ["### What this edit of the policy changes", "", _escaped(summary(compared)), ""]
    for title, found in (
        ("Looser", change.looser),
        ("Stricter", change.stricter),
        ("Other conditions", change.changed_conditions),
    ):
        if found:
            lines += [f"#### {title} ({len(found):,})", "", "| tool | data | was | now | by |", "|---|---|---|---|---|"]
            lines += [_row(one) for one in found[:ROWS]]
            lines += [f"| … | {len(found) - ROWS:,} more | | | |"] if len(found) > ROWS else []
            lines.append("")
    if compared.names:
        lines += [f"#### Read as something else ({len(compared.names):,})", "", "| name | was | now |", "|---|---|---|"]
        lines += [
            f"| {_escaped(f'{one.what} {one.name}')} | {_escaped(_ids(one.old))} | {_escaped(_ids(one.new))} |"
            for one in compared.names[:ROWS]
        ]
        lines.append("")
    if compared.heard:
        lines += [f"#### Words and people ({len(compared.heard):,})", "", "| what | was | now | looser |", "|---|---|---|---|"]
        lines += [
            f"| {_escaped(f'{one.what} {one.name}')} | {_escaped(_ids(one.old))} | {_escaped(_ids(one.new))} "
            f"| {'yes' if one.is_looser else 'no'} |"
            for one in compared.heard[:ROWS]
        ]
        lines.append("")
    if compared.asked:
        lines += [f"#### Already asked: {_people(compared.people_to_tell)} to tell", ""]
        lines += ["| question | was | now | asked | people |", "|---|---|---|---:|---:|"]
        lines += [
            f"| {_escaped(one.read_as)} | {one.was} | {one.now} | {one.times:,} | {len(one.people):,} |"
            for one in compared.asked[:ROWS]
        ]
        lines.append("")
    if compared.is_gated:
        lines += [f"**{_escaped(_unnamed(compared))}**", ""]
    return "\n".join(lines)


def _row(one: CellChange) -> str:
    cells = (one.offering, one.name + _for_whom(one), one.old.value, one.new.value + _needs(one), _cause(one.causes[0]))
    return f"| {' | '.join(_escaped(cell) for cell in cells)} |"


def _escaped(text: str) -> str:
    """As one cell of a table: no line ends, no bars, nothing that would be taken as a tag or a mention."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;").replace("@", "@\u200b")


# --- plain data ------------------------------------------------------------------------------------------------------


def as_object(compared: Compared) -> dict[str, Any]:
    """For scripts. The names are used from outside: keep them."""
    change = compared.change
    return {
        "old": {"name": compared.old.name, "version": compared.old.version},
        "new": {"name": compared.new.name, "version": compared.new.version},
        "looser": [_change(one) for one in change.looser],
        "stricter": [_change(one) for one in change.stricter],
        "changed_conditions": [_change(one) for one in change.changed_conditions],
        "unchanged": change.unchanged,
        "names": None
        if compared.names is None
        else [{"name": one.name, "what": one.what, "was": list(one.old), "now": list(one.new)} for one in compared.names],
        "heard": None
        if compared.heard is None
        else [
            {"what": one.what.value, "name": one.name, "was": list(one.old), "now": list(one.new), "looser": one.is_looser}
            for one in compared.heard
        ],
        "people_to_tell": compared.people_to_tell,
        "looked_at": compared.looked_at,
        "asked": [
            {
                "read_as": one.read_as,
                "was": one.was,
                "now": one.now,
                "times": one.times,
                "people": len(one.people),
                "by_name": one.by_name,
            }
            for one in compared.asked
        ],
        "not_named": [
            *(f"{one.offering} x {one.name}" for one in compared.not_named),
            *(f"{one.what} {one.name}" for one in compared.not_named_beside),
        ],
    }


def _change(one: CellChange) -> dict[str, Any]:
    return {
        "tool": one.offering,
        "data": one.data,
        "transformation": one.transformation,
        "was": one.old.value,
        "now": one.new.value,
        "was_conditions": list(one.old_conditions),
        "now_conditions": list(one.new_conditions),
        "reworded": list(one.reworded),
        "eased": list(one.eased),
        "called": list(one.called),
        "context": {slot.value: value for slot, value in one.context.items()},
        "who": one.who,
        "since": one.since.isoformat() if one.since else None,
        "because": [
            {"rule": cause.rule, "how": cause.how.value, "old": _place(cause.old), "new": _place(cause.new)}
            for cause in one.causes
        ],
    }


def _place(at: object) -> str | None:
    return str(at) if at is not None else None
