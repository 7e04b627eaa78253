"""The catalogue: what is counted, from which source, with which breaks. Reviewed files in, frozen objects out."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from peelian.figures import campaigns, decided
from peelian.figures.areas import KINDS, Area, Areas, load_areas
from peelian.figures.campaigns import Campaign
from peelian.figures.canonical import canonical
from peelian.figures.decided import Baseline, BodyRule
from peelian.figures.errors import PeelianError
from peelian.figures.pack import Pack, PackWords, load_pack
from peelian.figures.packfile import LineOf, PackError, check_keys, load_yaml
from peelian.figures.periods import KINDS as PERIOD_KINDS
from peelian.figures.periods import month_name, parse_month
from peelian.figures.protection import NESTED, Rule, RuleError, read_rule

MEASURE_KINDS = ("count", "rate", "share", "level")
PERIODS = {"month": 1, "quarter": 3, "half": 6, "r12": 3, "year": 12}
"""How a source's own periods are spaced, in months. ``half``: a count at one day, at the end of March and of September."""
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_REQUIRED = ("id", "title", "group", "question", "counts", "kind", "denominator", "source", "periods", "protect",
             "breaks", "caveats", "author", "checked_by", "review_by")  # fmt: skip
_ALLOWED = (*_REQUIRED, "rates", "parts", "needs", "plausible", "shows", "counted", "gap", "release")


@dataclass(frozen=True)
class Source:
    """Where one area kind's figures are: the rows of a dataset whose columns hold one of the values (or none of them).

    ``rolls_up``: figures of this kind are sums of smaller areas; else they are rows of their own (a survey's always are).
    """

    dataset: str
    where: Mapping[str, tuple[str, ...]]
    where_not: Mapping[str, tuple[str, ...]]
    rolls_up: bool = False


@dataclass(frozen=True)
class Measure:
    """What is counted. Direction is not here: it belongs to the objective."""

    id: str
    title: str
    group: str
    question: str
    counts: str
    kind: str
    denominator: str | None
    source: Mapping[str, Source]
    periods: str
    protect: str
    breaks: tuple[str, ...]
    caveats: tuple[str, ...]
    author: str
    checked_by: str | None
    review_by: str
    rates: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    needs: str | None = None
    plausible: Mapping[str, float] | None = None
    shows: tuple[str, ...] = ()
    """Kinds of period that are shown; all that can be derived where it is empty."""
    counted: str = ""
    """What the upper of a share's two counts is of, in words: ``searches of people seen as Black``."""
    gap: tuple[str, ...] = ()
    """Two measures whose difference it is, the one that is mostly higher first; empty for nearly all."""
    release: Rule | None = None
    """What of a protected measure may leave; all is withheld without it."""

    @property
    def derives(self) -> bool:
        """Whether longer periods follow from months: sums of a count, or both sums of a ratio.

        A survey's or a headcount's own value is never added up.
        """
        return (self.kind == "count" or self.ratio) and self.periods == "month"

    @property
    def ratio(self) -> bool:
        """Whether figures are one count as a share of another, ``denominator``, over any period: never a sum of shares."""
        return self.kind == "share" and self.denominator is not None

    @property
    def per_cent(self) -> bool:
        """Whether values are per cents, whose changes are points."""
        return self.kind == "share" or self.counts.startswith("per cent")


@dataclass(frozen=True)
class Break:
    """A month from which figures are made in another way. ``blocks``: no comparison across it is shown."""

    id: str
    month: int
    kind: str
    title: str
    text: str
    blocks: bool
    source: str
    doubts: str = ""
    """Which of a printed row's two values it puts in doubt: ``later``, ``earlier`` or ``both``; of a print alone."""

    def doubted(self, *, later: bool) -> bool:
        """Whether it puts the later or the earlier value of a printed row in doubt."""
        return self.doubts in ("both", "later" if later else "earlier")

    def sentence(self) -> str:
        """What a chart's caption says."""
        return f"{month_name(self.month)}: {self.title}. {self.text}"


