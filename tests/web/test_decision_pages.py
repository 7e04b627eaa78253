"""The register of decisions on the public site: the list, one decision, files for programs.

Tests without an office reach no database: whatever asks one fails there.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
import time_machine

from peelian.core.exempt import actions as exempt
from peelian.decisions import actions, coming_out, signing
from peelian.decisions.exporting import giving
from peelian.decisions.exporting.feeds import ATOM
from peelian.decisions.models import DecisionVersion
from peelian.decisions.paying import note_payment
from peelian.decisions.shelf import shelf
from peelian.decisions.taking_in import take_in_decisions
from peelian.figures.errors import PeelianError
from peelian.figures.house import LONDON, House, today
from peelian.ui import format as words
from tests.support import decisions as make
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.office import Office
from tests.web.conftest import Visitor
from tests.web.test_plan_pages import plain

MDA, PCD = "/decisions/MDA-1217", "/decisions/PCD-139"


class TestWithoutAnOffice:
    """What the pack knows."""

    def test_the_register_lists_what_is_known_and_says_what_its_sum_leaves_out(self, some: Visitor) -> None:
        said = plain(some.text("/decisions"))
        assert "20 decisions." in said
        assert "20 of 20 state no amount: 1 says that no money is involved, of 19 it is not known here." in said
        assert "19 are known between PCD 132 and PCD 218; 68 numbers between them are missing here." in said
        assert "PCD 133 to 138, PCD 140 to 169" in said

    def test_a_decision_that_is_known_in_part_says_so_and_guesses_nothing(self, some: Visitor) -> None:
        said = plain(some.text(PCD))
        assert "lists its number and subject, and nothing else of it" in said
        assert "Taken not known here" in said
        assert "Amount not known here" in said
        assert "Tied to the plan by its subject alone, by us" in said
        assert "Signatures" not in said

    def test_a_whole_decision_shows_power_advice_signatures_and_where_consultees_do_not_agree(
        self, some: Visitor
    ) -> None:
        page = some.text(MDA)
        said = plain(page)
        assert (
            '<a href="/committees/london-assembly-pcc/2020-09-16">Police and Crime Committee, 16 September 2020</a>'
            in page
        )
        assert "Resolution of the Police and Crime Committee of 16 September 2020" in said
        assert "Monitoring Officer, Emma Strain, 21 September 2020" in said
        assert "Not required. Asked for only where money is or may be involved" in said
        assert "These do not agree" in said
        assert "The power names Caroline Pidgeon MBE AM, who is in the list of consultees" in said
        assert "To be public by 25 September 2020" in said
        assert "lines 3 to 110" in said

    def test_its_appendix_leads_to_the_annual_report_that_it_agreed(self, some: Visitor) -> None:
        report = "/committees/london-assembly-pcc/annual-report/FY2019-20"
        assert report in some.page(MDA).links
        assert "2019" in plain(some.text(report))

    def test_the_deadline_of_its_publication_can_be_counted_day_by_day(self, some: Visitor) -> None:
        link = next(one for one in some.page(MDA).links if one.startswith("/deadlines?rule=decision-publication"))
        assert "25 September 2020" in plain(some.text(link.replace("&amp;", "&")))

    def test_plan_and_decision_lead_to_each_other(self, some: Visitor) -> None:
        forth = next(one for one in some.page(PCD).links if one.startswith("/commitments/"))
        assert PCD in some.page(forth).links

    def test_the_register_is_narrowed_by_words_series_year_plan_and_kind(self, some: Visitor) -> None:
        for query, count in (
            ("q=victims", 2), ("series=mda", 1), ("year=2020", 1), ("item=commitment:business-crime", 1), ("withheld=yes", 0),
            ("from=1", 0), ("by=Deputy+Mayor+for+Policing+and+Crime", 19), ("q=PCD+188", 1), ("q=no+such+thing", 0),
        ):  # fmt: skip
            page = some.page(f"/decisions?{query}")
            found = [
                one for one in page.links if one.startswith("/decisions/") and one.split("/")[-1][:3] in ("PCD", "MDA")
            ]
            assert len(found) == count, query
            assert len(some.rows(f"/decisions.json?{query}")) == count, query

    def test_an_amount_that_is_none_is_said_at_its_field_and_keeps_the_rest_of_the_form(self, some: Visitor) -> None:
        page = plain(some.text("/decisions?from=many&to=25k&q=victims"))
        assert "“many” is no amount" in page
        assert "“25k” is no amount" in page
        assert "2 of 20 decisions" in page, "the words still narrow it"
        some.get("/decisions.json?from=many", 404)

    def test_a_number_that_is_not_out_is_not_there(self, some: Visitor) -> None:
        assert "No decision PCD 1 is known here" in some.text("/decisions/PCD-1", 404)
        some.get("/decisions/PCD-1.json", 404)
        some.get("/decisions/pcd-139", 404)
        some.get(f"{MDA}/part-2/{'0' * 12}.txt", 404)

    def test_csv_json_and_atom_tell_the_same(self, some: Visitor) -> None:
        rows = list(csv.DictReader(io.StringIO(some.get("/decisions.csv").content.decode("utf-8-sig"))))
        told = json.loads(some.text("/decisions.json"))
        assert [one["reference"] for one in rows] == [one["reference"] for one in told["rows"]]
        assert {one["series"]: one["missing"] for one in told["numbers"]} == {"pcd": 68, "mda": 0}
        feed = Xml.fromstring(some.get("/decisions.atom").content)
        titles = [one.text for one in feed.iter(f"{{{ATOM}}}title")]
        assert titles[1:] == ["MDA 1217: To agree the annual report of the Police and Crime Committee for 2019/20"], (
            "what has no day has no place in a feed"
        )
        assert feed.find(f"{{{ATOM}}}updated") is not None

    def test_a_feed_is_narrowed_as_the_list_is(self, some: Visitor) -> None:
        def titles(query: str) -> list[str | None]:
            feed = Xml.fromstring(some.get(f"/decisions.atom{query}").content)
            return [one.text for one in feed.iter(f"{{{ATOM}}}title")][1:]

        assert len(titles("")) == len(titles("?series=mda")) == 1
        assert titles("?series=pcd") == [], "the one that has a day is of the other series"
        feed = Xml.fromstring(some.get("/decisions.atom?series=pcd&q=wards").content)
        links = {one.get("rel"): one.get("href", "") for one in feed.iter(f"{{{ATOM}}}link")}
        assert links["self"].endswith("/decisions.atom?series=pcd&q=wards")
        assert links["alternate"].endswith("/decisions?series=pcd&q=wards")
        ids = {
            Xml.fromstring(some.get(f"/decisions.atom{one}").content).findtext(f"{{{ATOM}}}id")
            for one in ("", "?series=pcd")
        }
        assert len(ids) == 2, "another feed has another name"
        assert "/decisions.atom?series=pcd" in some.text("/decisions?series=pcd"), "the page leads to its own feed"

    def test_a_feed_names_its_entries_alike_at_whatever_address_it_is_read(self, some: Visitor) -> None:
        """A reader takes another id for another entry, and shows it again: a site with a second name, or once over http."""
        for address in ("/decisions.atom", "/recommendations.atom", "/withheld.atom", "/areas/E09000016/meetings.atom"):
            here = some.client.get(address, headers={"host": "testserver"}).content
            there = some.client.get(address, headers={"host": "localhost:8000"}, secure=True).content
            assert b"https://localhost:8000/" in there and b"https://localhost:8000/" not in here
            ids = [[one.text for one in Xml.fromstring(feed).iter(f"{{{ATOM}}}id")] for feed in (here, there)]
            assert ids[0] == ids[1] and len(ids[0]) == len(set(ids[0])) > 0, address

    def test_one_decision_is_there_as_data(self, some: Visitor) -> None:
        told = json.loads(some.text(f"{MDA}.json"))
        assert told["versions"][0]["decision"]["delegation"]["day"] == "2020-09-16"

    def test_the_search_finds_decisions(self, some: Visitor) -> None:
        assert "/decisions/PCD-188" in some.page("/search?q=safer+neighbourhood").links

    def test_a_page_that_has_not_changed_is_not_sent_again(self, some: Visitor) -> None:
        etag = some.get("/decisions").headers["ETag"]
        some.get("/decisions", 304, **{"If-None-Match": etag})


@pytest.fixture
def kept(
    office: Office, illustrative_house: House, copy_of: Callable[[House], House], visiting: Any, settings: Any
) -> Visitor:
    """A site whose office keeps decisions."""
    house = copy_of(illustrative_house)
    settings.PEELIAN_DATA = house.root
    take_in_decisions(house)
    visitor: Visitor = visiting(house)
    return visitor


def published(office: Office, kept: Visitor, **form: Any) -> DecisionVersion:
    return make.published(office, kept.house, make.begun(office, kept.house, **form))


class TestWithAnOffice:
    """What the office publishes."""

    def test_what_is_published_stands_in_the_register_with_its_money(self, office: Office, kept: Visitor) -> None:
        made = published(office, kept)
        said = plain(kept.text("/decisions"))
        assert "21 decisions, together £120,000." in said
        assert "20 of 21 state no amount" in said
        page = plain(kept.text(f"/decisions/{made.decision_id}"))
        assert "in time" in page
        assert "To pay nothing Rejected: The wards asked for it" in page
        assert "Deputy Mayor for Policing and Crime, Debbie Diaz" in page
        assert "Elm Ward Neighbours (GB-CHC-1000001)" in page
        assert "£120,000 revenue, 2026–27" in page
        serves = kept.page("/commitments/crime-prevention-fund?plan=plan-2017-21")
        assert f"/decisions/{made.decision_id}" in serves.links
        said = plain(kept.text("/commitments/crime-prevention-fund?plan=plan-2017-21"))
        assert f"PCD 219: Grants for safer wards ({words.day(made.signed_on)}, £120,000)" in said

    def test_the_notices_of_a_key_decision_and_of_a_private_meeting_are_on_its_page(
        self, office: Office, kept: Visitor
    ) -> None:
        notice = {
            "decision_day": "2026-03-02", "urgent_agreed_by": "the chair of scrutiny", "why": "The roof fell in.",
            "no_call_in_by": "the mayor of the council", "no_call_in_why": "It rains.",
        }  # fmt: skip
        private = {
            "meeting": "2026-03-02", "first_notice": "2026-01-05", "second_notice": "2026-02-16", "reasons": "Prices are named.",
            "representations": "Two papers asked to be there.", "response": "The prices alone are private.",
        }  # fmt: skip
        made = published(office, kept, kind="key", key_notice=notice, private=private)
        said = plain(kept.text(f"/decisions/{made.decision_id}"))
        for text in (
            "How it was announced", "To be taken on 2 March 2026", "Special urgency agreed by the chair of scrutiny",
            "The roof fell in.", "Not to be called in agreed by the mayor of the council It rains.",
            "Private meeting 2 March 2026 Prices are named.", "Two papers asked to be there.", "The prices alone are private.",
        ):  # fmt: skip
            assert text in said, text

    def test_pages_are_made_anew_when_a_decision_is_out(self, office: Office, kept: Visitor) -> None:
        before = kept.get("/decisions").headers["ETag"]
        published(office, kept)
        assert kept.get("/decisions").headers["ETag"] != before

    def test_a_draft_and_a_signed_decision_have_no_page(self, office: Office, kept: Visitor) -> None:
        draft = make.begun(office, kept.house)
        signed = make.signed(office, kept.house, make.begun(office, kept.house))
        for one in (draft, signed):
            kept.get(f"/decisions/{one.decision_id}", 404)
            kept.get(f"/decisions/{one.decision_id}.json", 404)
        assert "safer wards" not in kept.text("/decisions")

    def test_of_a_deferred_decision_the_stub_alone(self, office: Office, kept: Visitor) -> None:
        day = today() + dt.timedelta(days=200)
        deferral = {"until": day.isoformat(), "reason": "The purchase is being negotiated."}
        made = make.signed(office, kept.house, make.begun(office, kept.house, deferral=deferral))
        said = plain(kept.text(f"/decisions/{made.decision_id}"))
        assert f"publication is deferred until {words.day(day)}" in said
        assert "overdue" not in said
        assert "The purchase is being negotiated." in said
        for address in (
            "/decisions",
            f"/decisions/{made.decision_id}",
            "/decisions.json",
            "/decisions.atom",
            "/decisions.csv",
        ):
            assert "safer wards" not in kept.text(address), address
        assert f"deferred until {words.day(day)}" in plain(kept.text("/decisions"))
        kept.get(f"/decisions/{made.decision_id}.json", 404)

    def test_a_deferral_that_nobody_ended_on_its_day_is_shown_as_overdue(self, office: Office, kept: Visitor) -> None:
        with time_machine.travel(dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC), tick=False):
            deferral = {"until": "2026-12-20", "reason": "The purchase is being negotiated."}
            made = make.signed(office, kept.house, make.begun(office, kept.house, deferral=deferral))
        for day, late in ((20, False), (21, True)):
            with time_machine.travel(dt.datetime(2026, 12, day, 12, tzinfo=dt.UTC), tick=False):
                for address in ("/decisions", f"/decisions/{made.decision_id}"):
                    assert ("Publication overdue" in plain(kept.text(address))) is late, (day, address)
                [told] = json.loads(kept.text("/decisions.json"))["deferred"]
                assert told["overdue"] is late

    def test_a_released_text_can_be_hashed_to_what_was_published(self, office: Office, kept: Visitor) -> None:
        import hashlib

        draft = make.begun(office, kept.house, part_2=True)
        part = make.part_2(office, draft.decision, sealed=True)
        made = make.published(office, kept.house, draft)
        address = f"/decisions/{made.decision_id}/part-2/{part.pk}.txt"
        kept.get(address, 404)
        exempt.release(part, by=office.by("drew"), reason="The contract is signed.")
        assert f"sha256:{hashlib.sha256(kept.get(address).content).hexdigest()}" == part.commitment
        assert make.SECRET in plain(kept.text(f"/decisions/{made.decision_id}"))

    def test_a_correction_shows_both_texts_word_by_word(self, office: Office, kept: Visitor) -> None:
        made = published(office, kept)
        again = actions.correct(made.decision, by=office.by("dora"), reason="The ward is Elm, not Oak.")
        papers = [make.FORM["papers"][0] | {"title": "What four wards asked for"}]
        summary = "Three wards get money for lamps and for people who talk to each other."
        make.written(office, again, summary=summary, papers=papers)
        signing.ask_advice(again, kept.house, by=office.by("dora"))
        signing.send(again, kept.house, warnings_read=True, by=office.by("dora"))
        signing.countersign(again, kept.house, by=office.by("drew"))
        signing.sign(again, kept.house, interests="None.", by=office.by("debbie"))
        coming_out.publish(again, kept.house, warnings_read=True, by=office.by("dora"))
        text = kept.text(f"/decisions/{made.decision_id}")
        assert "<del>lights</del>" in text
        assert "<ins>lamps</ins>" in text
        assert "The ward is Elm, not Oak." in plain(text)
        assert "<ins>four</ins>" in text, "background papers are a part of the form too"
        assert "Corrected" in plain(text)

    def test_a_seal_can_be_recomputed_from_what_everybody_can_fetch(self, office: Office, kept: Visitor) -> None:
        import hashlib

        made = published(office, kept)
        page = kept.page(f"/decisions/{made.decision_id}")
        [printed] = re.findall(r"sha256:([0-9a-f]{64})</code>", kept.text(f"/decisions/{made.decision_id}"))
        [address] = [one for one in page.links if "/versions/" in one]
        answer = kept.get(address)
        assert hashlib.sha256(answer.content).hexdigest() == printed
        assert json.loads(answer.content)["decision"]["title"] == "Grants for safer wards"
        row = next(one for one in kept.rows("/decisions.json") if one["reference"] == str(made.decision))
        assert row["seal"] == f"sha256:{printed}"
        assert "sha256sum 1.json" in plain(kept.text(f"/decisions/{made.decision_id}"))
        kept.get(f"/decisions/{made.decision_id}/versions/2.json", 404)

    def test_of_a_version_that_is_not_out_nothing_can_be_fetched(self, office: Office, kept: Visitor) -> None:
        made = make.signed(office, kept.house, make.begun(office, kept.house))
        kept.get(f"/decisions/{made.decision_id}/versions/1.json", 404)

    def test_late_publication_is_shown_as_late(self, office: Office, kept: Visitor) -> None:
        with time_machine.travel(dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC), tick=False):
            made = make.signed(office, kept.house, make.begun(office, kept.house))
        with time_machine.travel(dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC), tick=False):
            coming_out.publish(made, kept.house, warnings_read=True, by=office.by("dora"))
        said = plain(kept.text(f"/decisions/{made.decision_id}"))
        assert "Published late" in said
        assert "2 working days late: due 23 November 2026" in said
        row = next(one for one in kept.rows("/decisions.json") if one["reference"] == str(made.decision))
        assert row["working_days_late"] == 2

    def test_a_link_that_is_no_address_is_refused_before_it_can_stand_in_a_page(
        self, office: Office, kept: Visitor
    ) -> None:
        with pytest.raises(PeelianError, match="is no address"):
            published(office, kept, papers=[{"title": "Paper", "link": "javascript:alert(1)"}])
        assert "javascript:" not in kept.text("/decisions")

    def test_words_of_a_form_are_never_markup(self, office: Office, kept: Visitor) -> None:
        made = published(office, kept, summary="<script>alert(1)</script>", title="A & <b>")
        text = kept.text(f"/decisions/{made.decision_id}")
        assert "<script>alert" not in text
        assert "A &amp; &lt;b&gt;" in text
        Xml.fromstring(kept.get("/decisions.atom").content)

    def test_an_altered_file_is_said_to_be_damaged_and_not_shown(self, office: Office, kept: Visitor) -> None:
        made = published(office, kept)
        path = kept.house.root / "decisions" / made.decision_id / "1.json"
        path.write_text(path.read_text(encoding="utf-8").replace("120000", "12"), encoding="utf-8")
        from peelian.decisions.publishing import touch

        touch(kept.house.root)
        assert "is not what was published" in kept.text(f"/decisions/{made.decision_id}", 500)


# 360Giving


def organisations(value: Any) -> bool:
    """Whether a value is what the standard calls organisations: at least one, each with an identifier and a name."""
    return bool(value) and all(
        isinstance(one["id"], str) and one["id"] and isinstance(one["name"], str) for one in value
    )


SHAPES: dict[str, Callable[[Any], bool]] = {
    "id": lambda value: isinstance(value, str) and bool(value),
    "title": lambda value: isinstance(value, str) and 0 < len(value) <= 140,
    "description": lambda value: isinstance(value, str) and bool(value),
    "currency": lambda value: value == "GBP",
    "amountAwarded": lambda value: isinstance(value, float),
    "awardDate": lambda value: re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None,
    "recipientOrganization": organisations,
    "fundingOrganization": organisations,
}
"""What the 360Giving Data Standard requires of a grant (schema/360-giving-schema.json of the standard)."""


FUNDER = giving.Funder("GB-GOR-EXAMPLE", "Mayor's Office for Policing And Crime", "360G-Example")


def test_a_grant_keeps_its_identifier_wherever_it_stands_and_no_two_have_one(office: Office, kept: Visitor) -> None:
    lights, talk = (
        make.FORM["grants"][0] | {"amount": "60000.00"},
        make.FORM["grants"][0] | {"title": "Talk", "amount": "50000.00"},
    )
    made = published(office, kept, grants=[lights, talk])
    other = published(office, kept, grants=[lights])
    again = actions.correct(made.decision, by=office.by("dora"), reason="Lights are not paid.")
    rows = again.form["grants"]
    assert [one["id"] for one in rows] == ["1", "2"]
    new = make.FORM["grants"][0] | {"title": "Benches", "amount": "10.00"}
    again = make.written(office, again, grants=[new, rows[1]])
    make.published(office, kept.house, again)
    found, left = giving.grants(shelf(kept.house.root, kept.house.pack).filed, {"pcd": FUNDER}, "https://example.org")
    assert left == []
    one, two = f"360G-Example-{made.decision_id}", f"360G-Example-{other.decision_id}"
    assert {made["id"]: made["title"] for made in found} == {
        f"{one}-3": "Benches", f"{one}-2": "Talk", f"{two}-1": "Lights for Elm ward",
    }  # fmt: skip


def test_a_grant_has_all_that_360giving_requires(office: Office, kept: Visitor) -> None:
    published(office, kept)
    funders = {"pcd": FUNDER}
    filed = shelf(kept.house.root, kept.house.pack).filed
    found, left = giving.grants(filed, funders, "https://example.org")
    assert left == []
    assert [name for name, sound in SHAPES.items() if not sound(found[0][name])] == []
    assert tuple(SHAPES) == giving.REQUIRED
    assert found[0]["id"] == "360G-Example-PCD-219-1"
    assert next(giving.flat(found))["Amount Awarded"] == 120000.0
    assert list(next(giving.flat(found))) == list(giving.COLUMNS)


def test_a_grant_of_a_body_without_an_identifier_is_left_out_and_named(office: Office, kept: Visitor) -> None:
    published(office, kept)
    told = json.loads(kept.text("/decisions/360giving.json"))
    assert told["grants"] == []
    assert told["leftOut"][0]["lacks"] == ["id", "fundingOrganization"]
    assert kept.text("/decisions/360giving.csv").startswith("﻿Identifier,Title,Description,Currency")


def test_no_address_of_decisions_asks_a_database(some: Visitor, tmp_path: Path) -> None:
    for address in (
        "/decisions",
        MDA,
        PCD,
        "/withheld",
        "/withheld.json",
        "/decisions/360giving.json",
        "/decisions.atom",
    ):
        some.get(address)


# how long grants take


class TestHowLongGrantsTake:
    """Application, payment and target of each grant: on its decision's page, and in one report."""

    def test_without_a_grant_the_report_says_so(self, some: Visitor) -> None:
        assert "No grant is known here yet" in some.text("/decisions/awards")
        assert some.rows("/decisions/awards.json") == []
        assert "/decisions/awards" in some.page("/decisions").links

    @time_machine.travel(dt.datetime(2026, 11, 26, 12, tzinfo=LONDON), tick=False)
    def test_each_grant_says_how_long_it_took_or_takes_so_far(self, office: Office, kept: Visitor) -> None:
        lights = make.FORM["grants"][0] | {"applied_on": "2026-09-01", "target_days": 60, "amount": "50000.00"}
        talk = lights | {"title": "Talk", "applied_on": "2026-10-17"}
        old = lights | {"title": "Benches", "applied_on": None, "target_days": None, "amount": "20000.00"}
        made = published(office, kept, grants=[lights, talk, old])
        note = partial(note_payment, made.decision, house=kept.house, by=office.by("dora"))
        note("1", dt.date(2026, 11, 15))
        note("1", dt.date(2026, 11, 14), reason="The bank sent it a day before.")
        said = plain(kept.text(f"/decisions/{made.decision_id}"))
        assert "Applied 1 September 2026, paid 14 November 2026: 74 days (target 60: 14 over)." in said
        assert "Corrected: The bank sent it a day before." in said
        assert "Applied 17 October 2026, not paid yet: 40 days so far (target 60: not over yet)." in said
        assert "the day of application is not known. No target is set." in said

        said = plain(kept.text("/decisions/awards"))
        assert "3 grants: 1 paid, 2 not. Of 1 the days cannot be told." in said
        assert "1 of 2 with a target is over it." in said
        assert "From application to payment the median is at least 57 days" in said
        assert said.index("Lights for Elm ward") < said.index("Talk") < said.index("Benches")
        told = json.loads(kept.text("/decisions/awards.json"))
        assert (told["summary"]["over"], told["summary"]["median"], told["summary"]["at_least"]) == (1, 57, True)
        rows = list(csv.DictReader(io.StringIO(kept.get("/decisions/awards.csv").content.decode("utf-8-sig"))))
        assert [(one["days"], one["state"]) for one in rows] == [("74", "paid"), ("40", "waiting"), ("", "cannot tell")]
        payments = json.loads(kept.text(f"/decisions/{made.decision_id}.json"))["payments"]
        assert [(one["day"], one["why"]) for one in payments] == [
            ("2026-11-15", ""), ("2026-11-14", "The bank sent it a day before."),
        ]  # fmt: skip
