"""Ten answers and the catalog go in; the files of a first policy and its repository come out: path -> text."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from string import Template
from typing import Any

from ruamel.yaml import YAML

from bot.knowledge.schemas import as_text, editor_settings, make_schemas
from bot.knowledge.sheets.sheet import slug
from bot.knowledge.starting.answers import HERE, Answers, starting_words
from bot.policy.world import Catalog, CatalogPlan

REVIEW_DAYS = 180
NamesOf = Callable[[str], tuple[tuple[str, ...], ...]]
"""A tool's name -> for each mention in it, the catalog tools that it may be."""
Tell = Callable[..., str]
"""What is told, and its values -> a line in the language of whoever starts the policy."""
PAGES = {
    "knowledge/policy.yaml": "policy.yaml",
    "knowledge/conditions.yaml": "conditions.yaml",
    "knowledge/rules.yaml": "rules.yaml",
    "knowledge/people.yaml": "people.yaml",
    "knowledge/guidance/handbook.md": "handbook.md",
    "README.md": "README.md",
    ".github/CODEOWNERS": "CODEOWNERS",
    ".github/workflows/policy.yaml": "action.yaml",
    ".pre-commit-config.yaml": "pre-commit.yaml",
    ".gitignore": "gitignore",
}
"""Path -> its template in ``files/``."""
ABOVE = ("policy", "conditions", "people", "rules", "codeowners", "action", "source", "hook")
BEHIND = ("languages", "default", "unlisted", "brand")
"""Comments in the templates: lines of their own, and behind a value."""
README = ("title", "where", "look", "ask", "publish", "reads")
WIDTH = 120
SCHEMAS = ".vscode/schemas"


@dataclass(slots=True)
class _Tool:
    """One tool with the rows that were named of it."""

    id: str
    label: str
    catalog: str = ""
    vendor: str = ""
    rows: list[tuple[str, str, str, bool]] = field(default_factory=list)
    """Offering id, label, plan, and whether there is a contract."""


def first_policy(answers: Answers, catalog: Catalog, names_of: NamesOf, today: date, tell: Tell) -> dict[str, str]:
    """Every file, with OPEN.md for what a person must still decide."""
    tools, doubts = _tools(answers, catalog, names_of, tell)
    review_by = today + timedelta(days=REVIEW_DAYS)
    filled = {name: Template((HERE / "files" / f"{template}.txt").read_text("utf-8")) for name, template in PAGES.items()}
    values = {**_values(answers, review_by), **_said(answers, tell), **_explained(answers, tell)}
    files = {name: template.substitute(values) for name, template in filled.items()}
    files["knowledge/data.yaml"] = _data(answers, tell)
    files["knowledge/matrix.csv"] = _matrix(answers, tools, tell)
    files["knowledge/tests.yaml"] = _tests(answers, tools, tell)
    for tool in tools:
        files[f"knowledge/tools/{tool.id}.yaml"] = _tool_file(tool, answers.owner, review_by)
    files["OPEN.md"] = _open_points(answers, tools, doubts, tell)
    for kind, schema in make_schemas(catalog, None).items():
        files[f"{SCHEMAS}/{kind}.schema.json"] = as_text(schema)
    files[".vscode/settings.json"] = json.dumps(editor_settings(f"./{SCHEMAS}", "knowledge"), indent=2) + "\n"
    files[".vscode/extensions.json"] = json.dumps({"recommendations": ["redhat.vscode-yaml"]}, indent=2) + "\n"
    return dict(sorted(files.items()))


def _values(answers: Answers, review_by: date) -> dict[str, str]:
    return {
        "organisation": answers.organisation,
        "organisation_yaml": json.dumps(answers.organisation, ensure_ascii=False),
        "owner": answers.owner,
        "domain": answers.owner.partition("@")[2],
        "channel": answers.channel,
        "country": answers.country,
        "languages": ", ".join(answers.languages),
        "unlisted": "forbidden" if answers.strictness == "careful" else "uncovered",
        "incident": answers.incident,
        "incident_yaml": json.dumps(answers.incident, ensure_ascii=False),
        "review_by": review_by.isoformat(),
    }


def _said(answers: Answers, tell: Tell) -> dict[str, str]:
    """Words of the policy that people see, in the policy's language; within YAML they stand in quotes."""
    quoted = {name: tell(f"condition.{name}") for name in ("minimum", "check")} | {"passwords": tell("rule.passwords")}
    lists = {name: _listed(tell(f"condition.{name}")) for name in ("met", "unmet")}
    heading = tell("handbook.passwords")
    return {
        **{name: json.dumps(value, ensure_ascii=False) for name, value in (quoted | lists).items()},
        "anchor": slug(heading),
        "title": tell("handbook.title", organisation=answers.organisation),
        "passwords_heading": heading,
        "passwords_text": tell("handbook.passwords.text"),
        "contracts_heading": tell("handbook.contracts"),
        "contracts_text": tell("handbook.contracts.text"),
        "incident_heading": tell("handbook.incident"),
        "stop": tell("handbook.stop"),
        "call": tell("handbook.call", incident=answers.incident),
        "note": tell("handbook.note"),
    }


def _explained(answers: Answers, tell: Tell) -> dict[str, str]:
    """Comments and the README, for whoever edits the files: in the policy's language too."""
    return {
        **{f"c_{name}": _comment(tell(f"comment.{name}", organisation=answers.organisation)) for name in ABOVE},
        **{f"c_{name}": f"# {tell(f'comment.{name}')}" for name in BEHIND},
        **{f"readme_{name}": tell(f"readme.{name}", organisation=answers.organisation) for name in README},
    }


