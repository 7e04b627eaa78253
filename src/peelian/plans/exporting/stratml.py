"""A plan in Strategy Markup Language: Part 1, the plan; Part 2, the plan with its targets and what was reached.

Elements, their order and how often each may stand are those of the schemas of ISO 17469-1 (April 2014) and of Part 2
(version 2.2, February 2016). A theme is a Goal. An objective and a commitment are both an Objective of it: Part 1 has no other
place that holds a name, an identifier, stakeholders and a date's worth of text, and as OtherInformation a promise could neither be
pointed at nor be owned. ``SequenceIndicator`` tells them apart (``1.O2`` and ``1.C2``). What a plan does not print, a vision or a
mission, is left out.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from peelian.figures.errors import PeelianError
from peelian.figures.periods import month_name, parse_month
from peelian.plans.exporting.results import Actual, Indicator, Result, first_day, last_day, of_commitment, of_yardstick
from peelian.plans.exporting.tables import claims_of
from peelian.plans.records import HEADS, Body, Commitment, Objective, Plan, Theme
from peelian.plans.shelf import Edition
from peelian.plans.standing import Standing

PART_1 = "urn:ISO:std:iso:17469:tech:xsd:stratml_core"
PART_2 = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
OTHERS = "promises"
"""The Goal that holds promises outside the themes' lists; no theme of a plan can be told from it by its kind."""
_ROOT = uuid.uuid5(uuid.NAMESPACE_URL, "urn:peelian:plans")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Names:
    """What the plan's records do not say: measures' titles and units by id, and the address that is the plan's source."""

    measures: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    source: str = ""


def identifier(plan: Plan, kind: str, item: str = "", part: str = "") -> str:
    """The same for the same item of the same plan, whoever writes it and when: a UUID (version 5) of the plan's area and id, and of
    the item's kind and id. It begins with a low line, as an XML identifier may not begin with a digit."""
    return f"_{uuid.uuid5(_ROOT, '/'.join((plan.area, plan.id, kind, item, part)))}"


def strategic_plan(standing: Standing, edition: Edition, names: Names) -> bytes:
    """Part 1 as a file. Raises PeelianError for a plan of which no theme is known."""
    return _file(_Writer(standing, edition, names, PART_1).document("StrategicPlan"))


def performance_plan(
    standing: Standing, edition: Edition, names: Names, actuals: Mapping[str, Iterable[Actual]]
) -> bytes:
    """Part 2 as a file: ``actuals`` are figures that are out, by yardstick id. Raises PeelianError as Part 1 does."""
    writer = _Writer(standing, edition, names, PART_2, {name: tuple(held) for name, held in actuals.items()})
    root = writer.document("PerformancePlanOrReport")
    reached = claims_of(standing) or any(writer.actuals.values())
    root.set("Type", "Performance_Report" if reached else "Performance_Plan")
    return _file(root)


def _file(root: ET.Element) -> bytes:
    ET.indent(root, " ")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="utf-8") + b"\n"


def add(parent: ET.Element, name: str, text: str | None = None) -> ET.Element:
    """An element under another, with its text where there is any. Characters that no XML may hold are left out."""
    found = ET.SubElement(parent, name)
    if text is not None:
        found.text = _NOT_XML.sub("", text)
    return found


def said(parent: ET.Element, name: str, text: str | None) -> None:
    """An element that is there only where there is something to say."""
    if text:
        add(parent, name, text)


