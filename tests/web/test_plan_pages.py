"""The plan's public pages: where promises stand, what is overdue, what changed, and what the plan says for whom.

Tests without an office reach no database: whatever asks one fails there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from peelian.figures.house import House
from peelian.plans import actions, claiming
from peelian.plans.models import PlanRecord
from peelian.plans.queries import load_plan
from peelian.plans.statuses import STATUSES, Evidence
from peelian.plans.taking_in import take_in_plans
from tests.spec.test_plan_life import CONTENTS, claim, issued, version
from tests.support.office import Office
from tests.web.conftest import Visitor

PLAN, WARDS, CAMDEN, HAVERING = "plan-2017-21", "dedicated-ward-officers", "E09000007", "E09000016"
PAGES = (
    "/plan", "/plans", f"/plans/{PLAN}", "/plans/plan-2021-25", "/plan/overdue", "/plan/changes", "/plan/publications",
    "/plan/programmes", "/plan/trade-offs", "/plan/summary", f"/plan/summary/{HAVERING}", "/plan/full", "/plan/words",
    "/plan/words?q=fraud", f"/areas/{HAVERING}/plan", f"/commitments/{WARDS}", "/commitments/counterterrorism",
)  # fmt: skip
UNSAID = "Nobody has reported on this yet"


def plain(text: str) -> str:
    """A page's main part as it is read."""
    main = text[text.index("<main") : text.index("</main>")]
    words = re.sub(r"<[^>]+>", " ", main).replace("&#x27;", "'").replace("&amp;", "&").replace("&quot;", '"')
    return " ".join(words.split())