@dataclass(frozen=True)
class Dataset:
    """A publisher's dataset: who, under which licence, how often, and what its absent rows mean."""

    id: str
    title: str
    publisher: str
    licence: str
    where: str = ""
    frequency: str = ""
    area_kinds: tuple[str, ...] = ()
    rolls_up_to: tuple[str, ...] = ()
    periods: str | None = None
    absent_rows: str = "missing"
    provisional_months: int = 0
    oddities: tuple[str, ...] = ()
    known_but_not_read: bool = False
    scope: str | None = None
    """``force``: files are of one force and month each; a newer one takes the place of that month of that force."""
    adds_up: str = ""
    """What to know before figures of its smallest areas are added up; said beneath their table."""


@dataclass(frozen=True)
class Published:
    """A document that prints figures: what a page calls it."""

    id: str
    title: str
    body: str
    date: str | None


@dataclass(frozen=True)
class Catalogue:
    """Everything a release is computed by."""

    measures: Mapping[str, Measure]
    breaks: Mapping[str, Break]
    datasets: Mapping[str, Dataset]
    groups: Mapping[str, str]
    documents: Mapping[str, Published]
    areas: Areas = field(compare=False)
    pack: PackWords
    baselines: tuple[Baseline, ...] = ()
    rules: tuple[BodyRule, ...] = ()
    campaigns: tuple[Campaign, ...] = ()

    @property
    def force(self) -> Area:
        """The force area that the pack is about: what a page without a place is for."""
        return self.areas[self.pack.force]

    def __iter__(self) -> Iterator[Measure]:
        return iter(self.measures.values())

    def __getitem__(self, measure_id: str) -> Measure:
        """The measure of that id. Raises PeelianError where there is none."""
        if measure_id not in self.measures:
            raise PeelianError(
                "unknown-measure",
                f"No measure {measure_id}.",
                "peelian measures --json lists all measures.",
                {"measure": measure_id},
            )
        return self.measures[measure_id]

    def document(self, document_id: str) -> str:
        """What a page calls a document: its title and date, or its id where the pack does not know it."""
        known = self.documents.get(document_id)
        return " ".join(filter(None, (known.title, f"({known.date})" if known.date else ""))) if known else document_id

    def breaks_of(self, measure: Measure) -> list[Break]:
        """The measure's breaks, earliest first."""
        return sorted((self.breaks[name] for name in measure.breaks), key=lambda item: item.month)

    def breaks_within(self, measure: Measure) -> list[Break]:
        """The breaks that a series itself has: no series goes from one classification of a publisher to another."""
        if measure.id not in self._within:
            self._within[measure.id] = [item for item in self.breaks_of(measure) if item.kind != "classification"]
        return self._within[measure.id]

    @cached_property
    def _within(self) -> dict[str, list[Break]]:
        return {}

    @cached_property
    def text(self) -> str:
        """The catalogue as a release keeps it, areas apart: one canonical text, which its hash is of."""
        return canonical(
            {
                "measures": list(self),
                "breaks": [*self.breaks.values()],
                "datasets": [*self.datasets.values()],
                "groups": [{"id": name, "title": title} for name, title in self.groups.items()],
                "documents": [*self.documents.values()],
                "pack": self.pack.to_json(),
                "baselines": self.baselines,
                "rules": self.rules,
                "campaigns": self.campaigns,
            }
        )

    @cached_property
    def sha256(self) -> str:
        """Hash of the canonical text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def generated_sources(measure: Measure) -> list[tuple[str, Source]]:
    """In an illustrative house every measure comes from the generated file, under its own id; a survey never rolls up."""
    own = Source("illustrative", {"measure": (measure.id,)}, {})
    if measure.kind == "level":
        return [("borough", own), ("force", own)]
    return [("borough", own), *((wider, replace(own, rolls_up=True)) for wider in ("bcu", "force"))]


def generated_source(measure: Measure, kind: str) -> Source | None:
    """The generated source of one area kind."""
    return dict(generated_sources(measure)).get(kind)


def load_catalogue(folder: Path) -> Catalogue:
    """Read and check a pack's catalogue, with what it includes. Raises PackError with file, line and remedy."""
    pack = load_pack(folder)
    files = pack.measure_files()
    groups = _groups(pack) or _own_groups(files.values())
    breaks, datasets, documents = _breaks(pack), _datasets(pack), _documents(pack)
    measures = {name: load_measure(path, groups, breaks, datasets) for name, path in sorted(files.items())}
    _check_links(files, measures)
    order = {name: place for place, name in enumerate(groups)}
    ordered = sorted(measures.values(), key=lambda item: (order[item.group], not item.parts, item.title))
    areas = load_areas(folder / "areas.yaml")
    by_id = {measure.id: measure for measure in ordered}
    if pack.headline and pack.headline not in by_id:
        line = pack.line_of(("headline",))
        raise PackError(folder / "pack.yaml", line, f"there is no measure {pack.headline}.", "Correct the id.")
    decided_ = decided.baselines(pack, by_id, areas), decided.rules(pack, by_id, areas)
    marked = campaigns.load(pack, {name: item.kind for name, item in by_id.items()}, areas, documents)
    return Catalogue(by_id, breaks, datasets, groups, documents, areas, _words(pack, areas), *decided_, marked)


