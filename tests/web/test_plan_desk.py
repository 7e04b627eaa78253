"""The rooms in which a plan is written, issued and followed: what each page says and refuses, on London's draft of the pack."""

from __future__ import annotations

import datetime as dt
import html
import re
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from peelian.core.acting import COMMAND
from peelian.core.actions import add_organisation
from peelian.figures.house import House, today
from peelian.plans import actions, claiming
from peelian.plans.kinds import KINDS
from peelian.plans.models import ClaimRecord, PlanItem, PlanRecord, PlanStep, PlanVersion, Proposal
from peelian.plans.queries import lacks_of, unfinished
from peelian.plans.rules import DUTIES, VERSION
from peelian.plans.shelf import shelf
from peelian.plans.taking_in import take_in_plans
from peelian.workspace.boards import waiting, works_of
from peelian.workspace.plans.choosing import choices_of
from peelian.workspace.plans.items import FORMS
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.office import Office, with_second_factor
from tests.web.test_quarter_desk import Desk, errors, words

PLAN, HOME = "plan-2017-21", "/office/plans/plan-2017-21"
WARD = f"{HOME}/items/commitment/dedicated-ward-officers"
CLAIM = f"{HOME}/progress/commitment/dedicated-ward-officers"
PAPER = {
    "evidence-0-kind": "document",
    "evidence-0-title": "Report to the board",
    "evidence-0-link": "https://example.org/report",
}


@pytest.fixture
def house(tmp_path: Path, settings: Any) -> House:
    settings.PEELIAN_DATA = tmp_path
    return House(tmp_path)


@pytest.fixture
def plan(house: House, office: Office) -> PlanRecord:
    """London's draft, out to consultation as it was."""
    take_in_plans(house)
    return PlanRecord.objects.get(slug=PLAN)


@pytest.fixture
def olive(office: Office, plan: PlanRecord) -> Desk:
    return Desk(office, "olive")


@pytest.fixture
def sadie(office: Office, plan: PlanRecord) -> Desk:
    return Desk(office, "sadie")


@pytest.fixture
def revised(olive: Desk, plan: PlanRecord) -> PlanRecord:
    """The draft after its consultation: it can be written."""
    olive.send(f"{HOME}/step/close-consultation")
    return plan


def say(desk: Desk, address: str, told: dict[str, Any], outcome: int = 302) -> str:
    """Send a claim; what the page says then, or where it leads."""
    answer = desk.client.post(address, told)
    text = answer.content.decode()
    assert answer.status_code == outcome, f"{address}: {answer.status_code} {errors(text)}"
    return text if outcome != 302 else answer.headers["Location"]


def version(plan: PlanRecord) -> PlanVersion:
    found = unfinished(plan)
    assert found is not None
    return found


def item(kind: str, slug: str) -> PlanItem:
    return PlanItem.objects.get(plan=PLAN, kind=kind, slug=slug)


def entered(text: str) -> dict[str, Any]:
    """What a browser would send of the form of an item, as it stands on its page."""
    form = text[text.index('<form method="post" class="pe-form') :]
    form = form[: form.index("</form>")]
    data: dict[str, list[str]] = {}
    for tag, attributes in re.findall(r"<(input|select|textarea)\b([^>]*)>", form):
        told = dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
        name = told.get("name", "csrfmiddlewaretoken")
        if name == "csrfmiddlewaretoken" or "disabled" in attributes.split():
            continue
        if tag == "input" and told.get("type") in ("checkbox", "radio") and "checked" not in attributes.split():
            continue
        data.setdefault(name, []).append(html.unescape(_value(form, tag, name, told)))
    return data


def _value(form: str, tag: str, name: str, told: dict[str, str]) -> str:
    if tag == "input":
        return told.get("value", "on" if told.get("type") == "checkbox" else "")
    part = form[form.index(f'name="{name}"') :]
    if tag == "textarea":
        return re.sub(r"^\r?\n", "", part[part.index(">") + 1 : part.index("</textarea>")])
    chosen = re.search(r'<option value="([^"]*)" selected', part[: part.index("</select>")])
    return chosen[1] if chosen else ""


