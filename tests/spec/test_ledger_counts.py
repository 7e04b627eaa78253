"""What pages and files count, against a slow recount: from the steps themselves, in another way than the program's."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import random
import re
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.ledger import SHOWN, entry, number, published
from tests.support.office import Office

from peelian.core.acting import COMMAND
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.scrutiny.ledger import actions, stepping
from peelian.scrutiny.ledger.annual_report import assemble, years_of
from peelian.scrutiny.ledger.exporting import COLUMNS
from peelian.scrutiny.ledger.models import RecommendationStep
from peelian.scrutiny.ledger.queries import ledger_of
from peelian.scrutiny.ledger.records import Activity, Answer, Recommendation, Report, Text
from peelian.scrutiny.ledger.shelf import Ledger
from peelian.scrutiny.ledger.timing import answers, deliveries

BODIES = ("mopac", "mps")
BEGUN = dt.date(2024, 3, 4)


@pytest.fixture(scope="module")
def furnished(illustrative_house: House, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], House]:
    import shutil

    root = tmp_path_factory.mktemp("counts") / "house"
    shutil.copytree(illustrative_house.root, root)
    return lambda: House(root)


@pytest.fixture
def house(furnished: Callable[[], House], settings: Any, db: Any) -> House:
    """Two reports with eight recommendations each, and a life by chance of each, some steps of it refused."""
    found, office, chance = furnished(), Office(), random.Random(11)
    settings.PEELIAN_DATA = found.root
    for place in range(2):
        on = BEGUN + dt.timedelta(200 * place)
        report = actions.begin(
            office.organisation("london-assembly-pcc"), f"r{place}", found, kind="report", title="R", on=on, by=COMMAND
        )
        for which in range(1, 9):
            asked = [list(BODIES), ["mopac"], ["mps"]][which % 3]
            points = ("one thing", "another") if which % 2 else ()
            body = entry(f"=Thing {which}", "@SUM(A1)", *points, deliver_by=(on + dt.timedelta(150)).isoformat())
            actions.add(report, str(which), asked, body, found, requested=on + dt.timedelta(60), by=COMMAND)
        actions.publish(report, found, by=COMMAND)
        for which in range(1, 9):
            _live(chance, number(report, str(which)), on, found)
    with suppress(PeelianError):
        stepping.withdraw(number(report, "8"), today(), found, by=COMMAND, reason="No more.")
    return found


def _live(chance: random.Random, one: Any, day: dt.date, house: House) -> None:
    for _ in range(chance.randrange(10)):
        day += dt.timedelta(chance.randrange(60))
        with suppress(PeelianError):
            _by_chance(chance, one, day, house)


def _by_chance(chance: random.Random, one: Any, day: dt.date, house: House) -> None:
    body = chance.choice(one.addressees)
    points = [point["letter"] for point in one.body["texts"][0]["points"]]
    said, about = chance.choice(("delivered", "delivered", "partly", "not")), chance.choice((body, body, ""))
    part = [Answer(chance.choice(("", *points)), chance.choice(("accepted", "rejected", "no-answer")), "=Words")]
    how = chance.choice(("delivered", "under-way"))
    acts: list[Callable[[], Any]] = [
        lambda: stepping.acknowledge(one, body, day, house, by=COMMAND),
        lambda: stepping.answer(one, body, part, day, house, by=COMMAND),
        lambda: stepping.answer(one, body, [Answer("", "accepted", "-Words")], day, house, by=COMMAND),
        lambda: stepping.claim(one, body, how, day, house, evidence=[SHOWN], by=COMMAND, reason="+It is"),
        lambda: stepping.verdict(one, said, day, house, about=about, by=COMMAND, reason="So it is."),
        lambda: stepping.close(one, day, house, about=about, by=COMMAND, reason="Enough."),
        lambda: stepping.close(one, day, house, about=body, by=COMMAND, reason="Enough."),
        lambda: stepping.reopen(one, day, house, about=about, by=COMMAND, reason="Not enough."),
        lambda: stepping.withdraw(one, day, house, about=about, by=COMMAND, reason="No more.") if chance.random() < 0.2 else None,
    ]  # fmt: skip
    chance.choice(acts)()


# The recount: a plain reading of the rows of the table of steps, body by body


def recount(body: str = "") -> list[dict[str, Any]]:
    """Each recommendation with each body that was asked, told anew from the records."""
    from peelian.scrutiny.ledger.models import RecommendationRecord

    found = []
    for asked in RecommendationRecord.objects.select_related("report__organisation"):
        for addressee in asked.addressees:
            if body in ("", addressee):
                found.append(_told(asked, addressee))
    return found


def _told(asked: Any, addressee: str) -> dict[str, Any]:
    letters = {point["letter"] for point in asked.body["texts"][0].get("points", ())}
    told: dict[str, Any] = {"name": asked.name, "addressee": addressee, "state": "made", "answered": None, "claim": None,
                            "verdict": None, "delivered": None, "ended": None, "refused": None,
                            "begun": asked.report.on}  # fmt: skip
    covered: set[str] = set()
    said: dict[str, str] = {}
    for step in RecommendationStep.objects.filter(recommendation=asked).order_by("on", "id"):
        of_body, of_committee = step.by_body == addressee, step.about in ("", addressee)
        if step.kind == "acknowledged" and of_body:
            told["state"] = "acknowledged"
        if step.kind == "answered" and of_body:
            covered |= {one["point"] for one in step.answers if one["status"] != "no-answer"}
            if any(one["status"] != "no-answer" for one in step.answers):
                told["state"] = "answered"
            given = {one["point"]: one["status"] for one in step.answers if one["status"] != "no-answer"}
            said = given if "" in given else {**said, **given}
            if told["answered"] is None and ("" in covered or (letters and letters <= covered)):
                told["answered"] = step.on
            accepts = bool({"accepted", "partly"} & set(said.values()))
            told["refused"] = None if accepts or not told["answered"] else told["refused"] or step.on
        if step.kind == "claimed" and of_body:
            told |= {"state": "claimed", "claim": (step.status, step.on), "delivered": None}
        if step.kind == "verdict" and of_committee:
            told |= {"state": "judged", "verdict": step.status}
            upheld = told["claim"][1] if told["claim"] and told["claim"][0] == "delivered" else step.on
            told["delivered"] = upheld if step.status == "delivered" else None
        if step.kind in ("closed", "withdrawn") and of_committee:
            told |= {"state": step.kind, "ended": step.on}
        if step.kind == "reopened" and of_committee:
            told |= {"state": "judged", "ended": None}
    return told


def rows_of(client: Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(address).content.decode("utf-8-sig"))))


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


def test_there_is_something_to_count(house: House) -> None:
    states = Counter(one["state"] for one in recount())
    assert len(states) >= 5, states
    assert "closed" in states
    assert RecommendationStep.objects.count() > 30


def test_the_table_says_of_each_what_the_steps_say(client: Client, house: House) -> None:
    rows = {(row["recommendation"], row["addressee"]): row for row in rows_of(client, "/recommendations.csv")}
    for one in recount():
        row = rows[one["name"], one["addressee"]]
        assert row["state"] == one["state"], one
        assert row["answered"] == (one["answered"].isoformat() if one["answered"] else ""), one
        assert row["verdict"] == (one["verdict"] or "")
        assert row["claim"] == (one["claim"][0] if one["claim"] else "")
        assert row["closed"] == (one["ended"].isoformat() if one["ended"] else ""), one
        late = one["answered"] is None and one["begun"] + dt.timedelta(60) < today() and one["ended"] is None
        assert ("answer" in row["overdue"]) == late, one


def test_a_bodys_page_counts_what_a_recount_counts(client: Client, house: House) -> None:
    for body in BODIES:
        held, page = recount(body), text_of(client, f"/bodies/{body}")
        own = rows_of(client, f"/bodies/{body}.csv")
        others = [row for row in own if not re.search(r"/r[0-2]/", row["recommendation"])]
        answered = sum(one["answered"] is not None for one in held) + sum(bool(row["answered"]) for row in others)
        found = sum(one["verdict"] == "delivered" for one in held) + sum(
            row["verdict"] == "delivered" for row in others
        )
        late = sum(bool(row["overdue"]) for row in own)
        assert f"Asked {len(held) + len(others)} things. On record: {answered or 'none'} answered" in page
        assert f"{found or 'none'} that a committee found delivered, {late or 'none'} overdue" in page
        told = json.loads(client.get(f"/bodies/{body}.json").content)
        assert sum(len(one["stands"]) for one in told["recommendations"]) == len(own)


def test_the_number_beside_a_link_is_how_many_stand_behind_it(client: Client, house: House) -> None:
    for query in ("", "?body=mps", "?by=london-assembly-pcc&body=mopac"):
        page = text_of(client, f"/recommendations{query}")
        tally = page.partition("pb-tally")[2].partition("</table>")[0]
        links = re.findall(r'href="([^"]+)">[^<]+</a></th><td>(\d+)</td>', tally)
        assert len(links) >= 3
        late = re.search(r'<a href="(/recommendations[^"]*)">(\d+) (?:is |are )?overdue</a>', page)
        assert late
        for href, count in [*links, (late[1], late[2])]:
            address = href.replace("&amp;", "&")
            behind = {
                row["recommendation"]
                for row in rows_of(client, address.replace("/recommendations", "/recommendations.csv"))
            }
            assert len(behind) == int(count), address
            assert f"{count} recommendation" in text_of(client, address).partition("pe-say")[2][:60], address


def test_each_file_holds_what_its_page_shows(client: Client, house: House) -> None:
    for query in ("", "?body=mps", "?state=judged", "?overdue=1", "?state=answered&body=mopac"):
        listed: set[str] = set()
        for page in range(1, 9):
            answer = client.get(f"/recommendations{query}{'&' if query else '?'}page={page}")
            if answer.status_code == 200:
                listed |= set(
                    re.findall(
                        r'<a href="/recommendations/([a-z0-9-]+/[a-z0-9-]+/[0-9a-z.]+)">', answer.content.decode()
                    )
                )
        rows = {row["recommendation"] for row in rows_of(client, f"/recommendations.csv{query}")}
        told = {one["id"] for one in json.loads(client.get(f"/recommendations.json{query}").content)["recommendations"]}
        assert rows == told == listed, query
        feed = ElementTree.fromstring(client.get(f"/recommendations.atom{query}").content)
        space = {"a": "http://www.w3.org/2005/Atom"}
        links = {one.get("href", "").partition("/recommendations/")[2] for one in feed.findall("a:entry/a:link", space)}
        assert {one for one in links if one.count("/") == 2} <= rows, query


def test_no_cell_of_a_table_is_a_formula(client: Client, house: House) -> None:
    for address in ("/recommendations.csv", "/bodies/mopac.csv", "/investigations.csv"):
        text = client.get(address).content.decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert not [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell], address
    assert "answer_text" in COLUMNS


def day_by_day(pairs: list[tuple[int, bool]], day: int) -> float:
    share = 1.0
    for one in range(day + 1):
        at_risk = sum(days >= one for days, _ in pairs)
        if at_risk:
            share *= 1 - sum(pair == (one, True) for pair in pairs) / at_risk
    return share


def _left(one: dict[str, Any], key: str) -> dt.date | None:
    """When a wait was no longer one: closed or withdrawn, or for its delivery refused."""
    days = [one["ended"], one["refused"] if key == "delivered" else None]
    return min((day for day in days if day), default=None)


@pytest.mark.parametrize("body", BODIES)
def test_the_curves_agree_with_following_every_wait_day_by_day(house: House, body: str) -> None:
    """What was withdrawn or closed was watched until then, what is open until today; ties end before they are lost from sight."""
    held = [one for one in ledger_of(house).asked_of(body, today()) if one.report.on]
    for timed, key in ((answers(held), "answered"), (deliveries(held), "delivered")):
        pairs = [
            (((one[key] or _left(one, key) or today()) - one["begun"]).days, one[key] is not None)
            for one in recount(body)
        ]  # fmt: skip
        assert (timed.curve.waits, timed.curve.ended) == (len(pairs), sum(over for _, over in pairs))
        for day in range(0, 900, 7):
            assert timed.curve.at(day).waiting == pytest.approx(day_by_day(pairs, day), abs=1e-12)
            assert timed.curve.at_risk(day) == sum(days >= day for days, _ in pairs)


# Repeats, and years


def asked(name: str, *repeats: str) -> Recommendation:
    report = name.rpartition("/")[0]
    return Recommendation(name, report, "1", name, (Text("summary", "Do it."),), ("mopac",), repeats=repeats)


def made(year: int, *repeats: str) -> Report:
    one = asked(f"a/r{year}/1", *repeats)
    return Report(one.report, "a", "a", "report", str(year), dt.date(year, 5, 1), "", (one,))


def test_each_of_a_family_says_how_often_it_was_asked() -> None:
    """2017 was asked again in 2019 and, apart from that, in 2021: each of the three was asked three times."""
    ledger = Ledger((made(2021, "a/r2017/1"), made(2019, "a/r2017/1"), made(2017)))
    for year, before, again in ((2017, [], [2019, 2021]), (2019, [2017], [2021]), (2021, [2017, 2019], [])):
        name = f"a/r{year}/1"
        assert [one.id for one in ledger.asked_before(name)] == [f"a/r{one}/1" for one in before]
        assert [one.id for one in ledger.asked_again(name)] == [f"a/r{one}/1" for one in again]


def test_a_report_asks_once_however_many_of_its_recommendations_are_linked(client: Client, house: House) -> None:
    office = Office()
    old = published(office, house, slug="old", title="Old", on=dt.date(2022, 5, 1))
    new = published(office, house, slug="new", title="New", on=dt.date(2024, 5, 1))
    for which in ("1", "2"):
        stepping.link(number(new, which), f"{old.name}/1", today(), house, by=office.by("clara"))
    for name in (f"{new.name}/1", f"{new.name}/2", f"{old.name}/1"):
        assert "Asked twice since 2022." in client.get(f"/recommendations/{name}").content.decode(), name
    found = ledger_of(house)
    assert [one.id for one in found.asked_before(f"{new.name}/1")] == [f"{old.name}/1"], "not its own report’s"
    assert [one.id for one in found.asked_beside(f"{new.name}/1")] == [f"{new.name}/2"]
    assert "New · in the same report" in client.get(f"/recommendations/{new.name}/1").content.decode()
    reason = "The second asks for officers, not figures."
    stepping.unlink(number(new, "2"), f"{old.name}/1", today(), house, by=office.by("clara"), reason=reason)
    page = client.get(f"/recommendations/{new.name}/2").content.decode()
    assert "Asked twice" not in page
    assert "undid the link to an earlier one" in page and reason in page


def test_what_repeats_is_the_later_one(client: Client, house: House) -> None:
    office = Office()
    old = published(office, house, slug="old", title="Old", on=dt.date(2020, 5, 1))
    new = published(office, house, slug="new", title="New", on=dt.date(2021, 5, 1))
    with pytest.raises(PeelianError, match="not earlier"):
        stepping.link(number(old, "1"), f"{new.name}/1", today(), house, by=office.by("clara"))
    stepping.link(number(new, "1"), f"{old.name}/1", today(), house, by=office.by("clara"))
    row = next(row for row in rows_of(client, "/recommendations.csv") if row["recommendation"] == f"{new.name}/1")
    assert row["repeats"] == f"{old.name}/1", "a link that was confirmed later is in the table too"


def test_the_years_of_a_committee_are_those_of_which_anything_is_told(house: House) -> None:
    ledger, committee = ledger_of(house), "london-assembly-pcc"
    told = [f"FY{year}-{(year + 1) % 100:02}" for year in range(2012, 2030)
            if not assemble(ledger, committee, f"FY{year}-{(year + 1) % 100:02}").empty]  # fmt: skip
    assert years_of(ledger, committee) == sorted(told, reverse=True)


def test_a_statement_of_another_body_is_not_in_this_committees_year() -> None:
    held = (
        Activity("statement", "Ours", dt.date(2025, 5, 1), "", "london-assembly"),
        Activity("statement", "Theirs", dt.date(2025, 5, 1), "", "havering"),
    )
    found = assemble(Ledger((), (), held), "london-assembly-pcc", "FY2025-26")
    assert [one.told.title for one in found.occasions] == ["Ours"]