def _words(pack: Pack, areas: Areas) -> PackWords:
    """What pages say of the pack; its force's name where it does not say what the place is called."""
    if pack.force and (pack.force not in areas or areas[pack.force].kind != "force"):
        line = pack.line_of(("force",))
        raise PackError(pack.folder / "pack.yaml", line, f"there is no force area {pack.force}.", "Correct the id.")
    if not pack.force and not areas.of_kind("force"):
        path = pack.folder / "areas.yaml"
        raise PackError(path, 1, "holds no area of kind force.", "Add the force area that the figures are for.")
    force = areas[pack.force] if pack.force else areas.force
    place = pack.place or force.name
    sentence = (
        pack.sentence or f"Crime and policing in {place}, measure by measure, each figure traceable to its source."
    )
    return PackWords(pack.id, pack.title, place, force.id, sentence, pack.headline, pack.kinds)


def load_measure(
    path: Path, groups: Mapping[str, str], breaks: Mapping[str, Break], datasets: Mapping[str, Dataset]
) -> Measure:
    """One measure file, checked against the pack's groups, breaks and datasets. Raises PackError."""
    data, line_of = load_yaml(path)
    check_keys(path, 1, data, required=_REQUIRED, allowed=_ALLOWED)
    choices = {"group": groups, "kind": MEASURE_KINDS, "periods": PERIODS, "protect": ("public-source", "protected")}
    for key, allowed in choices.items():
        if data[key] not in allowed:
            raise PackError(
                path, line_of((key,)), f"{key} {data[key]!r} is unknown.", f"Use one of {', '.join(allowed)}."
            )
    if data["id"] != path.stem or not _ID.fullmatch(data["id"]):
        raise PackError(
            path,
            line_of(("id",)),
            f"id {data['id']!r} is not the file's name in lower-case words with hyphens.",
            "Give the file and the measure the same id.",
        )
    if data["kind"] == "rate" and not data["denominator"]:
        raise PackError(
            path, line_of(("denominator",)), "a rate needs a denominator.", "Name the measure it is divided by."
        )
    _check_date(path, line_of, data)
    for place, name in enumerate(data["breaks"]):
        if name not in breaks:
            raise PackError(path, line_of(("breaks", place)), f"break {name!r} is unknown.", "Add it to breaks.yaml.")
    for place, name in enumerate(data.get("shows") or ()):
        if name not in PERIOD_KINDS:
            said, remedy = f"kind of period {name!r} is unknown.", f"Use {', '.join(PERIOD_KINDS)}."
            raise PackError(path, line_of(("shows", place)), said, remedy)
    if len(data.get("gap") or ()) not in (0, 2):
        raise PackError(path, line_of(("gap",)), "a gap is between two measures.", "Name two, or leave gap out.")
    tuples = {key: tuple(data.get(key) or ()) for key in ("breaks", "caveats", "rates", "parts", "shows", "gap")}
    return Measure(
        **{
            **data,
            **tuples,
            "review_by": str(data["review_by"]),
            "release": _rule(path, line_of, data),
            "source": _sources(path, line_of, data["source"], datasets),
        }
    )