def complete(plan: PlanRecord, house: House, olive: Desk) -> None:
    """Every content and subject that the law asks for, and every step on record but the one that may be left out."""
    for head in ("objectives", "policing", "resources", "reporting", "measuring", "grants"):
        if not PlanItem.objects.filter(plan=plan, kind="content", slug=head).exists():
            actions.add(plan, "content", {"head": head, "text": "Set out.", "line": None}, house.pack, by=olive.by)
    row = PlanItem.objects.filter(plan=plan, kind="objective").first()
    assert row is not None
    subjects = ["national", "policing", "reduction"]
    actions.write(row, row.body | {"subjects": subjects}, house.pack, version=row.version, by=olive.by)
    for place, duty in enumerate(duty for duty in DUTIES if duty.before and duty.id != "commissioner-again"):
        day = dt.date(2017, 3, 1) + dt.timedelta(days=place)
        actions.note_step(version(plan), duty.id, day, note="Done.", by=olive.by)


class TestWhoSeesThem:
    def test_a_reader_of_another_body_is_refused_every_room(self, office: Office, plan: PlanRecord) -> None:
        jo = Desk(office, "jo")
        for place in ("", "/items", "/progress", "/proposals", "/step/issue", "/route/people", "/head"):
            jo.get(HOME + place, 403)
        assert 'href="/office/plans"' not in jo.get("/office")

    def test_a_plan_officer_of_another_body_finds_nothing(self, office: Office, plan: PlanRecord) -> None:
        kent = add_organisation(slug="kent", name="Kent", short="Kent", kind="policing-body", by=COMMAND)
        otis, person = Desk(office, "olive"), office.join("Otis Obi", kent.pk, "plan-officer")
        with_second_factor(person)
        otis.client.force_login(person)
        assert "A safer city" not in otis.get("/office/plans")
        for place in ("", "/items", "/items/commitment/dedicated-ward-officers", "/progress", "/proposals", "/step/drop",
                      "/route/people", "/head", "/add/theme"):  # fmt: skip
            otis.get(HOME + place, 404)
        otis.client.post(f"{WARD}/remove", {"reason": "x"})
        assert PlanItem.objects.filter(slug="dedicated-ward-officers").exists()
        assert "Plans and their items" not in otis.get("/office/search?q=dedicated")

    def test_the_issuer_reads_and_does_not_write(self, sadie: Desk, revised: PlanRecord) -> None:
        assert '<form method="post" class="pe-form' not in sadie.get(WARD)
        sadie.send(WARD, 200, title="Mine")
        sadie.get(f"{HOME}/add/theme", 403)
        sadie.get(CLAIM, 403)
        assert str(item("commitment", "dedicated-ward-officers")) != "Mine"


class TestTheList:
    def test_it_says_where_each_plan_stands_and_who_it_waits_for(
        self, olive: Desk, plan: PlanRecord, house: House
    ) -> None:
        text = words(olive.get("/office/plans"))
        assert "Out to consultation" in text
        assert "The public, and the panel" in text
        assert f"{len(lacks_of(version(plan), house.pack, 'issued'))} things" in text

    def test_a_plan_is_begun_like_another(self, olive: Desk, house: House) -> None:
        page = olive.get("/office/plans/begin")
        assert 'value="2025-04"' in page, "it follows the newest"
        told = {
            "title": "The next plan",
            "first_month": "April 2025",
            "last_month": "3/2029",
            "area": "E23000001",
            "like": PLAN,
        }
        assert olive.send("/office/plans/begin", **told) == "/office/plans/plan-2025-29"
        made = PlanRecord.objects.get(pk="plan-2025-29")
        assert (made.first_month, made.last_month) == ("2025-04", "2029-03")
        assert PlanItem.objects.filter(plan=made).count() == PlanItem.objects.filter(plan=PLAN).count()
        again = {**told, "like": "none", "title": "A rival"}
        assert olive.send("/office/plans/begin", **again) == "/office/plans/plan-2025-29-2"
        wrong = olive.send("/office/plans/begin", 200, **{**told, "last_month": "soon"})
        assert "“soon” is no month" in errors(wrong)


