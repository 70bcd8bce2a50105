"""What something is made of goes in; its bill of materials comes out, as CycloneDX writes one.

The same materials on the same day give the same bytes: the serial number is a name for the content.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from cyclonedx.model import DataClassification, DataFlow, ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model import Property as Named
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.bom_ref import BomRef
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.contact import OrganizationalEntity
from cyclonedx.model.dependency import Dependency
from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
from cyclonedx.model.service import Service
from cyclonedx.output.json import JsonV1Dot7
from cyclonedx.spdx import fixup_id, is_expression, is_supported_id
from packageurl import PackageURL

KINDS: Mapping[str, ComponentType] = {
    "application": ComponentType.APPLICATION,
    "model": ComponentType.MACHINE_LEARNING_MODEL,
    "library": ComponentType.LIBRARY,
    "data": ComponentType.DATA,
    "file": ComponentType.FILE,
}
"""Kinds of materials beside ``service``."""
OURS = "mayi:"
"""Begins the names of our own properties."""


@dataclass(frozen=True, slots=True)
class Licence:
    """By its SPDX id or expression where it has one, else by its name."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """One thing that something else is made of, or that it uses."""

    kind: str
    """``service``, or one of ``KINDS``."""
    id: str
    """Unique in its bill."""
    name: str
    version: str = ""
    by: str = ""
    """Who makes or offers it."""
    licences: tuple[Licence, ...] = ()
    sha256: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    data: tuple[str, ...] = ()
    """Names of the data classes that go to a service and come back from it."""
    leaves: bool = True
    """Whether data that goes to a service leaves the house."""
    package: bool = False
    """Whether it is a package of the Python index, by its name and version."""
    links: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    """Ids of other materials."""


def bill_of(subject: Material, parts: Iterable[Material], day: date) -> str:
    """JSON of what a thing is made of, as it was on a day."""
    every = sorted(parts, key=lambda one: one.id)
    bom = Bom(metadata=BomMetaData(timestamp=datetime.combine(day, time(), UTC), component=_component(subject)))
    bom.serial_number = UUID(int=1)
    bom.services = [_service(one) for one in every if one.kind == "service"]
    bom.components = [_component(one) for one in every if one.kind != "service"]
    refs = {one.bom_ref.value: one.bom_ref for one in (*bom.components, *bom.services)}
    used = (Dependency(refs[one.id], [Dependency(refs[part]) for part in one.uses if part in refs]) for one in every)
    whole = Dependency(BomRef(subject.id), [Dependency(ref) for ref in refs.values()])
    bom.dependencies = [whole, *used]
    bom.serial_number = uuid5(NAMESPACE_URL, _written(bom))
    return _written(bom)


def _written(bom: Bom) -> str:
    made: Any = json.loads(JsonV1Dot7(bom).output_as_string())
    return json.dumps(made, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _component(one: Material) -> Component:
    return Component(
        type=KINDS[one.kind],
        bom_ref=one.id,
        name=one.name,
        version=one.version or None,
        supplier=OrganizationalEntity(name=one.by) if one.by else None,
        licenses=_licences(one),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one.sha256)] if one.sha256 else [],
        purl=PackageURL("pypi", None, one.name, one.version) if one.package else None,
        properties=_facts(one),
        external_references=_links(one),
    )


def _service(one: Material) -> Service:
    return Service(
        bom_ref=one.id,
        name=one.name,
        provider=OrganizationalEntity(name=one.by) if one.by else None,
        x_trust_boundary=one.leaves,
        data=[DataClassification(flow=DataFlow.BI_DIRECTIONAL, classification=name) for name in one.data],
        licenses=_licences(one),
        properties=_facts(one),
        external_references=_links(one),
    )


def _facts(one: Material) -> list[Named]:
    return [Named(name=f"{OURS}{name}", value=value) for name, value in one.facts.items()]


def _links(one: Material) -> list[ExternalReference]:
    return [ExternalReference(type=ExternalReferenceType.DOCUMENTATION, url=XsUri(link)) for link in one.links]


def _licences(one: Material) -> list[DisjunctiveLicense | LicenseExpression]:
    """An expression stands alone by the schema; several plain ones stand beside each other."""
    if len(one.licences) == 1 and is_expression(one.licences[0].name) and not is_supported_id(one.licences[0].name):
        return [LicenseExpression(one.licences[0].name)]
    return [_licence(licence) for licence in one.licences]


def _licence(one: Licence) -> DisjunctiveLicense:
    url = XsUri(one.url) if one.url else None
    if is_supported_id(one.name):
        return DisjunctiveLicense(id=one.name, url=url)
    return DisjunctiveLicense(name=one.name, url=url)


def licence_name(said: str) -> str:
    """An SPDX id as the list writes it, where it is one in any case of letters; else the words as they are."""
    return fixup_id(said) or said