class TestWithoutAnOffice:
    @pytest.mark.parametrize("address", PAGES)
    def test_every_page_answers_from_files_alone_and_claims_nothing(self, some: Visitor, address: str) -> None:
        text = some.text(address)
        assert "<script" not in text.replace('<script type="module" src="', "")
        assert " style=" not in text[text.index("<main") : text.index("</main>")].replace("<svg style=", "")
        assert not re.search(r"\b0 ?% (kept|of (its|the) promises)", plain(text))
        assert not re.search(r"(Under way|Broken|Kept late|Partly kept|Not started)", plain(text))

    def test_the_plan_says_that_nobody_has_reported_and_who_would(self, some: Visitor) -> None:
        text = plain(some.text("/plan"))
        assert "Nobody has reported on any promise yet" in text
        assert "Mayor's Office for Policing And Crime answers for the plan" in text
        assert "A draft, as published for consultation: 1 December 2016 to 23 February 2017, open for 85 days" in text
        assert "No issued plan is on record" in text

    def test_a_promise_is_overdue_by_its_date_and_not_by_anybody_s_word(self, some: Visitor) -> None:
        text = plain(some.text("/commitments/final-plan"))
        assert UNSAID in text
        assert "overdue since 1 April 2017" in text
        assert not re.search(r"\d days", text), "the plan prints a month"
        undated = plain(some.text("/commitments/local-priorities"))
        assert "prints no date for it, so it cannot be called late" in undated
        rows = some.page("/plan/overdue").tables["0"]
        assert ["March 2017", "1 April 2017"] in [row[2:4] for row in rows]

    def test_what_is_overdue_is_counted_once_and_called_no_more_than_unreported(self, some: Visitor) -> None:
        rows, text = some.page("/plan/overdue").tables["0"][1:], plain(some.text("/plan/overdue"))
        assert f"{len(rows)} things with a date should be done by now, and nobody has reported that they are" in text
        assert "may be done all the same" in text
        assert "These are the dates of a draft" in text
        final = [row for row in rows if "final plan" in row[0]]
        assert len(final) == 1, "the commitment and the publication that it promises are one thing"
        assert "with the promised publication The final plan" in final[0][0]
        assert f"{len(rows)} things are overdue" in plain(some.text("/plan"))

    def test_the_measure_stands_beside_the_claim(self, real: Visitor) -> None:
        text = real.text("/commitments/local-priorities")
        assert "These figures are counted apart from it" in text
        assert "/measures/burglary" in real.page("/commitments/local-priorities").links
        assert re.search(r"<figure[^>]* id=\"chart-burglary\"", text)
        assert "The plan wants fewer" in plain(text)

    def test_a_promise_of_another_plan_says_which(self, some: Visitor) -> None:
        text = plain(some.text("/commitments/counterterrorism"))
        assert "The draft Police and Crime Plan 2021–25” (known in part, April 2021 to March 2025)" in text
        some.get("/commitments/more-of-everything", 404)
        some.get(f"/commitments/counterterrorism?plan={PLAN}", 404)
        some.get("/plans/plan-1999", 404)
        some.get(f"/plans/{PLAN}/editions/7", 404)

    def test_a_plan_that_is_known_in_part_says_so_and_dates_nothing(self, some: Visitor) -> None:
        text = plain(some.text("/plans/plan-2021-25"))
        assert "Known only in part. The plan is not among our documents." in text
        assert "On which day it went out is not on record" in text

    def test_every_sentence_of_the_summary_leads_to_what_it_rests_on(self, some: Visitor) -> None:
        plan = load_plan(some.house.pack)
        page = some.page("/plan/summary")
        general = [one for one in plan.summary if one.where is None]
        assert {f"sentence-{one.id}" for one in general} <= page.ids
        text = some.text("/plan/summary")
        for one in general:
            block = text.split(f'id="sentence-{one.id}"')[1].split("</li>")[0]
            assert block.count("<a ") == len(one.about), one.id

    def test_every_link_within_the_plan_s_pages_leads_to_its_place(self, some: Visitor) -> None:
        found: dict[str, set[str]] = {}
        for address in PAGES:
            for link in some.page(address).links:
                path, _, place = link.partition("#")
                if place and path.startswith(("/plan", "/plans")):
                    found.setdefault(path, set()).add(place)
        assert {"/plan/programmes", "/plan/publications", "/plan/trade-offs"} <= set(found)
        for path, places in found.items():
            assert places <= some.page(path).ids, path

    def test_a_plan_whose_years_are_over_says_so_wherever_it_is_read(self, some: Visitor) -> None:
        for address in ("/plan", "/plan/summary", "/plan/full", "/plans"):
            assert "Its years ended in March 2021." in plain(some.text(address)), address

    def test_figures_from_after_the_plan_are_told_to_be(self, real: Visitor) -> None:
        for address in ("/commitments/local-priorities", f"/areas/{HAVERING}/plan", f"/plan/summary/{HAVERING}"):
            assert "not whether the plan was kept while it ran" in plain(real.text(address)), address

    def test_a_plan_known_in_part_is_not_told_to_leave_out_what_the_law_asks(self, some: Visitor) -> None:
        text = plain(some.text("/plans/plan-2021-25"))
        assert "Nothing is on record of the six things" in text
        assert "Not set out" not in text

    def test_every_table_of_the_plan_has_a_caption(self, some: Visitor) -> None:
        for address in PAGES:
            text = some.text(address)
            assert text.count("<table") == text.count("<caption"), address

    def test_a_borough_reads_its_own_sentences_and_no_other_s(self, some: Visitor) -> None:
        camden, havering = (plain(some.text(f"/plan/summary/{area}")) for area in (CAMDEN, HAVERING))
        assert "For Camden Camden is to share its police commander with Islington" in camden
        assert "share its police commander with Islington" not in havering
        assert "/measures/burglary/E09000007" in some.page(f"/plan/summary/{CAMDEN}").links
        some.get("/plan/summary/E23000001", 404)

    def test_a_place_links_to_what_the_plan_promises_it(self, some: Visitor) -> None:
        assert f"/areas/{HAVERING}/plan" in some.page(f"/areas/{HAVERING}").links
        assert f"/areas/{HAVERING}/plan" not in some.page("/areas/E12000007").links
        text = plain(some.text(f"/areas/{HAVERING}/plan"))
        assert "One command unit for three outer boroughs" in text
        assert "What boroughs are to do with others" in text

    def test_a_ward_reads_what_every_ward_is_promised(self, some: Visitor) -> None:
        ward = next(area for area in some.release.areas if area.kind == "ward")
        text = plain(some.text(f"/areas/{ward.id}/plan"))
        assert "Every ward is promised" in text
        assert "2 constables a ward" in text
        assert "1 PCSO a ward" in text
        assert "constables a ward" not in plain(some.text(f"/areas/{HAVERING}/plan"))

    def test_a_month_without_anything_says_so_and_no_month_is_refused(self, some: Visitor) -> None:
        assert "Nothing was reported in July 2030" in some.text("/plan/changes?month=2030-07")
        assert "became overdue" in some.text("/plan/changes?month=2021-01").lower()
        some.get("/plan/changes?month=2026-13", 400)
        some.get("/plan/changes?month=%3Cscript%3E", 400)

    def test_trade_offs_name_the_themes_that_give_nothing_up(self, some: Visitor) -> None:
        plan = load_plan(some.house.pack)
        text = plain(some.text("/plan/trade-offs"))
        for one in plan.trade_offs:
            assert one.title in text
        assert "For these the plan names nothing that is done less" in text

    def test_a_document_that_nobody_has_read_in_has_no_words_to_count(self, some: Visitor) -> None:
        text = plain(some.text("/plan/words?q=burglary"))
        assert "the document has not been read in" in text
        assert "peelian import plan FILE" in text
        assert "times in" not in text
        assert "/measures/burglary" in some.page("/plan/words?q=burglary").links
        assert "This cannot be looked for" in some.text("/plan/words?q=%3F%3F")

    def test_an_older_release_keeps_its_readers_inside(self, some: Visitor) -> None:
        inside = f"/r/{some.release.id}"
        links = some.page(f"{inside}/plan").links
        assert f"{inside}/plan/overdue" in links
        assert "/plan/overdue" not in links

    def test_the_whole_plan_is_whole(self, some: Visitor) -> None:
        plan, page = load_plan(some.house.pack), some.page("/plan/full")
        kinds = {
            "commitment": (*plan.commitments, *plan.promises), "objective": plan.objectives, "pilot": plan.pilots,
            "programme": plan.programmes, "publication": plan.publications, "review": plan.reviews, "finding": plan.findings,
            "trade-off": plan.trade_offs, "content": plan.contents,
        }  # fmt: skip
        wanted = {f"{kind}-{one.id}" for kind, held in kinds.items() for one in held}
        assert len(wanted) > 150
        assert wanted <= page.ids
        text = plain(some.text("/plan/full"))
        assert "Not set out in what is kept of this plan" in text, "the draft does not set out the resources"