class TestTheRoute:
    def test_every_step_of_the_law_is_there_with_what_it_is_needed_for(self, olive: Desk) -> None:
        text = olive.get(HOME)
        for duty in DUTIES:
            assert f'id="route-{duty.id}"' in text
            assert duty.law in words(text).replace("&#x27;", "'")
        assert "12 steps of the law have no day on record" in words(text)
        assert "The plan does not set out the financial and other resources given to the chief officer." in words(text)

    def test_a_step_is_put_on_record_and_mended_with_a_reason(self, olive: Desk) -> None:
        address = f"{HOME}/route/people"
        assert (
            olive.send(address, on="2017-02-01", note="Asked in 32 boroughs.", link="https://example.org")
            == f"{HOME}#route-people"
        )
        text = words(olive.get(HOME))
        assert "1 February 2017" in text
        assert "Asked in 32 boroughs." in text
        refused = olive.send(address, 200, on="2017-02-02", note="Asked in 33 boroughs.")
        assert "Say why, in a few words." in errors(refused)
        olive.send(address, on="2017-02-02", note="Asked in 33 boroughs.", reason="Typed wrong.")
        assert PlanStep.objects.get(duty="people").on == dt.date(2017, 2, 2)

    def test_a_day_to_come_is_refused_at_its_field_and_nothing_is_lost(self, olive: Desk) -> None:
        day = (today() + dt.timedelta(days=1)).isoformat()
        text = olive.send(f"{HOME}/route/people", 200, on=day, note="Will be asked.")
        assert 'id="id_on-error"' in text
        assert "has not come yet" in errors(text)
        assert "Will be asked." in text

    def test_days_out_of_order_are_said_at_the_step(self, olive: Desk) -> None:
        olive.send(f"{HOME}/route/panel-reported", on="2017-02-10", note="Its report.")
        olive.send(f"{HOME}/route/responded", on="2017-02-01", note="The response.")
        text = olive.get(HOME)
        assert "is dated 2017-02-01, before “Receive the panel&#x27;s report”" in text[text.index("route-responded") :]

    def test_a_draft_cannot_go_out_with_a_step_missing_and_says_which(self, olive: Desk, house: House) -> None:
        olive.send(
            "/office/plans/begin",
            title="Next",
            first_month="2025-04",
            last_month="2029-03",
            area="E23000001",
            like="none",
        )
        home = "/office/plans/plan-2025-29"
        text = olive.get(f"{home}/step/open-consultation")
        assert "Consult the Commissioner while the plan is drafted: no day is on record." in words(text)
        assert 'name="opens"' not in text
        olive.send(f"{home}/step/open-consultation", 200, opens="2021-01-01", closes="2021-03-01")
        assert PlanVersion.objects.get(plan="plan-2025-29").state == "drafting"
        olive.send(f"{home}/route/commissioner", on="2020-12-01", note="Asked.")
        wrong = olive.send(f"{home}/step/open-consultation", 200, opens="2021-03-01", closes="2021-01-01")
        assert "closes before it opens" in errors(wrong)
        assert 'id="id_closes-error"' in wrong
        olive.send(f"{home}/step/open-consultation", opens="2021-01-01", closes="2021-03-01")
        assert "1 January 2021 to 1 March 2021" in words(olive.get(home))

    def test_it_is_issued_by_somebody_who_did_not_write_it(
        self, olive: Desk, sadie: Desk, revised: PlanRecord, house: House
    ) -> None:
        day = today().isoformat()
        assert "It cannot be done yet." in words(sadie.get(f"{HOME}/step/issue"))
        sadie.send(f"{HOME}/step/issue", 200, on=day, takes_effect=day)
        assert version(revised).state == "revising"
        complete(revised, house, olive)
        olive.get(f"{HOME}/step/issue", 403)
        assert "Nothing is missing" in olive.get(HOME)
        early = sadie.send(f"{HOME}/step/issue", 200, on=day, takes_effect="2017-01-01")
        assert 'id="id_on-error"' in early
        assert sadie.send(f"{HOME}/step/issue", on=day, takes_effect=day) == HOME
        assert shelf(house.root, house.pack).in_force(today()).id == PLAN  # type: ignore[union-attr]
        text = words(sadie.get(HOME))
        assert "Issued by Sadie Stone" in text
        assert "2, as issued" in text

    def test_a_variation_needs_its_reason_and_can_be_given_up(
        self, olive: Desk, sadie: Desk, revised: PlanRecord, house: House
    ) -> None:
        complete(revised, house, olive)
        actions.issue(version(revised), house, today(), today(), by=sadie.by)
        assert "Say why, in a few words." in errors(olive.send(f"{HOME}/step/vary", 200, reason=""))
        olive.send(f"{HOME}/step/vary", reason="The targets are reviewed.")
        assert "What it varies: The targets are reviewed." in words(olive.get(HOME))
        assert "is being drafted" in words(olive.send(f"{HOME}/step/vary", 200, reason="Again.")).lower()
        refused = olive.send(f"{WARD}/remove", 200, reason="")
        assert "Say why, in a few words." in errors(refused)
        olive.get(f"{HOME}/step/drop", 403)
        sadie.send(f"{HOME}/step/drop", reason="Not now.")
        assert [one.state for one in PlanVersion.objects.filter(plan=revised)] == ["dropped", "issued"]

    def test_who_did_what_is_told(self, olive: Desk, revised: PlanRecord) -> None:
        text = words(olive.get(HOME))
        assert "Olive Osei closed the consultation on A safer city for all Londoners, version 1" in text

    def test_head_and_years_are_written_and_two_are_told(self, olive: Desk, revised: PlanRecord) -> None:
        told = {"title": "Safer", "first_month": "2017-04", "last_month": "2021-03", "area": "E23000001", "version": 1}
        olive.send(f"{HOME}/head", **told)
        text = olive.send(f"{HOME}/head", 200, **{**told, "title": "Safest"})
        assert "It now says title: Safer" in errors(text)
        assert 'value="Safest"' in text
        olive.send(f"{HOME}/head", **{**told, "title": "Safest", "version": 2})
        assert PlanRecord.objects.get(pk=PLAN).title == "Safest"


