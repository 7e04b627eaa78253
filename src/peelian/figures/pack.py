"""A pack: whose figures a house holds, in which words pages speak of them, and which shared packs it is made from.

A pack is a folder of files that an analyst reviews. ``pack.yaml`` says what it is; whatever a pack has no use for may be
absent. ``includes`` names shared packs, whose measures, datasets, breaks, groups, classifications and documents are read
as if they stood here. What the pack itself defines goes before what it includes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from peelian.figures.areas import KINDS
from peelian.figures.packfile import KeyPath, LineOf, PackError, check_keys, load_yaml

PACKS = Path(__file__).parent.parent / "packs"
"""The packs that come with Peelian."""
FILE = "pack.yaml"
_REQUIRED = ("id", "title")
_TEXTS = ("title", "place", "force", "sentence", "headline")
_ALLOWED = (*_REQUIRED, *_TEXTS[1:], "kinds", "includes")


@dataclass(frozen=True)
class KindName:
    """What a page calls an area kind: one of it, and several; ``note`` says what such an area is, where people may not know."""

    one: str
    many: str
    note: str = ""


KIND_NAMES = {
    "force": KindName("police force area", "police force areas"),
    "region": KindName("region", "regions"),
    "bcu": KindName("command unit", "command units"),
    "borough": KindName("local authority", "local authorities"),
    "ward": KindName("ward", "wards"),
    "lsoa": KindName(
        "small area", "small areas", "A lower layer super output area (LSOA) of the census: about 1,500 residents."
    ),
    "other": KindName("other place", "other places"),
}
"""Where a pack has no word of its own."""


@dataclass(frozen=True)
class PackWords:
    """What pages say of a pack; a release keeps it.

    ``force`` is the area that a page without a place is for, ``headline`` the measure that a place's page leads with.
    """

    id: str
    title: str
    place: str
    force: str
    sentence: str
    headline: str | None = None
    kinds: Mapping[str, KindName] = field(default_factory=dict)

    def kind(self, kind: str) -> KindName:
        """The names of an area kind."""
        return self.every_kind.get(kind) or KindName(kind, kind)

    @property
    def every_kind(self) -> dict[str, KindName]:
        """The names of all area kinds: the pack's own before the program's."""
        return {**KIND_NAMES, **self.kinds}

    def to_json(self) -> dict[str, Any]:
        """As a release keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PackWords:
        """What ``to_json`` wrote."""
        return cls(**{**data, "kinds": {kind: KindName(**names) for kind, names in data["kinds"].items()}})


@dataclass(frozen=True)
class Pack:
    """A pack's own folder and those of the shared packs that it includes."""

    folder: Path
    id: str
    title: str
    place: str | None
    force: str | None
    sentence: str | None
    headline: str | None
    kinds: Mapping[str, KindName]
    shared: tuple[Path, ...]
    line_of: LineOf = field(repr=False, compare=False)

    def measure_files(self) -> dict[str, Path]:
        """Measure id -> file. Raises PackError where two shared packs define the same and the pack itself does not."""
        found = {path.stem: path for path in sorted((self.folder / "measures").glob("*.yaml"))}
        lent: dict[str, Path] = {}
        for path in (path for folder in self.shared for path in sorted((folder / "measures").glob("*.yaml"))):
            if path.stem in lent and path.stem not in found:
                raise _clash(path, 1, f"measure {path.stem}", lent[path.stem])
            lent[path.stem] = path
        return lent | found

    def entries(self, name: str, required: tuple[str, ...], allowed: tuple[str, ...] = ()) -> list[Entry]:
        """The entries of a list file, each known by its ``id``: the pack's own, then what the shared packs add.

        None where no folder has the file. Raises PackError for a file that is no list, an entry without a needed key or
        with an unknown one, an id that stands twice in a file, or in two shared packs and not in the pack itself.
        """
        own = list(_entries(self.folder / name, required, allowed))
        known = {entry.data["id"] for entry in own}
        lent: dict[str, Entry] = {}
        for entry in (entry for folder in self.shared for entry in _entries(folder / name, required, allowed)):
            if entry.data["id"] in lent and entry.data["id"] not in known:
                raise _clash(entry.path, entry.line(), entry.data["id"], lent[entry.data["id"]].path)
            lent[entry.data["id"]] = entry
        return own + [entry for entry in lent.values() if entry.data["id"] not in known]

    def mapping(self, name: str) -> dict[str, Any]:
        """A file that is one mapping; under each key the pack's own value goes before a shared one.

        Empty where no folder has the file. Raises PackError for a file that is no mapping, or a key of two shared packs.
        """
        own, lent = _mapping(self.folder / name)[0], dict[str, tuple[Any, Path]]()
        for path in (folder / name for folder in self.shared):
            data, line_of = _mapping(path)
            for key, value in data.items():
                if key in lent and key not in own:
                    raise _clash(path, line_of((key,)), key, lent[key][1])
                lent[key] = (value, path)
        return {key: value for key, (value, _path) in lent.items()} | own


