"""The desk in the office: from dropped files to a release that is out, page by page, and who finds nothing there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from peelian.core.actions import change_person
from peelian.core.jobs.models import Job
from peelian.core.jobs.working import run
from peelian.figures.house import House
from peelian.figures.releases.publication import moment
from peelian.figures.releases.release import Releases
from peelian.performance import planning, steps
from peelian.performance.models import CalendarEntry, Commentary, PreRelease, ReleaseRecord
from peelian.performance.queries import built, needed_of
from tests.support.office import Office

pytestmark = pytest.mark.django_db
AT = moment(dt.date(2026, 12, 14))
TODAY = dt.datetime(2026, 12, 8, 10, tzinfo=dt.UTC)
FORCE = "E23000001"


class Desk:
    """The office of a house, as each of its people opens it."""

    def __init__(self, house: House, office: Office) -> None:
        self.house, self.office, self.clients = house, office, dict[str, Client]()

    def client(self, name: str) -> Client:
        if name not in self.clients:
            self.clients[name] = Client()
            self.clients[name].force_login(self.office.person(name))
        return self.clients[name]

    def get(self, name: str, address: str, status: int = 200) -> str:
        answer = self.client(name).get(address)
        assert answer.status_code == status, f"{address}: {answer.status_code}"
        return answer.content.decode()

    def post(self, who: str, address: str, status: int = 302, /, **told: Any) -> str:
        answer = self.client(who).post(address, told)
        assert answer.status_code == status, f"{address}: {answer.status_code} {answer.content.decode()[:2000]}"
        return str(answer.headers.get("Location", "")) or answer.content.decode()

    def move_to(self, at: dt.datetime) -> None:
        """Move the clock; whoever works on has signed in again, for a session lasts a day's work."""
        self.clock.move_to(at)  # type: ignore[attr-defined]
        self.clients.clear()

    @property
    def record(self) -> ReleaseRecord:
        found: ReleaseRecord = ReleaseRecord.objects.latest("pk")
        return found

    @property
    def page(self) -> str:
        return f"/office/releases/{self.record.pk}"


@pytest.fixture
def desk(house_of_november: House, copy_of: Callable[[House], House], settings: Any, office: Office) -> Any:
    """Planned by Dev on the eighth of December; nothing begun."""
    settings.PEELIAN_DATA = copy_of(house_of_november).root
    settings.SECOND_FACTOR_REQUIRED = False
    made = Desk(House(settings.PEELIAN_DATA), office)
    with time_machine.travel(TODAY, tick=False) as clock:
        made.clock = clock  # type: ignore[attr-defined]
        planning.propose(office.organisation("mopac"), made.house, by=office.by("dev"))
        yield made


@pytest.fixture
def begun(desk: Desk) -> Desk:
    """Bob has begun the release of November and drafted its figures."""
    entry = CalendarEntry.objects.earliest("day")
    desk.post("bob", f"/office/desk/begin/{entry.pk}")
    assert desk.post("bob", f"{desk.page}/draft").startswith("/office/jobs/")
    run(Job.objects.latest("pk").pk)
    return desk


def answer_all(desk: Desk) -> None:
    for needed in needed_of(desk.house, built(desk.house, desk.record)):
        desk.post(
            "bob", f"{desk.page}/action/{needed.measure}/{needed.area}/{needed.objective}", what="More patrols.", version="0",
            does="Commander, Frontline", by_when="2027-03-31", demand=["asb-calls"],
        )  # fmt: skip


@pytest.fixture
def scheduled(begun: Desk) -> Desk:
    begun.post("bob", f"{begun.page}/commentary/burglary/{FORCE}", text="Burglary <b>fell</b>.", version="0")
    answer_all(begun)
    begun.post("bob", f"{begun.page}/step/send")
    begun.post("carol", f"{begun.page}/step/pass", reason="Read.")
    begun.post("dev", f"{begun.page}/step/sign-off")
    begun.post("dev", f"{begun.page}/step/schedule", day="2026-12-14")
    return begun


