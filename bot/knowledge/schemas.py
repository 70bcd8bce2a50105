"""What the readers of knowledge files know, and the ids of one policy, go in; a JSON Schema for each kind of file comes out.

An editor offers fields, words and ids by it. It is no second judge: ids of a policy are offered, never demanded, and
``mayi check`` alone says what is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from bot.knowledge.files import (
    advice,
    audience,
    believing,
    conditions,
    confirmed,
    costs,
    data,
    governance,
    pages,
    people,
    policy,
    rules,
    tests,
    tools,
    vendors,
)
from bot.knowledge.parse import KINDS
from bot.knowledge.sheets.entries import Form
from bot.knowledge.sheets.fields import Fields
from bot.policy.house import Knowledge
from bot.policy.world import Catalog

Schema = dict[str, Any]

SCALAR: Schema = {"type": ["string", "number", "boolean", "null"]}
_WORDS: Schema = {"anyOf": [SCALAR, {"type": "array", "items": SCALAR}]}
_ID: Schema = {"type": "string", "pattern": r"^[^\sA-Z/]+$"}
_LANGUAGES = "^[a-z]{2}$"
_FORMS: dict[str, Schema] = {
    "any": {},
    "text": SCALAR,
    "id": _ID,
    "flag": {"enum": [True, False, "yes", "no"]},
    "number": {"type": ["integer", "null"], "minimum": 0},
    "day": {"anyOf": [{"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}, {"type": "null"}]},
    "address": {"anyOf": [{"type": "string", "pattern": "^(https?://.*)?$"}, {"type": "null"}]},
    "words": _WORDS,
    "texts": {"anyOf": [SCALAR, {"type": "object", "patternProperties": {_LANGUAGES: SCALAR}, "additionalProperties": False}]},
    "phrases": {"anyOf": [*_WORDS["anyOf"], {"type": "object", "patternProperties": {_LANGUAGES: _WORDS}}]},
    "facts": {"type": ["object", "null"], "additionalProperties": SCALAR},
}


def _of(known: Iterable[str], *needed: str) -> Form:
    return Form("", dict.fromkeys(known, Fields.node_of), needed)


ENTRIES: dict[str, Form] = {
    "policy": policy.RawPolicy.FORM,
    "contact": policy.CONTACT,
    "accepted": policy.ACCEPTED,
    "slack": audience.SLACK,
    "channels": audience.CHANNELS,
    "context": _of(policy.CONTEXT),
    "model": believing.MODEL,
    "data": data.RawData.FORM,
    "class": data.RawClass.FORM,
    "type": data.RawType.FORM,
    "transformation": data.RawTransformation.FORM,
    "definition": data.RawDefinition.FORM,
    "tool": tools.RawTool.FORM,
    "offering": tools.RawOffering.FORM,
    "covers": _of(tools.COVERS),
    "evidence": tools.RECORD._replace(needed=()),
    "rule": rules.RawRule.FORM,
    "waiver": rules.RawWaiver.FORM,
    "condition": conditions.RawCondition.FORM,
    "cells": conditions.CELLS,
    "person": people.RawPerson.FORM,
    "vendor": vendors.RawVendor.FORM,
    "vendor_contact": vendors.CONTACT,
    "contract": vendors.CONTRACT,
    "migration": vendors.MIGRATION,
    "change": vendors.RawChange.FORM,
    "page": pages.PAGE,
    "test": tests.RawTest.FORM,
    "slots": tests.SLOTS,
    "asker": tests.ASKER,
    "confirmed": confirmed.CONFIRMED,
    "costs": _of(costs.FIELDS, "title", "currency", "options"),
    "advice": _of(advice.FIELDS),
    "governance": governance.RawGovernance.FORM,
    "demand": governance.DEMAND,
    "proof": governance.RawEvidence.FORM,
    "enforcing": policy.Enforcing.FORM,
    "usage": _of(costs.USAGE_FIELDS),
    "option": _of(costs.OPTION_FIELDS, "id", "costs"),
    "cost": _of(costs.COST_FIELDS, "part", "amount", "per"),
    "assumption": _of(costs.NUMBER_FIELDS, "value"),
}
"""Entry of ``schema.yaml`` -> what its reader knows."""

_OR_A_WORD = ("evidence", "page", "assumption")
"""Entries that may also be one word."""

FILES = {
    "policy": ("policy", ""),
    "data": ("data", ""),
    "tools": ("tool", "tools"),
    "rules": ("rule", "rules"),
    "conditions": ("condition", "conditions"),
    "waivers": ("waiver", "waivers"),
    "people": ("person", "people"),
    "vendors": ("vendor", ""),
    "tests": ("test", "tests"),
    "confirmed": ("confirmed", "confirmed"),
    "costs": ("costs", ""),
    "advice": ("advice", ""),
    "governance": ("governance", ""),
}
"""Kind of file -> its entry, and the key below which a list of them may stand."""
_ONE_OR_MORE = ("tools", "vendors")
"""Kinds whose file may be one entry."""


@cache
def fields_told() -> dict[str, dict[str, list[str]]]:
    """Entry -> field -> form and words."""
    text = (files(__package__) / "schema.yaml").read_text("utf-8")
    told: dict[str, dict[str, list[str]]] = yaml.safe_load(text)
    return told


def make_schemas(catalog: Catalog, knowledge: Knowledge | None = None) -> dict[str, Schema]:
    """Kind of file (``policy``, ``tools``, ...) -> its schema; with the ids of a policy where one is given."""
    offered = _offered(catalog, knowledge)
    defined = {name: _entry(name, form, offered) for name, form in ENTRIES.items()}
    return {kind: _file(kind, defined) for kind in FILES}


def editor_settings(schemas: str, knowledge: str) -> Schema:
    """Settings of VS Code's YAML extension: which files follow which schema. Both are paths as the settings should say them."""
    patterns: dict[str, list[str]] = {}
    for pattern, kind in KINDS.items():
        if kind in FILES:
            patterns.setdefault(kind, []).append(f"{knowledge}/{pattern.replace('*', '**/*')}")
    return {
        "yaml.schemas": {f"{schemas}/{kind}.schema.json": patterns[kind] for kind in FILES},
        "yaml.schemaStore.enable": False,
    }


