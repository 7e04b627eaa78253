"""Series of a block as bytes, and back: whole, the same bytes for the same series, and nothing altered is ever read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peelian.figures.compute.packing import Head, pack, unpack
from peelian.figures.compute.series import Series, joined
from peelian.figures.errors import PeelianError
from peelian.figures.releases import parts
from peelian.figures.releases.parts import Blocks

AREAS = ("E09000002", "E09000003", "E09000004")


def series(
    measure: str = "burglary", kind: str = "borough", number: int = 0, *, areas: tuple[str, ...] = AREAS
) -> Series:
    """Twelve months of some areas, all different; one of them missing."""
    shape = (len(areas), 12)
    values = np.arange(number, number + len(areas) * 12, dtype=np.int64).reshape(shape)
    states = np.ones(shape, np.uint8)
    states[0, 0] = 0
    return Series(
        measure, kind, areas, 2024 * 12, 1, 0, values, states, np.zeros(shape, np.uint8), np.zeros((1, 12), np.int16),
        ("ab" * 32,), ("",), np.zeros(len(areas), np.int16),
    )  # fmt: skip


def opened(chunks: list[bytes]) -> dict[tuple[str, str], Series]:
    head, body = Head.of(chunks[0]), b"".join(chunks)
    assert head.end == len(body)
    found = {}
    for key, entry in head.entries.items():
        start = head.size + entry["at"]
        found[key] = unpack(key, [head], [head.checked(key, body[start : start + entry["bytes"]])])
    return found


def equal(one: Series, other: Series) -> bool:
    plain = ("measure", "kind", "areas", "first", "step", "scale", "inputs", "scopes", "fills")
    arrays = ("values", "states", "flags", "origin", "scope_of")
    return all(getattr(one, name) == getattr(other, name) for name in plain) and all(
        np.array_equal(getattr(one, name), getattr(other, name))
        and getattr(one, name).dtype == getattr(other, name).dtype
        for name in arrays
    )


@given(
    st.lists(
        st.tuples(
            st.lists(st.integers(-(2**63), 2**63 - 1), min_size=6, max_size=6),
            st.lists(st.sampled_from([0, 1, 2]), min_size=6, max_size=6),
            st.lists(st.sampled_from([0, 1, 2, 3]), min_size=6, max_size=6),
            st.sampled_from([("E1", "E2"), ("E1", "E3")]),
        ),
        min_size=1,
        max_size=5,
    ),
    st.lists(st.integers(-1, 1), min_size=6, max_size=6),
    st.lists(st.integers(0, 1), min_size=2, max_size=2),
)
def test_whatever_is_packed_is_read_as_it_was(
    held: list[tuple[list[int], list[int], list[int], tuple[str, ...]]], origin: list[int], scope_of: list[int]
) -> None:
    made = [
        Series(
            f"m{place}", "borough", areas, 24_000, 1, 2, np.array(values).reshape(2, 3),
            np.array(states, np.uint8).reshape(2, 3), np.array(flags, np.uint8).reshape(2, 3),
            np.array(origin, np.int16).reshape(2, 3), ("a" * 64, "b" * 64), ("F1", "F2"), np.array(scope_of, np.int16), True,
        )
        for place, (values, states, flags, areas) in enumerate(held)
    ]  # fmt: skip
    chunks = pack(made)
    assert pack(made) == chunks, "the same bytes every time"
    found = opened(chunks)
    assert [equal(found[item.measure, item.kind], item) for item in made] == [True] * len(made)


@pytest.mark.parametrize(
    "years",
    [
        [series(), series(number=100)],
        [series(), series(number=100), series(number=70)],
        [series(), replace(series(number=3), values=np.full((3, 12), 7, np.int64), states=np.ones((3, 12), np.uint8))],
        [series(), series(areas=("E09000002", "E09000009"))],
        [series(), replace(series(), scopes=("E1", "E2"), origin=np.zeros((2, 12), np.int16))],
        [
            series(),
            replace(
                series(),
                scope_of=np.zeros(3, np.int16),
                inputs=("cd" * 32, "ef" * 32),
                origin=np.ones((1, 12), np.int16),
            ),
        ],
    ],
    ids=["two", "three", "one number", "other areas", "other scopes", "other snapshots"],
)
def test_blocks_that_follow_one_another_are_read_as_one_series(years: list[Series]) -> None:
    """In one go, where areas and scopes stay; else as ``joined`` puts them together, slowly. Both give the same."""
    dated = [replace(made, first=made.first + 12 * place) for place, made in enumerate(years)]
    found, key = [b"".join(pack([made])) for made in dated], ("burglary", "borough")
    heads = [Head.of(line[: line.index(b"\n") + 1]) for line in found]
    together = unpack(key, heads, [line[head.size :] for line, head in zip(found, heads, strict=True)])
    assert equal(together, joined(dated))
    assert together.values.shape[1] == 12 * len(years)


def test_a_year_that_is_left_out_is_missing() -> None:
    found, key = [pack([series()]), pack([replace(series(), first=2026 * 12)])], ("burglary", "borough")
    whole = unpack(key, [Head.of(line) for line, _ in found], [data for _, data in found])
    assert whole.values.shape[1] == 36
    assert not whole.states[:, 12:24].any()


def test_what_is_all_the_same_takes_no_room() -> None:
    """Most states and flags, and the zeros of rare crimes."""
    rare = replace(series(), values=np.zeros((3, 12), np.int64), states=np.ones((3, 12), np.uint8))
    head, data = pack([rare])
    assert data == b""
    [entry] = json.loads(head)["series"]
    assert (entry["values"], entry["states"], entry["flags"]) == (0, 1, 0)
    assert equal(opened([head, data])["burglary", "borough"], rare)


def test_areas_are_named_once_for_all_series_of_a_kind() -> None:
    head, *_ = pack([series("a"), series("b", number=5), series("c", "ward", areas=("W1",))])
    axes = json.loads(head)["axes"]
    assert [(axis["kind"], len(axis["areas"]), axis["scope_of"]) for axis in axes] == [
        ("borough", 3, 0),
        ("ward", 1, 0),
    ]


@pytest.mark.parametrize(
    "made",
    [
        [],
        [series(), series()],
        [series("a"), replace(series("b"), first=2023 * 12)],
        [series("a"), replace(series("b"), inputs=("cd" * 32,))],
        [series("a"), replace(series("b"), origin=np.full((1, 12), -1, np.int16))],
    ],
    ids=["none", "one twice", "other months", "other snapshots", "other origins"],
)
def test_what_is_no_block_is_refused(made: list[Series]) -> None:
    with pytest.raises(ValueError, match="a block"):
        pack(made)


def test_a_turned_bit_is_never_read_as_a_figure() -> None:
    head, data = pack([series()])
    for place in range(len(data)):
        altered = bytearray(data)
        altered[place] ^= 1
        with pytest.raises(ValueError, match="burglary by borough"):
            Head.of(head).checked(("burglary", "borough"), bytes(altered))


@pytest.mark.parametrize("line", [b"\n", b"{}\n", b"[]\n", b'{"first": 1}\n', b"\xff\n"])
def test_a_line_that_pack_did_not_write_is_no_head(line: bytes) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        Head.of(line)


def test_two_blocks_have_the_same_of_a_series_or_not() -> None:
    key = ("burglary", "borough")
    one = Head.of(pack([series()])[0])
    assert one.same(
        key, Head.of(pack([replace(series(), inputs=("cd" * 32,)), replace(series("b"), inputs=("cd" * 32,))])[0])
    )
    for other in (
        series(number=1),
        replace(series(), first=2023 * 12),
        replace(series(), scale=1),
        series(areas=("E09000002", "E09000003", "E09000005")),
        replace(series(), states=np.ones((3, 12), np.uint8)),
        replace(series(), values=np.full((3, 12), 7, np.int64), flags=np.full((3, 12), 2, np.uint8)),
    ):
        assert not one.same(key, Head.of(pack([other])[0]))


def test_what_was_looked_at_is_held_until_it_is_let_go(tmp_path: Path) -> None:
    """While a release is made it reads again what it has just looked at; a release that is opened reads the disk each time."""
    blocks, key = Blocks(tmp_path / "blocks"), ("burglary", "borough")
    sha256, _ = blocks.put([series()])
    assert blocks.faults(sha256, hold=True) == []
    path = blocks.path(sha256)
    path.write_bytes(path.read_bytes()[:-1] + b"\xff")
    assert equal(blocks.series({key: [sha256]})[key], series())
    blocks.let_go()
    with pytest.raises(PeelianError, match="damaged"):
        blocks.series({key: [sha256]})
    assert blocks.faults(sha256, hold=True) == ["was altered: burglary by borough"]
    with pytest.raises(PeelianError, match="damaged"):
        blocks.series({key: [sha256]})


def test_no_more_is_held_than_there_is_room_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = Blocks(tmp_path / "blocks")
    names = [blocks.put([series(number=number)])[0] for number in (0, 50)]
    one = blocks.head(names[0]).end - blocks.head(names[0]).size
    monkeypatch.setattr(parts, "_HELD", one)
    assert [blocks.faults(name, hold=True) for name in names] == [[], []]
    assert [*blocks._held] == names[:1]
