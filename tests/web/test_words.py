"""What pages say of figures: fewer or more, points, small numbers, what cannot be compared, and what the plan wants."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from decimal import Decimal

import pytest

from peelian.figures.areas import Area
from peelian.figures.catalogue import Break, Measure
from peelian.figures.periods import Period
from peelian.figures.releases.figure import Comparison, Figure
from peelian.plans.queries import load_plan
from peelian.public import wording
from peelian.public.pages import fitted
from peelian.public.selectors import tables
from tests.web.conftest import Visitor

MEASURE = Measure(
    id="burglary", title="Burglary", group="burglary", question="How many?", counts="offences", kind="count", denominator=None,
    source={}, periods="month", protect="public-source", breaks=(), caveats=(), author="x", checked_by=None, review_by="2027-11-01",
)  # fmt: skip
SURVEY = replace(MEASURE, id="trust", title="Trust", kind="level", counts="per cent of residents", periods="r12")
POSTS = replace(MEASURE, id="officers", title="Officers", kind="level", counts="full-time officers")
HAVERING = Area("E09000016", "Havering", "borough")
PERIOD = Period.parse("R12-2017-06")


def _figure(measure: Measure, value: str | None, before: str | None = None, blocked: tuple[str, ...] = ()) -> Figure:
    now, then = (Decimal(text) if text is not None else None for text in (value, before))
    compared = None
    if now is not None and then is not None:
        change = None if blocked or measure.per_cent else now - then
        points = now - then if measure.per_cent and not blocked else None
        per_cent = (change * 100 / then).quantize(Decimal("0.1")) if change is not None and then else None
        compared = Comparison("R12-2016-06", "12 months to June 2016", then, change, per_cent, points, blocked, blocked)
    return Figure(
        measure=measure, area=HAVERING, period=PERIOD, value=now, kind=measure.kind, unit=measure.counts,
        symbol=None if now is not None else "[x]", numerator=now, denominator=None, method="sum-of-months", release="2026-01-01",
        illustrative=False, comparison=compared,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "value", "before", "words"),
    [
        (MEASURE, "1886", "1961", "75 fewer (−3.8%)"),
        (MEASURE, "1961", "1886", "75 more (+4.0%)"),
        (MEASURE, "29", "17", "12 more (+70.6%, 17 → 29)"),
        (MEASURE, "5", "0", "5 more, from none"),
        (POSTS, "30822.23", "31601.09", "779 fewer (−2.5%)"),
        (MEASURE, "17", "17", "no change"),
        (SURVEY, "69", "67", "2 points higher"),
        (SURVEY, "66", "67", "1 point lower"),
        (SURVEY, "67", "67", "no change"),
    ],
)
def test_a_change_in_words(measure: Measure, value: str, before: str, words: str) -> None:
    assert wording.change(_figure(measure, value, before)) == words


def test_the_sentence_that_a_resident_can_repeat() -> None:
    said = wording.say(_figure(MEASURE, "1886", "1961"))
    assert said == (
        "Burglary in Havering: 1,886 offences in the 12 months to June 2017, "
        "75 fewer than the 1,961 of the 12 months to June 2016 (−3.8%)."
    )
    assert wording.say(_figure(SURVEY, "69", "67")).endswith(
        "2 points higher than the 67% of the 12 months to June 2016."
    )
    assert "there is no figure" in wording.say(_figure(MEASURE, None))


def test_a_comparison_across_a_blocking_break_is_refused_in_words() -> None:
    found = _figure(MEASURE, "10", "20", ("hate-2024",))
    assert wording.change(found) == ""
    assert wording.moved("lower", found) == ""
    assert "cannot be compared" in wording.say(found)
    assert tables.change_cell(found).symbol == "[b]"
    assert tables.percent_cell(found).symbol == "[b]"


@pytest.mark.parametrize(
    ("wanted", "value", "said"),
    [
        ("lower", "10", "moved that way"),
        ("lower", "30", "moved the other way"),
        ("lower", "20", "did not move"),
        ("higher", "30", "moved that way"),
        ("higher", "10", "moved the other way"),
        ("none", "30", ""),
    ],
)
def test_movement_is_read_against_what_the_plan_wants(wanted: str, value: str, said: str) -> None:
    assert wording.moved(wanted, _figure(MEASURE, value, "20")) == said


def test_ages() -> None:
    assert [wording.age(days) for days in (-1, 1, 59, 325, 800)] == [
        "not over yet", "1 day old", "59 days old", "10 months old", "2 years old"]  # fmt: skip
    assert wording.days_since_month(2025 * 12 + 11, dt.date(2026, 1, 1)) == 1


def test_long_titles_keep_what_tells_them_apart() -> None:
    keep = " in Hylands and Harrow Lodge"
    short = fitted(f"Burglary of businesses and other buildings{keep}", keep)
    assert short.endswith(keep)
    assert len(short) <= 60
    assert fitted("Burglary in Havering", " in Havering") == "Burglary in Havering"


def test_breaks_are_said_in_words() -> None:
    item = Break("b", 2024 * 12 + 1, "recording", "New system", "Entered in another way.", False, "a note")
    assert wording.break_words([item]) == "February 2024: New system. Entered in another way."


def test_home_lists_every_objective_with_its_figure_or_why_there_is_none(some: Visitor) -> None:
    plan = load_plan(some.house.pack)
    text = some.text("/").replace("&#x27;", "'")
    blocks = text.split('<article class="pb-objective">')[1:]
    assert len(blocks) == len(plan.objectives) == 26
    for objective, block in zip(plan.objectives, blocks, strict=True):
        assert objective.title in block
        if objective.no_source:
            assert "No data source" in block
            assert objective.no_source in block
        else:
            assert "the plan wants" in block
            assert " old" in block


def test_home_calls_better_or_worse_only_what_the_release_judges(some: Visitor) -> None:
    from peelian.public.selectors import plan as plans
    from peelian.public.site import open_site

    site = open_site()
    assert site is not None
    text = _main(some.text("/"))
    shown = [item for theme in plans.themes(site) for objective in theme.objectives for item in objective.shown]
    for word in ("better", "worse"):
        said = len(re.findall(rf"last six months:\s+\W?\s*{word}", text))
        assert said == sum(item.verdict == word.capitalize() for item in shown)
        assert len(re.findall(rf"\b{word}\b", text.replace("Better or worse, beyond chance", ""))) == said
    assert not re.search(r"\b(improved|deteriorated)\b", text)


def _main(text: str) -> str:
    text = text[text.index("<main") : text.index("</main>")]
    return re.sub(r"<h[23].*?</h[23]>|<[^>]+>", "", text, flags=re.DOTALL)


def test_home_counts_what_it_says(real: Visitor) -> None:
    from peelian.public.selectors import plan as plans
    from peelian.public.site import open_site

    site = open_site()
    assert site is not None
    text = real.text("/")
    read = [objective for theme in plans.themes(site) for objective in theme.objectives]
    live = [objective for objective in read if any(item.live for item in objective.yardsticks)]
    assert f"Of the plan’s 26 objectives, {len(live)} can be followed" in text
    moved = [{item.moved for item in objective.live if item.moved} for objective in live]
    assert f"the way the plan wants for {sum(words == {'moved that way'} for words in moved)} of them" in text


def test_later_figures_are_shown_as_after_the_plan(real: Visitor) -> None:
    for address in ("/", "/measures/burglary", "/objectives/fewer-neighbourhood-crimes",
                    "/figures/burglary/E23000001/R12-2025-12"):  # fmt: skip
        assert "April 2017 to March 2021. The latest figures are from after them" in real.text(address)
    assert "from after them" not in real.text("/figures/burglary/E23000001/R12-2018-12")


def test_one_series_is_read_both_ways_with_the_polarity_named(some: Visitor) -> None:
    text = some.text("/measures/rape")
    assert "The plan wants more reports" in text
    assert "The plan wants fewer victims" in text
    assert "reads this series both ways" in text
    objective = some.text("/objectives/more-sexual-violence-reported")
    assert "read the other way round under" in objective
    assert "/objectives/fewer-victims-of-crime" in objective


def test_what_is_printed_for_another_place_leads_there(illustrative: Visitor) -> None:
    """The page without a place is the force's; a council's and a court's figures are printed for others."""
    for measure, place in (("council-funding-fall", "E12000007"), ("deliberate-fires", "E09000016")):
        assert f"/measures/{measure}/{place}" in illustrative.page(f"/measures/{measure}").links
        assert "printed-figures" in illustrative.page(f"/measures/{measure}/{place}").tables
    assert "As printed for" not in illustrative.text("/measures/savings-required")