def _rule(path: Path, line_of: LineOf, data: dict[str, Any]) -> Rule | None:
    try:
        return read_rule(data.get("release"), data)
    except RuleError as error:
        where = ("release", error.key) if error.key else ("release",)
        raise PackError(path, line_of(where), str(error), error.remedy) from error


def _check_date(path: Path, line_of: LineOf, data: dict[str, Any]) -> None:
    try:
        dt.date.fromisoformat(str(data["review_by"]))
    except ValueError as error:
        raise PackError(
            path, line_of(("review_by",)), f"{data['review_by']!r} is no date.", "Write 2027-11-01."
        ) from error


def _sources(path: Path, line_of: LineOf, data: Any, datasets: Mapping[str, Dataset]) -> dict[str, Source]:
    sources = {}
    for kind, entry in (data or {}).items():
        line = line_of(("source", kind))
        if kind not in KINDS:
            raise PackError(path, line, f"area kind {kind!r} is unknown.", f"Use one of {', '.join(KINDS)}.")
        check_keys(path, line, entry, required=("dataset",), allowed=("dataset", "where", "where_not"))
        if entry["dataset"] not in datasets:
            raise PackError(path, line, f"dataset {entry['dataset']!r} is unknown.", "Add it to datasets.yaml.")
        sources[kind] = Source(
            entry["dataset"], _where(path, line, entry.get("where")), _where(path, line, entry.get("where_not"))
        )
        dataset = datasets[entry["dataset"]]
        for beside in _beside(dataset, kind):
            sources.setdefault(beside, sources[kind])
        for wider in dataset.rolls_up_to:
            sources.setdefault(wider, replace(sources[kind], rolls_up=True))
    return sources


def _beside(dataset: Dataset, kind: str) -> tuple[str, ...]:
    """Places that stand among a file's boroughs and are none have the boroughs' source."""
    return ("other",) if kind == "borough" and "other" in dataset.area_kinds else ()


def _where(path: Path, line: int, data: Any) -> dict[str, tuple[str, ...]]:
    where = {}
    for column, values in (data or {}).items():
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise PackError(
                path, line, f"where {column} is no list of texts.", f"Write {column}: [One value, Another]."
            )
        where[column] = tuple(values)
    return where


def _check_links(files: Mapping[str, Path], measures: Mapping[str, Measure]) -> None:
    for measure in measures.values():
        for link in (*measure.rates, *measure.parts, *measure.gap):
            if link not in measures:
                remedy = "Correct rates, parts or gap, or add the measure's file."
                raise PackError(files[measure.id], 1, f"measure {link!r} is unknown.", remedy)
        if measure.release and measure.release.whole:
            _check_whole(files[measure.id], measure.release, measures.get(measure.release.whole))


def _check_whole(path: Path, rule: Rule, whole: Measure | None) -> None:
    """A category's whole is a count that is no category itself, and is shown by no wider area without the category."""
    line = load_yaml(path)[1](("release", "whole"))
    if whole is None:
        raise PackError(path, line, f"measure {rule.whole!r} is unknown.", "Correct whole, or add the measure's file.")
    if whole.kind != "count" or (whole.release and whole.release.whole):
        raise PackError(path, line, f"{whole.id} is no whole.", "Name a count that is itself no category of another.")
    known = whole.release.kinds if whole.release else whole.source if whole.protect == "public-source" else ()
    for kind in NESTED:
        smaller = NESTED[NESTED.index(kind) + 1 :]
        if kind in known and kind not in rule.kinds and any(other in rule.kinds for other in smaller):
            said = f"{whole.id} is shown by {kind}, and this by smaller areas alone, which add up to it."
            raise PackError(path, line, said, f"Add {kind} to release, or take it out of the release of {whole.id}.")
        if kind in rule.kinds and kind not in known and any(other in known for other in smaller):
            said = f"This is shown by {kind}, and {whole.id} by smaller areas alone, which add up to it."
            raise PackError(path, line, said, f"Take {kind} out of release, or add it to the release of {whole.id}.")


