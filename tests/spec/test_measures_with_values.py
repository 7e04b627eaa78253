"""Which measures have values from the real files, from when to when, and their total: plain sums of the raw files.

The table is the promise; the sums are made twice, once by a release and once with nothing but csv and json.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import duckdb
import pytest
from tests.conftest import ROOT
from tests.support import workbooks

from peelian.figures.catalogue import Measure, Source
from peelian.figures.compute.series import PRESENT
from peelian.figures.listing import span
from peelian.figures.periods import month_ordinal, month_text
from peelian.figures.releases.release import Release

# measure, first, last, total over all periods of the whole force (of boroughs where there is no force series; of a share,
# of its upper count)
TABLE = """
victim-based-offences          2010-04 2025-12 11728206
total-notifiable-offences      2010-04 2025-12 12913437
death-by-driving               2010-04 2025-12 1293
homicide                       2010-04 2025-12 1897
stalking-and-harassment        2010-04 2025-12 688183
violence-against-the-person    2010-04 2025-12 3070618
violence-with-injury           2010-04 2025-12 1104583
violence-without-injury        2010-04 2025-12 1274662
other-sexual-offences          2010-04 2025-12 183740
rape                           2010-04 2025-12 106848
sexual-offences                2010-04 2025-12 290588
robbery                        2010-04 2025-12 480079
robbery-business               2010-04 2025-12 48118
robbery-personal               2010-04 2025-12 431961
burglary                       2010-04 2025-12 1123854
burglary-non-dwelling          2010-04 2025-12 357255
burglary-dwelling              2010-04 2025-12 766599
other-theft                    2010-04 2025-12 1819261
shoplifting                    2010-04 2025-12 750836
theft                          2010-04 2025-12 3667453
theft-from-the-person          2010-04 2025-12 792758
bicycle-theft                  2010-04 2025-12 304598
vehicle-interference           2010-04 2025-12 163447
theft-from-motor-vehicle       2010-04 2025-12 974493
motor-vehicle-theft            2010-04 2025-12 1416905
theft-of-motor-vehicle         2010-04 2025-12 442412
vehicle-offences               2010-04 2025-12 1580352
arson                          2010-04 2025-12 33166
arson-and-criminal-damage      2010-04 2025-12 933394
criminal-damage                2010-04 2025-12 900228
possession-of-weapons          2010-04 2025-12 93313
drug-offences                  2010-04 2025-12 749614
drug-possession                2010-04 2025-12 644154
drug-trafficking               2010-04 2025-12 105460
fraud-and-forgery              2010-04 2025-12 71414
miscellaneous-crimes           2010-04 2025-12 167255
public-order-offences          2010-04 2025-12 685503
informed-local                 2014-12 2023-12 1461.00
contact-ward-officer           2014-12 2023-12 890.00
relied-on-to-be-there          2014-12 2023-12 2567.00
confidence-good-job            2014-12 2023-12 2206.00
listen-to-concerns             2014-12 2023-12 2527.00
treat-everyone-fairly          2014-12 2023-12 2668.00
understand-issues              2014-12 2023-12 2457.00
trust-mps                      2016-03 2023-12 2580.00
population                     1999-12 2050-12 488431946
positive-outcomes                             2021-08 2025-07 328805
positive-outcome-rate-flow                    2021-08 2025-07 328805
domestic-abuse-offences                       2021-08 2025-07 374099
domestic-abuse-violence-with-injury           2021-08 2025-07 88467
domestic-abuse-positive-outcome-rate-flow     2021-08 2025-07 35399
domestic-abuse-positive-outcomes              2021-08 2025-07 35399
robbery-mobile-phone                          2021-08 2025-07 46330
theft-person-mobile-phone                     2021-08 2025-07 214792
gun-crime                                     2021-08 2025-07 6514
knife-crime                                   2021-08 2025-07 57014
knife-crime-injury                            2021-08 2025-07 14652
lethal-barrel-discharges                      2021-08 2025-07 724
gun-crime-personal-robbery                    2021-08 2025-07 1152
knife-robbery-injury                          2021-08 2025-07 1894
knife-crime-positive-outcome-rate-flow        2021-08 2025-07 7139
knife-crime-positive-outcomes                 2021-08 2025-07 7139
knife-injury-victims-under-25                 2021-08 2025-07 5540
knife-crime-injury-under-25                   2021-08 2025-07 5043
hate-crime-antisemitic                        2021-08 2025-07 4516
hate-crime-disability                         2021-08 2025-07 2286
hate-crime-faith                              2021-08 2025-07 11159
hate-crime                                    2021-08 2025-07 95668
hate-crime-sexual-orientation                 2021-08 2025-07 13340
hate-crime-islamophobic                       2021-08 2025-07 4752
hate-crime-positive-outcome-rate-flow         2021-08 2025-07 10572
hate-crime-positive-outcomes                  2021-08 2025-07 10572
hate-crime-racist-religious                   2021-08 2025-07 83256
hate-crime-racist                             2021-08 2025-07 77632
hate-crime-transgender                        2021-08 2025-07 1610
pcsos                                         2018-09 2019-09 3791.08
designated-officers                           2018-09 2019-09 2094.87
police-officers                               2018-09 2019-09 91511.89
police-officers-headcount                     2019-03 2019-09 62619.00
police-staff                                  2018-09 2019-09 25014.52
police-support-volunteers                     2018-09 2019-09 2338.00
special-constables                            2018-09 2019-09 5760.00
"""
REFERENCE = ROOT / "docs" / "reference" / "measures-and-sources.md"
OTHERS = "police-uk"
"""Datasets of data.police.uk: their measures belong to a shared pack and are not listed here."""


def table() -> dict[str, tuple[str, str, Decimal]]:
    rows = [line.split() for line in TABLE.strip().splitlines()]
    return {name: (first, last, Decimal(total)) for name, first, last, total in rows}


def test_the_release_has_exactly_these_measures_and_totals(real_release: Release) -> None:
    found = {}
    for measure in real_release.catalogue:
        kinds = real_release.kinds_of.get(measure.id, [])
        datasets = {source.dataset for source in measure.source.values()}
        if kinds and not any(name.startswith(OTHERS) for name in datasets):
            series = real_release.series(measure.id, "force" if "force" in kinds else "borough")
            assert series is not None
            row = series.row_of.get("E23000001")
            values = series.values[row] if row is not None else series.values
            states = series.states[row] if row is not None else series.states
            first, last = span(real_release, measure.id)
            total = Decimal(int(values[states == PRESENT].sum())).scaleb(-series.scale)
            found[measure.id] = (first, last, total.normalize())
    assert found == {name: (first, last, total.normalize()) for name, (first, last, total) in table().items()}
    assert len(found) >= 45


def test_the_reference_says_source_and_months_of_each_row_of_the_printed_table(
    seeds: Path, real_release: Release
) -> None:
    """Forty rows of seed 002, in its order: each with its source, first and last month and total; or without, and why."""
    months = r"(?:(\d{4}-\d\d) to (\d{4}-\d\d): ([\d,]+)|–)"
    form = re.compile(rf"\| (\d+) \| `([a-z0-9-]+)` \| (.+?) \| {months} \| ([\d,]+) \| .+ \| (.+) \|")
    rows = [match.groups() for line in REFERENCE.read_text("utf-8").splitlines() if (match := form.fullmatch(line))]
    assert [int(row[0]) for row in rows] == list(range(108, 148))
    [document] = seeds.glob("002_*.txt")
    printed = document.read_text(encoding="utf-8").splitlines()
    for line, measure, source, first, last, total, value, why in rows:
        assert value in printed[int(line) - 1].split("\t"), measure
        if total:
            assert (first, last, Decimal(total.replace(",", ""))) == table()[measure], measure
        else:
            assert source.startswith("**no source yet**: needs "), measure
            assert len(why) > 10, measure
            assert measure not in real_release.kinds_of, measure


def test_the_totals_are_plain_sums_of_the_raw_files(data: Path, real_release: Release) -> None:
    raw = {
        "mps-borough": crime(data), "mopac-pas": survey(data), "population-borough": population(data),
        "mps-dashboard": dashboard(data), "home-office-workforce": workforce(data),
    }  # fmt: skip
    for name, (first, last, total) in table().items():
        measure = real_release.catalogue[name]
        rows = counted(measure, raw[force_source(measure).dataset])
        assert (month_text(min(rows)), month_text(max(rows)), sum(rows.values())) == (first, last, total), name


Rows = list[tuple[int, dict[str, str], Decimal]]


def force_source(measure: Measure) -> Source:
    """Where the whole force's figures are; where there are none (population), its boroughs'."""
    return measure.source["force"] if "force" in measure.source else measure.source["borough"]


def counted(measure: Measure, rows: Rows) -> dict[int, Decimal]:
    source = force_source(measure)
    totals: dict[int, Decimal] = defaultdict(Decimal)
    for month, category, value in rows:
        wanted = all(category[key] in values for key, values in source.where.items())
        if wanted and not any(category[key] in values for key, values in source.where_not.items()):
            totals[month] += value
    return dict(totals)


def crime(data: Path) -> Rows:
    """The newest classification's files, newest first: a month is taken from the first file that has it."""
    rows: Rows = []
    taken: set[int] = set()
    for folder in ("2025-12", "2025-11", "2024-10"):
        held: set[int] = set()
        for path in sorted((data / "mps-borough" / folder).glob("*.csv")):
            with path.open(encoding="utf-8", newline="") as stream:
                for row in csv.DictReader(stream):
                    for name, cell in row.items():
                        if name.isdigit() and (month := month_ordinal(int(name[:4]), int(name[4:]))) not in taken:
                            held.add(month)
                            rows.append((month, {"major": row["MajorText"], "minor": row["MinorText"]}, Decimal(cell)))
        taken |= held
    return rows