@dataclass(frozen=True)
class Entry:
    """One entry of a list file, and where each of its keys stands."""

    path: Path
    data: dict[str, Any]
    place: int
    line_of: LineOf = field(repr=False)

    def line(self, *keys: str | int) -> int:
        """The line of a key; of the entry itself without one."""
        return self.line_of((self.place, *keys))


def load_pack(folder: Path) -> Pack:
    """Read what a pack is. A folder without pack.yaml is a pack too, named after its folder.

    Raises PackError with file, line and remedy.
    """
    path = folder / FILE
    if not path.is_file():
        title = folder.name.replace("-", " ").capitalize()
        return Pack(folder, folder.name, title, None, None, None, None, {}, (), lambda _: 1)
    data, line_of = load_yaml(path)
    check_keys(path, 1, data, required=_REQUIRED, allowed=_ALLOWED)
    for key in _TEXTS:
        if key in data and not isinstance(data[key], str):
            raise PackError(path, line_of((key,)), f"{key} {data[key]!r} is no text.", f"Write a text after {key}:.")
    if data["id"] != folder.name:
        raise PackError(
            path, line_of(("id",)), f"id {data['id']!r} is not the folder's name.", f"Write id: {folder.name}."
        )
    kinds, shared = _kinds(path, line_of, data.get("kinds")), _shared(path, line_of, data.get("includes"))
    texts = {key: data.get(key) for key in _TEXTS}
    return Pack(folder=folder, id=data["id"], kinds=kinds, shared=shared, line_of=line_of, **texts)


def _kinds(path: Path, line_of: LineOf, data: Any) -> dict[str, KindName]:
    kinds = {}
    for kind, names in _checked(path, line_of, ("kinds",), data or {}, dict).items():
        line = line_of(("kinds", kind))
        if kind not in KINDS:
            raise PackError(path, line, f"area kind {kind!r} is unknown.", f"Use one of {', '.join(KINDS)}.")
        check_keys(path, line, names, required=("one", "many"), allowed=("one", "many", "note"))
        kinds[kind] = KindName(str(names["one"]), str(names["many"]), str(names.get("note", "")))
    return kinds


def _shared(path: Path, line_of: LineOf, data: Any) -> tuple[Path, ...]:
    """The folders of the included packs: beside this one, else among those that come with Peelian."""
    found: list[Path] = []
    for place, name in enumerate(_checked(path, line_of, ("includes",), data or [], list)):
        line, beside = line_of(("includes", place)), [path.parent.parent / str(name), PACKS / str(name)]
        folder = next((folder for folder in beside if folder.is_dir()), None)
        if folder is None or folder == path.parent:
            raise PackError(path, line, f"there is no pack {name!r} to include.", "Correct the name, or take it out.")
        if folder in found:
            raise PackError(path, line, f"pack {name!r} is included twice.", "Keep one of the two.")
        if (folder / FILE).is_file() and (load_yaml(folder / FILE)[0] or {}).get("includes"):
            remedy = f"Include here what {name} includes, and take it out there."
            raise PackError(path, line, f"pack {name!r} includes others itself.", remedy)
        found.append(folder)
    return tuple(found)


def _checked(path: Path, line_of: LineOf, at: KeyPath, data: Any, kind: Callable[[], Any]) -> Any:
    if type(data) is not kind:
        form = "a list: [one, another]" if kind is list else "one `name: value` a line"
        raise PackError(path, line_of(at), f"{at[0]} cannot be read.", f"Write {form}.")
    return data


def _entries(path: Path, required: tuple[str, ...], allowed: tuple[str, ...]) -> Iterator[Entry]:
    if not path.is_file():
        return
    data, line_of = load_yaml(path)
    seen: set[str] = set()
    for place, item in enumerate(_checked(path, line_of, (0,), data or [], list)):
        check_keys(path, line_of((place,)), item, required=required, allowed=allowed or required)
        if item["id"] in seen:
            raise PackError(path, line_of((place,)), f"{item['id']} stands twice.", "Keep one of the two.")
        seen.add(item["id"])
        yield Entry(path, item, place, line_of)


def _mapping(path: Path) -> tuple[dict[str, Any], LineOf]:
    if not path.is_file():
        return {}, lambda _: 1
    data, line_of = load_yaml(path)
    return _checked(path, line_of, (path.stem,), data or {}, dict), line_of


def _clash(path: Path, line: int, what: str, other: Path) -> PackError:
    lender = other.parent.parent if other.parent.name == "measures" else other.parent
    return PackError(
        path,
        line,
        f"{what} is defined in the shared pack {lender.name} too.",
        "Define it in the pack that includes both, or take it out of one of them.",
    )