def test_a_month_from_the_files_to_its_second(desk: Desk) -> None:
    assert "No release yet" in desk.get("bob", "/office/desk")
    where = desk.post("bob", "/office/desk/load", files=[SimpleUploadedFile("notes.csv", b"What,Ever\nno,figures\n")])
    job = Job.objects.latest("pk")
    assert where == f"/office/jobs/{job.pk}"
    run(job.pk)
    assert "no reader knows this content" in desk.get("bob", where)
    entry = CalendarEntry.objects.earliest("day")
    desk.post("bob", f"/office/desk/begin/{entry.pk}")
    assert "No figures have been drafted yet." in desk.get("bob", desk.page)
    desk.post("bob", f"{desk.page}/draft")
    run(Job.objects.latest("pk").pk)
    text = desk.get("bob", desk.page)
    assert "Before it can be reviewed" in text
    assert "Say what is done about it" in text
    assert "Say what is done about it" in desk.post("bob", f"{desk.page}/step/send", 200), "it is refused with the list"
    answer_all(desk)
    desk.post("bob", f"{desk.page}/commentary/burglary/{FORCE}", text="Burglary fell.", version="0")
    desk.post(
        "bob", f"{desk.page}/note", measure="burglary", area=FORCE, period="R12-2017-06", text="A station was late."
    )
    assert "Before it can be reviewed" not in desk.get("bob", desk.page)
    desk.post("bob", f"{desk.page}/step/send")
    assert "Sign off" not in desk.get("carol", desk.page)
    desk.post("carol", f"{desk.page}/step/pass", reason="Read against the files.")
    assert "Read against the files." in desk.get("dev", desk.page)
    desk.post("dev", f"{desk.page}/step/sign-off")
    desk.post("dev", f"{desk.page}/step/schedule", day="2026-12-14")
    assert "out in 5 days 23 hours 30 minutes" in desk.get("dev", desk.page)
    stranger = Client()
    assert stranger.get("/releases/2026-12-14").status_code == 404
    desk.move_to(AT)
    assert "Burglary fell." in stranger.get("/measures/burglary").content.decode()
    assert "A station was late." in stranger.get(f"/figures/burglary/{FORCE}/R12-2017-06").content.decode()
    assert "See it as everybody does" in desk.get("bob", desk.page)


def test_what_is_written_is_shown_as_written(scheduled: Desk) -> None:
    text = scheduled.get("bob", f"{scheduled.page}/preview/measures/burglary")
    assert "Burglary &lt;b&gt;fell&lt;/b&gt;." in text


# --- preview ---


PUBLIC_PAGES = (
    "",
    "measures/burglary",
    "measures/burglary.csv",
    "signals",
    "releases/2026-12-14",
    "areas/E09000016",
    "plan",
)


@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_every_page_can_be_seen_as_it_will_be_by_who_may(scheduled: Desk, path: str) -> None:
    address = f"{scheduled.page}/preview/{path}"
    for name in ("bob", "carol", "dev"):
        answer = scheduled.client(name).get(address)
        assert answer.status_code == 200, name
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "ETag" not in answer.headers
    if not path.endswith("csv"):
        text = answer.content.decode()
        assert "Not out yet." in text
        assert 'href="/measures' not in text, "every link stays in the preview"
    for name in ("alice", "harry", "esther", "jo"):
        assert scheduled.client(name).get(address).status_code == 404, name
    assert Client().get(address).status_code == 302, "a stranger is sent to sign in"


def test_a_draft_without_a_schedule_is_previewed_with_its_words(begun: Desk) -> None:
    begun.post("bob", f"{begun.page}/commentary/burglary/{FORCE}", text="First thoughts.", version="0")
    assert "First thoughts." in begun.get("carol", f"{begun.page}/preview/measures/burglary")
    assert begun.client("jo").get(f"{begun.page}/preview/").status_code == 404


def test_what_the_public_site_does_not_have_the_preview_has_not(scheduled: Desk) -> None:
    for path in ("office", "office/desk", "nowhere", "r/2026-12-14/plan", "measures/burgle"):
        assert scheduled.client("bob").get(f"{scheduled.page}/preview/{path}").status_code == 404, path
    assert scheduled.client("bob").post(f"{scheduled.page}/preview/plan").status_code == 405