class TestItems:
    def test_a_form_saved_as_it_stands_changes_nothing_of_any_item(self, plan: PlanRecord, house: House) -> None:
        choices, wrong = choices_of(plan, house.pack), []
        for row in PlanItem.objects.filter(plan=plan):
            sent = _sent(FORMS[row.kind](choices=choices, kept=row.body, version=row.version))
            form = FORMS[row.kind](sent, choices=choices, kept=row.body, version=row.version)
            if not form.is_valid() or form.body() != row.body:
                wrong.append(f"{row.kind} {row.slug}: {form.errors}")
        assert wrong == []
        assert PlanItem.objects.filter(plan=plan).count() > 100

    def test_every_kind_can_be_added_and_named_after_its_title(self, olive: Desk, revised: PlanRecord) -> None:
        for kind, told in NEW.items():
            slug = told.pop("slug")
            assert olive.send(f"{HOME}/add/{kind}", **told) == f"{HOME}/items#{kind}", kind
            assert item(kind, slug).body, kind
            assert slug in olive.get(f"{HOME}/items?kind={kind}")
        assert set(NEW) == set(KINDS)
        assert "Add an objective" in olive.get(f"{HOME}/add/objective")

    def test_a_commitment_is_written_with_its_milestones_and_money(self, olive: Desk, revised: PlanRecord) -> None:
        told = entered(olive.get(WARD))
        told |= {"due": "March 2018", "partners": ["London Councils", "boroughs", ""], "details-0-due": "3/2018",
                 "money-0-amount": "1500000", "money-0-what": "More officers"}  # fmt: skip
        olive.send(WARD, **told)
        body = item("commitment", "dedicated-ward-officers").body
        assert (body["due"], body["details"][0]["due"]) == ("2018-03", "2018-03")
        assert body["partners"] == ["london-councils", "boroughs"]
        assert body["money"] == [{"amount": 1500000, "currency": "GBP", "line": None, "what": "More officers"}]
        assert len(body["details"]) == 6

    def test_what_is_wrong_is_said_at_its_field_and_what_was_entered_stays(
        self, olive: Desk, revised: PlanRecord
    ) -> None:
        told = entered(olive.get(WARD)) | {
            "title": "", "due": "before long", "measures": ["Burglery"], "details-0-value": "two", "text": "As the plan says it.",
        }  # fmt: skip
        text = olive.send(WARD, 200, **told)
        summary = errors(text).replace("&#x27;", "'")
        for said in (
            "“What will be done” is empty.", "“before long” is no month", "There is no measure “Burglery”. Near it: Burglary",
            "Milestones, row 1: This is no number.",
        ):  # fmt: skip
            assert said in summary, said
        assert "As the plan says it." in text
        assert 'id="id_details-0-value-error"' in text
        assert item("commitment", "dedicated-ward-officers").version == 1

    def test_what_the_plans_form_refuses_is_said_at_the_field(self, olive: Desk, revised: PlanRecord) -> None:
        text = olive.send(WARD, 200, **entered(olive.get(WARD)) | {"line": "9999"})
        assert 'id="id_line-error"' in text
        assert "Line 9999 lies outside the plan. Give a line of seed-004" in errors(text)

    def test_more_rows_are_given_without_saving_anything(self, olive: Desk, revised: PlanRecord) -> None:
        told = entered(olive.get(WARD))
        text = olive.send(WARD, 200, **told | {"more": "money", "title": "", "money-0-what": "Half written"})
        assert "money-3-amount" in text
        assert "Half written" in text
        assert errors(text) == ""

    def test_two_who_write_at_once_see_both_texts_and_lose_nothing(self, olive: Desk, revised: PlanRecord) -> None:
        first, second = entered(olive.get(WARD)), entered(olive.get(WARD))
        olive.send(WARD, **first | {"title": "Mine"})
        text = olive.send(WARD, 409, **second | {"title": "Yours", "due": "2018-01"})
        assert "Two people have written here" in text
        assert re.search(r"What will be done</th><td>Mine</td><td>Yours</td>", text)
        assert 'value="Yours"' in text
        assert item("commitment", "dedicated-ward-officers").body["title"] == "Mine"
        olive.send(WARD, **entered(text))
        assert item("commitment", "dedicated-ward-officers").body["title"] == "Yours"

    def test_an_item_saves_itself_and_says_when_it_cannot(self, olive: Desk, revised: PlanRecord) -> None:
        told = entered(olive.get(WARD))
        assert olive.save(f"{WARD}.json", **told | {"title": "Once"})["version"] == 2
        assert "Somebody else changed this" in olive.save(f"{WARD}.json", 409, **told | {"title": "Twice"})["error"]
        wrong = olive.save(f"{WARD}.json", 422, **told | {"version": "2", "due": "soon"})
        assert "“soon” is no month" in wrong["error"]

    def test_items_are_moved_and_taken_out_but_not_while_others_name_them(
        self, olive: Desk, revised: PlanRecord
    ) -> None:
        themes = [one.slug for one in PlanItem.objects.filter(plan=PLAN, kind="theme")]
        olive.send(f"{HOME}/items/theme/{themes[1]}/move", way="up")
        assert [one.slug for one in PlanItem.objects.filter(plan=PLAN, kind="theme")][:2] == [themes[1], themes[0]]
        text = olive.send(f"{HOME}/items/commitment/local-priorities/remove", 200, reason="Not needed.")
        assert "is named by" in text
        yardstick = PlanItem.objects.filter(plan=PLAN, kind="yardstick").first()
        assert yardstick is not None
        olive.send(f"{HOME}/items/yardstick/{yardstick.slug}/remove", reason="No source.")
        assert not PlanItem.objects.filter(pk=yardstick.pk).exists()

    def test_while_it_is_out_to_consultation_it_is_read_and_not_written(self, olive: Desk, plan: PlanRecord) -> None:
        assert "everybody reads one text" in olive.get(WARD)
        assert 'name="title"' not in olive.get(WARD)
        text = olive.send(WARD, 200, title="Other", owner="mps", theme="better-police-service", version="1")
        assert "everybody reads one text" in words(text)
        assert item("commitment", "dedicated-ward-officers").version == 1


