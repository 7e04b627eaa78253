"""What a borough has decided to report, its own figures, and its quarterly reports."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from peelian.core.models import Organisation, Person
from peelian.core.privacy import OPEN, WORDS, WORKING, Privacy
from peelian.core.records import Record
from peelian.figures.errors import PeelianError
from peelian.figures.judge.ratings import COMPARED_WITH
from peelian.figures.periods import Period


def check_quarter(text: str) -> None:
    """Raises ValidationError for what is neither a quarter nor a financial year."""
    _check(text, ("quarter", "fy"), "Write FY2026-27-Q3, or FY2026-27 for the year's outturn.")


def check_year(text: str) -> None:
    """Raises ValidationError for what is no financial year."""
    _check(text, ("fy",), "Write FY2026-27.")


def check_reported(text: str) -> None:
    """Raises ValidationError for what no own figure can be of."""
    _check(text, ("quarter", "fy", "fytd"), "Write FY2026-27-Q3, FY2026-27 or FYTD-2026-12.")


def _check(text: str, kinds: tuple[str, ...], remedy: str) -> None:
    try:
        if Period.parse(text).kind in kinds:
            return
    except PeelianError:
        pass
    raise ValidationError(f"{text} cannot be used here. {remedy}")


class OfOrganisation(Record):
    """Something that belongs to one organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def owner(self) -> str:
        return self.organisation.key


class LocalRule(OfOrganisation):
    """How a borough colours its figures in a year. A question that its written rule leaves open must be answered before use."""

    KIND = "local-rule"
    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        ("organisation", "year", "title", "amber", "unchanged", "compared_with", "two_sided", "source", "decided_by"),
        OPEN,
    )

    year = models.CharField(max_length=12, validators=(check_year,))
    title = models.CharField(max_length=200)
    amber = models.CharField(
        max_length=10,
        choices=(
            ("movement", "missed by more than the tolerance, and improved"),
            ("tolerance", "missed by no more than the tolerance"),
        ),
    )
    unchanged = models.CharField(
        "off target and unchanged is", max_length=5, blank=True, choices=(("amber", "Amber"), ("red", "Red"))
    )
    compared_with = models.CharField(
        "improvement is against the", max_length=20, blank=True, choices=[(name, name) for name in COMPARED_WITH]
    )
    two_sided = models.BooleanField(
        "better than the target by more than the tolerance is off it too", null=True, blank=True
    )
    source = models.CharField("where the rule is written", max_length=300)
    decided_by = models.CharField("who answered what it leaves open", max_length=200, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "year"), name="one_rule_a_year"),)

    def __str__(self) -> str:
        return f"{self.title} ({self.year})"


class LocalIndicator(OfOrganisation):
    """A measure that a borough reports in a year: which way is better, its target and tolerance, under which goal."""

    KIND = "local-indicator"
    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        ("organisation", "year", "measure", "goal", "wanted", "targets", "tolerance", "points", "place"), OPEN
    )

    year = models.CharField(max_length=12, validators=(check_year,))
    measure = models.CharField(max_length=80)
    goal = models.CharField(max_length=120, blank=True)
    wanted = models.CharField("better is", max_length=6, choices=(("lower", "fewer or less"), ("higher", "more")))
    targets = models.JSONField(default=list, blank=True)
    tolerance = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    points = models.BooleanField("the tolerance is in points, not per cent of the target", default=False)
    place = models.PositiveSmallIntegerField("order", default=0)

    class Meta:
        ordering = ("place", "id")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "year", "measure"), name="one_indicator_a_year"),
        )

    def __str__(self) -> str:
        return f"{self.measure} ({self.year})"


class LocalDemand(OfOrganisation):
    """A measure of demand that a borough shows beside its indicators in a year."""

    KIND = "local-demand"
    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(("organisation", "year", "measure", "place"), OPEN)

    year = models.CharField(max_length=12, validators=(check_year,))
    measure = models.CharField(max_length=80)
    place = models.PositiveSmallIntegerField("order", default=0)

    class Meta:
        ordering = ("place", "id")
        constraints = (models.UniqueConstraint(fields=("organisation", "year", "measure"), name="one_demand_a_year"),)

    def __str__(self) -> str:
        return f"{self.measure} ({self.year})"


