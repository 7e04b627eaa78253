"""The rooms in which a decision is written, advised on, signed and published: what each page says and refuses."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from peelian.core.exempt import actions as exempt
from peelian.core.exempt.models import ExemptPart
from peelian.decisions import actions, coming_out
from peelian.decisions.models import DecisionSignature, DecisionVersion
from peelian.decisions.shelf import shelf
from peelian.figures.house import House, today
from peelian.ui.format import day as in_words
from peelian.workspace.boards import waiting, works_of
from peelian.workspace.decisions.forms import WriteForm, shown
from peelian.workspace.plans.fields import Among
from tests.support import decisions as make
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.office import Office
from tests.web.test_quarter_desk import Desk, errors, words


@pytest.fixture
def house(tmp_path: Path, settings: Any) -> House:
    settings.PEELIAN_DATA = tmp_path
    return House(tmp_path)


@pytest.fixture
def dora(office: Office, house: House) -> Desk:
    return Desk(office, "dora")


@pytest.fixture
def finn(office: Office, house: House) -> Desk:
    return Desk(office, "finn")


@pytest.fixture
def drew(office: Office, house: House) -> Desk:
    return Desk(office, "drew")


@pytest.fixture
def debbie(office: Office, house: House) -> Desk:
    return Desk(office, "debbie")


@pytest.fixture
def held(office: Office, house: House) -> DecisionVersion:
    """A decision whose form is written."""
    return make.begun(office, house)


def home(version: DecisionVersion) -> str:
    return f"/office/decisions/{version.decision_id}"


def sent(form: dict[str, Any], version: int) -> dict[str, Any]:
    """A form as a browser sends it."""
    told: dict[str, Any] = {key: value for key, value in shown(form).items() if value not in (None, False, "")}
    power = form.get("delegation") or {}
    for name in ("options", "money", "consulted", "consultees", "grants", "papers"):
        told |= _rows(name, form.get(name) or [])
    told |= _rows("consult", power.get("consult") or [])
    return told | {"version": version}


def _rows(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        f"{name}-{place}-{key}": ", ".join(value) if isinstance(value, list) else value
        for place, row in enumerate(rows)
        for key, value in ({"currency": "GBP"} | row if name in ("money", "grants") else row).items()
    }


def test_a_decision_goes_its_whole_way_over_the_pages(
    dora: Desk, finn: Desk, drew: Desk, debbie: Desk, house: House
) -> None:
    address = dora.send(
        "/office/decisions/begin", title="Grants for safer wards", series="pcd", kind="ordinary", number=""
    )
    assert address == "/office/decisions/PCD-219/write"
    desk = "/office/decisions/PCD-219"
    assert "There is no executive summary." in dora.get(desk)
    dora.send(f"{desk}/write", **sent(make.FORM, 1))
    assert "Nothing is missing before the next step." in dora.get(desk)
    dora.send(f"{desk}/step/ask-advice")
    for subject in make.ADVICE:
        finn.send(f"{desk}/advice/{subject}", text=f"Sound: {subject}.", not_required="")
    dora.send(f"{desk}/step/send")
    drew.send(f"{desk}/step/countersign")
    assert "What you sign" in debbie.get(f"{desk}/step/sign")
    debbie.send(f"{desk}/step/sign", interests="None.")
    dora.send(f"{desk}/step/publish")
    assert shelf(house.root, house.pack).decision("PCD-219").decision.grants[0].recipient == "GB-CHC-1000001"
    said = words(dora.get(desk))
    assert "Debbie Diaz took the decision PCD 219, version 1" in said
    assert "Correct it" in said


def test_what_the_form_sends_is_what_the_form_shows(dora: Desk, held: DecisionVersion) -> None:
    before = held.form
    dora.send(f"{home(held)}/write", **sent(before, held.version))
    after = make.fresh(held)
    assert after.version == held.version, "nothing was changed, so nothing was written"
    assert after.form == before


def test_each_lack_leads_to_the_field_that_mends_it(dora: Desk, office: Office, house: House) -> None:
    bare = actions.begin(office.organisation("mopac"), "pcd", house, title="Bare", by=office.by("dora"))
    page, form = dora.page(home(bare)), dora.page(f"{home(bare)}/write")
    places = [link.partition("#")[2] for link in page.links if "/write?open=" in link]
    assert len(places) >= 7
    assert set(places) <= form.ids


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("money-0-amount", "many", "Write digits, like 1,250,000 or 1250000.00."),
        ("money-0-amount", "90,00", "Write digits, like 1,250,000 or 1250000.00."),
        ("money-0-amount", "1.234", "Pence have two digits."),
        ("money-0-years", "2026-28", "is no financial year"),
        ("grants-0-ends", "2020-01-01", "It ends before it starts."),
        ("plan_items", "commitment that nobody made", "There is no item of a plan"),
        ("title", "", "Say what is to be decided, in a line."),
        ("plan", "", "Choose the plan whose items it serves."),
    ],
)
def test_what_cannot_be_understood_is_said_at_its_field_and_nothing_is_lost(
    dora: Desk, held: DecisionVersion, field: str, value: str, says: str
) -> None:
    told = sent(held.form, held.version) | {field: value}
    text = dora.send(f"{home(held)}/write", 200, **told)
    assert says in errors(text).replace("&#x27;", "'")
    assert "The groups are small, and are paid in advance." in text
    assert says in errors(dora.get(f"{home(held)}/write")).replace("&#x27;", "'"), "it is said until it is mended"


@pytest.mark.parametrize("text", ["90,000", "£90,000", "90,000.00", " £ 90 000 ", "90000", "90\u00a0000.0"])
def test_an_amount_is_taken_as_people_write_it(dora: Desk, held: DecisionVersion, text: str) -> None:
    told = sent(held.form, held.version) | {"money-0-amount": text, "grants-0-amount": text, "limit": text}
    dora.save(f"{home(held)}/write.json", **told)
    form = make.fresh(held).form
    said = {form["money"][0]["amount"], form["grants"][0]["amount"], form["delegation"]["limit"]}
    assert {float(one) for one in said} == {90_000.0}


def test_a_part_that_is_released_is_not_to_be_looked_at_again(
    dora: Desk, office: Office, house: House, held: DecisionVersion
) -> None:
    part = make.part_2(office, held.decision, sealed=True)
    assert f"To be looked at again by {in_words(part.review_on)}." in dora.get(home(held))
    exempt.release(part, by=office.by("drew"), reason="The contract is signed.")
    page = dora.get(home(held))
    assert f"released<p>Since {in_words(today())}." in page and "looked at again" not in page


def test_more_rows_are_given_without_saving(dora: Desk, held: DecisionVersion) -> None:
    text = dora.send(f"{home(held)}/write", 200, **sent(held.form, held.version), more="options")
    assert len(re.findall(r'name="options-\d+-title"', text)) == 3
    assert make.fresh(held).version == held.version


def test_two_who_write_at_once_see_both_texts(dora: Desk, office: Office, held: DecisionVersion) -> None:
    mine = sent(held.form | {"summary": "Mine."}, held.version)
    make.written(office, held, summary="Theirs.")
    text = dora.send(f"{home(held)}/write", 409, **mine)
    assert "Two people have written here" in text
    assert re.search(r"<th scope=\"row\">Summary</th><td>Theirs\.</td><td>Mine\.</td>", text)
    told = dora.save(f"{home(held)}/write.json", 409, **mine)
    assert "Your text is still here" in told["error"]
    saved = dora.save(f"{home(held)}/write.json", **mine | {"version": make.fresh(held).version})
    assert saved["version"] == make.fresh(held).version
    assert make.fresh(held).form["summary"] == "Mine."
    assert "Your text is still here" in str(dora.save(f"{home(held)}/write.json", 409, **mine | {"limit": "x"}))


def test_a_form_that_is_out_for_advice_is_read_and_not_written(
    dora: Desk, office: Office, house: House, held: DecisionVersion
) -> None:
    make.advised(office, house, held, without=("legal",))
    assert "It is out for advice." in dora.get(f"{home(held)}/write")
    said = words(dora.get(home(held)))
    assert "Legal comments: not given yet" in said
    assert "Legal comments: neither signed nor said to be not required." in said
    assert "Sign as lead officer" not in said, "what would be refused is not offered"


def test_an_adviser_gives_advice_or_says_why_none_is_required(
    finn: Desk, office: Office, house: House, held: DecisionVersion
) -> None:
    make.advised(office, house, held, without=("legal", "equality"))
    for told in ({"text": "", "not_required": ""}, {"text": "Fine.", "not_required": "None."}):
        assert "one of the two" in errors(finn.send(f"{home(held)}/advice/legal", 200, **told))
    finn.send(f"{home(held)}/advice/legal", text="", not_required="No question of law arises.")
    assert DecisionSignature.objects.get(of=held, part="advice:legal").not_required == "No question of law arises."
    finn.get(f"{home(held)}/advice/weather", 404)
    assert "What is to be decided" in finn.get(f"{home(held)}/advice/equality"), "who advises sees the form"


def test_a_step_that_is_not_ones_own_says_so(finn: Desk, dora: Desk, held: DecisionVersion) -> None:
    assert "is for somebody else" in words(finn.get(f"{home(held)}/step/sign"))
    assert "is for somebody else" in words(finn.send(f"{home(held)}/step/withdraw", 200, reason="x"))
    assert make.fresh(held).state == "drafting"
    dora.get(f"{home(held)}/step/fly", 404)
    assert "is being written" in words(dora.get(f"{home(held)}/step/publish"))


def test_what_must_be_looked_at_is_confirmed_or_mended(dora: Desk, office: Office, house: House) -> None:
    made = make.begun(office, house, issues="One caller with dementia asked for it.")
    make.advised(office, house, made)
    page = dora.get(f"{home(made)}/step/send")
    assert "tells of one person" in page
    assert "One caller with dementia" in page
    assert "Confirm that you have read them" in errors(dora.send(f"{home(made)}/step/send", 200))
    dora.send(f"{home(made)}/step/send", warnings_read="on")
    assert make.fresh(made).state == "countersigning"


def test_part_2_is_kept_sealed_and_read_in_no_page_of_the_desk(dora: Desk, drew: Desk, held: DecisionVersion) -> None:
    told = {
        "title": "The offers", "text": make.SECRET, "decided_by": "Director", "review_on": "2027-05-01", "release_on": "",
        "grounds-0-ground": "foi|43", "grounds-0-reason": "It would tell bidders what others offered.",
    }  # fmt: skip
    dora.send(f"{home(held)}/part-2/add", **told)
    assert "is kept already" in dora.send(f"{home(held)}/part-2/add", 200, **told), "whoever sends it twice keeps one"
    part = ExemptPart.objects.get()
    assert make.SECRET not in dora.get(home(held))
    assert make.fresh(held).form["part_2"], "whoever keeps a part says that there is a Part 2"
    assert "the form says that there is none" not in dora.get(home(held))
    assert make.SECRET in dora.get(f"{home(held)}/part-2/{part.pk}"), "who writes it reads it, which is on record"
    dora.send(f"{home(held)}/part-2/{part.pk}", **told | {"title": "The three offers", "version": "1"})
    drew.send(f"{home(held)}/part-2/{part.pk}/seal", version="2")
    assert ExemptPart.objects.get().state == "sealed"
    assert "What is sealed is never edited" in dora.get(f"{home(held)}/part-2/{part.pk}")
    dora.send(f"{home(held)}/part-2/{part.pk}/remove")
    assert ExemptPart.objects.exists(), "what is sealed is not taken away either"
    for address in (home(held), f"{home(held)}/preview", f"{home(held)}/write", "/office/search?q=Aldgate", "/office"):
        assert make.SECRET not in dora.get(address), address


def test_a_part_that_is_kept_when_the_form_is_out_says_why_the_form_does_not_name_it(
    dora: Desk, office: Office, house: House, held: DecisionVersion
) -> None:
    make.advised(office, house, held)
    told = {
        "title": "The offers", "text": make.SECRET, "decided_by": "Director", "review_on": "2027-05-01", "release_on": "",
        "grounds-0-ground": "foi|43", "grounds-0-reason": "It would tell bidders what others offered.",
    }  # fmt: skip
    dora.send(f"{home(held)}/part-2/add", **told)
    said = words(dora.get(home(held)))
    assert "cannot be written now: it is out for advice. Take it back, and tick" in said
    assert not make.fresh(held).form.get("part_2")


def test_whoever_would_countersign_is_led_to_part_2_to_seal_it_first(
    drew: Desk, office: Office, house: House, held: DecisionVersion
) -> None:
    make.written(office, held, part_2=True)
    make.part_2(office, held.decision)
    make.sent(office, house, held)
    page = drew.get(f"{home(held)}/step/countersign")
    assert "Seal Part 2 first: “The offers” is not sealed yet." in page
    assert f'href="{home(held)}#part-2"' in page
    assert "<button" not in page.split("</header>")[-1].split("What is missing")[1].split("</section>")[0]


def test_part_2_names_what_its_ground_lacks(dora: Desk, held: DecisionVersion) -> None:
    told = {"title": "x", "text": "y", "decided_by": "z", "review_on": "2027-05-01", "grounds-0-ground": "foi|36",
            "grounds-0-reason": "It would inhibit advice."}  # fmt: skip
    assert "rests on a qualified person" in dora.send(f"{home(held)}/part-2/add", 200, **told)
    assert "Nothing is withheld without a ground." in dora.send(
        f"{home(held)}/part-2/add", 200, **told | {"grounds-0-ground": "", "grounds-0-reason": ""}
    )
    far = told | {"grounds-0-ground": "foi|43", "review_on": "2031-01-01"}
    assert "is not within 12 months" in errors(dora.send(f"{home(held)}/part-2/add", 200, **far))
    assert not ExemptPart.objects.exists()


def test_the_preview_is_what_becomes_public(dora: Desk, office: Office, held: DecisionVersion) -> None:
    make.part_2(office, held.decision)
    said = words(dora.get(f"{home(held)}/preview"))
    assert "This becomes public when PCD 219 is taken and published." in said
    assert "That grants of £120,000.00 are paid" in said
    assert "The offers" not in said, "of a draft of Part 2 nothing becomes public"


def test_a_deferral_is_shown_and_changed_by_who_takes_decisions(
    debbie: Desk, dora: Desk, office: Office, house: House
) -> None:
    day, later = today() + dt.timedelta(days=100), today() + dt.timedelta(days=110)
    deferral = {"until": day.isoformat(), "reason": "The purchase is being negotiated."}
    made = make.signed(office, house, make.begun(office, house, deferral=deferral))
    assert f"Signed, publication deferred until {in_words(day)}" in words(dora.get(home(made)))
    debbie.send(f"{home(made)}/step/defer", until=later.isoformat(), reason="The seller needs more time.")
    stub = shelf(house.root, house.pack).stub(made.decision_id)
    assert stub is not None
    assert stub.until == later
    far = (today() + dt.timedelta(days=400)).isoformat()
    assert "at the latest" in debbie.send(
        f"{home(made)}/step/defer", 200, until=far, reason="The seller needs more time."
    )
    debbie.send(f"{home(made)}/step/end-deferral", reason="The purchase is done.")
    assert shelf(house.root, house.pack).find(made.decision_id) is not None


def test_a_correction_begins_from_the_desk(dora: Desk, office: Office, house: House, held: DecisionVersion) -> None:
    make.published(office, house, held)
    dora.send(f"{home(held)}/step/correct", reason="The ward is Elm, not Oak.")
    said = words(dora.get(home(held)))
    assert "version 2" in said
    assert "What it corrects, and why: The ward is Elm, not Oak." in said


def test_a_key_decision_is_called_in_and_settled_over_the_pages(dora: Desk, office: Office, house: House) -> None:
    notice = {"forward_plan": "2026-01-05", "decision_day": "2026-03-02"}
    made = make.published(office, house, make.begun(office, house, kind="key", key_notice=notice))
    day = made.published_at.date().isoformat() if made.published_at else ""
    dora.send(f"{home(made)}/call-in", day=day, called_in_by="Three members", why="The sum doubled.", referred_to="")
    assert "Called in" in dora.get(home(made))
    call = made.decision.call_ins.get()
    dora.send(f"{home(made)}/call-in/{call.pk}", outcome="upheld", day=day, note="")
    assert made.decision.call_ins.get().outcome == "upheld"
    assert "settled already" in dora.get(f"{home(made)}/call-in/{call.pk}")
    assert "Nothing more is to be said" in dora.get(f"{home(made)}/call-in/{call.pk}/end")
    dora.get(f"{home(made)}/call-in/999", 404)


def test_what_came_of_a_decision_that_was_sent_back_is_noted_over_the_pages(
    dora: Desk, office: Office, house: House
) -> None:
    notice = {"forward_plan": "2026-01-05", "decision_day": "2026-03-02"}
    made = make.published(office, house, make.begun(office, house, kind="key", key_notice=notice))
    day = made.published_at.date().isoformat() if made.published_at else ""
    dora.send(f"{home(made)}/call-in", day=day, called_in_by="Three members", why="The sum doubled.", referred_to="")
    call = made.decision.call_ins.get()
    dora.send(f"{home(made)}/call-in/{call.pk}", outcome="reconsidered", day=day, note="")
    assert "Note what came of it then" in dora.get(home(made))
    assert f"{made.decision} was called in." in words(dora.get(home(made)))
    assert "Note that it was called in" not in dora.get(home(made)), "one at a time"
    end = f"{home(made)}/call-in/{call.pk}/end"
    assert "no correction of it is out since" in dora.send(end, 200, result="changed", day=day, note="")
    dora.send(end, result="confirmed", day=day, note="The sum is right.")
    assert "it was confirmed as it was taken. The sum is right." in words(dora.get(home(made)))
    dora.get(f"{home(made)}/call-in/999/end", 404)


def test_boards_show_each_decision_to_whoever_it_waits_for(office: Office, house: House, held: DecisionVersion) -> None:
    def mine(name: str) -> list[str]:
        return [one.work.key for one in waiting(works_of(office.person(name)), office.person(name)) if one.steps]

    assert held.key in mine("dora")
    make.advised(office, house, held, without=("legal",))
    assert (held.key in mine("finn"), held.key in mine("dora")) == (True, False)
    from peelian.decisions import signing

    signing.advise(held, "legal", house, text="Fine.", by=office.by("finn"))
    assert (held.key in mine("finn"), held.key in mine("dora")) == (False, True), (
        "advised on: it is for who sends it on"
    )
    signing.send(held, house, warnings_read=True, by=office.by("dora"))
    assert held.key in mine("drew")
    signing.countersign(held, house, by=office.by("drew"))
    assert held.key in mine("debbie")


def test_the_search_of_the_office_finds_forms_for_who_may_see_them(
    dora: Desk, office: Office, held: DecisionVersion
) -> None:
    assert home(held) in dora.get("/office/search?q=evenings")
    assert home(held) not in Desk(office, "bob").get("/office/search?q=evenings")


def test_the_list_puts_what_is_on_its_way_first(
    dora: Desk, office: Office, house: House, held: DecisionVersion
) -> None:
    make.published(office, house, held)
    later = make.begun(office, house, title="Still being written")
    rows = dora.page("/office/decisions").tables["decisions"]
    on_its_way, published = (row[0] for row in rows[1:3])
    assert str(later.decision) in on_its_way and str(held.decision) in published


def test_the_list_says_what_is_called_in_and_asks_the_records_no_more_often_for_more_of_them(
    dora: Desk, office: Office, house: House, django_assert_max_num_queries: Any
) -> None:
    notice = {"forward_plan": "2026-01-05", "decision_day": "2026-03-02"}
    made = make.published(office, house, make.begun(office, house, kind="key", key_notice=notice))
    told = {"day": today(), "called_in_by": "Three members", "why": "The sum doubled."}
    coming_out.call_in(made.decision, house, by=office.by("dora"), **told)  # type: ignore[arg-type]
    with CaptureQueriesContext(connection) as few:
        assert "called in, not settled" in words(dora.get("/office/decisions"))
    for number in range(6):
        make.begun(office, house, title=f"Number {number}")
    with django_assert_max_num_queries(len(few)):
        dora.get("/office/decisions")


def test_a_private_meeting_and_a_deferral_without_anything_said_are_still_said() -> None:
    data = QueryDict("version=1&title=x&kind=ordinary&deferred=on&private=on")
    form = WriteForm(data, form={"title": "x"}, version=1, plans=[], items=Among.of("items", "item", []))
    assert form.is_valid(), form.errors
    body = form.body()
    assert "deferral" in body
    assert "private" in body


def test_a_payment_is_noted_and_corrected_over_the_pages(dora: Desk, finn: Desk, office: Office, house: House) -> None:
    yesterday = today() - dt.timedelta(days=1)
    applied = today() - dt.timedelta(days=30)
    grant = make.FORM["grants"][0] | {"applied_on": applied.isoformat()}
    made = make.signed(office, house, make.begun(office, house, grants=[grant]))
    door = f"{home(made)}/grants/1/payment"
    dora.get(door, 404)
    coming_out.publish(made, house, warnings_read=True, by=office.by("dora"))
    assert "not paid yet: 30 days so far (no target is set)." in words(dora.get(home(made)))
    assert door not in finn.get(home(made)), "only who writes decisions notes it"
    assert "cannot have been paid on" in dora.send(door, 200, day=(applied - dt.timedelta(days=1)).isoformat())
    assert "Error" in dora.send(door, 200, day="")
    dora.send(door, day=today().isoformat())
    assert f"paid {in_words(today())}: 30 days" in words(dora.get(home(made)))
    assert "Correct what was noted of its payment" in dora.get(door)
    assert "Say why" in dora.send(door, 200, day=yesterday.isoformat(), reason="")
    dora.send(door, day=yesterday.isoformat(), reason="The bank sent it a day before.")
    said = words(dora.get(home(made)))
    assert f"paid {in_words(yesterday)}: 29 days" in said
    assert f"noted the payment of a grant of {made.decision}" in said
    dora.send(door, day="", reason="It came back.")
    assert "not paid yet: 30 days so far" in words(dora.get(home(made)))
    dora.get(f"{home(made)}/grants/9/payment", 404)


def test_the_form_asks_when_a_grant_was_applied_for(dora: Desk, held: DecisionVersion) -> None:
    page = dora.get(f"{home(held)}/write")
    assert "Applied for on" in page
    assert "To be paid within days of that" in page


# the form in its parts


def parts_of(page: str) -> dict[str, tuple[bool, str]]:
    """Every part of the form: whether it is open, and how it stands."""
    summary = r"<summary><h2>.*?</h2> <span[^>]*>([^<]*)</span></summary>"
    found = re.findall(f'<details class="pe-part"( open)?>{summary}<div class="pe-part__in" id="part-([a-z]+)"', page)
    return {name: (bool(opened), stands) for opened, stands, name in found}


@pytest.fixture
def bare(office: Office, house: House) -> DecisionVersion:
    """A form in which nothing is said but a title."""
    return actions.begin(office.organisation("mopac"), "pcd", house, title="Bare", by=office.by("dora"))


def test_each_part_says_what_it_lacks_and_the_first_that_lacks_something_is_open(
    dora: Desk, bare: DecisionVersion
) -> None:
    page = dora.get(f"{home(bare)}/write")
    found = parts_of(page)
    assert len(found) == 11
    assert [name for name, (opened, _) in found.items() if opened] == ["decided"]
    assert (found["decided"][1], found["facts"][1], found["grants"][1]) == ("2 missing", "2 missing", "empty")
    assert set(re.findall(r'href="#part-([a-z]+)"', page)) == set(found), "each is reached from the list at the top"
    assert '<li><a href="#id_summary">There is no executive summary.</a>' in page


def test_a_form_that_lacks_nothing_is_folded_up(dora: Desk, held: DecisionVersion) -> None:
    found = parts_of(dora.get(f"{home(held)}/write"))
    assert not any(opened for opened, _ in found.values())
    assert found["money"][1] == "filled in" and found["notices"][1] == "empty"


def test_what_the_desk_says_is_missing_leads_into_its_part_which_is_open(dora: Desk, bare: DecisionVersion) -> None:
    links = [link for link in dora.page(home(bare)).links if "/write?open=" in link]
    for link in links:
        address, _, place = link.partition("#")
        page = dora.get(address)
        [name] = [name for name, (opened, _) in parts_of(page).items() if opened]
        inside = page.split(f'id="part-{name}"')[1].partition("</details>")[0]
        assert f'id="{place}"' in inside, link


def test_a_part_with_something_to_mend_is_open_and_no_other(dora: Desk, held: DecisionVersion) -> None:
    told = sent(held.form, held.version) | {"money-0-amount": "many"}
    found = parts_of(dora.send(f"{home(held)}/write", 200, **told))
    assert {name for name, (opened, _) in found.items() if opened} == {"money"}
    assert found["money"][1] == "1 to mend"


def test_more_rows_come_in_their_part(dora: Desk, held: DecisionVersion) -> None:
    found = parts_of(dora.send(f"{home(held)}/write", 200, **sent(held.form, held.version), more="grants"))
    assert [name for name, (opened, _) in found.items() if opened] == ["grants"]


def test_save_and_go_on_saves_and_leads_to_what_is_missing_next(dora: Desk, bare: DecisionVersion) -> None:
    told = sent(bare.form, bare.version) | {"summary": "In short.", "decision": "That it is done."}
    answer: Any = dora.client.post(f"{home(bare)}/write", told | {"stay": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{home(bare)}/write?open=facts#part-facts")
    assert make.fresh(bare).form["summary"] == "In short."
    found = parts_of(dora.get(f"{home(bare)}/write"))
    assert [name for name, (opened, _) in found.items() if opened] == ["facts"]


def going_on(dora: Desk, version: DecisionVersion, **told: Any) -> str:
    """The part that “Save and go on” opens after a save."""
    held = make.fresh(version)
    answer: Any = dora.client.post(f"{home(version)}/write", sent(held.form, held.version) | {"stay": "1"} | told)
    assert answer.status_code == 302
    address = str(answer.headers["Location"])
    return address.partition("?open=")[2].partition("#")[0] or address


def test_save_and_go_on_never_opens_the_same_part_again(dora: Desk, bare: DecisionVersion) -> None:
    assert going_on(dora, bare, introduction="Since 2019.", issues="Some.") == "options", "part 1 still lacks something"
    at, seen = "decided", []
    lacking = [name for name, (_, said) in parts_of(dora.get(f"{home(bare)}/write")).items() if "missing" in said]
    for _ in lacking:
        page = dora.get(f"{home(bare)}/write?open={at}")
        assert f'<input type="hidden" name="at" value="{at}">' in page
        at = going_on(dora, bare, at=at)
        seen.append(at)
    assert seen == [*lacking[1:], lacking[0]], "each in order, the first again only after the last"


def test_save_and_go_on_leads_to_the_desk_where_no_other_part_lacks_anything(dora: Desk, held: DecisionVersion) -> None:
    assert going_on(dora, held, at="money") == home(held)
    assert going_on(dora, held, at="decided", summary="") == home(held), "what it lacks itself, the desk says"
    assert going_on(dora, held, at="money") == "decided"


def test_every_field_of_the_form_stands_in_a_part() -> None:
    from peelian.workspace.decisions.forms import ROWS, SECTION_OF, WriteForm

    assert set(WriteForm.base_fields) - {"version"} | set(ROWS) | {"plan", "plan_items"} == set(SECTION_OF)
