"""The forms of committees: each asks, says in words what is wrong, and decides nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any, get_args

from django import forms

from peelian.scrutiny.meetings.models import CommitteeRecord, MeetingRecord
from peelian.scrutiny.meetings.records import CommitteeKind, ItemKind
from peelian.ui.format import capital
from peelian.ui.meeting import COMMITTEES, PAPERS, ROLES
from peelian.workspace.committees.choosing import topics_field
from peelian.workspace.doing import day_field, reason_field
from peelian.workspace.plans.fields import Among, LongText, ManyOf, OneOf, short_text, whole_field

CHANNELS = ("website", "notice board", "e-mail to members", "schools", "churches", "residents’ groups", "social media")
"""Where a notice can be read: offered, not asked for (N33)."""
LONG = 40_000


def paragraphs(label: str, *, rows: int = 4, hint: str = "", required: bool = False) -> LongText:
    """A text of any usual length."""
    return LongText(
        label=label, required=required, max_length=LONG, help_text=hint, widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": f"“{label}” is empty.", "max_length": f"Too long: {LONG:,} characters are kept."},
    )  # fmt: skip


def one_a_line(label: str, hint: str = "", rows: int = 3, *, required: bool = False) -> LongText:
    """Several short texts, one on each line."""
    return paragraphs(label, rows=rows, hint=hint or "One on each line.", required=required)


def split(text: str) -> list[str]:
    """The lines that say something, each once."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def time_field(label: str) -> forms.TimeField:
    """A time of day."""
    return forms.TimeField(
        label=label, required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H.%M"], error_messages={"invalid": "This is no time. Write it like 19:00."},
    )  # fmt: skip


def choice(
    label: str, choices: Any, *, required: bool = True, hint: str = "", radio: bool = False
) -> forms.ChoiceField:
    """One of a few."""
    return forms.ChoiceField(
        label=label, choices=choices, required=required, help_text=hint,
        widget=forms.RadioSelect if radio else forms.Select,
        error_messages={"required": f"“{label}” is not chosen. Choose one of the list."},
    )  # fmt: skip


def confirmed(label: str) -> forms.BooleanField:
    """Something that must be said to have been done."""
    return forms.BooleanField(
        label=label, error_messages={"required": "Confirm it, or go back and mend what is named."}
    )


class CommitteeForm(forms.Form):
    """What a committee is."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = short_text("What it is called", required=True, most=200)
    kind = choice("Kind", [(kind, COMMITTEES[kind]) for kind in get_args(CommitteeKind)])
    quorum = whole_field("Quorum", hint="How many voting members must be there.")
    terms = paragraphs("Terms of reference")
    powers = one_a_line("Powers", "One on each line, with the law that gives it.")
    areas = short_text("Areas whose pages list it", hint="Their codes, separated by commas, such as E09000016.")
    clear_days = whole_field("Clear days of notice and agenda", hint="The Act says five.")
    weekends_count = forms.BooleanField(
        label="Weekends and bank holidays are counted among them",
        required=False,
        help_text="The usual practice is not.",
    )
    reply_days = whole_field(
        "Days in which a body must answer its reports",
        hint="28 for a crime and disorder committee (SI 2009/942 reg 7).",
    )
    publishes_drafts = forms.BooleanField(label="Draft minutes are published before they are agreed", required=False)
    parent = choice("Set up by", [], required=False)

    def __init__(self, *args: Any, others: list[CommitteeRecord], topics: Among, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["topics"] = topics_field(topics, "Topics that it follows")
        self.order_fields(["version", "title", "kind", "quorum", "terms", "powers", "topics"])
        parent: Any = self.fields["parent"]
        parent.choices = [("", "no other committee here"), *((one.pk, one.title) for one in others)]

    @property
    def told(self) -> dict[str, Any]:
        """Its fields, as the action takes them."""
        found = {name: self.cleaned_data[name] for name in (
            "title", "kind", "terms", "weekends_count", "reply_days", "publishes_drafts", "quorum",
        )}  # fmt: skip
        given = self.cleaned_data["clear_days"]
        return found | {
            "powers": split(self.cleaned_data["powers"]), "topics": self.cleaned_data["topics"],
            "areas": split(self.cleaned_data["areas"].replace(",", "\n")),
            "clear_days": 5 if given is None else given,
            "parent": CommitteeRecord.objects.filter(pk=self.cleaned_data["parent"]).first(),
        }  # fmt: skip


class RuleForm(forms.Form):
    """Quorum and clear days that hold from a day on."""

    since = day_field("From which day", required=True, hint="Meetings before it keep the rule of then.")
    quorum = whole_field(
        "Quorum", hint="How many voting members must be there. Leave it empty where no document says it."
    )
    clear_days = whole_field("Clear days of notice and agenda", hint="The Act says five.")
    weekends_count = forms.BooleanField(
        label="Weekends and bank holidays are counted among them",
        required=False,
        help_text="The usual practice is not.",
    )
    reason = reason_field(required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reason"].help_text = "Asked for where the day is past. Kept in the audit."

    @property
    def told(self) -> tuple[dt.date, int | None, int, bool]:
        """Its fields, as the action takes them."""
        said = self.cleaned_data
        days = said["clear_days"]
        return said["since"], said["quorum"], 5 if days is None else days, said["weekends_count"]


class SeatForm(forms.Form):
    """Somebody's seat."""

    name = short_text("Name", required=True, most=120, empty="Say who.")
    role = choice("Role", list(ROLES.items()))
    party = short_text("Party", most=80)
    body = short_text("Whom they come from", most=120, hint="Of a co-opted member or an adviser.")
    since = day_field("From", hint="Leave it empty where the day is not known.")
    until = day_field("Until", hint="Leave it empty until further notice.")


