"""What an agenda item or an action can be about: measures of the house's pack, commitments and objectives of plans that are out.

One that is not there is refused with those that come nearest: a slip of the pen would lead nowhere, and be found by nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from django.conf import settings

from peelian.figures.catalogue import load_catalogue
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.pack import load_pack
from peelian.plans.entry import Entry
from peelian.plans.pack import read_further_plans
from peelian.plans.queries import load_plan
from peelian.plans.records import Plan
from peelian.plans.shelf import shelf

MOST_NEAR = 3
"""How many of those that come nearest are named."""


@cache
def _measures(pack: Path) -> dict[str, str]:
    """Titles of the pack's measures; a pack changes only with the program."""
    return {f"measure:{one.id}": one.title for one in load_catalogue(pack)}


def _of_plan(plan: Plan) -> Iterator[tuple[str, str]]:
    yield from ((f"objective:{one.id}", one.title) for one in plan.objectives)
    yield from ((f"commitment:{one.id}", one.title) for one in (*plan.commitments, *plan.promises))


@cache
def of_pack(pack: Path) -> dict[str, str]:
    """What a pack alone knows, by its key (``measure:knife-crime``): what its own files may name. Raises PackError."""
    own = load_plan(pack)
    plans = [*([own] if own else []), *read_further_plans(pack)]
    found = {f"measure:{name}": name for name in load_pack(pack).measure_files()}
    return found | dict(pair for plan in plans for pair in _of_plan(plan))


def touchable(house: House) -> dict[str, str]:
    """Titles by key: items of every edition of a plan that is out, then measures. Raises PeelianError where a plan was altered."""
    volumes = shelf(house.root, house.pack).volumes
    items = [pair for volume in reversed(volumes) for edition in volume.editions for pair in _of_plan(edition.plan)]
    return dict(items) | _measures(house.pack)


def nearest(text: str, names: Mapping[str, str], most: int = MOST_NEAR) -> list[str]:
    """The keys that come nearest to what was written, by the key itself or by its name."""
    wanted = text.casefold()
    kind, _, rest = wanted.rpartition(":")
    by_name = {name.casefold(): key for key, name in names.items()}
    close = get_close_matches(wanted, names, most, 0.6)
    close += [by_name[name] for name in get_close_matches(rest.replace("-", " "), by_name, most, 0.6)]
    close += [key for key in names if rest and rest in key and key.startswith(kind)]
    return list(dict.fromkeys(close))[:most]


def near_words(text: str, names: Mapping[str, str]) -> str:
    """Those that come nearest, for whoever wrote something else: ``Near it: measure:knife-crime (Knife crime).``"""
    found = [f"{key} ({names[key]})" if names[key] != key.partition(":")[2] else key for key in nearest(text, names)]
    return f"Near it: {'; '.join(found)}." if found else "Choose one of the list."


def _refused(key: str, names: Mapping[str, str], where: str = "") -> PeelianError:
    kind, _, name = key.partition(":")
    what = (
        f"{kind} {name}"
        if name and kind in ("measure", "commitment", "objective")
        else f"item of a plan or measure {key}"
    )
    message = f"{where}{'there' if where else 'There'} is no {what}."
    return PeelianError("unknown-touched", message, near_words(key, names), {"touched": key[:200], "said": message})


def must_be_there(
    keys: Iterable[str], *, kept: Collection[str] = (), house: House | None = None, where: str = ""
) -> None:
    """Raises PeelianError for the first that is neither a measure nor an item of a plan that is out. What was ``kept`` already is
    not asked again: a plan may have moved on since.
    """
    new = [key for key in keys if key not in kept]
    if not new:
        return
    names = touchable(house or House(settings.PEELIAN_DATA, settings.PEELIAN_PACK))
    for key in new:
        if key not in names:
            raise _refused(key, names, where)


def check_entry(entry: Entry, pack: Path) -> None:
    """Refuse in a file of a pack what the pack does not know. Raises PackError with file and line."""
    for key in entry.texts("touches"):
        if key not in (names := of_pack(pack)):
            found = _refused(key, names)
            entry.fail("touches", found.message[0].lower() + found.message[1:], found.remedy)
