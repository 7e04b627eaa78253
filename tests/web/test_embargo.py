"""An embargoed release is invisible by every route until its second, and visible by every route from then on.

Its figures, words, file and hashes are marked; every address that the public site has is asked, with the embargoed release's own
names in it.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.urls import URLPattern

from peelian.figures.house import House
from peelian.figures.loading import load
from peelian.figures.periods import month_ordinal
from peelian.figures.releases import scheduling
from peelian.figures.releases.build import draft, free_id, release
from peelian.figures.releases.publication import NAME, Publication, is_out, moment
from peelian.figures.releases.release import Drafts, Release, Releases
from peelian.figures.releases.verify import verify
from peelian.public import urls
from tests.browser.serving import environment, serving
from tests.support.wide import two_boroughs, write_boroughs
from tests.web.conftest import Visitor

START = month_ordinal(2024, 1)
AT = moment(dt.date(2026, 12, 3))
BEFORE = AT - dt.timedelta(seconds=1)
BARNET = "E09000003"
CANARY_VALUE, CANARY_FILE, CANARY_WORDS = 474_747, "canaryfile.csv", "canarywords"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house with a release that is out, and a file that is loaded since."""
    folder = tmp_path_factory.mktemp("embargo")
    house = House(folder / "house")
    with time_machine.travel(AT - dt.timedelta(days=30), tick=True):
        load(house, [write_boroughs(folder / "2026-01" / "crime.csv", START, two_boroughs())])
        release(house)
        marked = dict(two_boroughs(seed=1))
        marked["BURGLARY", "RES BURGLARY OF A HOME", "Barnet"] = [*range(101, 124), CANARY_VALUE]
        load(house, [write_boroughs(folder / "2026-02" / CANARY_FILE, START + 1, marked)])
    return house


def publication(made: Release, at: dt.datetime = AT) -> Publication:
    words = {"measure": "burglary", "area": "E09000003", "text": f"{CANARY_WORDS} commentary", "by": "Analyst, MOPAC"}
    return Publication(
        made.id, made.manifest["seal"], at, f"{CANARY_WORDS} title", commentary=(words,),
        actions=({**words, "what": f"{CANARY_WORDS} action", "owner": "MPS", "by_when": "2027-01-31", "why": "red",
                  "objective": "fewer-neighbourhood-crimes", "demand": []},),
        notes=tuple({"measure": "burglary", "area": "E09000003", "period": period, "text": f"{CANARY_WORDS} note"}
                    for period in ("2026-01", "R12-2026-01")),
        pre_release=({"title": f"{CANARY_WORDS} officer", "organisation": "MPS", "from": "2026-12-02T09:30:00+00:00"},),
    )  # fmt: skip


def embargo(house: House, at: dt.datetime = AT) -> Release:
    now = at - dt.timedelta(days=1)
    with time_machine.travel(now, tick=True):
        made = draft(house, str(at.date()))
        scheduling.schedule(house, made.id, publication(made, at), now)
    return made


@pytest.fixture
def held(base: House, copy_of: Callable[[House], House]) -> tuple[House, Release]:
    """The house with an embargoed release, and that release."""
    house = copy_of(base)
    return house, embargo(house)


def canaries(house: House, made: Release) -> list[str]:
    """Everything that would give the release away."""
    old = Releases(house.root, at=BEFORE).newest()
    assert old is not None
    new = {entry["snapshot"][:12] for entry in made.manifest["inputs"]} - {
        entry["snapshot"][:12] for entry in old.manifest["inputs"]
    }
    assert len(new) == 1
    return [f"{CANARY_VALUE:,}", str(CANARY_VALUE), CANARY_FILE, CANARY_WORDS, made.id, made.fingerprint[:12], *new]