class EndSeatForm(forms.Form):
    """The last day of a seat."""

    until = day_field("Last day", required=True)


class MeetingForm(forms.Form):
    """Where and when a meeting is; its day is asked for once, when it is planned."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    on = day_field("Day", required=True, hint="Everybody reads it as soon as you save.")
    title = short_text("What it is called", most=200, hint="Leave it empty for the committee’s own name.")
    begins = time_field("Begins")
    ends = time_field("Ends")
    place = short_text("Place")
    contact = short_text("Whom to ask")
    broadcast = short_text("Where it can be watched", most=500)
    exclusion = paragraphs(
        "Resolution that excludes the public", rows=2, hint="As the meeting resolved it (s.100A(4))."
    )

    def __init__(self, *args: Any, planned: bool = False, held: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        gone = () if planned else ("on",)
        for name in gone if held else (*gone, "ends", "exclusion"):
            del self.fields[name]

    @property
    def told(self) -> dict[str, Any]:
        """Its fields, but the day and the version."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("on", "version")}


class StepForm(forms.Form):
    """What a step asks for."""

    def __init__(
        self,
        *args: Any,
        name: str,
        warnings: bool,
        late: str,
        again: bool,
        uncalled: bool,
        later: list[MeetingRecord],
        today: dt.date,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        fields: dict[str, Any] = self.fields
        if name == "call":
            fields["on"] = day_field("Notice was given on", required=True)
            fields["on"].initial = today
            fields["channels"] = one_a_line(
                "Where it could be read", f"One on each line: {', '.join(CHANNELS)}.", required=True
            )
        if name == "hold":
            fields["ends"] = time_field("Ended at")
        if name == "hold" and uncalled:
            fields["notice_on"] = day_field("Notice was given on", hint="Leave it empty where there was none.")
            fields["channels"] = one_a_line("Where it could be read", f"One on each line: {', '.join(CHANNELS)}.")
        if late and name == "hold":
            fields["reason"] = reason_field("Why")
            fields["reason"].help_text = late
        elif late:
            label = "Why it is at short notice" if name == "call" else "Why it goes out late"
            fields["reason"] = reason_field(label, required=name == "dispatch" and not again)
            fields["reason"].help_text = late
        if name == "postpone":
            fields["to"] = day_field("To which day", required=True)
        if name == "agree":
            fields["at"] = choice("At which meeting", [(one.slug, str(one)) for one in reversed(later)])
        if name == "sign":
            fields["on"] = day_field("Signed on", required=True)
            fields["on"].initial = today
        if name in ("dispatch", "hold", "open", "agree") and warnings:
            fields["seen"] = confirmed("I have looked at each of these")
        if name in ("postpone", "cancel", "take-back", "not-adjourned"):
            fields["reason"] = reason_field()
            public = name in ("postpone", "cancel")
            fields["reason"].help_text = "Everybody reads it." if public else "Kept in the audit."


class GoesOnForm(forms.Form):
    """When and where an adjourned meeting goes on."""

    to = day_field("On which day it goes on", required=True)
    begins = time_field("Begins")
    place = short_text("Place", hint="Leave it empty for the same place.")


class AdjournForm(forms.Form):
    """How a meeting was broken off, and what was fixed at it for the sitting that goes on."""

    at = time_field("At what time")
    inquorate = forms.BooleanField(
        label="For want of a quorum", required=False, help_text="Else the committee resolved to adjourn."
    )
    reason = reason_field()
    items = forms.MultipleChoiceField(
        label="What stands over", widget=forms.CheckboxSelectMultiple, help_text="It is taken at the sitting that goes on.",
        error_messages={"required": "Say which items are left to the sitting that goes on."},
    )  # fmt: skip
    to = day_field(
        "On which day it goes on",
        hint="As the meeting itself fixed it. Leave it empty where that is still to be fixed.",
    )
    begins = time_field("It goes on at")
    place = short_text("Place", hint="Leave it empty for the same place.")

    def __init__(self, *args: Any, items: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        chosen: Any = self.fields["items"]
        chosen.choices = items
        self.fields["reason"].help_text = "Everybody reads it."


class ItemForm(forms.Form):
    """An item of an agenda."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = short_text("What it is about", required=True)
    kind = choice("Kind", [(kind, capital(kind.replace("-", " "))) for kind in get_args(ItemKind)])
    recommended = paragraphs("What the committee is asked to do", hint="In Markdown. Beside it will stand what it did.")
    number = short_text("Number", most=8, hint="Leave it empty for the next one.")
    urgent = paragraphs(
        "Why it is urgent",
        rows=2,
        required=True,
        hint="The agenda is out: say what special circumstances there are (s.100B(4)(b)).",
    )

    def __init__(self, *args: Any, out: bool, among: Among, topics: Among, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["topics"] = topics_field(topics)
        self.fields["touches"] = ManyOf(
            among, label="Plan items and measures that it is about", required=False,
            help_text="Type part of a name, and choose it. The page of each lists this item.",
        )  # fmt: skip
        self.order_fields(["version", "title", "kind", "recommended", "number", "topics", "touches", "urgent"])
        if not out:
            del self.fields["urgent"]

    @property
    def told(self) -> dict[str, Any]:
        """Its fields, as the action takes them."""
        said = self.cleaned_data
        found = {name: said[name] for name in ("title", "kind", "recommended", "number")}
        return found | {"topics": said["topics"], "touches": said["touches"]} | (
            {"urgent": said["urgent"]} if "urgent" in said else {}
        )  # fmt: skip


AS_WRITTEN = "An empty line begins a paragraph, a dash at its beginning a line of a list."


class ReportField(OneOf):
    """A quarterly report by its name. What is none goes on as it was typed: the action says why it cannot be, and what is near."""

    def to_python(self, value: Any) -> str:
        """Its key."""
        try:
            return super().to_python(value)
        except forms.ValidationError:
            return str(value).strip()


class PaperForm(forms.Form):
    """A paper on an item."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = short_text("What it is called", required=True)
    kind = choice("How it comes", [(kind, text) for kind, text in PAPERS.items() if text], radio=True)
    reason = short_text("Why it comes now", required=True, most=2000, hint="Everybody reads it.")
    author = short_text("Whose it is", most=200)
    text = paragraphs("Its text", rows=8, hint=f"{AS_WRITTEN} Leave it empty where it stands elsewhere.")
    link = short_text("Where it can be read", most=500)
    background = one_a_line("Background papers", "One on each line (s.100D).", rows=2)
    seen = forms.BooleanField(
        label="I have looked for what may tell of one person",
        required=False,
        help_text="It is public as soon as you save.",
    )

    def __init__(self, *args: Any, out: bool, reports: Among, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["quarter"] = ReportField(
            reports, label="Quarterly report that it is", required=False, max_length=120,
            help_text="Type the borough’s name, and choose the quarter. It must be published before the agenda goes out.",
        )  # fmt: skip
        self.order_fields(
            ["version", "title", "kind", "reason", "author", "text", "link", "quarter", "background", "seen"]
        )
        for name in () if out else ("kind", "reason", "seen"):
            del self.fields[name]

    @property
    def told(self) -> dict[str, Any]:
        """Its fields, as the action takes them."""
        found = {name: self.cleaned_data[name] for name in ("title", "author", "text", "link", "quarter")}
        return found | {"background": split(self.cleaned_data["background"])}


class WithdrawForm(forms.Form):
    """Why a paper that is out is withdrawn."""

    reason = reason_field()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reason"].help_text = "Everybody reads it beside the title. No word of the paper is read any more."


class PagesForm(forms.Form):
    """How many pages each paper has."""

    def __init__(self, *args: Any, meeting: MeetingRecord, **more: Any) -> None:
        super().__init__(*args, **more)
        for item in meeting.items.prefetch_related("papers"):
            for paper in item.papers.all():
                field = whole_field(
                    f"{item.number}. {paper.title}",
                    hint="Pages. Leave it empty where it has none in the pack. Once it is printed, its own pages stand.",
                )
                if paper.first_page and paper.last_page:
                    field.initial = paper.last_page - paper.first_page + 1
                self.fields[f"paper-{paper.pk}"] = field

    @property
    def lengths(self) -> dict[int, int]:
        """By paper: its pages."""
        return {int(name.partition("-")[2]): value for name, value in self.cleaned_data.items() if value}