def _comment(text: str) -> str:
    """Comment lines that fit a screen."""
    return textwrap.fill(text, WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False, break_long_words=False)


def _listed(text: str) -> list[str]:
    return text.split(", ")


def _tools(answers: Answers, catalog: Catalog, names_of: NamesOf, tell: Tell) -> tuple[list[_Tool], list[str]]:
    """The tools with their rows, and what could not be told of a name."""
    tools: dict[str, _Tool] = {}
    doubts: list[str] = []
    named = [(name, True) for name in answers.tools] + [(name, False) for name in answers.others]
    for name, has_contract in named:
        meant = {id_ for mention in names_of(name) for id_ in mention}
        known = catalog.tools[meant.pop()] if len(meant) == 1 else None
        if known is None:
            doubts.append(tell("open.unknown", name=name))
            tool = tools.setdefault(slug(name), _Tool(slug(name), name))
            plan = None
        else:
            tool = tools.setdefault(known.id, _Tool(known.id, known.name, known.id, slug(known.vendor) if known.vendor else ""))
            plan = _plan(name, known.plans)
        offering = plan.id if plan else "contract" if has_contract else "private"
        if offering in {row[0] for row in tool.rows}:
            continue
        if plan is None:
            doubts.append(tell("open.plan", name=name, file=f"knowledge/tools/{tool.id}.yaml"))
        if has_contract and plan is not None and plan.account == "personal":
            doubts.append(tell("open.personal", name=name))
        tool.rows.append((offering, name, plan.id if plan else "", has_contract))
    return list(tools.values()), doubts


def _plan(name: str, plans: Sequence[CatalogPlan]) -> CatalogPlan | None:
    """The plan that the name ends in."""
    words = name.casefold().split()
    found = [plan for plan in plans if plan.id in words or name.casefold() in plan.names]
    return found[-1] if found else None


def _tool_file(tool: _Tool, owner: str, review_by: date) -> str:
    value: dict[str, Any] = {"id": tool.id, "label": tool.label}
    if tool.vendor:
        value["vendor"] = tool.vendor
    if tool.catalog:
        value["catalog"] = [tool.catalog]
    value |= {"owner": owner, "review_by": review_by}
    value["offerings"] = [
        {
            **{"id": offering, "label": label},
            **({"plan": plan} if plan else {}),
            "account": "company" if has_contract else "personal",
        }
        for offering, label, plan, has_contract in tool.rows
    ]
    return _yaml(value)


def _data(answers: Answers, tell: Tell) -> str:
    words = starting_words()
    kinds = [*words["always"], *(words["kinds"][kind] for kind in answers.data)]
    types = [{"id": one["id"], "label": tell(f"kind.{one['id']}"), **one} for one in kinds]
    classes = [
        {"id": one["id"], "label": tell(f"class.{one['id']}"), **one, "synonyms": _listed(tell(f"class.{one['id']}.also"))}
        for one in words["classes"]
    ]
    return f"{_comment(tell('comment.data'))}\n" + _yaml({"classes": classes, "types": types})


def _cells(answers: Answers, has_contract: bool) -> list[str]:
    return list(starting_words()["strictness"][answers.strictness]["contract" if has_contract else "other"])


def _matrix(answers: Answers, tools: Sequence[_Tool], tell: Tell) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["tool", *(tell(f"class.{one['id']}") for one in starting_words()["classes"])])
    for tool in tools:
        for _, label, _, has_contract in tool.rows:
            writer.writerow([label, *_cells(answers, has_contract)])
    return out.getvalue()


VERDICTS = {"allow": "allowed", "conditional": "conditional", "review": "review", "deny": "forbidden"}


def _tests(answers: Answers, tools: Sequence[_Tool], tell: Tell) -> str:
    """What must stay so: one test for each kind of tool and class, and that passwords go nowhere."""
    tests: list[dict[str, Any]] = []
    for wanted in (True, False):
        rows = [(tool, row) for tool in tools for row in tool.rows if row[3] is wanted]
        for tool, (offering, label, _, _) in rows[:1]:
            for one, cell in zip(starting_words()["classes"], _cells(answers, wanted), strict=True):
                name = tell("test.class", data=tell(f"class.{one['id']}").lower(), tool=label)
                slots = {"tool": f"{tool.id}/{offering}", "data": [one["id"]]}
                tests.append({"name": name, "slots": slots, "verdict": VERDICTS[cell]})
            slots = {"tool": f"{tool.id}/{offering}", "data": ["passwords"]}
            tests.append({"name": tell("test.passwords", tool=label), "slots": slots, "verdict": "forbidden"})
    return f"{_comment(tell('comment.tests'))}\n" + _yaml({"tests": tests})


def _open_points(answers: Answers, tools: Sequence[_Tool], doubts: Sequence[str], tell: Tell) -> str:
    contracts = [row[1] for tool in tools for row in tool.rows if row[3]]
    points = [
        *doubts,
        *(tell("open.contract", name=label) for label in contracts),
        *([tell("open.no_contract")] if not contracts else []),
        *(tell(f"open.{name}") for name in ("matrix", "data", "condition", "people")),
        tell("open.country", country=answers.country),
        tell("open.incident", incident=answers.incident),
        tell("open.read"),
    ]
    if more := ", ".join(answers.languages[1:]):
        points.append(tell("open.languages", languages=more))
    lines = "\n".join(f"- [ ] {point}" for point in points)
    return f"# {tell('open.title')}\n\n{tell('open.intro')}\n\n{lines}\n"


def _yaml(value: Mapping[str, Any]) -> str:
    yaml = YAML()
    yaml.default_flow_style = None
    yaml.width = 120
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump(dict(value), stream)
    return stream.getvalue()