def _sent(form: Any) -> QueryDict:
    sent = QueryDict(mutable=True)
    for one in (form, *(row for part in form.parts for row in part.forms)):
        for bound in one:
            value = bound.value()
            if isinstance(value, list | tuple):
                sent.setlist(bound.html_name, [str(text) for text in value])
            elif value is not None and value is not False and not bound.field.disabled:
                sent[bound.html_name] = "on" if value is True else str(value)
    return sent


NEW: dict[str, dict[str, Any]] = {
    "theme": {"slug": "safer-streets-at-night", "title": "Safer streets at night", "about": "Light and people."},
    "commitment": {"slug": "light-every-street", "title": "Light every street", "theme": "safer-streets-at-night", "owner": "mopac",
                   "details-0-title": "Half of them", "details-0-due": "2018-12", "details-0-value": "50",
                   "details-0-unit": "percent"},
    "objective": {"slug": "fewer-people-afraid", "title": "Fewer people afraid", "theme": "safer-streets-at-night",
                  "subjects": ["policing"], "commitments": ["Light every street"]},
    "yardstick": {"slug": "fewer-people-afraid.burglary", "objective": "fewer-people-afraid", "measure": "Burglary",
                  "wanted": "lower", "why": "Most of what people are afraid of.", "yearly": "on", "targets-0-by": "2017-18",
                  "targets-0-value": "70000", "targets-1-by": "FY2018-19", "tolerance_kind": "percent", "tolerance_value": "5"},
    "content": {"slug": "resources", "head": "resources", "text": "Its budget for each of four years."},
    "sentence": {"slug": "every-street-will-be-lit-by", "text": "Every street will be lit by 2020.",
                 "about": ["Light every street (commitment)"], "where": "Havering"},
    "trade-off": {"slug": "fewer-patrols-by-car", "title": "Fewer patrols by car", "of": "Light every street (commitment)",
                  "why": "The money goes into light."},
    "review": {"slug": "review-of-street-lighting", "title": "Review of street lighting", "body": "The London Assembly",
               "expected": "2018-06", "touches": ["light-every-street"]},
    "pilot": {"slug": "lamps-that-see", "title": "Lamps that see", "where": "Croydon", "starts": "2017-06", "ends": "2018-06",
              "aims-0-text": "Fewer burglaries", "aims-0-measure": "Burglary", "aims-0-wanted": "lower"},
    "programme": {"slug": "lighting-strategy", "title": "Lighting strategy", "kind": "strategy", "owner": "mopac",
                  "promise": "A strategy by spring."},
    "publication": {"slug": "map-of-lamps", "title": "Map of lamps", "by": "mopac", "due": "2018-01", "every": "year"},
    "finding": {"slug": "too-few-lamps", "title": "Too few lamps", "body": "HMIC", "owner": "mps", "due": "2018-01"},
}  # fmt: skip