def addresses(house: House, made: Release) -> Iterator[str]:
    """Every address of the public site, with every name that the embargoed release knows; each also as of that release."""
    new = [entry["snapshot"][:12] for entry in made.manifest["inputs"]]
    values: dict[str, list[str]] = {
        "theme_id": ["children-and-young-people"], "objective_id": ["fewer-neighbourhood-crimes"],
        "commitment_id": ["rape-crisis-funding"], "measure_id": ["burglary"], "area_id": ["E09000003", "E23000001"],
        "period": ["2026-01", "R12-2026-01", "2025-12"], "release_id": [made.id], "sha256": new, "form": ["csv", "json"],
        "reference": ["MDA-1217"], "part": ["0" * 64], "body": ["london-assembly-pcc"],
        "slug": ["draft-plan-2021-25", "2016-11-01"],
        "section": ["fronts", "meetings"], "name": ["hate-crime"], "committee": ["london-assembly-pcc"], "year": ["FY2019-20"],
        "topic_id": ["policing"],
        "committee_id": ["havering-crime-and-disorder"], "path": ["system", "bodies"],
        "edition": ["1"], "plan_id": ["plan-2017-21"], "number": ["0", "1"], "newer": ["plan-2021-25"], "older": ["plan-2017-21"],
    }  # fmt: skip
    plain = []
    for item in urls.urlpatterns:
        assert isinstance(item, URLPattern)
        names = list(item.pattern.converters)
        for chosen in itertools.product(*(values[name] for name in names)):
            route = str(item.pattern)
            for name, value in zip(names, chosen, strict=True):
                start, end = route.index("<"), route.index(">")
                assert route[start:end].endswith(name)
                route = route[:start] + value + route[end + 1 :]
            plain.append("/" + route)
    plain += [f"/search?q={CANARY_WORDS}", "/search?q=canary", "/data?dataset=mps-borough", "/signals?kind=borough",
              "/compare?measure=burglary&area=E09000003", f"/releases/{made.id}.2", "/r/newest/measures/burglary"]  # fmt: skip
    yield from plain
    yield from (f"/r/{made.id}{address}" for address in plain)


def told(visitor: Visitor, address: str) -> str:
    """All that an answer tells, less what the asker said themselves, and in files of what stands on a day that day."""
    answer = visitor.client.get(address)
    text = answer.content.decode(errors="replace") + str(dict(answer.headers))
    if address.startswith(("/plan", "/decisions", "/withheld", "/recommendations", "/bodies")):
        text = text.replace(str(BEFORE.date()), "")
    for said in sorted(address.replace("?q=", "/").split("/"), key=len, reverse=True):
        text = text.replace(said, "") if len(said) > 5 else text
    return text


def test_a_second_before_no_address_gives_anything_of_it_away(
    held: tuple[House, Release], visiting: Callable[[House], Visitor]
) -> None:
    house, made = held
    visitor, marks = visiting(house), canaries(*held)
    asked = 0
    with time_machine.travel(BEFORE, tick=False):
        for address in addresses(house, made):
            text = told(visitor, address)
            for mark in marks:
                assert mark not in text, f"{address} tells {mark}"
            asked += 1
    assert asked > 100


def test_what_is_embargoed_and_what_never_was_get_the_same_answer(
    held: tuple[House, Release], visiting: Callable[[House], Visitor]
) -> None:
    house, made = held
    visitor = visiting(house)
    new = canaries(house, made)[-1]
    with time_machine.travel(BEFORE, tick=False):
        for real, invented in (
            (f"/releases/{made.id}", "/releases/2026-12-04"),
            (f"/r/{made.id}/measures/burglary", "/r/2026-12-04/measures/burglary"),
            (f"/snapshots/{new}", "/snapshots/0123456789ab"),
        ):
            answers = [visitor.client.get(address) for address in (real, invented)]
            assert [answer.status_code for answer in answers] == [404, 404]
            one, other = (
                answer.content.decode().replace(name.split("/")[2], "X")
                for answer, name in zip(answers, (real, invented), strict=True)
            )
            assert one == other


def test_at_its_second_everything_of_it_is_there(
    held: tuple[House, Release], visiting: Callable[[House], Visitor]
) -> None:
    house, made = held
    visitor = visiting(house)
    with time_machine.travel(BEFORE, tick=False):
        old = visitor.get("/measures/burglary/E09000003")
        assert old.headers["Cache-Control"] == "public, max-age=1"
    with time_machine.travel(AT, tick=False):
        fresh = visitor.get("/measures/burglary/E09000003", if_none_match=old.headers["ETag"])
        assert fresh.headers["Cache-Control"] == "public, max-age=60"
        assert f"{CANARY_VALUE:,}" in visitor.text("/figures/burglary/E09000003/2026-01")
        for address in ("/", "/releases", f"/releases/{made.id}", f"/r/{made.id}/measures/burglary"):
            assert made.id in visitor.text(address), address
        assert CANARY_FILE in visitor.text("/data")
        said = f"/measures/burglary/{BARNET}"
        for address, text in (
            (said, "commentary"), (said, "action"), (f"{said}.json", "commentary"), (f"{said}.json", "action"),
            (f"/figures/burglary/{BARNET}/2026-01", "note"), (f"/figures/burglary/{BARNET}/2026-01.json", "note"),
            (f"/areas/{BARNET}.csv", "note"), (f"/releases/{made.id}", "officer"), (f"/releases/{made.id}", "title"),
            ("/releases", "title"), (f"/releases/{made.id}", "commentary"), (f"/releases/{made.id}", "action"),
        ):  # fmt: skip
            assert f"{CANARY_WORDS} {text}" in visitor.text(address), f"{address} lacks the {text}"
        visitor.get(f"/snapshots/{canaries(house, made)[-1]}")
        assert visitor.get("/healthz").json()["release"] == made.id  # type: ignore[attr-defined]