@pytest.fixture
def kept(
    illustrative_house: House, copy_of: Callable[[House], House], visiting: Callable[[House], Visitor], office: Office
) -> tuple[Visitor, House, PlanRecord, Office]:
    """A house whose office keeps the plan."""
    house = copy_of(illustrative_house)
    take_in_plans(house)
    return visiting(house), house, PlanRecord.objects.get(slug=PLAN), office


Kept = tuple[Visitor, House, PlanRecord, Office]


class TestWithAnOffice:
    def test_pages_ask_no_database(self, kept: Kept, django_assert_num_queries: Any) -> None:
        visitor, house, plan, office = kept
        claim(plan, house, office, WARDS, "under-way", "2017-06-01")
        for address in PAGES:
            with django_assert_num_queries(0):
                visitor.text(address)

    def test_a_claim_shows_its_day_reason_and_evidence_and_stays(self, kept: Kept) -> None:
        visitor, house, plan, office = kept
        shown = Evidence("figure", "Officers by ward", "/measures/police-officers")
        claim(plan, house, office, WARDS, "under-way", "2017-06-01", reason="Half the wards <b>have</b> theirs.")
        claim(
            plan,
            house,
            office,
            WARDS,
            "kept-late",
            "2018-02-01",
            reason="The last ward has its team.",
            evidence=[shown],
        )
        text = plain(visitor.text(f"/commitments/{WARDS}"))
        assert "Half the wards &lt;b&gt;have&lt;/b&gt; theirs." in text
        assert text.index("The last ward has its team.") < text.index("Half the wards"), "the newest first"
        assert "Kept late since 1 February 2018" in text
        assert "since 1 June 2017" in text
        assert "Officers by ward (a figure of ours)" in text
        assert "https://example.org/report" in visitor.page(f"/commitments/{WARDS}").links
        plan_page = plain(visitor.text("/plan"))
        assert "Kept late 1" in plan_page
        assert re.search(rf"{UNSAID} 43\b", plan_page)

    def test_a_status_is_a_sign_and_a_word(self, kept: Kept) -> None:
        visitor, house, plan, office = kept
        claim(plan, house, office, WARDS, "broken", "2018-06-01", reason="There is no money.")
        text = visitor.text(f"/commitments/{WARDS}")
        broken = next(one for one in STATUSES["commitment"] if one.id == "broken")
        assert f'aria-hidden="true">{broken.sign}</span>{broken.title}</span>' in text

    def test_what_is_done_is_overdue_no_longer(self, kept: Kept) -> None:
        visitor, house, plan, office = kept
        assert "overdue since" in visitor.text("/commitments/final-plan")
        claim(plan, house, office, "final-plan", "kept-late", "2017-06-01")
        assert "overdue since" not in visitor.text("/commitments/final-plan")
        assert "/commitments/final-plan" not in visitor.page("/plan/overdue").links

    def test_a_milestone_has_a_status_of_its_own(self, kept: Kept) -> None:
        visitor, house, plan, office = kept
        claim(plan, house, office, WARDS, "kept", "2017-11-01", part="two-dedicated-constables-in-each-ward")
        text = plain(visitor.text(f"/commitments/{WARDS}"))
        assert UNSAID in text, "the whole of it"
        assert re.search(r"Two dedicated constables in each ward: 2 constables a ward . Kept", text)
        assert re.search(r"One dedicated PCSO in each ward.{0,120}nobody has reported on it yet", text)

    def test_a_report_of_the_whole_says_nothing_of_its_parts(self, kept: Kept) -> None:
        visitor, house, plan, office = kept
        claim(plan, house, office, WARDS, "kept", "2017-11-01")
        own = plain(visitor.text(f"/commitments/{WARDS}"))
        assert "These reports are of the whole: nobody has reported on any of its parts." in own
        summary = visitor.text("/plan/summary").split('id="sentence-more-for-wards-at-risk"')[1].split("</li>")[0]
        assert "Kept" in summary and "as a whole" in summary
        claim(plan, house, office, WARDS, "kept", "2017-11-01", part="two-dedicated-constables-in-each-ward")
        assert "nobody has reported on 5 of its 6 parts" in plain(visitor.text(f"/commitments/{WARDS}"))

    def test_what_was_reported_this_month_is_on_the_page_of_the_month(self, kept: Kept) -> None:
        visitor, house, plan, office = kept
        claim(plan, house, office, WARDS, "under-way", "2017-06-01", reason="Begun at last.")
        assert "Begun at last." in visitor.text("/plan/changes")
        assert "Begun at last." not in visitor.text("/plan/changes?month=2017-06"), "reported now, so since then"
        assert "Edition 1, for consultation" in visitor.text("/plan/changes?month=2016-12")

    def test_a_reader_s_copy_ends_with_the_next_claim(self, kept: Kept) -> None:
        visitor, house, plan, office = kept
        before = visitor.get("/plan").headers["ETag"]
        visitor.get("/plan", 304, if_none_match=before)
        claim(plan, house, office, WARDS, "under-way", "2017-06-01")
        visitor.get("/plan", 200, if_none_match=before)

    def test_a_published_report_is_linked_and_the_others_are_not_yet(self, kept: Kept) -> None:
        visitor, house, plan, office = kept
        paper = Evidence("document", "Enforcement 2017", "https://example.org/enforcement")
        claim(
            plan,
            house,
            office,
            "traffic-enforcement-report",
            "published",
            "2018-04-01",
            kind="publication",
            evidence=[paper],
        )
        claim(
            plan,
            house,
            office,
            "knife-strategy-document",
            "broken",
            "2018-04-01",
            kind="publication",
            reason="It is given up.",
        )
        assert "1 of 11 promised publications is out." in plain(visitor.text("/plan/publications"))
        page = visitor.page("/plan/publications")
        assert "https://example.org/enforcement" in page.links
        rows = page.tables["0"][1:]
        assert sum("Not yet" in row[3] for row in rows) == len(rows) - 2

    def test_a_review_that_reports_reopens_what_it_touches(self, kept: Kept) -> None:
        visitor, house, plan, office = kept
        claim(plan, house, office, "probation-inspection", "concluded", "2017-05-01", kind="review")
        text = plain(visitor.text("/plan/programmes"))
        assert "reopened the review is concluded on 2017-05-01; nobody has decided since" in text
        claim(
            plan, house, office, "probation-inspection", "stands", "2017-06-01", kind="review", part="through-the-gate",
            reason="It changes nothing.",
        )  # fmt: skip
        text = plain(visitor.text("/plan/programmes"))
        assert "concluded on 2017-05-01; nobody" not in text
        assert "Stands as it is It changes nothing." in text

    def test_an_issued_plan_shows_every_step_of_the_law(self, kept: Kept) -> None:
        visitor, house, plan, office = kept
        issued(plan, house, office)
        assert "Issued on 20 March 2017, in force since 20 March 2017." in plain(visitor.text("/plan"))
        text = plain(visitor.text(f"/plans/{PLAN}"))
        assert "Edition 2, as issued" in text
        assert "Edition 1, for consultation" in text
        assert "Get the views of victims of crime on the plan Police Act 1996 s.96(1A) 2 March 2017 Done." in text
        first = plain(visitor.text(f"/plans/{PLAN}/editions/1"))
        assert "No step of the law is on record for this text" in first
        assert f"It is set out here: {CONTENTS[2]}." in plain(visitor.text("/plan/full"))

    def test_what_is_being_written_is_on_no_page(self, kept: Kept) -> None:
        visitor, house, plan, office = kept
        actions.close_consultation(version(plan), by=office.by("olive"))
        body = {"id": "odd", "title": "Lapis lazuli", "of": WARDS, "why": "So.", "line": None}
        actions.add(plan, "trade-off", body, house.pack, by=office.by("olive"))
        for address in PAGES:
            assert "Lapis" not in visitor.text(address)

    def test_the_words_of_a_document_are_counted_by_line(self, kept: Kept) -> None:
        visitor, house, plan, office = kept
        lines = [
            {"number": 534, "page": None, "text": "Fraud is up, online fraud most of all; a fraudster is not counted."},
            {"number": 584, "page": None, "text": "Two officers in each ward by the end of 2017."},
            {"number": 600, "page": None, "text": "Action Fraud takes the reports."},
        ]
        claiming.keep_document(plan, "plan.txt", "0" * 64, lines, [], house.root, by=office.by("olive"))
        text = visitor.text("/plan/words?q=fraud")
        assert "“fraud” stands 3 times in “A safer city for all Londoners”" in plain(text)
        assert text.count("<mark>") == 3
        assert "line 534 · 2 times" in plain(text)
        assert "nowhere" in plain(visitor.text("/plan/words?q=LGBT"))
        own = plain(visitor.text(f"/commitments/{WARDS}"))
        assert "“Two officers in each ward by the end of 2017.” line 584" in own
        assert "Fraud is up" in own