@dataclass(frozen=True)
class _Writer:
    """One document: which part it is of is told by its namespace."""

    standing: Standing
    edition: Edition
    names: Names
    space: str
    actuals: Mapping[str, tuple[Actual, ...]] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.standing.plan

    @property
    def measured(self) -> bool:
        """Whether it is of Part 2."""
        return self.space == PART_2

    def document(self, name: str) -> ET.Element:
        """The whole, in the schema's order."""
        plan = self.plan
        if not plan.themes and not plan.promises:
            raise PeelianError(
                "no-theme", f"Of {plan.title} no theme is known: StratML has no room for a plan without one.",
                "Take it as JSON or CSV.", {"plan": plan.id},
            )  # fmt: skip
        root = ET.Element(name, {"xmlns": self.space})
        add(root, "Name", plan.title)
        said(root, "Description", plan.about)
        said(root, "OtherInformation", self._other())
        core = add(root, "StrategicPlanCore")
        self._organisation(core)
        for place, theme in enumerate(plan.themes, start=1):
            self._goal(core, theme, place)
        if plan.promises:
            self._others(core, len(plan.themes) + 1)
        self._administrative(root)
        return root

    def _other(self) -> str:
        plan = self.plan
        kind = "An issued plan" if self.edition.issued else "A draft that went out to consultation"
        lines = [f"{kind}, as it stood on {self.standing.on}. Titles are the recorder's own words."]
        lines += [plan.known_from] if plan.known_from else []
        lines += [f"What the law asks for, {HEADS[one.head]}: {one.text}" for one in plan.contents]
        illustrative = any(one.illustrative for held in self.actuals.values() for one in held)
        return "\n".join([*lines, *(["Figures are illustrative: generated, not recorded."] if illustrative else [])])

    def _organisation(self, core: ET.Element) -> None:
        plan, found = self.plan, add(core, "Organization")
        add(found, "Name", plan.owner.name)
        said(found, "Acronym", plan.owner.short if plan.owner.short != plan.owner.name else None)
        add(found, "Identifier", identifier(plan, "body", plan.owner.id))
        if plan.scrutiny:
            self._stakeholder(found, plan.scrutiny, "scrutiny", performs=False)

    def _stakeholder(self, parent: ET.Element, body: Body, role: str, *, performs: bool = True) -> None:
        """A body in a role: Part 2 has an element for it, Part 1 a description."""
        found = add(parent, "Stakeholder")
        found.set("StakeholderTypeType", "Organization")
        add(found, "Name", body.name)
        if not self.measured:
            add(found, "Description", role)
            return
        held = add(found, "Role")
        add(held, "Name", role)
        if performs:
            add(held, "RoleType", "Performer")

    def _goal(self, core: ET.Element, theme: Theme, place: int) -> None:
        goal = self._head(core, "Goal", theme.title, theme.about, "theme", theme.id, str(place))
        said(goal, "OtherInformation", "\n".join(self._traded(theme.id)))
        for number, objective in enumerate(theme.objectives, start=1):
            self._objective(goal, objective, f"{place}.O{number}")
        for number, commitment in enumerate(theme.commitments, start=1):
            self._commitment(goal, commitment, f"{place}.C{number}")

    def _others(self, core: ET.Element, place: int) -> None:
        goal = self._head(core, "Goal", "Other promises of the plan", "Promises that stand outside the themes' lists.",
                          OTHERS, "", str(place))  # fmt: skip
        for number, promise in enumerate(self.plan.promises, start=1):
            self._commitment(goal, promise, f"{place}.C{number}")

    def _head(
        self, parent: ET.Element, name: str, title: str, text: str | None, kind: str, item: str, place: str
    ) -> ET.Element:
        found = add(parent, name)
        add(found, "Name", title)
        said(found, "Description", text)
        add(found, "Identifier", identifier(self.plan, kind, item))
        add(found, "SequenceIndicator", place)
        return found

    def _objective(self, goal: ET.Element, one: Objective, place: str) -> None:
        found = self._head(goal, "Objective", one.title, one.text, "objective", one.id, place)
        lines = [f"Nothing measures it yet: {one.no_source}"] if one.no_source else []
        lines += [f"What its measures leave out: {one.gap}"] if one.gap else []
        lines += [f"Served by: {self.plan.commitment(name).title}" for name in one.commitments]
        said(found, "OtherInformation", "\n".join([*lines, *self._printed(one.line), *self._traded(one.id)]))
        if self.measured:
            for number, yardstick in enumerate(self.plan.yardsticks_of(one.id), start=1):
                title, unit = self.names.measures.get(yardstick.measure, (yardstick.measure, ""))
                indicator = of_yardstick(self.plan, yardstick, self.actuals.get(yardstick.id, ()), title, unit)
                self._indicator(found, indicator, f"{place}.{number}")

    def _commitment(self, goal: ET.Element, one: Commitment, place: str) -> None:
        found = self._head(goal, "Objective", one.title, one.text, "commitment", one.id, place)
        self._stakeholder(found, one.owner, "owner")
        for partner in one.partners:
            self._stakeholder(found, partner, "partner")
        lines = [*_due(one), *self._progress(one), *(f"Money: {m.currency} {m.amount:,}, {m.what}" for m in one.money)]
        lines += [f"Milestone: {detail.title}{_when(detail.due, detail.due_words)}" for detail in one.details]
        measures = [self.names.measures.get(name, (name, ""))[0] for name in one.measures]
        lines += [f"Would be seen in: {'; '.join(measures)}"] if measures else []
        said(found, "OtherInformation", "\n".join([*lines, *self._printed(one.line), *self._traded(one.id)]))
        if self.measured:
            for number, indicator in enumerate(of_commitment(self.standing, one), start=1):
                self._indicator(found, indicator, f"{place}.{number}")

    def _progress(self, one: Commitment) -> list[str]:
        last = self.standing.last("commitment", one.id)
        said_of = f"{last.what.title}, claimed on {last.on}: {last.reason}" if last else "nobody has said"
        late = [held for held in self.standing.overdue_of("commitment", one.id) if not held.part]
        return [f"Status: {said_of}", *(f"Overdue by {held.days(self.standing.on)} days" for held in late)]

    def _printed(self, line: int | None) -> list[str]:
        return [f"Printed at line {line} of {self.plan.document}"] if line and self.plan.document else []

    def _traded(self, item: str) -> list[str]:
        return [f"Less because of it: {one.title} ({one.why})" for one in self.plan.trade_offs if one.of == item]

    def _indicator(self, parent: ET.Element, one: Indicator, place: str) -> None:
        found = add(parent, "PerformanceIndicator")
        found.set("ValueChainStage", one.stage)
        found.set("PerformanceIndicatorType", one.type)
        add(found, "SequenceIndicator", place)
        add(found, "MeasurementDimension", one.title)
        add(found, "UnitOfMeasurement", one.unit)
        add(found, "Identifier", identifier(self.plan, *one.key))
        for objective in one.serves:
            related = add(found, "Relationship")
            related.set("RelationshipType", "Narrower_Than")
            add(related, "ReferentIdentifier", identifier(self.plan, "objective", objective))
            add(related, "Name", "serves")
        for targets, reached in one.instances:
            instance = add(found, "MeasurementInstance")
            for target in targets:
                _result(instance, "TargetResult", target)
            for actual in reached:
                _result(instance, "ActualResult", actual)
        said(found, "OtherInformation", "\n".join(one.notes))

    def _administrative(self, root: ET.Element) -> None:
        plan, found = self.plan, add(root, "AdministrativeInformation")
        if self.measured:
            add(found, "Identifier", identifier(plan, "plan"))
        add(found, "StartDate", first_day(parse_month(plan.first_month)).isoformat())
        add(found, "EndDate", last_day(parse_month(plan.last_month)).isoformat())
        out = self.edition.content.get("out_at")
        said(found, "PublicationDate", out[:10] if out else None)
        said(found, "Source", self.names.source)


def _due(one: Commitment) -> list[str]:
    when = _when(one.due, one.due_words)
    return [f"Due{when.replace(', due', '', 1)}" if when else "No date is printed"]


def _when(due: str | None, words: str | None) -> str:
    if due is None:
        return f", due “{words}”" if words else ""
    return f", due {month_name(parse_month(due))}" + (f" (printed as “{words}”)" if words else "")


def _result(instance: ET.Element, name: str, one: Result) -> None:
    found = add(instance, name)
    said(found, "StartDate", one.first.isoformat() if one.first else None)
    said(found, "EndDate", one.last.isoformat() if one.last else None)
    said(found, "NumberOfUnits", format(one.value, "f") if one.value is not None else None)
    if one.words:
        described = add(found, "Descriptor")
        add(described, "DescriptorName", one.words[0])
        add(described, "DescriptorValue", one.words[1])
    said(found, "Description", one.text)