class TestProgress:
    def test_overdue_comes_first_and_every_promise_follows(self, olive: Desk) -> None:
        text = olive.get(f"{HOME}/progress")
        assert text.index('id="overdue"') < text.index('id="reopened"') < text.index('id="commitment"')
        assert "Two constables and one PCSO of its own for every ward" in text[text.index('id="overdue"') :][:4000]
        assert "44 commitments: 44 not spoken of yet." in words(text)

    def test_it_is_said_how_a_promise_stands_and_it_is_out_at_once(self, olive: Desk, house: House) -> None:
        told = {"status": "kept-late", "on": "2018-02-01", "reason": "All wards had theirs in January 2018.", **PAPER}
        assert say(olive, CLAIM, told) == f"{HOME}/progress#commitment"
        standing = shelf(house.root, house.pack).volume(PLAN).standing(today())
        assert standing.status("commitment", "dedicated-ward-officers").id == "kept-late"  # type: ignore[union-attr]
        assert "All wards had theirs" in olive.get(CLAIM)
        assert "1 kept late" in words(olive.get(f"{HOME}/progress"))

    @pytest.mark.parametrize(
        ("change", "said", "place"),
        [
            ({"reason": ""}, "Say in a sentence what was done", "id_reason-error"),
            ({"evidence-0-title": "", "evidence-0-link": ""}, "needs evidence", "rows-evidence"),
            ({"evidence-0-link": "on my desk"}, "has no link that can be followed", "rows-evidence"),
            ({"evidence-0-link": ""}, "Evidence, row 1: Give a link", "id_evidence-0-link-error"),
            ({"status": "kept"}, "Claim “kept late”", "id_status-error"),
            ({"on": "2099-01-01"}, "has not come yet", "id_on-error"),
            ({"status": ""}, "Choose how it stands", "id_status-error"),
        ],
    )
    def test_a_claim_that_is_refused_says_why_at_its_field(
        self, olive: Desk, change: dict[str, str], said: str, place: str
    ) -> None:
        told = {"status": "kept-late", "on": "2018-02-01", "reason": "All wards had theirs.", **PAPER, **change}
        text = say(olive, CLAIM, told, 200)
        assert said in errors(text)
        assert f'id="{place}"' in text
        assert "Report to the board" in text or "evidence-0-title" in change
        assert not ClaimRecord.objects.exists()

    def test_a_milestone_is_claimed_on_its_own(self, olive: Desk, house: House) -> None:
        address = f"{CLAIM}/two-dedicated-constables-in-each-ward"
        assert "Part of" in olive.get(address)
        told = {"status": "partly-kept", "on": "2018-01-01", "reason": "In half of the wards.", **PAPER}
        say(olive, address, told)
        assert ClaimRecord.objects.get().part == "two-dedicated-constables-in-each-ward"

    def test_what_a_review_reopened_is_decided(
        self, olive: Desk, sadie: Desk, revised: PlanRecord, house: House
    ) -> None:
        body = {"id": "harris", "title": "Review of preparedness", "body": "Lord Harris", "expected": "2017-06",
                "touches": ["dedicated-ward-officers"], "line": None}  # fmt: skip
        actions.add(revised, "review", body, house.pack, by=olive.by)
        complete(revised, house, olive)
        actions.issue(version(revised), house, dt.date(2017, 3, 20), dt.date(2017, 3, 20), by=sadie.by)
        text = olive.get(f"{HOME}/progress")
        assert "Touched by “Review of preparedness”, expected by now, and not concluded." in text
        address = f"{HOME}/progress/review/harris/dedicated-ward-officers"
        assert "Stands as it is" in olive.get(address)
        waits = [one.work.title for one in waiting(works_of(olive.by.person), olive.by.person) if one.steps]  # type: ignore[arg-type]
        assert any("reopened by a review" in title for title in waits)
        told = {"status": "stands", "on": "2017-07-01", "reason": "It says nothing of wards.", **PAPER}
        say(olive, address, told)
        assert "Touched by “Review of preparedness”" not in olive.get(f"{HOME}/progress")

    def test_what_is_not_out_cannot_be_claimed(self, olive: Desk) -> None:
        olive.get(f"{HOME}/progress/commitment/more-of-everything", 404)
        olive.get(f"{HOME}/progress/theme/better-police-service", 404)