def test_a_page_is_never_kept_past_the_moment(
    held: tuple[House, Release], visiting: Callable[[House], Visitor]
) -> None:
    visitor = visiting(held[0])
    for before, age in ((3600, 60), (61, 60), (59, 59), (2, 2), (0.5, 0)):
        with time_machine.travel(AT - dt.timedelta(seconds=before), tick=False):
            assert visitor.get("/").headers["Cache-Control"] == f"public, max-age={age}"


def test_a_process_that_starts_afterwards_sees_the_same(held: tuple[House, Release]) -> None:
    house, made = held
    ask = (
        "import sys, datetime as dt, time_machine\n"
        "from pathlib import Path\n"
        "from peelian.figures.releases.release import Releases\n"
        "with time_machine.travel(dt.datetime.fromisoformat(sys.argv[2]), tick=False):\n"
        "    print(Releases(Path(sys.argv[1])).newest_id())\n"
    )
    for when, same in ((BEFORE, False), (AT, True)):
        done = subprocess.run(
            [sys.executable, "-c", ask, str(house.root), when.isoformat()],
            env=environment(house.root), capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert (done.stdout.strip() == made.id) is same


def test_a_running_server_shows_it_at_its_moment_and_not_before(
    base: House, copy_of: Callable[[House], House], tmp_path: Path
) -> None:
    house = copy_of(base)
    at = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=9)
    made = draft(house, str(at.date()))
    scheduling.schedule(house, made.id, publication(made, at), dt.datetime.now(dt.UTC))
    with serving(house.root, tmp_path / "log") as server:
        first = json.loads(server.get("/healthz").text)["release"]
        assert dt.datetime.now(dt.UTC) < at, "the server was too slow to start for this test"
        assert first != made.id
        while True:
            asked = dt.datetime.now(dt.UTC)
            page = server.get(f"/releases/{made.id}")
            answered = dt.datetime.now(dt.UTC)
            if page.status == 200:
                assert answered >= at
                break
            assert asked < at, "its moment has passed, and it is not there"
            time.sleep(0.02)
        assert json.loads(server.get("/healthz").text)["release"] == made.id


# --- deny by default ---


def test_without_its_publication_it_is_shown_to_nobody(held: tuple[House, Release]) -> None:
    house, made = held
    path = house.root / "releases" / made.id / NAME
    later = AT + dt.timedelta(days=9)
    whole = path.read_text()
    assert made.id in Releases(house.root, at=later).ids()
    earlier = whole.replace("2026-12-03T09:30", "2026-11-03T09:30")
    assert earlier != whole
    for damage in ("", "{}", "[]", whole[:-9], earlier, whole.replace(made.id, "2026-12-09"), None):
        path.unlink() if damage is None else path.write_text(damage)
        assert made.id not in Releases(house.root, at=later).ids(), damage
        assert Releases(house.root, at=later).embargoed()[made.id] is None
        verdict = verify(house, made.id)
        assert any("when" in failure["what"].lower() for failure in verdict.failures)
    path.write_text(whole)
    assert verify(house, made.id).sound


def test_a_publication_of_another_draft_is_told_by_verify(held: tuple[House, Release]) -> None:
    house, made = held
    from dataclasses import replace

    scheduling.change(house, replace(publication(made), manifest="sha256:0"), BEFORE)
    assert any("another draft" in failure["what"] for failure in verify(house, made.id).failures)