def test_what_has_no_data_says_what_it_needs(real: Visitor) -> None:
    text = real.text("/measures/gun-crime-discharged")
    assert "Only figures that reports print" in text
    assert "What it needs" in text
    assert "the dashboard counts lethal barrel discharges" in text
    assert "mps-dashboard" not in _main(text)
    assert "295" in text
    assert "line 140" in text
    assert "needs: The Met or MOPAC" in real.text("/measures")


def test_the_city_is_policed_by_another_force_and_says_so(real: Visitor) -> None:
    assert "policed by another force: City of London Police area" in real.text("/measures/burglary/E09000001")
    assert "City of London Police area" in real.text("/areas/E09000001")


def test_places_that_are_no_boroughs_are_explained(real: Visitor) -> None:
    assert "in no borough" in real.text("/areas/london:unknown")
    assert "airports" in real.text("/areas/london:heathrow")
    assert "Not boroughs, but in the total of the force" in real.text("/measures/burglary")


def test_printed_figures_stand_beside_ours(real: Visitor) -> None:
    rows = real.page("/measures/burglary").tables["printed-figures"]
    printed = {row[0]: row for row in rows[1:]}
    assert printed["12 months to June 2016"][1:3] == ["69,545", "69,548"]
    assert "Police and Crime Committee, 20 July 2017, line " in printed["12 months to June 2016"][4]
    survey = real.page("/measures/confidence-good-job").tables["printed-figures"]
    assert {row[3] for row in survey[1:]} == {"agrees"}


