"""The obvious alternatives, each in the form that somebody who knows the tool well would write.

``python -m benchmarks.baselines copy STREET OUT``: DuckDB copies every month's CSV to a sorted Parquet file.
``… sql COPIED LOOKUP OUT``, and ``pandas`` or ``plain-pandas`` likewise: from those files the same figures as a release, every
category × outcomes × area × month, zeros too, as Parquet. A force's figures are all of its rows, placed or not.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measures import ALL_CRIME, FILTERS, FORCE_ID

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

THREADS = 2
_COLUMNS = ("Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name",
            "Crime type", "Last outcome category", "Context")  # fmt: skip
_READ = ["Month", "LSOA code", "Crime type", "Last outcome category"]
_NUMBERS = {"Longitude", "Latitude"}


def engine() -> duckdb.DuckDBPyConnection:
    """DuckDB in memory, with both cores, free to write rows in any order."""
    import duckdb

    return duckdb.connect(config={"threads": THREADS, "preserve_insertion_order": False})


def copy(street: Path, out: Path) -> None:
    """Every month's file as Parquet, sorted by month, area and type; types given, which is faster than finding them out."""
    con = engine()
    types = {name: "DOUBLE" if name in _NUMBERS else "VARCHAR" for name in _COLUMNS}
    out.mkdir(parents=True)
    for path in sorted(street.glob("*/*.csv")):
        con.execute(
            f"""COPY (SELECT * FROM read_csv('{path}', header = true, auto_detect = false, delim = ',', quote = '"',
                                             columns = {types})
                      ORDER BY "Month", "LSOA code", "Crime type")
                TO '{out / path.stem}.parquet' (FORMAT parquet, COMPRESSION zstd)"""
        )


def by_sql(copied: Path, lookup: Path, out: Path) -> None:
    """One pass over the rows, outcomes counted side by side; then grouping sets; then a frame that supplies the zeros.

    Writing the rows sorted by measure, area and month would cost two thirds as much again, so it is left out.
    """
    con = engine()
    con.execute(
        f"CREATE TEMP TABLE homes AS SELECT LSOA21CD lsoa, WD23CD ward, LAD23CD borough FROM read_csv('{lookup}')"
    )
    con.execute(
        f"""CREATE TEMP TABLE cells AS
            SELECT "Month" AS month, ward, any_value(borough) AS borough, "Crime type" AS category, {_side_by_side()}
            FROM '{copied}/*.parquet' LEFT JOIN homes ON "LSOA code" = lsoa GROUP BY month, ward, category"""
    )
    con.execute(
        f"""CREATE TEMP TABLE sums AS
            SELECT month, coalesce(ward, borough, '{FORCE_ID}') AS area, coalesce(category, '{ALL_CRIME}') AS category,
                   {_each('sum("{0}")::INTEGER AS "{0}"')}
            FROM cells GROUP BY GROUPING SETS ((month, ward, category), (month, ward), (month, borough, category),
                                               (month, borough), (month, category), (month))
            HAVING NOT (grouping(ward) = 0 AND ward IS NULL) AND NOT (grouping(borough) = 0 AND borough IS NULL)"""
    )
    con.execute(
        f"""CREATE TEMP TABLE frame AS
            SELECT * FROM (SELECT DISTINCT ward AS area FROM homes UNION ALL SELECT DISTINCT borough FROM homes
                           UNION ALL SELECT '{FORCE_ID}'),
                          (SELECT DISTINCT month FROM cells),
                          (SELECT DISTINCT category FROM cells UNION ALL SELECT '{ALL_CRIME}')"""
    )
    con.execute(
        f"""COPY (UNPIVOT (SELECT category, area, month, {_each('coalesce("{0}", 0) AS "{0}"')}
                           FROM frame LEFT JOIN sums USING (category, area, month))
                  ON {_each('"{0}"')} INTO NAME outcomes VALUE value)
            TO '{out}' (FORMAT parquet, COMPRESSION zstd)"""
    )


def _side_by_side() -> str:
    """A count for each set of outcomes."""
    return ", ".join(
        f'''count(*) FILTER ("Last outcome category" IN {wanted if len(wanted) > 1 else f"('{wanted[0]}')"}) AS "{name}"'''
        if wanted else f'count(*) AS "{name}"'
        for name, wanted in FILTERS.items()
    )  # fmt: skip


def _each(template: str) -> str:
    return ", ".join(template.format(name) for name in FILTERS)


def by_pandas(copied: Path, lookup: Path, out: Path) -> None:
    """Categories from the first byte on, so that no text is ever made or compared."""
    import pandas as pd

    _by_pandas(pd.read_parquet(copied, columns=_READ, read_dictionary=_READ), lookup, out)


def by_plain_pandas(copied: Path, lookup: Path, out: Path) -> None:
    """The same by somebody who has not met ``read_dictionary``: texts are read, then made categories."""
    import pandas as pd

    _by_pandas(pd.read_parquet(copied, columns=_READ).astype("category"), lookup, out)


def _by_pandas(rows: pd.DataFrame, lookup: Path, out: Path) -> None:
    """Groups of categories are dense by themselves, so no frame is needed for the zeros."""
    import pandas as pd

    rows.columns = pd.Index(["month", "lsoa", "category", "outcome"])
    small = pd.read_csv(lookup)
    rows["ward"] = rows["lsoa"].map(small.set_index("LSOA21CD")["WD23CD"].astype("category"))
    counts = pd.DataFrame({name: rows["outcome"].isin(wanted) for name, wanted in FILTERS.items() if wanted})
    counts.insert(0, "any", True)
    keys = [rows["category"], rows["ward"].cat.add_categories("").fillna(""), rows["month"]]
    wards = counts.groupby(keys, observed=False, sort=False).sum().astype("int32")
    every = wards.groupby(level=["ward", "month"], observed=False).sum()
    wards = pd.concat([wards, pd.concat({ALL_CRIME: every}, names=["category"])])
    dense = pd.concat(_areas(wards, small)).astype("int32")
    figures = dense.melt(ignore_index=False, var_name="outcomes").reset_index()
    figures["outcomes"] = figures["outcomes"].astype("category")
    figures.to_parquet(out, compression="zstd", index=False)


def _areas(wards: pd.DataFrame, small: pd.DataFrame) -> list[pd.DataFrame]:
    """Wards, their boroughs, and the force with the rows that are nowhere; each with index category, area, month."""
    import pandas as pd

    category, ward, month = (wards.index.get_level_values(name) for name in ("category", "ward", "month"))
    home = ward.map(small.drop_duplicates("WD23CD").set_index("WD23CD")["LAD23CD"])
    placed = home.notna()
    boroughs = wards[placed].groupby([category[placed], home[placed], month[placed]], sort=False).sum()
    force = wards.groupby([category, pd.Index([FORCE_ID] * len(wards)), month], sort=False).sum()
    return [part.rename_axis(["category", "area", "month"]) for part in (wards[placed], boroughs, force)]


JOBS = {"copy": copy, "sql": by_sql, "pandas": by_pandas, "plain-pandas": by_plain_pandas}

if __name__ == "__main__":
    JOBS[sys.argv[1]](*map(Path, sys.argv[2:]))
