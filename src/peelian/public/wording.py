"""Figures in sentences: where, when, how much, and more or fewer than a year before."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from peelian.figures.areas import Area
from peelian.figures.catalogue import Break, Catalogue, Measure
from peelian.figures.house import LONDON
from peelian.figures.periods import Period, month_name
from peelian.figures.releases.figure import NONE, Comparison, Figure
from peelian.figures.releases.release import Release
from peelian.ui import format as words


def shown_kind(measure: Measure, kind: str) -> str:
    """How a value is written: a survey's per cents as shares."""
    return "share" if measure.per_cent and kind != "rate" else kind


def value(figure: Figure) -> str:
    """``1,886``, ``47%``, ``none`` of a share that is printed as being of nothing, or the symbol that says why there is none."""
    if figure.of_nothing:
        return NONE
    return amount(figure.measure, figure.value, figure.kind, figure.symbol)


def amount(measure: Measure, number: Decimal | None, kind: str, symbol: str | None = None) -> str:
    """A value of a measure as pages write it; whole per cents without a decimal."""
    form = shown_kind(measure, kind)
    if number is not None and form == "share":
        return words.percent(number, 0 if number == number.to_integral_value() else 1)
    return words.figure(number, form, symbol)


def place(area: Area) -> str:
    """After "in": ``Havering``, ``the City of London``, ``the Metropolitan Police area``."""
    city = area.kind == "borough" and area.name.startswith("City of ")
    return f"the {area.name}" if area.kind in ("force", "bcu") or city else area.name


def place_known(area: Area) -> str:
    """``in Havering``; crimes whose place is not known are in none."""
    return (
        f"in {place(area)}" if area.kind != "other" or "not known" not in area.name else "where the place is not known"
    )


def change(figure: Figure) -> str:
    """``75 fewer (−3.8%)``, ``2 points lower``, ``no change``; empty where nothing can be compared."""
    compared = figure.comparison
    if compared is None or compared.blocked:
        return ""
    if compared.change_pts is not None:
        return _points(compared.change_pts)
    if figure.value is None or compared.change is None:
        return ""
    if compared.change == 0:
        return "no change"
    size = _whole(figure.measure, abs(compared.change))
    percent = "from none" if compared.value == 0 else f"({_per_cent(compared, figure.value)})"
    return f"{size} {'more' if compared.change > 0 else 'fewer'}{',' if compared.value == 0 else ''} {percent}"


def _whole(measure: Measure, number: Decimal) -> str:
    """A number in prose: a headcount in full-time posts without its hundredths, which tables and files keep."""
    posts = measure.kind == "level" and not measure.per_cent and abs(number) >= words.SMALL_BASE
    return words.number(number) if posts else words.plain(number)


def _points(difference: Decimal) -> str:
    if words.rounded(difference, 1) == 0:
        return "no change"
    return f"{words.points(abs(difference)).lstrip('+')} {'higher' if difference > 0 else 'lower'}"


def _per_cent(compared: Comparison, now: Decimal) -> str:
    """The per cent, with the counts beside it where the base is small (under 50)."""
    return words.change(compared.value, now).replace(" (", ", ").rstrip(")")


def doubted(figure: Figure) -> bool:
    """Whether a document's two figures may not be set against each other, because the print itself is in doubt."""
    return figure.method == "as-printed" and figure.comparison is not None and bool(figure.comparison.blocked)


def short_change(figure: Figure) -> str:
    """For a table's cell: ``−3.8%``, ``+2 points``; counts beside a small base."""
    compared = figure.comparison
    if compared is None or figure.value is None or compared.blocked:
        return ""
    if compared.change_pts is not None:
        return words.points(compared.change_pts)
    return words.change(compared.value, figure.value)


def against(figure: Figure) -> str:
    """What it is compared with: ``the 12 months to December 2024``."""
    return span(Period.parse(figure.comparison.period)) if figure.comparison else ""


def year_apart(figure: Figure) -> bool:
    """Whether it is compared with the year before: a document may set it beside another time."""
    compared = figure.comparison
    return compared is not None and Period.parse(compared.period) == figure.period.year_before()


def compared_with(figure: Figure) -> str:
    """After "against": ``the year before``, or the time that a document sets it beside."""
    return "the year before" if year_apart(figure) else against(figure)


def span(period: Period) -> str:
    """A period after "in": ``the 12 months to December 2025``, ``2017``, ``May 2017``."""
    return f"the {period.label()}" if period.kind in ("r12", "fy") else period.label()


def say(figure: Figure) -> str:
    """The one sentence that a resident can repeat."""
    title, where, when = figure.measure.title, place_known(figure.area), span(figure.period)
    if figure.of_nothing:
        why = f" ({figure.note})" if figure.note and figure.note != NONE else ""
        return f"{title} {where}: none in {when}{why}. This is as a report printed it."
    if figure.value is None:
        return f"{title} {where}: there is no figure for {when}."
    if figure.measure.per_cent:
        first = f"{title} {where}: {value(figure)} in {when}"
    elif figure.measure.id == "population":
        first = f"{value(figure)} people live {where}, by the figure for {when}"
    else:
        first = f"{title} {where}: {_prose(figure)} {figure.measure.counts} in {when}"
    return f"{first}{_compared(figure)}.{_printed(figure)}"