def test_who_is_on_the_pre_release_list_opens_it_in_their_24_hours(scheduled: Desk) -> None:
    """Jo works elsewhere: her account is found by what is written of her, and not in a list of everybody's."""
    desk = scheduled
    change_person(desk.office.jo, title="Head of media", by=desk.office.by("jo"))
    assert "Jo Jarvis" not in desk.get("dev", f"{desk.page}/access")
    assert "Bob Bassett" in desk.get("dev", f"{desk.page}/access")
    told = {
        "name": "jo jarvis",
        "title": "Head of media",
        "body": "mps",
        "hours": "24",
        "reason": "To answer the press.",
    }
    assert "is none of the list" in desk.post(
        "dev", f"{desk.page}/access", 200, person=desk.office.jo.pk, **told
    )  # fmt: skip
    desk.post("dev", f"{desk.page}/access", **told | {"title": "Head of something"})
    assert PreRelease.objects.get().person is None, "another of that name"
    desk.post("dev", f"{desk.page}/access/{PreRelease.objects.get().pk}/end", reason="Written wrongly.")
    desk.post("dev", f"{desk.page}/access", **told)
    address = f"{desk.page}/preview/measures/burglary"
    assert "Opens to you 13 December 2026, 09:30" in desk.get("jo", "/office/pre-release")
    desk.get("jo", address, 404)
    desk.move_to(AT - dt.timedelta(hours=1))
    assert "you must not tell anybody any figure" in desk.get("jo", "/office/pre-release")
    assert "Burglary" in desk.get("jo", address)
    desk.get("jo", desk.page, 403)
    access = desk.record.prereleases.get(withdrawn_at=None)
    desk.post("dev", f"{desk.page}/access/{access.pk}/end", reason="Talked.")
    desk.get("jo", address, 404)


# --- writing ---


def autosave(desk: Desk, text: str, version: int, name: str = "bob") -> Any:
    return desk.client(name).post(
        f"{desk.page}/commentary/burglary/{FORCE}",
        {"text": text, "version": version},
        headers={"Accept": "application/json"},
    )


def test_a_text_saves_itself_and_says_when(begun: Desk) -> None:
    first = autosave(begun, "Burg", 0)
    assert (first.status_code, first.json()) == (200, {"version": 1, "saved": "10:00"})
    assert autosave(begun, "Burglary fell.", 1).json()["version"] == 2
    assert Commentary.objects.get().text == "Burglary fell."


def test_two_who_write_at_once_see_both_texts(begun: Desk) -> None:
    begun.office.give("carol", "mopac", "analyst")
    autosave(begun, "Bob’s text.", 0)
    late = autosave(begun, "Carol’s text.", 0, "carol")
    assert late.status_code == 409
    assert late.json()["theirs"] == {"text": "Bob’s text.", "version": 1, "by": "Bob Bassett"}
    page = begun.client("carol").post(
        f"{begun.page}/commentary/burglary/{FORCE}", {"text": "Carol’s text.", "version": 0}
    )
    text = page.content.decode()
    assert page.status_code == 409
    assert "Bob’s text." in text and "Carol’s text." in text
    assert 'name="version" value="1"' in text, "the next save puts hers in its place"
    assert Commentary.objects.get().text == "Bob’s text.", "nothing is lost"


def test_the_pages_of_writing_refuse_what_is_not_there(begun: Desk) -> None:
    for path in (
        "commentary/burgle/E23000001",
        "commentary/burglary/E0",
        f"action/burglary/{FORCE}/fewer",
        "action/x/y/-",
    ):
        begun.get("bob", f"{begun.page}/{path}", 404)
    begun.get("carol", f"{begun.page}/commentary/burglary/{FORCE}", 403)


# --- steps and lists ---


def test_a_step_that_is_not_open_is_not_taken(begun: Desk) -> None:
    begun.post("dev", f"{begun.page}/step/sign-off")
    begun.post("bob", f"{begun.page}/step/nonsense")
    assert begun.record.state == "draft"


def test_a_release_of_another_body_is_not_there(begun: Desk) -> None:
    begun.office.give("jo", "mps", "analyst")
    for address in (begun.page, f"{begun.page}/commentary", f"{begun.page}/step/send", f"{begun.page}/preview/"):
        begun.get("jo", address, 404)
    assert begun.record.title not in begun.get("jo", "/office/desk")
    link = f'href="{begun.page}"'
    assert link in begun.get("bob", "/office/calendar") and link not in begun.get("jo", "/office/calendar")