def test_of_two_printed_values_the_one_that_cannot_be_right_is_in_doubt(illustrative: Visitor) -> None:
    """Once each, oldest first, though the line is entered twice; without a column where no file says anything of the periods."""
    for measure, told in (
        ("police-staff", {"941,064": True, "850,815": True}),
        ("pcsos", {"156,556": True, "1,387.69": False}),
        ("special-constables", {"3,204": False, "2,537": False}),
    ):
        rows = illustrative.page(f"/measures/{measure}").tables["printed-figures"]
        assert [row[0] for row in rows] == ["Period", "May 2016", "May 2017"]
        assert {row[1]: "In doubt" in row[-1] for row in rows[1:]} == told
        assert len(rows[0]) == 3


def test_prints_that_differ_or_are_in_doubt_are_said_in_the_sentence(illustrative: Visitor) -> None:
    savings = illustrative.text("/measures/savings-required")
    assert (
        "800 million pounds in the financial year 2020/21. This is as one report printed it; another prints 420."
        in savings
    )
    for address in ("/figures/pcsos/E23000001/2016-05", "/figures/police-staff/E23000001/2017-05"):
        assert re.search(
            r"as a report printed it. In doubt: the (earlier|print)[^.]* cannot be right\.",
            _main(illustrative.text(address)),
        )
        assert "row above" not in illustrative.text(address)
    assert "In doubt" not in illustrative.text("/figures/pcsos/E23000001/2017-05")
    assert "another prints" not in illustrative.text("/measures/savings-made")


def test_a_print_is_compared_with_what_its_report_sets_beside_it(illustrative: Visitor) -> None:
    """The draft plan sets 2015/16 beside 2011/12: four years, and no year before."""
    page = illustrative.text("/measures/hate-crime-detection-rate")
    assert "Against August 2011." in page
    assert "Against the year before" not in page
    figure = illustrative.text("/figures/hate-crime-detection-rate/E23000001/2016-06")
    assert "Compared with</dt>" in figure
    assert "Year before</dt>" not in figure
    assert "27 points lower against August 2011" in illustrative.text("/areas/E23000001")


def test_the_json_of_a_measure_holds_its_prints(illustrative: Visitor) -> None:
    def told(measure: str) -> list[tuple[object, ...]]:
        found = json.loads(illustrative.text(f"/measures/{measure}.json"))["printed"]
        return [(item["period"], item["printed"], item["value"], bool(item["doubt"])) for item in found]

    assert told("pcsos") == [("2016-05", "156,556", 156556, True), ("2017-05", "1,387.69", 1387.69, False)]
    assert told("police-grant") == [("2015", "−20% since 2010", None, False), ("FY2016-17", "1.9", 1.9, False)]