def _groups(pack: Pack) -> dict[str, str]:
    return {entry.data["id"]: entry.data["title"] for entry in pack.entries("groups.yaml", ("id", "title"))}


def _own_groups(files: Iterable[Path]) -> dict[str, str]:
    """Where a pack has no headings, the groups that its measures name, in words."""
    named = {str(data.get("group")) for path in files if isinstance(data := load_yaml(path)[0], dict)}
    return {name: name.replace("-", " ").capitalize() for name in sorted(named)}


def _documents(pack: Pack) -> dict[str, Published]:
    entries = [entry.data for entry in pack.entries("documents.yaml", ("id", "title", "body", "date"))]
    return {item["id"]: Published(**{**item, "date": str(item["date"]) if item["date"] else None}) for item in entries}


def _breaks(pack: Pack) -> dict[str, Break]:
    keys = ("id", "from", "kind", "title", "text", "blocks", "source")
    breaks = {}
    for entry in pack.entries("breaks.yaml", keys, (*keys, "doubts")):
        if entry.data.get("doubts", "both") not in ("later", "earlier", "both"):
            said = f"doubts {entry.data['doubts']!r} is unknown."
            raise PackError(entry.path, entry.line("doubts"), said, "Use later, earlier or both, or leave it out.")
        try:
            month = parse_month(str(entry.data["from"]))
        except PeelianError as error:
            raise PackError(
                entry.path, entry.line("from"), error.message, "Write the first month as 2019-03."
            ) from error
        breaks[entry.data["id"]] = Break(
            month=month, **{key: value for key, value in entry.data.items() if key != "from"}
        )
    return breaks


def _datasets(pack: Pack) -> dict[str, Dataset]:
    datasets = {}
    allowed = tuple(Dataset.__dataclass_fields__)
    for entry in pack.entries("datasets.yaml", ("id", "title", "publisher", "licence"), allowed):
        data = entry.data
        if data.get("absent_rows", "missing") not in ("zero", "missing"):
            line, said = entry.line("absent_rows"), f"absent_rows {data['absent_rows']!r} is unknown."
            raise PackError(entry.path, line, said, "Use zero or missing.")
        tuples = {key: tuple(data.get(key) or ()) for key in ("area_kinds", "rolls_up_to", "oddities")}
        datasets[data["id"]] = Dataset(**{**data, **tuples})
    return datasets


def catalogue_from_json(data: dict[str, Any], areas: Areas) -> Catalogue:
    """The catalogue that a release keeps."""
    measures = {}
    for entry in data["measures"]:
        sources = {kind: Source(**source) for kind, source in entry["source"].items()}
        tuples = {key: tuple(entry.get(key) or ()) for key in ("breaks", "caveats", "rates", "parts", "shows", "gap")}
        rule = Rule(**entry["release"]) if entry.get("release") else None
        measures[entry["id"]] = Measure(**{**entry, **tuples, "source": sources, "release": rule})
    return Catalogue(
        measures,
        {entry["id"]: Break(**entry) for entry in data["breaks"]},
        {entry["id"]: Dataset(**entry) for entry in data["datasets"]},
        {entry["id"]: entry["title"] for entry in data["groups"]},
        {entry["id"]: Published(**entry) for entry in data.get("documents", [])},
        areas,
        PackWords.from_json(data["pack"]) if "pack" in data else _unnamed(areas),
        decided.baselines_from_json(data.get("baselines", ())),
        decided.rules_from_json(data.get("rules", ())),
        campaigns.from_json(data.get("campaigns", ())),
    )


def _unnamed(areas: Areas) -> PackWords:
    """The words of a release from before packs had any."""
    place = areas.of_kind("region") or [areas.force]
    return PackWords("", place[0].name, place[0].name, areas.force.id, "")