def _printed(figure: Figure) -> str:
    """That a report printed it, and what others print of the same period."""
    if figure.method != "as-printed":
        return ""
    others = [amount(figure.measure, value, figure.kind) for value in figure.other_prints]
    if not others:
        return " This is as a report printed it."
    return f" This is as one report printed it; {'another prints' if len(others) == 1 else 'others print'} {' and '.join(others)}."


def say_rate(figure: Figure, people: str) -> str:
    """A rate in a sentence, with the count and the residents that it is made of."""
    where, when = place_known(figure.area), span(figure.period)
    if figure.value is None or figure.numerator is None or figure.denominator is None:
        return f"{figure.measure.title} per 1,000 residents {where}: there is no figure for {when}."
    count, residents = words.number(figure.numerator), words.number(figure.denominator)
    of = f"which is {count} {figure.measure.counts} among {residents} {people}"
    return f"{figure.measure.title} {where}: {value(figure)} {figure.unit} in {when}, {of}."


def _prose(figure: Figure) -> str:
    return (
        _whole(figure.measure, figure.value) if figure.kind == "level" and figure.value is not None else value(figure)
    )


def _compared(figure: Figure) -> str:
    compared = figure.comparison
    if compared is None:
        return ""
    posts = figure.kind == "level" and not figure.measure.per_cent
    shown = _whole(figure.measure, compared.value) if posts else amount(figure.measure, compared.value, figure.kind)
    before, when = shown, span(Period.parse(compared.period))
    if doubted(figure):
        return f". The report sets {before} for {when} beside it, but no change is shown: the print is in doubt"
    if compared.blocked:
        return f". It cannot be compared with the {before} of {when}, because the way of counting changed in between"
    moved = change(figure)
    if moved == "no change":
        return f", the same as in {when}"
    if compared.value == 0 and not figure.measure.per_cent:
        return f", {moved} in {when}"
    head = moved.split(" (")[0]
    per_cent = f" ({words.signed(compared.change_pct, 1)}%)" if compared.change_pct is not None else ""
    return f", {head} than the {before} of {when}{per_cent}"


def moved(wanted: str, figure: Figure) -> str:
    """Which way it moved against the way the plan wants; empty where neither can be said."""
    compared = figure.comparison
    if wanted == "none" or compared is None or compared.blocked or not year_apart(figure):
        return ""
    difference = compared.change_pts if compared.change_pts is not None else compared.change
    if difference is None:
        return ""
    if difference == 0:
        return "did not move"
    return "moved that way" if (difference > 0) == (wanted == "higher") else "moved the other way"


def early(period: Period, first_month: int) -> str:
    """Said instead of a movement where most of a period, or all of it, is from before a plan's first month."""
    before = min(period.last + 1, first_month) - period.first
    if before * 2 <= period.months:
        return ""
    return "before the plan began" if period.last < first_month else "mostly before the plan began"


def wants(wanted: str, reading: str | None, measure: Measure) -> str:
    """What the plan wants of a measure: ``fewer``, ``more reports``, ``a higher share``."""
    if reading:
        return reading
    if wanted == "none":
        return "no particular direction"
    if measure.per_cent:
        return "a higher share" if wanted == "higher" else "a lower share"
    return "more" if wanted == "higher" else "fewer"


def age(days: int) -> str:
    """``3 days old``, ``11 months old``, ``9 years old``."""
    if days < 0:
        return "not over yet"
    if days < 60:
        return f"{words.counted(days, 'day', 'days')} old"
    months = days * 12 // 365
    return f"{months} months old" if months < 24 else f"{months // 12} years old"


def reach(period: Period, day: dt.date) -> str:
    """How far figures go: ``December 2025, 10 months old``; a year that still runs is named as such."""
    days = days_since_month(period.last, day)
    if days >= 0:
        return f"{month_name(period.last)}, {age(days)}"
    return f"{period.label()}, a {'year' if period.months == 12 else 'month'} that is not over yet"


def days_since_month(last: int, day: dt.date) -> int:
    """Days from the end of a month (an ordinal) to a day."""
    year, month = divmod(last + 1, 12)
    return (day - dt.date(year, month + 1, 1)).days + 1


def document(catalogue: Catalogue, name: str) -> str:
    """What a page calls a document or a dataset: its title, and the day where it has one."""
    if name in catalogue.documents:
        found = catalogue.documents[name]
        return f"{found.title}, {words.day(dt.date.fromisoformat(found.date))}" if found.date else found.title
    return catalogue.datasets[name].title if name in catalogue.datasets else name


def file_name(catalogue: Catalogue, file: str) -> str:
    """What a page calls a file: its own name, or the document whose prints it holds."""
    stem = file.removesuffix(".csv")
    return f"Figures printed in: {document(catalogue, stem)}" if stem in catalogue.documents else file


def source(catalogue: Catalogue, text: str) -> str:
    """Where something is known from, with documents under their titles: ``Seed 004, lines 12 to 14``."""
    for name, known in catalogue.documents.items():
        for form in ("Seed ", "seed ", "seed-"):
            text = text.replace(name.replace("seed-", form), known.title)
    return text


def released(release: Release) -> str:
    """``22 November 2026``."""
    return words.day(release.released.astimezone(LONDON))


def break_words(breaks: list[Break] | tuple[Break, ...]) -> str:
    """Breaks as sentences, one after the other."""
    return " ".join(item.sentence() for item in breaks)