class OwnFigure(OfOrganisation):
    """A figure of the borough's own record, where no source that Peelian reads has it. Says where it comes from."""

    KIND = "own-figure"
    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        ("organisation", "measure", "period", "value", "numerator", "denominator", "source"), OPEN
    )

    measure = models.CharField(max_length=80)
    period = models.CharField(max_length=16, validators=(check_reported,))
    value = models.DecimalField(max_digits=14, decimal_places=4)
    numerator = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    source = models.CharField(max_length=300)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "measure", "period"), name="one_own_figure_a_period"),
        )

    def __str__(self) -> str:
        return f"{self.measure} {self.period}"

    def clean(self) -> None:
        """Raises ValidationError where a share does not follow from its two counts, at the digits that it is given with."""
        if (self.numerator is None) != (self.denominator is None):
            raise ValidationError("A share needs both of its counts, or neither.")
        if self.numerator is not None and self.denominator:
            share = 100 * self.numerator / self.denominator
            digits = Decimal(1).scaleb(min(0, int(self.value.normalize().as_tuple().exponent)))
            if abs(share - self.value) > digits / 2:
                raise ValidationError(
                    f"{self.numerator} of {self.denominator} is {share:.2f} per cent, not {self.value}."
                )


class QuarterReport(OfOrganisation):
    """A borough's report of one quarter, or of a year's outturn."""

    KIND = "quarter"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "organisation": OPEN, "period": OPEN, "state": WORKING, "release": OPEN, "introduction": WORDS, "demand_note": WORDS,
        "remarks": WORDS, "author": WORKING, "reviewer": WORKING, "signer": WORKING, "reviewed": WORKING, "version": WORKING,
        "number": OPEN,
        "published_at": OPEN, "why_corrected": WORDS, "sealed": OPEN,
    }  # fmt: skip

    period = models.CharField(max_length=16, validators=(check_quarter,))
    state = models.CharField(max_length=12, default="draft")
    release = models.CharField(max_length=20)
    introduction = models.TextField(blank=True, max_length=6000)
    demand_note = models.TextField("what the demand means for it", blank=True, max_length=6000)
    remarks = models.TextField(blank=True, max_length=4000)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    signer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    reviewed = models.CharField("fingerprint that was reviewed", max_length=80, blank=True, default="", db_default="")
    version = models.PositiveIntegerField(default=1)
    number = models.PositiveSmallIntegerField("edition", default=1)
    published_at = models.DateTimeField(null=True, blank=True)
    why_corrected = models.TextField("what it corrects, and why", blank=True, max_length=2000)
    sealed = models.TextField("what was published, as JSON with its seal", blank=True, default="", db_default="")

    class Meta:
        ordering = ("-period", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "period", "number"),
                condition=~models.Q(state="dropped"),
                name="one_report_a_quarter_and_edition",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation.short}, {Period.parse(self.period).label()}"


class IndicatorWords(Record):
    """What a borough says of one indicator in one report: commentary, and corrective action with who and by when."""

    KIND = "indicator-words"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "report": OPEN, "measure": OPEN, "commentary": WORDS, "action": WORDS, "action_owner": OPEN, "action_by": OPEN,
        "version": WORKING,
    }  # fmt: skip

    report = models.ForeignKey(QuarterReport, on_delete=models.PROTECT, related_name="words")
    measure = models.CharField(max_length=80)
    commentary = models.TextField(blank=True, max_length=6000)
    action = models.TextField("corrective action", blank=True, max_length=6000)
    action_owner = models.CharField("who does it (a post, not a name)", blank=True, max_length=200)
    action_by = models.DateField("by when", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("report", "measure"), name="words_once_an_indicator"),)

    def __str__(self) -> str:
        return f"{self.report}: {self.measure}"

    @property
    def owner(self) -> str:
        return self.report.owner