READ = [
    {"kind": "commitment", "reference": "1.1", "text": "Two officers for every ward by the end of 2017", "page": 13, "line": 534,
     "confidence": 0.95, "fields": {"owner": "mps", "partners": ["mopac"], "due": "2017-12", "due_words": "by the end of 2017",
     "money": [{"amount": 7000000, "currency": "GBP", "words": "£7m"}], "form": "bullet",
     "is": "commitment:dedicated-ward-officers"}},
    {"kind": "question", "reference": None, "text": "Do you agree?", "page": 14, "line": 600, "confidence": 0.98, "fields": {}},
    {"kind": "theme", "reference": None, "text": "Keeping children safe", "page": 20, "line": 800, "confidence": 0.6, "fields": {}},
]  # fmt: skip


class TestReadIn:
    @pytest.fixture
    def read(self, olive: Desk, revised: PlanRecord, house: House) -> list[Proposal]:
        lines = [{"line": 534, "page": 13, "text": "Two officers for every ward by the end of 2017"}]
        claiming.keep_document(revised, "draft.pdf", "0" * 64, lines, READ, house.root, by=olive.by)
        return list(Proposal.objects.all())

    def test_everything_that_was_found_stands_beside_its_place(self, olive: Desk, read: list[Proposal]) -> None:
        text = words(olive.get(f"{HOME}/proposals"))
        assert "0 of 3 looked at" in text
        assert "Commitment · page 13, line 534, “1.1” · 95% sure" in text
        assert "Due: December 2017 · As printed: by the end of 2017 · Owner: Metropolitan Police Service" in text
        assert "Money: £7m" in text
        assert (
            "It seems to be in the plan already: “Two constables and one PCSO of its own for every ward (commitment)”."
            in text
        )
        assert "Do you agree?" not in words(olive.get(f"{HOME}/proposals?kind=theme"))

    def test_one_becomes_an_item_with_what_was_found_filled_in(self, olive: Desk, read: list[Proposal]) -> None:
        address = f"{HOME}/proposals/{read[0].pk}"
        told = entered(olive.get(address))
        assert (told["owner"], told["due"], told["line"]) == (["mps"], ["2017-12"], ["534"])
        told |= {"title": "Two officers a ward", "money-0-what": "For officers"}
        assert olive.send(address, **told) == f"{HOME}/proposals#proposal-{read[1].pk}"
        made = item("commitment", "two-officers-a-ward")
        assert made.body["text"] == "Two officers for every ward by the end of 2017"
        assert made.body["money"][0] == {"amount": 7000000, "currency": "GBP", "line": None, "what": "For officers"}
        assert "1 of 3 looked at" in words(olive.get(f"{HOME}/proposals"))
        assert "confirmed already" in olive.get(address)

    def test_one_is_tied_to_what_is_there_and_one_rejected(self, olive: Desk, read: list[Proposal]) -> None:
        wrong = olive.send(f"{HOME}/proposals/{read[0].pk}/link", 200, item="Nothing of the kind")
        assert "There is no item of this plan" in errors(wrong)
        olive.send(f"{HOME}/proposals/{read[0].pk}/link", item="dedicated-ward-officers")
        olive.send(f"{HOME}/proposals/{read[1].pk}/reject")
        assert list(Proposal.objects.values_list("state", "item")) == [
            ("confirmed", "commitment:dedicated-ward-officers"), ("rejected", ""), ("proposed", ""),
        ]  # fmt: skip
        assert "2 of 3 looked at" in words(olive.get(f"{HOME}/proposals"))
        assert f'href="{WARD}"' in olive.get(f"{HOME}/proposals?state=confirmed")

    def test_one_can_be_of_another_kind_than_was_thought(self, olive: Desk, read: list[Proposal]) -> None:
        text = olive.get(f"{HOME}/proposals/{read[1].pk}?as=publication")
        assert "What will be published" in text

    def test_the_issuer_reads_them_and_decides_none(self, olive: Desk, sadie: Desk, read: list[Proposal]) -> None:
        assert "Make it an item" not in sadie.get(f"{HOME}/proposals")
        sadie.send(f"{HOME}/proposals/{read[0].pk}/reject", 403)