def as_text(schema: Schema) -> str:
    """The schema as a file holds it."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _file(kind: str, defined: Mapping[str, Schema]) -> Schema:
    name, key = FILES[kind]
    one: Schema = {"$ref": f"#/definitions/{name}"}
    several: Schema = {"type": "array", "items": one}
    forms: list[Schema] = []
    if kind in ("policy", "data", "costs", "advice", "governance"):
        forms = [one]
    else:
        forms += [one] if kind in _ONE_OR_MORE else []
        forms += [several, {"type": "null"}]
        if key:
            below: Schema = {"type": "object", "properties": {key: several}, "required": [key], "additionalProperties": False}
            forms.append(below)
    whole = forms[0] if len(forms) == 1 else {"anyOf": forms}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": ", ".join(pattern for pattern, of in KINDS.items() if of == kind),
        **({"allOf": [whole]} if "$ref" in whole else whole),
        "definitions": {each: defined[each] for each in _reached(name, defined)},
    }


def _reached(name: str, defined: Mapping[str, Schema]) -> list[str]:
    """The entry and all that it refers to."""
    found, left = [], [name]
    while left:
        each = left.pop()
        if each in found:
            continue
        found.append(each)
        text = json.dumps(defined[each])
        left += [other for other in defined if f'"#/definitions/{other}"' in text]
    return sorted(found)


def _entry(name: str, of: Form, offered: Mapping[str, list[str]]) -> Schema:
    told = fields_told()[name]
    properties: Schema = {}
    for field in of.readers:
        form, words = told.get(field, ["any", ""])
        properties[field] = {"description": words, **_form(form, offered)}
    properties |= {field: {"deprecated": True} for field in of.idle}
    made: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    made |= {"required": [*of.needed]} if of.needed else {}
    return {"anyOf": [made, SCALAR]} if name in _OR_A_WORD else made


def _form(form: str, offered: Mapping[str, list[str]]) -> Schema:
    match form.split():
        case [one] if one in _FORMS:
            return _FORMS[one]
        case ["one", "of", *words]:
            return {"enum": words}
        case ["some", kind]:
            made = _some(offered.get(kind, []))
        case ["one", kind]:
            made = _word(offered.get(kind, []))
        case ["tools" | "data" as kind]:
            made = _selector(kind, offered)
        case ["one", "or", "more", what]:
            made = _form(what, offered)
            made = {"anyOf": [*made["anyOf"], {"type": "array", "items": made}]}
        case ["map", "of", *words]:
            what = " ".join(words)
            made = {"type": ["object", "null"], "additionalProperties": _form(what, offered)}
        case ["list", "of", what]:
            made = {"type": ["array", "null"], "items": _form(what, offered)}
        case _:
            made = {"anyOf": [{"$ref": f"#/definitions/{form}"}, {"type": "null"}]}
    return made


def _selector(kind: str, offered: Mapping[str, list[str]]) -> Schema:
    facts: Schema = {"type": "object", "additionalProperties": _WORDS}
    if kind == "data":
        facts["properties"] = {"class": _some(offered.get("classes", []))}
    return {"anyOf": [*_some(["*", *offered.get(kind, [])])["anyOf"], facts]}


def _some(ids: Iterable[str]) -> Schema:
    word = _word(ids)
    return {"anyOf": [word, {"type": "array", "items": word}]}


def _word(ids: Iterable[str]) -> Schema:
    """One word, with ids that an editor offers."""
    known = list(ids)
    return {"anyOf": [{"enum": known}, SCALAR]} if known else SCALAR


def _offered(catalog: Catalog, knowledge: Knowledge | None) -> dict[str, list[str]]:
    """Kind of id -> ids to offer."""
    plans = {plan.id for tool in catalog.tools.values() for plan in tool.plans}
    found: dict[str, list[str]] = {
        "kinds": sorted(catalog.kinds),
        "catalog_tools": sorted(catalog.tools),
        "families": sorted({family for tool in catalog.tools.values() for family in tool.families}),
        "plans": sorted(plans),
    }
    if knowledge is None:
        return found
    stated = knowledge.policy
    tool_ids = [*knowledge.vocabulary.tools, *(offering for offering in stated.offerings if not offering.endswith("/any"))]
    return found | {
        "tools": sorted(tool_ids),
        "classes": list(stated.data_classes),
        "types": sorted(stated.data_types),
        "data": sorted({*stated.data_classes, *stated.data_types}),
        "conditions": sorted(stated.conditions),
        "rules": sorted(rule.id for rule in stated.rules),
        "vendors": sorted(vendor.id for vendor in knowledge.vendors),
    }
