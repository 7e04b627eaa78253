"""What a StratML document may hold: our own table of ISO 17469-1 (April 2014) and of Part 2 (version 2.2, February 2016).

For each element its children in order, with how often each may stand: ``?`` at most once, ``*`` any number, ``+`` at least once,
else exactly once. What is not a key holds text, of the type that ``TYPES`` names, else any.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any
from xml.etree import ElementTree as ET

PART_1 = "urn:ISO:std:iso:17469:tech:xsd:stratml_core"
PART_2 = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
_PLAN = "Name Description? OtherInformation? StrategicPlanCore AdministrativeInformation?"
_ITEM = "Description{} Identifier? SequenceIndicator? Stakeholder* OtherInformation?"
_RESULT = "StartDate? EndDate? NumberOfUnits? Descriptor? Description?"
_BOTH = {
    "StrategicPlanCore": "Organization* Vision? Mission? Value* Goal+",
    "Organization": "Name? Acronym? Identifier? Description? Stakeholder*",
    "Vision": "Description? Identifier?", "Mission": "Description? Identifier?", "Value": "Name? Description?",
    "Goal": f"Name {_ITEM.format('')} Objective*",
}  # fmt: skip
CHILDREN = {
    PART_1: _BOTH | {
        "StrategicPlan": _PLAN,
        "Objective": f"Name? {_ITEM.format('?')}",
        "Stakeholder": "Name Description?",
        "AdministrativeInformation": "StartDate? EndDate? PublicationDate? Source? Submitter?",
        "Submitter": "GivenName? Surname? PhoneNumber? EmailAddress?",
    },
    PART_2: _BOTH | {
        "PerformancePlanOrReport": f"{_PLAN} Submitter?",
        "Objective": f"Name? {_ITEM.format('?')} PerformanceIndicator*",
        "Stakeholder": "Name Description? Role*",
        "Role": "Name Description? RoleType??",
        "PerformanceIndicator": "SequenceIndicator? MeasurementDimension UnitOfMeasurement Identifier? Relationship* "
                                "MeasurementInstance* OtherInformation?",
        "Relationship": "Identifier? ReferentIdentifier* Name? Description?",
        "MeasurementInstance": "TargetResult* ActualResult*",
        "TargetResult": _RESULT, "ActualResult": _RESULT,
        "Descriptor": "DescriptorName? DescriptorValue?",
        "AdministrativeInformation": "Identifier? StartDate? EndDate? PublicationDate? Source?",
        "Submitter": "Identifier? GivenName? Surname? PhoneNumber? EmailAddress?",
    },
}  # fmt: skip
"""``??`` of a role type: at most twice."""
_OFTEN = {"?": (0, 1), "??": (0, 2), "*": (0, 10**9), "+": (1, 10**9), "": (1, 1)}
ATTRIBUTES: dict[str, dict[str, tuple[str, ...]]] = {
    "PerformancePlanOrReport": {"Type": ("Strategic_Plan", "Performance_Plan", "Performance_Report")},
    "Stakeholder": {"StakeholderTypeType": ("Person", "Organization", "Generic_Group")},
    "PerformanceIndicator": {
        "ValueChainStage": ("Outcome", "Output_Processing", "Output", "Input_Processing", "Input"),
        "PerformanceIndicatorType": ("Quantitative", "Qualitative"),
    },
    "Relationship": {"RelationshipType": ("Broader_Than", "Peer_To", "Narrower_Than")},
}
REQUIRED = {"PerformancePlanOrReport": ("Type",)}
VALUES = {"RoleType": ("Performer", "Beneficiary")}


def faults(text: bytes) -> list[str]:
    """Everything in a document that its schema forbids, in words; empty where it is valid."""
    root = ET.fromstring(text)
    space, name = _parted(root.tag)
    if space not in CHILDREN or name not in ("StrategicPlan", "PerformancePlanOrReport"):
        return [f"{root.tag} is no root of StratML"]
    found = list(_faults(root, space))
    ids = [one.text for one in root.iter(f"{{{space}}}Identifier")]
    return found + [f"Identifier {name} stands twice" for name in {one for one in ids if ids.count(one) > 1}]


def _faults(element: ET.Element, space: str) -> Iterator[str]:
    own, name = _parted(element.tag)
    if own != space:
        yield f"{name} is of another namespace: {own}"
        return
    yield from _attribute_faults(element, name)
    if name not in CHILDREN[space]:
        yield from [f"{name} has children"] if len(element) else _text_faults(name, element.text or "", space)
        return
    if (element.text or "").strip():
        yield f"{name} holds text of its own"
    yield from _order_faults(name, [_parted(one.tag)[1] for one in element], CHILDREN[space][name])
    for child in element:
        yield from _faults(child, space)


def _order_faults(name: str, held: list[str], wanted: str) -> Iterator[str]:
    place = 0
    for word in wanted.split():
        child = word.rstrip("?*+")
        least, most = _OFTEN[word[len(child) :]]
        count = 0
        while place < len(held) and held[place] == child:
            place, count = place + 1, count + 1
        if not least <= count <= most:
            yield f"{name} holds {count} {child}"
    if place < len(held):
        yield f"{name}: {held[place]} stands where it may not"


def _attribute_faults(element: ET.Element, name: str) -> Iterator[str]:
    allowed = ATTRIBUTES.get(name, {})
    for key, value in element.attrib.items():
        if value not in allowed.get(key, ()):
            yield f"{name} {key}={value}"
    yield from (f"{name} lacks {key}" for key in REQUIRED.get(name, ()) if key not in element.attrib)


def _text_faults(name: str, text: str, space: str) -> Iterator[str]:
    empty_too = space == PART_2
    if name in VALUES and text not in VALUES[name]:
        yield f"{name} {text!r}"
    elif name in ("StartDate", "EndDate", "PublicationDate") and not (empty_too and not text):
        try:
            dt.date.fromisoformat(text)
        except ValueError:
            yield f"{name} {text!r} is no day"
    elif name == "NumberOfUnits" and text:
        try:
            Decimal(text)
        except InvalidOperation:
            yield f"{name} {text!r} is no number"
        if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", text):
            yield f"{name} {text!r} is no xsd:decimal"
    elif name == "Identifier" and not re.fullmatch(r"[A-Za-z_][\w.-]*", text):
        yield f"Identifier {text!r} is no xsd:ID"


def _parted(tag: str) -> tuple[str, str]:
    space, _, name = tag.removeprefix("{").partition("}")
    return space, name


def read(text: bytes) -> dict[str, Any]:
    """A document read as a stranger's program would: its goals with their objectives, indicators, targets and results."""
    root = ET.fromstring(text)
    space = _parted(root.tag)[0]

    def inside(element: ET.Element, name: str) -> list[ET.Element]:
        return element.findall(f"{{{space}}}{name}")

    def word(element: ET.Element, name: str) -> str:
        return next((one.text or "" for one in inside(element, name)), "")

    def results(indicator: ET.Element, name: str) -> list[dict[str, str]]:
        of = [one for instance in inside(indicator, "MeasurementInstance") for one in inside(instance, name)]
        return [
            {"start": word(one, "StartDate"), "end": word(one, "EndDate"), "number": word(one, "NumberOfUnits"),
             "text": word(one, "Description"),
             "descriptor": next((word(held, "DescriptorValue") for held in inside(one, "Descriptor")), "")}
            for one in of
        ]  # fmt: skip

    def indicator(element: ET.Element) -> dict[str, Any]:
        related = [word(one, "ReferentIdentifier") for one in inside(element, "Relationship")]
        return {
            "id": word(element, "Identifier"), "dimension": word(element, "MeasurementDimension"),
            "unit": word(element, "UnitOfMeasurement"), "notes": word(element, "OtherInformation"), "serves": related,
            "targets": results(element, "TargetResult"), "actuals": results(element, "ActualResult"),
        }  # fmt: skip

    def item(element: ET.Element) -> dict[str, Any]:
        return {
            "id": word(element, "Identifier"), "name": word(element, "Name"), "place": word(element, "SequenceIndicator"),
            "about": word(element, "Description"), "other": word(element, "OtherInformation"),
            "stakeholders": [word(one, "Name") for one in inside(element, "Stakeholder")],
            "objectives": [item(one) for one in inside(element, "Objective")],
            "indicators": [indicator(one) for one in inside(element, "PerformanceIndicator")],
        }  # fmt: skip

    [core], [admin] = inside(root, "StrategicPlanCore"), inside(root, "AdministrativeInformation")
    return {
        "name": word(root, "Name"), "about": word(root, "Description"), "other": word(root, "OtherInformation"),
        "type": root.get("Type"), "owner": word(inside(core, "Organization")[0], "Name"),
        "starts": word(admin, "StartDate"), "ends": word(admin, "EndDate"), "source": word(admin, "Source"),
        "out": word(admin, "PublicationDate"), "goals": [item(one) for one in inside(core, "Goal")],
    }  # fmt: skip