def survey(data: Path) -> Rows:
    rows: Rows = []
    with (data / "mopac-pas" / "PAS_Total.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter=";"):
            _, month, year = row["Date"].split("/")
            value = Decimal(row["Proportion"].replace(",", ".")) * 100
            rows.append((month_ordinal(int(year), int(month)), {"measure": row["Measure"]}, value))
    return rows


def population(data: Path) -> Rows:
    with (data / "geography" / "housing-density-borough.csv").open(encoding="utf-8", newline="") as stream:
        return [(month_ordinal(int(row["Year"]), 12), {}, Decimal(row["Population"])) for row in csv.DictReader(stream)
                if row["Code"].startswith("E09") and row["Code"] != "E09000001"]  # fmt: skip


def dashboard(data: Path) -> Rows:
    """The Parquet file by SQL, the lines of boroughs and of teams apart."""
    file = data / "mps-dashboard" / "monthly-crime-dashboard-2025-07.parquet"
    found = duckdb.sql(f"""
        select year(month_year) * 12 + month(month_year) - 1, area_type, lower(crime_subtype), measure, sum(count)
        from '{file}' group by all""").fetchall()
    levels = {"Borough": "borough", "Safer Neighbourhood Teams": "team"}
    return [(month, {"level": levels[kind], "crime": crime, "measure": way}, Decimal(value))
            for month, kind, crime, way, value in found]  # fmt: skip


def workforce(data: Path) -> Rows:
    """The Metropolitan Police's line of each sheet, from the XML; rounded half up to two decimals as they are stored."""
    rows: Rows = []
    sheets = workbooks.ods_rows(data / "home-office" / "police-workforce-sep19-tables.ods")
    for sheet, (item, basis) in workbooks.WORKFORCE_SHEETS.items():
        dates = next(row for row in sheets[sheet] if any(cell.startswith("2019-09-30") for cell in row))
        [line] = [row for row in sheets[sheet] if row and row[0].strip() == "Metropolitan Police"]
        for date, cell in zip(dates, line, strict=False):
            if date[4:5] == "-":
                value = Decimal(cell).quantize(Decimal("0.01"), ROUND_HALF_UP)
                rows.append((month_ordinal(int(date[:4]), int(date[5:7])), {"item": item, "basis": basis}, value))
    return rows


@pytest.mark.parametrize("kind", ["bcu", "borough"])
def test_boroughs_and_units_add_up_to_the_force(real_release: Release, kind: str) -> None:
    """What stands among the boroughs and is none makes up the difference, and nothing else."""
    for measure in real_release.catalogue:
        source = measure.source.get("borough")
        if (
            source is None
            or source.dataset not in ("mps-borough", "mps-dashboard")
            or measure.id not in real_release.kinds_of
        ):
            continue
        force, parts = (real_release.series(measure.id, name) for name in ("force", kind))
        other = real_release.series(measure.id, "other")
        assert force is not None
        assert parts is not None
        rest = other.values.sum(axis=0) if other is not None else 0
        assert (parts.values.sum(axis=0) + rest == force.values[0]).all(), measure.id


def test_boroughs_and_teams_are_never_added(real_release: Release) -> None:
    """Every offence of the dashboard stands in it twice: each source of a measure names the level it counts, and only that."""
    levels = {"borough": "borough", "other": "borough", "bcu": "borough", "force": "borough", "ward": "team"}
    found = 0
    for measure in real_release.catalogue:
        for kind, source in measure.source.items():
            if source.dataset == "mps-dashboard":
                assert list(source.where["level"]) == [levels[kind]], f"{measure.id} by {kind}"
                assert len(source.where["measure"]) == 1, f"{measure.id} by {kind}"
                found += 1
    assert found > 100


def test_wards_add_up_to_the_teams_that_have_one(data: Path, real_release: Release) -> None:
    file = data / "mps-dashboard" / "monthly-crime-dashboard-2025-07.parquet"
    lookup = data / "geography" / "Ward_to_Local_Authority_District_(December_2023)_Lookup_in_the_United_Kingdom.csv"
    query = f"""
        select sum(count) from '{file}' where area_type = 'Safer Neighbourhood Teams' and measure = 'Offences'
        and crime_subtype = 'Knife Crime' and area_code in (select WD23CD from read_csv('{lookup}'))"""
    expected = duckdb.sql(query).fetchall()[0][0]
    series = real_release.series("knife-crime", "ward")
    assert series is not None
    assert int(series.values[series.states == PRESENT].sum()) == expected == 55_027