def test_breaks_stand_in_order_and_documents_under_their_titles(illustrative: Visitor) -> None:
    text = illustrative.text("/measures/domestic-abuse-offences")
    months = re.findall(r"<strong>(\w+ \d{4}): ", text)
    assert months == ["April 2014", "June 2017", "January 2018", "February 2024", "March 2024"]
    assert not re.search(r"[Ss]eed[ -]\d", text)
    assert not re.search(r"[Ss]eed[ -]\d", _main(illustrative.text("/measures/marac-repeat-referrals/E09000016")))


def test_what_is_missing_is_said_in_whole_sentences(illustrative: Visitor) -> None:
    text = _main(illustrative.text("/data"))
    assert "Printed figures are there." in text
    assert ".." not in re.sub(r"<[^>]*>|…", "", text)


def test_a_list_of_prints_has_no_blank_before_its_commas(illustrative: Visitor) -> None:
    text = illustrative.text(f"/areas/{illustrative.release.catalogue.force.id}")
    assert "as printed" in text
    assert not re.search(r"</a>\s+,", text)


def test_a_change_that_is_printed_alone_is_in_the_table(illustrative: Visitor) -> None:
    page = illustrative.page("/measures/police-grant")
    assert [row[:2] for row in page.tables["printed-figures"]] == [
        ["Period", "As printed"], ["2015", "−20% since 2010"], ["Financial year 2016/17", "1.9"],
    ]  # fmt: skip
    assert "/figures/police-grant/E23000001/2015" not in page.links


def test_a_figure_shows_its_working(real: Visitor) -> None:
    page = real.page("/figures/burglary/E09000016/R12-2017-06")
    months = [row for row in page.tables["0"] if len(row) == 2 and row[0][:3] in ("Jul", "Jan", "Jun", "Sum")]
    assert months[-1][0] == "Sum"
    values = [int(row[1].replace(",", "")) for row in page.tables["0"][1:]]
    assert len(values) == 13
    assert sum(values[:12]) == values[12]
    cells = page.tables["1"]
    assert cells[0] == ["Row", "What it is", "Column", "Value"]
    assert all("burglary" in row[1].lower() and "havering" in row[1].lower() for row in cells[1:-1])
    assert cells[-1] == ["All 48 cells", "", "", f"{values[12]:,}"]
    assert len(cells) == 42  # the head, the first forty, the sum of all
    month = real.page("/figures/burglary/E09000016/2017-06").tables["0"]
    assert sum(int(row[3]) for row in month[1:-1]) == int(month[-1][3]) == values[11]


def test_a_rate_shows_its_formula(real: Visitor) -> None:
    page = real.page("/figures/burglary/E09000016/R12-2025-12?kind=rate")
    assert "/figures/population/E09000016/2025" in page.links
    text = re.sub(r"<[^>]+>", "", real.text("/figures/burglary/E09000016/R12-2025-12?kind=rate"))
    found = re.search(r"([\d,]+) ÷ ([\d,]+) × 1,000 = ([\d.]+)", text)
    assert found
    count, people, rate = (Decimal(part.replace(",", "")) for part in found.groups())
    assert abs(count / people * 1000 - rate) < Decimal("0.05")
    assert f"which is {count:,} offences among {people:,} residents in mid-2025, a projection." in text
    residents = next(table for table in page.tables.values() if any(f"{people}" in row for row in table))
    assert residents[1][1].endswith("Havering")


def test_rates_say_that_their_residents_are_a_projection_and_where_it_is_too_high(real: Visitor) -> None:
    for address in ("/measures/burglary", "/compare?measure=burglary&area=E09000033&area=E09000007"):
        text = _main(real.text(address))
        assert "The residents of mid-2025 are a projection." in text
        assert "28% for Westminster and 23% for Camden: rates there come out too low." in text
        assert "/measures/population" in real.page(address).links
    assert "23% for Camden" in real.text("/areas/E09000007")
    assert "23% for Camden" not in real.text("/areas/E09000016")


