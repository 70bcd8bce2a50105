"""A policy, or the bot as it runs, goes in; its bill of materials comes out as CycloneDX."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from bot.advice.materials import Licence, Material, bill_of, licence_name
from bot.environment import PACKAGE, shipped
from bot.llm.ollama import ModelError, about_model
from bot.policy.advice import way_of
from bot.policy.changes.change import cell_question
from bot.policy.deciding.compile import Compiled, compile_policy
from bot.policy.deciding.decide import decide
from bot.policy.deciding.openings import Opening, openings
from bot.policy.deciding.rulings import Ruling
from bot.policy.house import Knowledge
from bot.policy.words import USABLE, Offering, Question
from bot.policy.world import Catalog, CatalogTool, is_past_review
from bot.saying.labels import data_label, offering_label, tool_label
from bot.saying.words import Words, words_for

AboutModel = Callable[[str, str], tuple[str, str, str]]
"""Model and address of its server -> digest, quantisation, number of parameters. Raises ``ModelError``."""
OURS = "may-i"
OPEN_WAYS = ("managed_open", "self_hosted")
UNTOLD = ("", "licence")
"""Facts that stand elsewhere in a bill."""
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")
_MOST_LICENCE = 60
"""Letters of what a package calls its licence; more is a licence's text."""


def company_bill(knowledge: Knowledge, catalog: Catalog, unsaid: Question, day: date) -> str:
    """Services and models that somebody may use with some data, each with the classes (else the types) that may go in.

    ``unsaid``: what the silence of somebody means; who may more by saying more is told with the data.
    """
    words = words_for("en", knowledge.organisation.languages)
    subject = Material("application", "organisation", knowledge.organisation.name, knowledge.version)
    return bill_of(subject, _approved(knowledge, catalog, unsaid, words, day), day)


def _approved(knowledge: Knowledge, catalog: Catalog, unsaid: Question, words: Words, day: date) -> Iterator[Material]:
    models: dict[str, Material] = {}
    vendors = {one.id: one.name for one in knowledge.vendors}
    compiled = compile_policy(knowledge.policy)
    for offering in knowledge.policy.offerings.values():
        flows = _flows(compiled, unsaid, offering.id, day)
        terms = knowledge.vocabulary.tools.get(offering.tool)
        if not flows or (terms and terms.group):
            continue
        model = _model(offering, knowledge, catalog, words, day) if way_of(offering) in OPEN_WAYS else None
        if model:
            models[model.id] = model
        known = _known(offering, knowledge, catalog)
        yield Material(
            "service",
            f"service:{offering.id}",
            offering_label(offering.id, knowledge, words),
            by=vendors.get(offering.vendor) or (known.vendor if known else "") or offering.vendor,
            facts=_facts(offering) | {name: value for one, flow in flows.items() for name, value in flow.facts(one).items()},
            data=tuple(data_label(one, knowledge, words) for one in flows),
            leaves=offering.hosting not in ("self_hosted", "device"),
            links=tuple(
                page.url for vendor in knowledge.vendors if vendor.id == offering.vendor for page in vendor.pages if page.url
            ),
            uses=(model.id,) if model else (),
        )
    yield from models.values()


@dataclass(frozen=True, slots=True)
class _Flow:
    """What lets a class or a type of data into an offering."""

    usual: Ruling | None
    """For whoever says nothing; None where they may not."""
    openings: Sequence[Opening]
    """For others, where they may more."""

    def facts(self, data: str) -> Mapping[str, str]:
        """What is said of it in a bill: the verdict, its conditions, and who else may."""
        usual = {f"verdict:{data}": self.usual.verdict.value} if self.usual else {}
        rulings = (*((self.usual,) if self.usual else ()), *(one.ruling for one in self.openings))
        needs = dict.fromkeys(need.condition for ruling in rulings for need in ruling.needs if not need.general)
        rest = {"conditions": ", ".join(needs), "for": "; ".join(f"{_whom(one)}: {one.verdict.value}" for one in self.openings)}
        return usual | {f"{name}:{data}": value for name, value in rest.items() if value}


def _whom(one: Opening) -> str:
    said = (*one.context.items(), *((("who", one.who),) if one.who else ()))
    return ", ".join(f"{name}={value}" for name, value in said) or "depends"


def _flows(compiled: Compiled, unsaid: Question, offering: str, day: date) -> dict[str, _Flow]:
    """Data classes that may go in for anybody, and data types that may though no class of theirs may as a whole."""
    policy = compiled.policy
    found: dict[str, _Flow] = {}
    whole: set[str] = set()
    for data in (*policy.data_classes, *policy.data_types):
        if data in policy.data_types and not whole.isdisjoint(policy.data_types[data].classes):
            continue
        ruling = decide(compiled, cell_question(unsaid, offering, data), day)
        usual = ruling if ruling.verdict in USABLE and ruling.ask_back is None else None
        some = tuple(openings(compiled, unsaid, offering, data, day))
        if usual or some:
            found[data] = _Flow(usual, some)
        if usual and data in policy.data_classes:
            whole.add(data)
    return found