def test_the_person_responsible_keeps_the_calendar(desk: Desk) -> None:
    entry = CalendarEntry.objects.all()[1]
    desk.post("dev", f"/office/calendar/{entry.pk}/fix")
    assert "Say why it moves" in desk.post("dev", f"/office/calendar/{entry.pk}/move", 200, day="2027-01-18")
    desk.post("dev", f"/office/calendar/{entry.pk}/move", day="2027-01-18", reason="The files come later.")
    assert "The files come later." in desk.get("bob", "/office/calendar")
    assert "Plan twelve months" not in desk.get("bob", "/office/calendar")
    desk.get("bob", f"/office/calendar/{entry.pk}/move", 403)


def test_loading_ends_the_time_in_which_the_command_publishes(desk: Desk) -> None:
    from peelian import cli

    before = Releases(desk.house.root).ids()
    desk.post("bob", "/office/desk/load", files=[SimpleUploadedFile("notes.csv", b"What,Ever\nno,figures\n")])
    assert cli.main(["release", "--data", str(desk.house.root)]) == 2
    assert Releases(desk.house.root, including_embargoed=True).ids() == before


def test_withdrawn_it_says_so(begun: Desk) -> None:
    begun.post("bob", f"{begun.page}/step/withdraw", reason="Begun by mistake.")
    assert "Begun by mistake." in begun.get("bob", begun.page)
    with pytest.raises(Exception, match="withdrawn"):
        steps.send(begun.record, begun.house, by=begun.office.by("bob"))


def test_verify_and_the_audit_hold_a_release_and_its_record_together(
    scheduled: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from peelian import cli
    from peelian.audit.models import Event

    monkeypatch.setenv("PEELIAN_DATABASE", "the one of this test")
    arguments = ["verify", scheduled.record.draft, "--data", str(scheduled.house.root)]
    assert cli.main(arguments) == 0
    number = Releases(scheduled.house.root, including_embargoed=True).publication(scheduled.record.draft)
    assert number is not None
    monkeypatch.setattr(Event.objects, "filter", lambda **_: Event.objects.none())  # as in records of another house
    assert cli.main(arguments) == 1
    assert f"event {number.audit['number']}" in capsys.readouterr().out


def test_a_correction_is_told_on_both_releases(scheduled: Desk) -> None:
    desk, first = scheduled, scheduled.record.draft
    desk.move_to(AT + dt.timedelta(hours=1))
    desk.post(
        "bob", "/office/desk/begin", title="Corrected", day="2026-12-21", corrects=first, reason="A month was missing."
    )
    desk.post("bob", f"{desk.page}/draft")
    run(Job.objects.latest("pk").pk)
    answer_all(desk)
    desk.post("bob", f"{desk.page}/step/send")
    desk.post("carol", f"{desk.page}/step/pass")
    desk.post("dev", f"{desk.page}/step/sign-off")
    desk.post("dev", f"{desk.page}/step/schedule", day="2026-12-21")
    reader = Client()
    assert "Corrected by" not in reader.get(f"/releases/{first}").content.decode()
    desk.move_to(moment(dt.date(2026, 12, 21)))
    assert "A month was missing." in reader.get(f"/releases/{first}").content.decode()
    new = reader.get("/releases/2026-12-21").content.decode()
    assert f'A correction of <a href="/releases/{first}">' in new
    assert "It corrects" in reader.get("/releases").content.decode()


def test_the_audit_tells_nothing_of_a_release_before_it_is_out(scheduled: Desk) -> None:
    desk = scheduled
    texts = ("Burglary &lt;b&gt;fell", "More patrols.", "than was to be expected")

    def read(name: str) -> str:
        from peelian.audit.models import Event

        pages = [desk.client(name).get("/office/audit"), desk.client(name).get("/office/audit?q=patrols")]
        pages += [
            desk.client(name).get(f"/office/audit/{number}")
            for number in Event.objects.values_list("number", flat=True)
        ]
        files = [b"".join(desk.client(name).get(f"/office/audit.{form}")) for form in ("csv", "jsonl")]  # type: ignore[arg-type]
        return "".join(page.content.decode() for page in pages) + b"".join(files).decode()

    for name in ("alice", "harry", "ivy"):
        told = read(name)
        assert not [text for text in texts if text in told], name
        assert "is listed when they are" in told
    desk.move_to(AT)
    told = read("harry")
    assert all(text in told for text in texts), "then it is all there"
