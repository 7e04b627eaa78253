"""The form of an investigation: what is looked into, on which topics, and what was found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from peelian.plans.names import free_name
from peelian.scrutiny.ledger.reading_in import finding_name
from peelian.workspace.committees.choosing import topics_field
from peelian.workspace.ledger.forms import OfCommittee, PartedForm
from peelian.workspace.plans.fields import Among, RowForm, Rows, long_text, short_text


class FindingRow(RowForm):
    """Something that an investigation found."""

    telling = ("text",)
    text = short_text("Finding", required=True, most=2000, empty="Say what was found.")

    def row(self) -> dict[str, Any]:
        """As the form of the ledger has it."""
        return {"text": self.cleaned_data["text"]}


class InvestigationForm(OfCommittee, PartedForm):
    """What is looked into, and what was found."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    title = short_text("Title", required=True, most=200)
    terms = long_text("Terms of reference", required=True, rows=5, empty="Say what is looked into.")

    def __init__(
        self,
        data: Any = None,
        *,
        topics: Among,
        findings: Iterable[dict[str, Any]] = (),
        more: bool = False,
        **told: Any,
    ) -> None:
        super().__init__(data, more=more, **told)
        self.fields["topics"] = topics_field(topics)
        self.findings = list(findings)
        self.parts = [Rows("findings", "What was found", FindingRow, data, self.findings, more=more)]

    @property
    def written(self) -> dict[str, Any]:
        """Its fields as the action takes them. A finding whose words stayed keeps its evidence and its line."""
        known = {one["text"]: one for one in self.findings}
        found: dict[str, dict[str, Any]] = {}
        for row in self.parts[0].rows():
            one = known.get(row["text"], row)
            name = free_name(one["id"], found) if "id" in one else finding_name(row["text"], found)
            found[name] = {**one, "id": name}
        told = self.cleaned_data
        return {
            "title": told["title"],
            "terms": told["terms"],
            "topics": told["topics"],
            "findings": list(found.values()),
        }
