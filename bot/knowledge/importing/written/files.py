"""What the policy says in; the text of every file of its knowledge folder out."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping

from bot.knowledge.importing.built import Built, Limit
from bot.knowledge.importing.classes.ladder import Tie
from bot.knowledge.importing.classes.strictness import ClassWords
from bot.knowledge.importing.prose.contacts import how_of, own_words, whole_words
from bot.knowledge.importing.prose.duties import Duty
from bot.knowledge.importing.texts.document import GUIDANCE
from bot.knowledge.importing.texts.kinds import short_form
from bot.knowledge.importing.texts.tool_row import ToolRow
from bot.knowledge.importing.texts.words import fold, lists, slug, unique_slug
from bot.knowledge.importing.written.confirm import NOTES, notes_text
from bot.policy.provisions import STAFF
from bot.policy.world import Catalog


def make_files(built: Built, catalog: Catalog) -> dict[str, str]:
    """Path below the knowledge folder -> text."""
    files = {
        "policy.yaml": _policy(built),
        "data.yaml": _data(built, catalog),
        "matrix.csv": _matrix(built),
        "conditions.yaml": _conditions(built.duties),
        NOTES: notes_text(built.confirm),
    }
    files.update({f"tools/{row.id}.yaml": _tool(row, built) for row in built.tools.values()})
    files["rules.yaml"] = _rules(built)
    if built.document.text:
        files["guidance/policy.md"] = _guidance(built)
    if built.notes:
        body = "".join(f"\n## {heading}\n\n{text}\n" for heading, text in built.notes)
        files["guidance/notes.md"] = f"# Notes on the matrix\n{body}"
    return {path: text for path, text in files.items() if text}


def _policy(built: Built) -> str:
    prose = built.prose
    lines = [f"organisation: {scalar(built.organisation)}", f"languages: [{built.language}]"]
    if prose.owner:
        lines.append(f"owner: {scalar(prose.owner)}")
    lines.append("default: uncovered")
    cite = f"  # {built.document.cite(prose.unlisted_line.line)}" if prose.unlisted_line else ""
    lines.append(f"unlisted_tool: {prose.unlisted or 'uncovered'}{cite}")
    of_people = {one.line.line for one in built.limits if one.who and not one.asks}  # that is no word on all tools
    told = prose.unlisted_line if prose.unlisted_line and prose.unlisted_line.line not in of_people else None
    because = " ".join(filter(None, (built.unlisted, whole_words(built.document, told) if told else "")))
    lines += [f"unlisted_because: {scalar(because)}"] if because else []
    if prose.private_logins:
        lines.append(f"personal_accounts: forbidden  # {built.document.cite(prose.private_logins.line)}")
        lines.append("bare_brand: ask  # whose login is meant, a sentence alone does not say")
    lines += [f"assumed: {{role: {STAFF}}}  # who says nothing of themselves"] if any(one.who for one in built.limits) else []
    lines += ["contacts:"] if prose.contacts or prose.owner else []
    if prose.owner:
        how = prose.owner_mail or how_of(prose.owner, prose.listed)
        lines += entry([("id", "owner"), ("name", scalar(prose.owner)), ("how", scalar(how) if how else "")])
    for kind, name, how, line in prose.contacts:
        says = own_words(line.text) if kind == "incident" and line.kind != "row" else ""
        cite = f"  # {built.document.cite(line.line)}" if line.line else ""
        lines += entry(
            [
                ("id", kind),
                ("name", f"{scalar(name)}{cite}"),
                ("how", scalar(how) if how else ""),
                ("says", scalar(says) if says else ""),
            ]
        )
    return "\n".join(lines) + "\n"


def _data(built: Built, catalog: Catalog) -> str:
    taken = {entry.id for entry in built.classes} | {row.id for row in built.tools.values()}
    order = {entry.id: number for number, entry in enumerate(built.classes)}
    is_ladder = all(entry.rank is not None for entry in built.classes)  # else the table's own order says more
    classes = sorted(built.classes, key=lambda c: (c.rank or 0 if is_ladder else 0, order[c.id]))
    lines = ["classes:"]
    for data_class in classes:
        ties = [tie for tie in built.ties if tie.class_id == data_class.id and not tie.example]
        lines += _class_lines(data_class, ties, built.becomes.get((data_class.id, ""), {}))
    types = [line for data_class in classes for line in _type_lines(data_class, built, taken, catalog)]
    for left in built.cleaned:
        types += entry([("id", left.id), ("label", f"{scalar(left.label)}  # {GUIDANCE}:{left.line}"), ("class", left.class_id)])
    lines += ["types:", *types] if types else []
    if built.prose.transformations:
        lines.append("transformations:")
        for name, words in built.prose.transformations.items():
            lines += entry([("id", name), ("label", flow_map(lists()["transformation_labels"][name])), ("synonyms", flow(words))])
    if built.prose.definitions:
        lines.append("definitions:")
        for term in built.prose.definitions:
            lines += entry(
                [("word", scalar(term.word)), ("text", scalar(term.text)), ("cites", scalar(built.document.anchor(term.heading)))]
            )
    return "\n".join(lines) + "\n"


def _class_lines(data_class: ClassWords, ties: list[Tie], becomes: dict[str, str]) -> list[str]:
    pairs = [
        ("id", data_class.id),
        ("label", scalar(data_class.label)),
        ("rank", "" if data_class.rank is None else str(data_class.rank)),
        ("synonyms", flow(data_class.synonyms) if data_class.synonyms else ""),
        ("becomes", flow_map(becomes) if becomes else ""),
    ]
    return [*entry(pairs), *_tie_lines(sorted(ties, key=lambda t: (not t.sure, t.kind)))]


def _tie_lines(ties: list[Tie]) -> list[str]:
    """``catalog`` with what may ground an allowed, ``perhaps`` with what is only guessed."""
    lines: list[str] = []
    for field, chosen in (("catalog", [t for t in ties if t.firm]), ("perhaps", [t for t in ties if not t.firm])):
        if chosen:
            lines.append(f"    {field}:")
            lines += [f"      - {t.kind}" + ("" if t.sure else f"  # confirm: {t.how}") for t in chosen]
    return lines


def _type_lines(data_class: ClassWords, built: Built, taken: set[str], catalog: Catalog) -> list[str]:
    lines: list[str] = []
    for example, where in data_class.examples.items():
        ties = [tie for tie in built.ties if tie.class_id == data_class.id and tie.example == example]
        detectors = sorted({d for tie in ties if tie.sure for d in catalog.kinds[tie.kind].detectors})
        type_id = slug(example)
        type_id = unique_slug(f"{type_id}-{data_class.id}" if type_id in taken else example, taken)
        built.type_ids.setdefault(fold(example), type_id)
        lines += entry(
            [
                ("id", type_id),
                ("label", scalar(example) + ("" if where == "terms.json" else f"  # {where}")),
                ("class", data_class.id),
                ("synonyms", flow(names) if (names := _other_names(example, data_class, built)) else ""),
                ("detectors", flow(detectors) if detectors else ""),
                ("becomes", flow_map(becomes) if (becomes := built.becomes.get((data_class.id, example), {})) else ""),
            ]
        )
        lines += _tie_lines(ties)
    return lines


def _other_names(example: str, data_class: ClassWords, built: Built) -> list[str]:
    """Other spellings, and the short form where the class allows nothing freely: a wider name must not loosen anything."""
    names = list(data_class.same.get(example, []))
    short = short_form(example) if "allow" not in data_class.column else ""
    taken = {fold(text) for entry in built.classes for text in (*entry.examples, entry.label, *entry.synonyms)}
    return [*names, short] if short and fold(short) not in taken else names


def _matrix(built: Built) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["tool", *built.grid.columns])
    for row in built.grid.rows:
        writer.writerow([row, *(built.grid.cells[row, column].effect for column in built.grid.columns)])
    return out.getvalue()


def _conditions(duties: list[Duty]) -> str:
    if not duties:
        return ""
    lines = ["conditions:"]
    for duty in duties:
        pairs = [
            ("id", duty.id),
            ("text", flow_map(duty.text) if isinstance(duty.text, dict) else scalar(duty.text)),
            ("when", duty.when),
            ("approver", duty.approver),
            ("of_asker", "true" if duty.of_asker else ""),
            ("says_met", flow(duty.met) if duty.met else ""),
            ("says_unmet", flow(duty.unmet) if duty.unmet else ""),
        ]
        if duty.general:
            pairs += [("general", "true"), ("binds", "true" if duty.binds else "")]
            pairs += [("tools", flow(duty.tools) if duty.tools else '"*"'), ("data", flow(duty.data) if duty.data else '"*"')]
        elif not duty.whose:
            pairs += [("cells", flow_map({"tools": duty.tools, "data": duty.data}))]
        lines += entry(pairs)
    return "\n".join(lines) + "\n"


def _rules(built: Built) -> str:
    """What holds beside the cells."""
    lines = [line for limit in built.limits for line in _limit(limit, built)]
    return "\n".join(lines) + "\n" if lines else ""


def _limit(limit: Limit, built: Built) -> list[str]:
    pairs = [("rule", limit.rule), ("tools", flow(limit.rows) if limit.rows else '"*"')]
    pairs += [
        ("data", flow(limit.data) if limit.data else '"*"'),
        ("where", flow_map(limit.where) if limit.where else ""),
        ("effect", "review" if limit.asks else "forbid"),
        ("since", limit.since.isoformat() if limit.since else ""),
    ]
    pairs += [("because", scalar(limit.said))]
    pairs += [("cites", scalar(built.document.anchor(limit.line.heading)))] if built.document.text else []
    return entry(pairs, 0)


def _tool(row: ToolRow, built: Built) -> str:
    lines = [f"id: {row.id}", f"label: {scalar(row.label)}"]
    if row.vendor:
        lines.append(f"vendor: {scalar(row.vendor)}")
    names = [name for name in row.names if fold(name) != fold(row.label)]
    if names:
        lines.append(f"synonyms: {flow(names)}")
    if row.catalog:
        lines.append(f"catalog: {flow(row.catalog)}")
    lines += ["group: true"] if row.group else []
    lines += ["banned: true"] if row.banned else []
    if row.group:
        lines += [f"covers: {flow_map(row.covers)}"] if row.covers else []
    if row.facts:
        lines.append(f"facts: {flow_map(row.facts)}")
    lines += [f"# confirm: {doubt}" for doubt in row.doubts]
    plans = (*row.plans, *row.marks)
    if not row.group and (plans or row.account or row.hosting):
        offering = [
            ("id", row.plans[0] if len(row.plans) == 1 else "any"),
            ("label", scalar(row.label)),
            ("plan", flow(plans) if plans else ""),
            ("account", row.account),
            ("hosting", row.hosting),
        ]
        lines += ["offerings:", *entry(offering)]
    return "\n".join(lines) + "\n"


def _guidance(built: Built) -> str:
    """The document as it is; headings of incident sections are marked."""
    lines = built.document.text.splitlines()
    for number in built.prose.incident_lines:
        if "{incident}" not in lines[number - 1]:
            lines[number - 1] = lines[number - 1].rstrip().rstrip("#").rstrip() + " {incident}"
    return "\n".join(lines).rstrip() + "\n"


_PLAIN = re.compile(r"^[^\W\d_][\w ./()'’&+-]*$")
_WORDS = {"yes", "no", "on", "off", "true", "false", "null", "y", "n", "none", "~"}


def scalar(value: str | int | bool) -> str:
    """One value; quoted wherever YAML could read it as anything but this text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = " ".join(value.split())
    if _PLAIN.match(text) and text.lower() not in _WORDS and not text.endswith((" ", ":")):
        return text
    return json.dumps(text, ensure_ascii=False)


def flow(values: Iterable[str]) -> str:
    """``[a, b]``"""
    return "[" + ", ".join(scalar(value) for value in values) + "]"


def flow_map(values: Mapping[str, str | Iterable[str]]) -> str:
    """``{key: value, key: [a, b]}``"""
    parts = (f"{key}: {scalar(value) if isinstance(value, str) else flow(value)}" for key, value in values.items())
    return "{" + ", ".join(parts) + "}"


def entry(pairs: Iterable[tuple[str, str]], indent: int = 2) -> list[str]:
    """One item of a list from (key, YAML text); pairs without text are left out."""
    kept = [(key, text) for key, text in pairs if text]
    pad = " " * indent
    return [
        f"{pad}{'- ' if i == 0 else '  '}{key}:{'' if text.startswith(chr(10)) else ' '}{text}"
        for i, (key, text) in enumerate(kept)
    ]