class TestBoardAndSearch:
    def titles(self, desk: Desk) -> list[str]:
        person = desk.by.person
        assert person is not None
        found = [one.work for one in waiting(works_of(person), person) if one.steps]
        return [f"{work.state.title}: {work.title}" for work in found if "A safer city" in work.title]

    def test_a_version_waits_for_who_can_take_it_on(
        self, olive: Desk, sadie: Desk, revised: PlanRecord, house: House
    ) -> None:
        lacking = len(lacks_of(version(revised), house.pack, "issued"))
        assert self.titles(olive) == [
            f"Being revised: A safer city for all Londoners, version 1: {lacking} things are missing"
        ]
        assert self.titles(sadie) == []
        complete(revised, house, olive)
        assert self.titles(olive) == []
        assert self.titles(sadie) == ["Ready to be issued: A safer city for all Londoners, version 1"]
        actions.issue(version(revised), house, dt.date(2017, 3, 20), dt.date(2017, 3, 20), by=sadie.by)
        assert self.titles(sadie) == []
        assert {one.partition(": ")[0] for one in self.titles(olive)} == {"Overdue", "To be decided anew"}
        assert "promises are overdue" in olive.get("/office")

    def test_what_boards_are_told_follows_the_table_of_a_plan(self) -> None:
        from peelian.workspace.plans.waiting import ROUTE

        assert {step.action for step in VERSION.steps} <= {step.action for step in ROUTE.steps}

    def test_proposals_wait_for_who_writes(self, olive: Desk, revised: PlanRecord, house: House) -> None:
        claiming.keep_document(
            revised, "draft.pdf", "0" * 64, [{"line": 1, "page": 1, "text": "x"}], READ, house.root, by=olive.by
        )
        assert any("3 proposals read in from a document" in title for title in self.titles(olive))

    def test_plans_and_their_items_are_found_by_who_may_see_drafts(self, olive: Desk, office: Office) -> None:
        text = olive.get("/office/search?q=PCSO+ward")
        assert f'href="{WARD}"' in text
        carol = Client()
        with_second_factor(office.carol)
        carol.force_login(office.carol)
        answer = carol.get("/office/search?q=PCSO+ward").content.decode()
        assert WARD not in answer
        assert 'href="/commitments/dedicated-ward-officers"' in answer, "what is out is everybody's"