def test_a_printed_change_in_doubt_is_nowhere_shown(real: Visitor) -> None:
    title = "later column seems to hold eleven months"
    for address in ("/measures/gun-crime-discharged", "/figures/gun-crime-discharged/E23000001/R12-2017-06"):
        text = real.text(address)
        assert title in text
        assert not re.search(r">37 |14[.]3%", text)
        assert any(link.endswith("#break-print-eleven-months-2017") for link in real.page(address).links)
    assert "break-print-eleven-months-2017" in real.page("/measures/gun-crime-discharged").ids
    for address in ("/objectives/fewer-gun-crimes", "/plan/themes/keeping-children-safe"):
        answer = real.client.get(address)
        if answer.status_code == 200:
            assert "no change shown: the print is in doubt" in answer.content.decode().replace("No change", "no change")
    row = next(row for row in real.rows("/measures/gun-crime-discharged.json") if row["period"] == "R12-2017-06")
    assert (row["change"], row["change_pct"], row["breaks"]) == (None, None, "print-eleven-months-2017")


def test_a_period_from_before_the_plan_moves_no_way(real: Visitor) -> None:
    first = Period.parse("2017-04").first
    words = [
        wording.early(Period.parse(text), first) for text in ("R12-2017-06", "R12-2016-12", "R12-2017-12", "2017-05")
    ]
    assert words == ["mostly before the plan began", "before the plan began", "", ""]
    for block in real.text("/").split('<li class="pb-line">')[1:]:
        if "12 months to June 2017" in block:
            assert "mostly before the plan began" in block
            assert "<b>moved" not in block


def test_an_objective_s_sentence_agrees_with_its_list(real: Visitor) -> None:
    text = real.text("/objectives/fewer-neighbourhood-crimes")
    live, printed = text.count("months to December 2025 ·"), text.count(", as printed ·")
    assert f"Of the {live} figures that can be followed, all moved the way the plan wants" in text
    assert f"{printed} is known only from a report of 2017" in text
    youth = real.text("/objectives/less-serious-youth-violence")
    assert "No figure that we hold follows this objective: 1 is known only from a report of 2017." in youth
    assert "pe-cols" not in youth


def test_home_names_each_period_and_claims_no_more_than_we_hold(real: Visitor) -> None:
    text = real.text("/")
    assert "can be followed by figures we hold" in text
    older = "or the 12 months to July 2025, the 12 months to December 2023 or September 2019"
    assert f"in the 12 months to December 2025 ({older}, where that is the latest we hold)" in text
    assert "still published" not in text


def test_another_classification_breaks_no_series(real: Visitor) -> None:
    text = real.text("/measures/burglary-dwelling")
    shown = text[: text.index('id="definition"')]
    assert "Sheds and garages" not in shown
    assert "Sheds and garages" in text


def test_a_file_known_only_by_its_loading_says_so(real: Visitor) -> None:
    text = real.text("/measures/confidence-good-job")
    assert "newest file loaded" in text
    assert "nothing says when it was published" in text
    assert "newest file of December 2025" in real.text("/measures/burglary")


def test_a_cell_that_was_no_plain_number_is_shown_as_printed(real: Visitor) -> None:
    text = re.sub(r"<[^>]+>", "", real.text("/figures/confidence-good-job/E23000001/R12-2023-12"))
    assert "“0,47” read as 47 per cent" in text


def test_an_area_leads_with_all_its_offences(real: Visitor) -> None:
    text = real.text("/areas/E09000016")
    assert re.search(r"Total notifiable offences in Havering: [\d,]+ offences in the 12 months to December 2025", text)
    assert re.search(r"That is [\d.]+ per 1,000 residents[.]", text)
    assert text.count("12 months to December 2025, against the year before") > 5
    groups = {group.split("</h2>")[0].split(">")[-1]: group for group in text.split("<section")[1:]}
    quiet = '<span class="pb-line__quiet">12 months to December 2025</span>'
    assert quiet not in groups["Burglary"], "said once beneath the heading"
    assert any(quiet in group for group in groups.values()), "said at each figure where a group's end at two times"


def test_the_city_has_its_article() -> None:
    assert wording.place(Area("E09000001", "City of London", "borough")) == "the City of London"


def test_a_year_that_still_runs_is_named_as_such() -> None:
    day = dt.date(2026, 11, 22)
    assert wording.reach(Period.parse("2026"), day) == "2026, a year that is not over yet"
    assert wording.reach(Period.parse("2025-12"), day) == "December 2025, 10 months old"


def test_the_small_lines_name_the_years_they_draw(real: Visitor) -> None:
    heads = real.page("/measures/burglary").tables["boroughs"][0]
    assert re.search(r"20\d\d to December 2025", heads[-1])
