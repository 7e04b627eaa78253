"""Pages of what committees asked: what they show, what they count, what they can be taken away as."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client

from peelian.figures.house import House, today
from peelian.scrutiny.ledger import actions, stepping
from peelian.scrutiny.ledger.exporting import MOST, news
from peelian.scrutiny.ledger.records import Answer, LedgerStep, Recommendation, Report, Text
from peelian.scrutiny.ledger.shelf import Ledger
from peelian.scrutiny.ledger.taking_in import take_in_ledger
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.ledger import DAY, SHOWN, entry, number, published
from tests.support.office import Office

RESPONSE = "/recommendations/london-assembly-pcc/draft-plan-2021-25"
YES = (Answer("", "accepted", "We will."),)


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return " ".join(answer.content.decode().split())


def rows_of(client: Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(address).content.decode("utf-8-sig"))))


# From the pack, without any office


def test_the_list_has_every_recommendation_with_three_columns_of_what_came_of_it(
    client: Client, illustrative: Any
) -> None:
    page = text_of(client, "/recommendations")
    assert page.count('<th scope="row"><span class="pb-number">') == 16
    for heading in ("It answered", "It says it did", "The committee finds"):
        assert heading in page
    assert "2 overdue" in page
    assert page.count("when it was to be done") == 2


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("overdue=1", ["6", "15"]),
        ("item=commitment:fraud-and-criminal-finance", ["9", "10"]),
        ("body=mps", []),
        ("state=answered", []),
        ("state=made&body=mopac", [str(number) for number in range(1, 17)]),
    ],
)
def test_it_can_be_narrowed(client: Client, illustrative: Any, query: str, numbers: list[str]) -> None:
    assert [row["number"] for row in rows_of(client, f"/recommendations.csv?{query}")] == numbers
    assert client.get(f"/recommendations?{query}").status_code == 200


def test_a_state_that_there_is_not_is_refused_with_what_to_do(client: Client, illustrative: Any) -> None:
    answer = client.get("/recommendations?state=lost")
    assert answer.status_code in (400, 404)
    assert "can be made, acknowledged" in answer.content.decode()


def test_a_recommendation_shows_both_verdicts_though_neither_was_given(client: Client, illustrative: Any) -> None:
    page = text_of(client, f"{RESPONSE}/6")
    assert "MOPAC says" in page
    assert "The committee finds" in page
    assert "Nothing said" in page
    assert "No verdict" in page
    assert "The law demands one and sets no day" in page
    assert "/objectives/" in page or "objective-more-trust-and-confidence" in page


def test_words_that_are_ours_are_called_ours(client: Client, illustrative: Any) -> None:
    page = text_of(client, f"{RESPONSE}/7")
    assert "In our words" in page
    assert "line 155 in the list, line 382 in the chapter" in page
    assert "Community Monitoring Groups" in page
    assert "A person noted:" in page


def test_a_letter_that_nobody_has_read_in_says_so(client: Client, illustrative: Any) -> None:
    page = text_of(client, "/recommendations/london-assembly-pcc/violence-reduction-unit-2020")
    assert "Its words are not here" in page
    assert "10 recommendations" in page
    assert "no line says to whom" in page


def test_what_nobody_asked_is_not_there(client: Client, illustrative: Any) -> None:
    for address in (f"{RESPONSE}/17", "/recommendations/mopac/nothing", "/bodies/nobody", "/investigations/nothing",
                    "/committees/london-assembly-pcc/annual-report/FY1999-00",
                    "/committees/london-assembly-pcc/annual-report/2019"):  # fmt: skip
        assert client.get(address).status_code == 404, address


def test_a_plans_item_leads_to_what_was_asked_about_it_and_back(client: Client, illustrative: Any) -> None:
    page = text_of(client, f"{RESPONSE}/4")
    assert "/commitments/counterterrorism" in page
    back = text_of(client, "/commitments/counterterrorism")
    assert f"{RESPONSE}/4" in back
    assert "What committees asked about it" in back


def test_a_body_s_page_says_that_few_ends_tell_nothing(client: Client, illustrative: Any) -> None:
    page = text_of(client, "/bodies/mopac")
    assert "Asked 16 things" in page
    assert "How long it takes cannot be told" in page
    assert "16 recommendations left out: no day of the report is known" in page
    assert "<svg" not in page.partition("How long it takes")[2].partition("<footer")[0]


def test_the_year_is_put_together_and_reconciles(client: Client, illustrative: Any) -> None:
    page = text_of(client, "/committees/london-assembly-pcc/annual-report/FY2019-20")
    assert "7 letters, 2 reports, 26 recommendations that are counted" in page
    assert "(16 + 10)" in page
    assert "Of 7 nobody says how many they make" in page
    assert page.count("lines 277 and 385") == 1
    assert "6 of these are told more than once" in page
    assert "Perhaps one occasion, and counted as two" in page
    assert "Unmesh Desai AM" in page
    told = json.loads(client.get("/committees/london-assembly-pcc/annual-report/FY2019-20.json").content)
    assert told["recommendations_counted"] == 26
    assert sum(one["twice"] for one in told["occasions"]) == 6
    assert len([one for one in told["reports"] if one["kind"] == "letter"]) == 7


def test_json_holds_texts_law_and_how_each_stands(client: Client, illustrative: Any) -> None:
    told = json.loads(client.get(f"{RESPONSE}.json").content)
    assert told["duty"]["law"] == "PRSRA 2011 s.6(6)(e)-(f)"
    assert len(told["recommendations"]) == 16
    sixth = told["recommendations"][5]
    assert sixth["stands"][0]["overdue"] == [
        {
            "what": "answer",
            "due": "2022-09-30",
            "days": (today() - dt.date(2022, 9, 30)).days,
            "by_law": False,
        }
    ]


def test_feeds_are_atom_with_ids_that_last(client: Client, illustrative: Any) -> None:
    found = []
    for address in ("/recommendations.atom", f"{RESPONSE}.atom", "/bodies/mopac.atom"):
        answer = client.get(address)
        assert answer.headers["Content-Type"].startswith("application/atom+xml")
        root = ElementTree.fromstring(answer.content)
        space = {"a": "http://www.w3.org/2005/Atom"}
        found.append([one.text for one in root.findall("a:entry/a:id", space)])
        assert root.findtext("a:updated", namespaces=space)
    assert set(found[1]) <= set(found[0])
    assert found[0] == [one.text for one in ElementTree.fromstring(client.get("/recommendations.atom").content).findall(
        "{http://www.w3.org/2005/Atom}entry/{http://www.w3.org/2005/Atom}id")]  # fmt: skip


def test_a_feed_drops_nothing_of_the_last_month_however_much_there_is() -> None:
    def told(steps: int, days: int) -> int:
        day = today() - dt.timedelta(days=days)
        taken = tuple(LedgerStep("claimed", day, "mps", status="delivered", number=one + 1) for one in range(steps))
        asked = Recommendation("c/r/1", "c/r", "1", "Lights", (Text("chapter", "Mend them."),), ("mps",), steps=taken)
        return len(news(Ledger((Report("c/r", "c", "c", "report", "Streets", day, "", (asked,)),)), {}))

    assert told(150, 31) == 151, "all steps, and the report"
    assert told(150, 32) == MOST


# With an office that keeps them


@pytest.fixture
def kept(illustrative_house: House, copy_of: Callable[[House], House], settings: Any, db: Any) -> House:
    """A house with a release, whose office keeps the ledger."""
    house = copy_of(illustrative_house)
    settings.PEELIAN_DATA = house.root
    return house


def test_what_happens_is_on_the_page_at_once(client: Client, kept: House) -> None:
    office = Office()
    report = published(office, kept, title="Knives & <schools>")
    address = "/recommendations/london-assembly-pcc/knives-2026/1"
    assert "Nothing more is on record" in text_of(client, address)
    first = number(report, "1")
    stepping.answer(first, "mopac", YES, DAY + dt.timedelta(20), kept, by=office.by("lia"))
    stepping.claim(
        first,
        "mopac",
        "delivered",
        DAY + dt.timedelta(40),
        kept,
        evidence=[SHOWN],
        by=office.by("lia"),
        reason="It is <out>.",
    )
    page = text_of(client, address)
    assert "We will." in page
    assert "It is &lt;out&gt;." in page
    assert "https://example.org/dashboard" in page
    assert "It waits for the committee’s verdict" in page
    assert "Lia" not in page
    stepping.verdict(
        first, "not", DAY + dt.timedelta(60), kept, about="mopac", by=office.by("chris"), reason="The page is empty."
    )
    page = text_of(client, address)
    assert "The committee finds otherwise than MOPAC says" in page
    row = rows_of(client, "/recommendations/london-assembly-pcc/knives-2026.csv")[0]
    assert (row["claim"], row["verdict"], row["disputed"]) == ("delivered", "not", "true")


def test_a_draft_is_nowhere(client: Client, kept: House) -> None:
    from tests.support.ledger import drafted

    office = Office()
    published(office, kept)
    drafted(office, kept, slug="secret", title="The Canary Report")
    for address in ("/recommendations", "/recommendations.json", "/recommendations.atom", "/bodies/mopac",
                    "/bodies/london-assembly-pcc", "/committees/london-assembly-pcc/annual-report/FY2025-26.json"):  # fmt: skip
        assert "Canary" not in client.get(address).content.decode(), address
    assert client.get("/recommendations/london-assembly-pcc/secret").status_code == 404


def test_two_printed_texts_are_shown_with_the_words_that_differ(client: Client, kept: House) -> None:
    office = Office()
    draft = actions.begin(
        office.organisation("london-assembly-pcc"),
        "two",
        kept,
        kind="report",
        title="Two texts",
        on=DAY,
        by=office.by("clara"),
    )
    body = entry("Prevent violence", "Prevent and reduce violent crime.")
    body["texts"].append({"place": "chapter", "text": "Prevent and reduce violence."})
    actions.add(draft, "1", ["mopac"], body, kept, by=office.by("clara"))
    actions.publish(draft, kept, by=office.by("chris"))
    page = text_of(client, "/recommendations/london-assembly-pcc/two/1")
    assert "<del>violent crime.</del> <ins>violence.</ins>" in page
    assert "They do not ask for the same" in page


def test_a_curve_is_drawn_with_its_table_once_enough_is_over(client: Client, kept: House) -> None:
    office = Office()
    draft = actions.begin(
        office.organisation("london-assembly-pcc"),
        "many",
        kept,
        kind="report",
        title="Many",
        on=DAY,
        by=office.by("clara"),
    )
    for place in range(1, 8):
        actions.add(draft, str(place), ["mopac"], entry(f"Thing {place}"), kept, by=office.by("clara"))
    actions.publish(draft, kept, by=office.by("chris"))
    for place in range(1, 6):
        stepping.answer(
            number(draft, str(place)), "mopac", YES, DAY + dt.timedelta(10 * place), kept, by=office.by("lia")
        )
    page = text_of(client, "/bodies/mopac")
    assert "Half are answered within 40 days" in page
    assert "How long until an answer, in figures" in page
    assert "pc-wait-chart" in page
    assert "5 of 7 are answered" in page


def test_an_altered_file_is_said_and_never_shown(client: Client, kept: House) -> None:
    published(Office(), kept)
    path = kept.root / "scrutiny/reports/london-assembly-pcc/knives-2026.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"kind": "report"', '"kind": "rumour"'), encoding="utf-8")
    (kept.root / "scrutiny").touch()
    answer = client.get("/recommendations")
    assert answer.status_code == 500
    assert "is not what was published" in answer.content.decode()


def test_what_the_pack_holds_stays_when_an_office_begins(client: Client, kept: House) -> None:
    Office()
    before = text_of(client, f"{RESPONSE}/6")
    take_in_ledger(kept)
    after = text_of(client, f"{RESPONSE}/6")
    assert before == after


def test_a_file_of_the_pack_that_cannot_be_read_names_its_line(tmp_path: Path) -> None:
    from peelian.figures.packfile import PackError
    from peelian.scrutiny.ledger.pack import read_reports

    (tmp_path / "scrutiny/reports").mkdir(parents=True)
    (tmp_path / "bodies.yaml").write_text("- {id: a, name: A, short: A, kind: council}\n")
    path = tmp_path / "scrutiny/reports/one.yaml"
    path.write_text("id: a/one\ncommittee: a\nkind: report\ntitle: One\ndate: null\nrecommendations:\n"
                    "- {number: '1', title: Do it, addressees: [b], texts: []}\n")  # fmt: skip
    with pytest.raises(PackError, match=r"one.yaml, line 7: there is no body b"):
        read_reports(tmp_path)


# The list of investigations, and ways between pages


def test_investigations_stand_in_a_list_with_what_came_of_each(client: Client, kept: House) -> None:
    office = Office()
    clara, committee = office.by("clara"), office.organisation("london-assembly-pcc")
    assert "No investigation is open" in text_of(client, "/investigations") or "<table" in text_of(
        client, "/investigations"
    )
    held = actions.begin_investigation(
        committee, "bail", kept, title="Bail & custody", terms="How bail is used.", by=clara
    )
    report = published(office, kept, investigation=held)
    assert "Bail &amp; custody" not in text_of(client, "/investigations"), "nobody reads of it before it is opened"
    actions.open_investigation(held, DAY - dt.timedelta(60), kept, by=office.by("chris"))
    first = number(report, "1")
    stepping.verdict(first, "delivered", DAY + dt.timedelta(9), kept, by=office.by("chris"), reason="It is out.")
    page = text_of(client, "/investigations")
    assert "since 1 January 2026" in page
    assert "Open" in page
    assert "2 recommendations, 1 found delivered" in page
    row = next(row for row in rows_of(client, "/investigations.csv") if row["investigation"] == "bail")
    assert (row["state"], row["recommendations"], row["found_delivered"]) == ("open", "2", "1")
    told = json.loads(client.get("/investigations.json").content)["investigations"]
    assert [one["state"] for one in told if one["id"] == "bail"] == ["open"]
    actions.write_investigation(held, kept, version=1, by=office.by("clara"), terms="How long bail lasts.")
    assert "How long bail lasts." not in text_of(client, "/investigations/bail"), "a draft is nobody else’s"
    actions.publish_words(held, kept, by=office.by("chris"), reason="Too wide.")
    changed = text_of(client, "/investigations/bail")
    assert "How long bail lasts." in changed and "Too wide." in changed and "Before, it read:" in changed
    assert "How bail is used" in changed.split("Before, it read:")[1]
    told = json.loads(client.get("/investigations/bail.json").content)["changes"]
    assert [(one["what"], one["reason"]) for one in told] == [("terms", "Too wide.")]
    actions.close_investigation(held, DAY + dt.timedelta(20), kept, by=office.by("chris"))
    assert "1 January 2026 to 22 March 2026" in text_of(client, "/investigations")
    assert 'href="/investigations"' in text_of(client, "/scrutiny")


@pytest.mark.parametrize(
    "address",
    ["/recommendations", RESPONSE, f"{RESPONSE}/6", "/bodies/mopac", "/investigations",
     "/committees/london-assembly-pcc/annual-report/FY2019-20"],
)  # fmt: skip
def test_every_way_to_a_page_of_scrutiny_begins_at_scrutiny(client: Client, illustrative: Any, address: str) -> None:
    crumbs = text_of(client, address).partition("breadcrumbs")[2].partition("</nav>")[0]
    assert crumbs.index(">Scrutiny</a>") == min(
        place
        for name in ("Scrutiny", "Recommendations", "Committees", "Bodies")
        if (place := crumbs.find(f">{name}</a>")) >= 0
    )


def test_a_plan_that_is_not_in_force_leads_to_what_was_asked_about_it(client: Client, illustrative: Any) -> None:
    pack = Path("src/peelian/packs/london/scrutiny/reports")
    plan = next(
        line.partition(":")[2].strip()
        for path in pack.glob("*.yaml")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("plan:")
    )
    page = text_of(client, f"/plans/{plan}")
    assert "What committees asked about it" in page
    assert f'href="{RESPONSE}/6"' in page


def test_an_answer_that_is_owed_says_how_long_there_is(client: Client, kept: House) -> None:
    office = Office()
    chair = office.joined(office.organisation("havering"), "committee-chair", "Hugo Hart")
    published(office, kept, "hanna", chair, slug="burglary", on=today() - dt.timedelta(18))
    assert "10 days left" in text_of(client, "/recommendations/havering/burglary/1")
    assert "answer due in 10 days, by law" in text_of(client, "/recommendations/havering/burglary")


def test_a_later_entry_says_on_which_day_it_was_put_on_record(client: Client, kept: House) -> None:
    """An answer that is dated back to before its day is not shown as if it had been there."""
    office = Office()
    first = number(published(office, kept), "1")
    stepping.answer(first, "mopac", YES, DAY + dt.timedelta(3), kept, by=office.by("lia"))
    page = text_of(client, f"/recommendations/{first.name}")
    assert re.search(r"5 March 2026<br>put on record on \d+ \w+ 20\d\d", page)
    row = next(row for row in rows_of(client, "/recommendations.csv") if row["recommendation"] == first.name)
    assert row["answer_recorded"] > row["answered"]


def test_the_day_of_an_entry_is_londons(client: Client, kept: House) -> None:
    """At half past midnight in summer it is still the day before in UTC: an entry is neither of that day nor before its own."""
    office = Office()
    first = number(published(office, kept), "1")
    with time_machine.travel("2026-07-01T23:30:00Z", tick=False):
        stepping.answer(first, "mopac", YES, dt.date(2026, 7, 1), kept, by=office.by("lia"))
    page = text_of(client, f"/recommendations/{first.name}")
    assert "1 July 2026<br>put on record on 2 July 2026" in page
    row = next(row for row in rows_of(client, "/recommendations.csv") if row["recommendation"] == first.name)
    assert (row["answered"], row["answer_recorded"]) == ("2026-07-01", "2026-07-02")


def test_half_an_answer_is_shown_as_half(client: Client, kept: House) -> None:
    office = Office()
    second = number(published(office, kept), "2")
    stepping.answer(second, "mps", [Answer("a", "accepted", "Yes.")], DAY + dt.timedelta(3), kept, by=office.by("max"))
    assert "nothing to (b)" in text_of(client, f"/recommendations/{second.name}")
    assert "nothing to (b)" in text_of(client, f"/recommendations/{second.report.name}")
    assert "none answered" in text_of(client, "/bodies/mps")


def test_bodies_stand_side_by_side(client: Client, kept: House) -> None:
    office = Office()
    report = published(office, kept)
    stepping.answer(number(report, "1"), "mopac", YES, DAY + dt.timedelta(3), kept, by=office.by("lia"))
    page = text_of(client, "/bodies")
    assert 'href="/bodies/mopac"' in page
    assert "cannot be told: 1 of 2" in page
    rows = {row["body"]: row for row in rows_of(client, "/bodies.csv")}
    assert (rows["mopac"]["recommendations"], rows["mopac"]["answered"], rows["mopac"]["days_to_answer"]) == (
        "2",
        "1",
        "",
    )
    assert {one["body"] for one in json.loads(client.get("/bodies.json").content)["bodies"]} == {"mopac", "mps"}
    assert 'href="/bodies"' in text_of(client, "/recommendations")


def test_one_that_two_bodies_were_asked_is_one_and_the_lines_that_name_it_twice_say_so(
    client: Client, kept: House
) -> None:
    office = Office()
    second = number(published(office, kept), "2")
    assert "stands in several of these lines" not in text_of(client, "/recommendations")
    stepping.answer(second, "mps", YES, DAY + dt.timedelta(3), kept, by=office.by("max"))
    page = text_of(client, "/recommendations")
    assert "2 recommendations with their text" in page
    assert "stands in several of these lines" in page


# A body that is gone


def test_what_was_made_to_a_body_that_is_gone_stands_on_both_pages_and_is_overdue_with_its_successor(
    kept: House, client: Client, db: Any
) -> None:
    office = Office()
    clara = office.by("clara")
    report = actions.begin(
        office.organisation("london-assembly-pcc"), "old-2011", kept, kind="report", by=clara, title="An old report",
        on=dt.date(2011, 6, 1),
    )  # fmt: skip
    actions.add(report, "1", ["mpa"], entry("Do it"), kept, requested=dt.date(2011, 9, 1), by=clara)
    actions.publish(report, kept, by=office.by("chris"))
    made = text_of(client, "/recommendations/london-assembly-pcc/old-2011/1")
    assert "Made to MPA, now owed by MOPAC (since 16 January 2012)." in made
    gone = text_of(client, "/bodies/mpa")
    assert "MOPAC took its place on 16 January 2012" in gone
    assert "Asked 1 thing. On record: none answered, none that a committee found delivered, none overdue." in gone
    heir = text_of(client, "/bodies/mopac")
    assert "1 was made to MPA, whose place it took." in heir
    assert "Made to MPA, now owed by MOPAC" in heir
    listed = text_of(client, "/recommendations?body=mpa&overdue=1")
    assert "No answer by 1 September 2011, as asked" in listed, "made to it, overdue with who owes it"
    assert [row["owed_by"] for row in rows_of(client, "/bodies/mpa.csv")] == ["mopac"]
    stepping.answer(number(report, "1"), "mpa", YES, today(), kept, by=office.by("lia"))
    page = text_of(client, "/recommendations/london-assembly-pcc/old-2011/1")
    assert "<strong>MOPAC</strong> (in the place of MPA) answered" in page
    assert "MOPAC, in the place of MPA, says" in page
    assert "MPA says" not in page.replace("in the place of MPA, says", ""), "what is gone says nothing any more"