def _model(offering: Offering, knowledge: Knowledge, catalog: Catalog, words: Words, day: date) -> Material:
    """The model with open weights that an offering runs."""
    known = _known(offering, knowledge, catalog)
    url = known.terms.get("licence", "") if known else ""
    label = tool_label(offering.tool, knowledge, words)
    named = offering.facts.get("licence", "") or (f"licence of {label}" if url else "")
    seen = {"seen": known.seen} if known and known.seen else {}
    seen |= {"review": "overdue"} if known and is_past_review(known.seen, day) else {}
    return Material(
        "model",
        f"model:{offering.tool}",
        label,
        by=known.vendor if known else offering.vendor,
        licences=(Licence(licence_name(named), url),) if named else (),
        facts={"weights": offering.facts.get("weights", "open"), **seen},
    )


def _known(offering: Offering, knowledge: Knowledge, catalog: Catalog) -> CatalogTool | None:
    """What the catalog has on an offering's tool."""
    terms = knowledge.vocabulary.tools.get(offering.tool)
    return catalog.tools.get(terms.catalog[0]) if terms and terms.catalog else None


def _facts(offering: Offering) -> dict[str, str]:
    own = {"plan": offering.plan, "account": offering.account, "hosting": offering.hosting}
    return {name: value for name, value in (own | offering.facts).items() if value and name not in UNTOLD}


def bot_bill(day: date, model: str = "", url: str = "", about: AboutModel = about_model) -> str:
    """The bot's libraries, prompts, catalog and model. Raises ``ModelError`` where a model is named and cannot be asked for."""
    ours = _installed(OURS)
    version = ours.version if ours else ""
    parts = [*_libraries(ours), *_prompts(), *_catalog()]
    if model:
        parts.append(_running(model, about(model, url)))
    licences = (
        (Licence(licence_name(ours.metadata["License-Expression"])),) if ours and "License-Expression" in ours.metadata else ()
    )
    return bill_of(Material("application", OURS, OURS, version, licences=licences), parts, day)


def _running(model: str, told: tuple[str, str, str]) -> Material:
    digest, quantisation, size = told
    facts = {"runtime": "ollama", "quantisation": quantisation, "parameters": size}
    name, _, tag = model.partition(":")
    is_plain = re.fullmatch(r"[0-9a-f]{64}", digest) is not None
    told_facts = {key: value for key, value in facts.items() if value} | ({} if is_plain else {"digest": digest})
    return Material("model", f"model:{model}", name, tag or "latest", sha256=digest if is_plain else "", facts=told_facts)


def _prompts() -> Iterator[Material]:
    for path in sorted(shipped("prompts").glob("*.md")):
        yield Material("file", f"prompt:{path.stem}", f"prompts/{path.name}", sha256=_hash((path,), path.parent))


def _catalog() -> Iterator[Material]:
    """One entry for each folder of it."""
    top = PACKAGE / "catalog"
    folders = sorted({path.parent for path in top.rglob("*.yaml")})
    for folder in folders:
        name = folder.relative_to(top).as_posix()
        files = sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".json"))
        yield Material(
            "data",
            f"catalog:{name}",
            "catalog" if name == "." else f"catalog/{name}",
            sha256=_hash(files, top),
            facts={"files": str(len(files))},
        )


def _hash(files: Iterable[Path], top: Path) -> str:
    """Of one file its own; of several one of their names and hashes, as ``sha256sum`` lists them."""
    each = {path.relative_to(top).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    if len(each) == 1:
        return next(iter(each.values()))
    return hashlib.sha256("".join(f"{digest}  {name}\n" for name, digest in sorted(each.items())).encode()).hexdigest()


def _libraries(ours: Distribution | None) -> Iterator[Material]:
    """Whatever the bot needs and what that needs, as it is installed."""
    found: dict[str, Distribution] = {}
    waiting = [*_needed(ours)] if ours else []
    while waiting:
        name = waiting.pop()
        if name not in found and (one := _installed(name)):
            found[name] = one
            waiting += _needed(one)
    for name, one in found.items():
        used = tuple(f"library:{other}" for other in dict.fromkeys(_needed(one)) if other in found and other != name)
        yield Material("library", f"library:{name}", name, one.version, licences=_licences(one), package=True, uses=used)


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _needed(one: Distribution) -> Iterator[str]:
    """Names of packages, in lower case with hyphens; what only an extra needs is left out."""
    for line in one.requires or ():
        said, _, marker = line.partition(";")
        if "extra" not in marker and (found := _NAME.match(said)):
            yield re.sub(r"[-_.]+", "-", found.group()).lower()


def _licences(one: Distribution) -> tuple[Licence, ...]:
    """As the package says: an SPDX expression, else its short name, else the classifiers of the index."""
    expression, named = (
        " ".join(" ".join(one.metadata.get_all(name) or ()).split()) for name in ("License-Expression", "License")
    )
    if expression or 0 < len(named) <= _MOST_LICENCE:
        return (Licence(licence_name(expression or named)),)
    classed = (
        value.rpartition(" :: ")[2] for value in one.metadata.get_all("Classifier") or () if value.startswith("License ::")
    )
    return tuple(Licence(licence_name(value)) for value in dict.fromkeys(classed) if value != "OSI Approved")


__all__ = ["AboutModel", "ModelError", "bot_bill", "company_bill"]