def test_the_rule_is_the_moment_itself() -> None:
    made: Any = Publication("2026-12-03", "", AT, "")
    assert not is_out(made, AT - dt.timedelta(microseconds=1))
    assert is_out(made, AT)
    assert is_out(None, AT)


def test_summer_and_winter_are_told_apart() -> None:
    assert moment(dt.date(2026, 12, 3)).isoformat() == "2026-12-03T09:30:00+00:00"
    assert moment(dt.date(2026, 7, 2)).isoformat() == "2026-07-02T08:30:00+00:00"


# --- drafts, and the ways between ---


def test_a_draft_is_no_release(base: House, copy_of: Callable[[House], House]) -> None:
    house = copy_of(base)
    made = draft(house, str(AT.date()))
    assert made.id == "2026-12-03"
    for releases in (Releases(house.root, at=AT), Releases(house.root, including_embargoed=True)):
        assert made.id not in releases.ids()
    again = draft(house, made.id)
    assert (again.id, Drafts(house.root).ids()) == (made.id, [made.id])
    assert scheduling.content_of(again) == scheduling.content_of(made)
    assert free_id(house, AT.date()) == "2026-12-03.2"


def test_a_draft_on_another_day_says_the_same(base: House, copy_of: Callable[[House], House]) -> None:
    house = copy_of(base)
    made = draft(house, str(AT.date()))
    moved = scheduling.renamed(house, made.id, "2026-12-10", scheduling.content_of(made))
    assert (moved.id, Drafts(house.root).ids()) == ("2026-12-10", ["2026-12-10"])
    assert scheduling.content_of(moved) == scheduling.content_of(made)
    assert moved.fingerprint != made.fingerprint


def test_what_is_embargoed_can_be_taken_back_and_what_is_out_cannot(held: tuple[House, Release]) -> None:
    house, made = held
    scheduling.take_back(house, made.id, BEFORE)
    assert Drafts(house.root).ids() == [made.id]
    assert made.id not in Releases(house.root, at=AT).ids()
    scheduling.schedule(house, made.id, publication(made), BEFORE)
    for act in (
        lambda: scheduling.take_back(house, made.id, AT),
        lambda: scheduling.change(house, publication(made, AT + dt.timedelta(days=1)), AT),
    ):
        with pytest.raises(Exception, match="is out"):
            act()


def test_nothing_is_scheduled_backwards_or_over_a_release_that_came_between(
    base: House, copy_of: Callable[[House], House]
) -> None:
    house = copy_of(base)
    made = draft(house, str(AT.date()))
    with pytest.raises(Exception, match="has passed"):
        scheduling.schedule(house, made.id, publication(made), AT)
    between = draft(house, "2026-12-01")
    scheduling.schedule(house, between.id, publication(between, moment(dt.date(2026, 12, 1))), BEFORE - dt.timedelta(9))
    with pytest.raises(Exception, match="must be made again"):
        scheduling.schedule(house, made.id, publication(made), BEFORE)


def test_the_command_publishes_nothing_where_the_office_does(held: tuple[House, Release]) -> None:
    house, _ = held
    from peelian import cli
    from peelian.figures.starting import prepare

    before = Releases(house.root, including_embargoed=True).ids()
    assert cli.main(["release", "--data", str(house.root)]) == 2
    said: list[str] = []
    prepare(house, None, say=said.append, progress=lambda *_: None)
    assert "made in the office" in said[-1]
    assert Releases(house.root, including_embargoed=True).ids() == before


def test_the_command_answers_from_what_is_out(held: tuple[House, Release], capsys: pytest.CaptureFixture[str]) -> None:
    house, made = held
    from peelian import cli

    def ask(*arguments: str) -> tuple[int, str]:
        code = cli.main([*arguments, "--data", str(house.root)])
        said = capsys.readouterr()
        return code, said.out + said.err

    with time_machine.travel(BEFORE, tick=False):
        for command in (["releases"], ["measures"], ["figure", "burglary", "E09000003", "2026-01"]):
            assert not [mark for mark in canaries(house, made) if mark in ask(*command)[1]]
        code, text = ask("figure", "burglary", "E09000003", "2026-01", "--release", made.id)
        assert code == 2
        assert "not out until" in text
        code, text = ask("figure", "burglary", "E09000003", "2026-01", "--release", made.id, "--embargoed")
        assert (code, str(CANARY_VALUE) in text.replace(",", "")) == (0, True)
