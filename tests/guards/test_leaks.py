"""The proof that nothing leaks: every text that is not for everybody holds a mark, and every address is asked, by everybody, at
every moment that matters.

``tests/support/hidden.py`` fills every room with what is not out, and says who may read each kind of record. A table that is new, a
field that takes no mark and an address that nobody can fill in fail here, with what to add.
"""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import gzip
import logging
import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.db import connection, models, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.test import Client, override_settings
from django.urls import Resolver404, resolve
from tests.support import hidden
from tests.support.canaries import NAMES, TEXTS, Canary, shown_by, unpacked
from tests.support.committed import follow_at_once
from tests.support.hidden import KINDS, MORNING, NIGHT, NOW, World
from tests.support.office import CAST, Office, with_second_factor
from tests.support.routes import Found, crawl, filled, other_forms, parameters_of, pattern_of, patterns, searches_of

from peelian.config.rooms import OFFICE
from peelian.core.access import access_of
from peelian.core.exempt.keys import new_key
from peelian.core.privacy import OPEN
from peelian.core.records import Record
from peelian.core.subject_access import class_of
from peelian.scrutiny.exporting.moderngov import CALLS

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)
SEEKERS = ("ivy", "bob", "dev", "esther", "olive", "clara", "chris", "dora", "drew", "debbie", "lia")
"""Whose links are followed: between them they are led to every room."""
STARTS = (
    "/",
    "/search?q=burglary",
    "/sitemap.xml",
    "/robots.txt",
    "/deadlines",
    "/data",
    "/decisions",
    "/withheld",
    "/plan",
    "/committees",
)
"""Where strangers begin."""
NOT_WALKED = {
    "account/": "a library's own pages, which show nothing of ours",
    "gallery": "every component with figures that are made up, where PEELIAN_DEBUG is on",
    "office/join/<str:secret>": "whoever holds the link is whom it was given to",
}
"""Beginnings of patterns that are not asked, with the reason."""
OPEN_ALWAYS = {
    "core.Organisation", "core.OrganisationArea", "core.OrganisationPower", "core.Post", "running.CalendarChange",
    "performance.CalendarEntry", "localities.LocalRule", "localities.LocalIndicator", "localities.LocalDemand",
    "localities.OwnFigure", "scrutiny.CommitteeRecord", "decisions.DecisionRecord", "core.ExemptReview",
    "core.ExemptPiece",
}  # fmt: skip
"""Records that hold nothing but what may be published, or what has no words: a piece is bytes, marked as its file is made."""
PUBLISHED = {
    "scrutiny.Seat": "members of a committee are public by name", "scrutiny.ActionWord": "said of actions whose minutes are out",
    "scrutiny.RecommendationStep": "said of recommendations that are published",
    "plans.ClaimRecord": "claims are of plans that are out", "plans.Match": "what became of an item is public as it is decided",
    "plans.PlanEdition": "an edition is what is out", "decisions.CallInRecord": "only what is out is called in",
    "decisions.GrantPayment": "only a grant of a decision that is out is paid",
}  # fmt: skip
"""Records with words that are made only of what is out, and are out with it."""
SEALED = {"text", "file", "metadata", "name"}
"""Marks of what is withheld: of a text; of a file its words, its metadata, its name."""
HOUSE = {
    "drafts": "releases that are being written, which only the office opens",
    f"releases/{hidden.EMBARGOED}": "the embargoed release: every page asks whether it is out (figures.releases.publication)",
}
"""Folders of the house that hold what is not out. What is withheld is in none."""


@pytest.fixture(scope="module")
def log() -> Iterator[list[str]]:
    """Everything that the program logs while it is asked."""
    said: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(logging.Formatter().format(record))

    kept = Keeping(logging.INFO)
    logging.getLogger().addHandler(kept)
    yield said
    logging.getLogger().removeHandler(kept)


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory, log: list[str]
) -> Iterator[World]:
    """The office in which everything is marked; built once, and undone when all have looked."""
    house = hidden.furnished(tmp_path_factory.mktemp("leaks"))
    told = {
        "PEELIAN_DATA": house.root, "PEELIAN_EXEMPT_KEY": new_key().text,
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    }  # fmt: skip
    with django_db_blocker.unblock(), override_settings(**told), contextlib.ExitStack() as stack:
        outer: Any = transaction.atomic()
        outer._from_testcase = True  # what waits for a commit follows as in any test
        stack.enter_context(outer)
        follow_at_once(stack.enter_context(pytest.MonkeyPatch.context()))
        with time_machine.travel(NOW, tick=True):
            made = hidden.build(World(Office(), house))
            for person in made.office.everybody().values():
                with_second_factor(person)
        yield made
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def addresses(world: World) -> list[str]:
    """An address of every pattern, and one more of what shows marks to who may read them; of each public one that takes the name of
    something, one with the name of something hidden.
    """
    found, telling = Found(lambda address: 4 if in_the_office(address) else 1), set[str]()

    def ask(client: Client, address: str) -> str:
        text = page(client, address)
        if not in_the_office(address):
            world.searches |= searches_of(text)
        if any(canary.label != "core.Person" for canary in world.planted.found_in(text)):
            telling.add(address)
        return text

    with time_machine.travel(NOW, tick=True):
        for name in (None, *SEEKERS):
            begin = STARTS if name is None else ("/office", "/office/search?q=zq", "/office/roles")
            crawl(partial(ask, client_of(world, name)), begin, found)
        found.keep(telling, 1)
        for address in hidden.by_hand(world):
            found.add(address, more=True)
    values = {name: value for address in found.all for name, value in parameters_of(address).items()}
    for route, item in patterns():
        names = set(item.pattern.converters)
        if names and not route.startswith("^") and names <= set(values):
            found.add(filled(route, values))
            if names & set(world.secrets):
                found.add(filled(route, values | world.secrets), more=True)
    for address in found.all:
        for other in other_forms(address):
            found.add(other, more=True)
    walked = [address for address in found.all if not pattern_of(address).startswith(tuple(NOT_WALKED))]
    return [*walked, *hidden.of_releases()]


def none_of(found: list[str], remedy: str = "") -> None:
    """Fail with every sentence, where there is any."""
    if found:
        pytest.fail("\n".join([*sorted(set(found)), remedy]), pytrace=False)


def client_of(world: World, name: str | None) -> Client:
    """A browser in which one of the cast is signed in; None is a stranger's."""
    client = Client(raise_request_exception=False)
    if name is not None:
        client.force_login(world.office.person(name))
    return client


def page(client: Client, address: str) -> str:
    """A page's text, where it is one."""
    answer: Any = client.get(address)
    if answer.status_code != 200 or answer.streaming or "html" not in answer.headers.get("Content-Type", ""):
        return ""
    return str(answer.content.decode())


def in_the_office(address: str) -> bool:
    path = urlsplit(address).path
    return any(path == room or path.startswith(f"{room}/") for room in OFFICE)


def door(address: str) -> str:
    """The name of an address."""
    try:
        return str(resolve(urlsplit(address).path).url_name)
    except Resolver404:
        return ""


def asked(world: World, client: Client, address: str) -> str:
    """What an address shows to who reads it, or, where it takes forms alone, to who sends it an empty one; that is undone."""
    answer: Any = client.get(address)
    with transaction.atomic():
        if answer.status_code == 405 and in_the_office(address):
            answer = client.post(address)
        shown = shown_by(answer)
        transaction.set_rollback(True)
    if answer.status_code >= 500:
        world.broken.add(address)
    return shown


def let_in(person: Any, address: str) -> bool:
    """Whether the gate lets somebody go on to the view. Where it does not no view is called, as test_access.py proves of each door;
    one of the cast asks at all of them.
    """
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return True
    access = access_of(match.func, match.view_name)
    return access is not None and all(person.may(one) for one in access.permissions)


def leaks(world: World, addresses: Iterable[str], name: str | None, at: dt.datetime) -> list[str]:
    """Everything that somebody reads at a moment and may not, in sentences."""
    found = []
    with time_machine.travel(at, tick=False):
        client = client_of(world, name)
        for address in addresses:
            for canary in world.planted.found_in(asked(world, client, address)):
                if canary.open_to(name, at, door(address)):
                    world.seen.add((canary.label, door(address)))
                else:
                    found.append(_said(name, canary, address))
    return found


def _said(name: str | None, canary: Canary, where: str) -> str:
    return f"{name or 'a stranger'} reads {canary.label}.{canary.field} of {canary.key} at {where}"


def test_every_table_is_marked_or_says_why_not() -> None:
    marked = {kind.label for kind in KINDS}
    known = marked | OPEN_ALWAYS | set(PUBLISHED)
    tables = {model._meta.label for model in apps.get_models() if issubclass(model, Record)}
    none_of(
        [*tables - known],
        "Make one that is not out in tests/support/hidden.py, with a line of KINDS; or say in this file why there is none.",
    )
    assert known == tables and not marked & (OPEN_ALWAYS | set(PUBLISHED))


def texts_of(label: str) -> list[Any]:
    """The fields of a table that can hold words."""
    return [
        field for field in apps.get_model(label)._meta.concrete_fields
        if isinstance(field, (*TEXTS, models.JSONField)) and not field.primary_key and not field.choices
        and field.name not in NAMES
    ]  # fmt: skip


def test_what_is_said_to_be_open_has_no_field_that_is_not() -> None:
    closed = [
        f"{label}.{field.name}" for label in OPEN_ALWAYS for field in texts_of(label)
        if class_of(apps.get_model(label), field.name) is not OPEN
    ]  # fmt: skip
    none_of(closed, "Give the table a line of KINDS in tests/support/hidden.py.")


def test_every_field_of_what_is_marked_holds_a_mark(world: World) -> None:
    bare = []
    for label in {kind.label for kind in KINDS}:
        kinds, held = [kind for kind in KINDS if kind.label == label], world.planted.fields_of(label)
        for field in texts_of(label):
            fixed = all(field.name in kind.fixed for kind in kinds)
            closed = class_of(apps.get_model(label), field.name) is not OPEN or any(kind.all_fields for kind in kinds)
            if closed and not fixed and field.name not in held:
                bare.append(f"{label}.{field.name}")
    none_of(
        bare, "Give a row of tests/support/hidden.py words there; or say in NAMES or Kept.fixed that it holds none."
    )


def test_every_address_is_asked(addresses: list[str]) -> None:
    asked = {pattern_of(address) for address in addresses}
    missing = [route for route, _ in patterns() if route not in asked and not route.startswith(tuple(NOT_WALKED))]
    none_of(missing, "No link leads there: write an address of it into by_hand (tests/support/hidden.py).")


def test_programs_are_answered_under_watch_too(addresses: list[str]) -> None:
    """No link of a page leads to these, and one pattern answers for every object and for both forms of a list."""
    paths = {urlsplit(address).path for address in addresses}
    kinds = {path.removeprefix("/oparl/v1.1/").partition("/")[0] for path in paths if path.startswith("/oparl/v1.1/")}
    assert kinds >= {"body", "organization", "meeting", "agendaitem", "paper", "consultation", "file"}
    assert {path.rpartition("/")[2] for path in paths if "mgWebService" in path} >= set(CALLS)
    single = [path for path in paths for other in other_forms(path) if not in_the_office(path) and other not in paths]
    none_of(single)


def test_whoever_guesses_the_name_of_a_draft_is_one_of_those_who_ask(world: World, addresses: list[str]) -> None:
    """A refusal may say too much: each hidden name is asked for where its record would stand for everybody."""
    asked = {part for address in addresses if not in_the_office(address) for part in urlsplit(address).path.split("/")}
    none_of([name for name, value in world.secrets.items() if name != "secret" and value not in asked])


@pytest.mark.parametrize("name", list(CAST))
def test_each_role_reads_what_is_its_own_and_nothing_else(world: World, addresses: list[str], name: str) -> None:
    with time_machine.travel(NOW, tick=False):
        person = world.office.person(name)
        asked = [one for one in addresses if in_the_office(one) and (name == "jo" or let_in(person, one))]
    none_of(leaks(world, asked, name, NOW))
    world.walked.add(name)


def test_a_stranger_reads_nothing_of_it_at_any_address(world: World, addresses: list[str]) -> None:
    none_of(leaks(world, addresses, None, NOW))


def test_whoever_may_read_it_does_so_that_the_marks_are_where_somebody_looks(world: World) -> None:
    if world.walked != set(CAST):
        pytest.skip("only when everybody has walked")
    unseen = {kind.label for kind in KINDS} - {label for label, _ in world.seen}
    none_of(
        [*unseen],
        "Nobody has read a mark of these at any address: show them to who may, or the walk proves nothing of them.",
    )
    assert ("core.ExemptPart", "exempt-read") in world.seen, "in the answer to a form"
    assert ("core.ExemptPart", "exempt-file") in world.seen, "in a copy of a file"
    assert ("core.ExemptPart", "restricted-pack") in world.seen, "in the text layer of a PDF"


def test_no_address_breaks(world: World) -> None:
    none_of([*world.broken], "A page that breaks shows nothing, and so proves nothing.")


def test_who_is_signed_in_gets_the_same_public_page_as_a_stranger(world: World, addresses: list[str]) -> None:
    with time_machine.travel(NOW, tick=False):
        stranger, debbie = client_of(world, None), client_of(world, "debbie")
        for address in addresses:
            if not in_the_office(address):
                assert asked(world, stranger, address) == asked(world, debbie, address), address


def heads(world: World) -> list[Canary]:
    """One mark of every field of every kind."""
    return list({(one.label, one.field.partition(".")[0]): one for one in world.planted.by_head.values()}.values())


FRESH = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def searched(client: Client, address: str, word: str, name: str = "q") -> str:
    """The page that a search answers with, less the word itself and what is new in every page."""
    return FRESH.sub("", client.get(address, {name: word}).content.decode().replace(word, "zzzzzzzzzz"))


@pytest.mark.parametrize("name", [None, "jo", "mina", "grace"])
def test_a_search_for_part_of_it_is_answered_as_one_for_what_is_not_there(
    world: World, addresses: list[str], name: str | None
) -> None:
    """A stranger asks at every search that a public page offers, those of the office at the one for all that they may see."""
    found = []
    searches = sorted(world.searches) if name is None else [("/office/search", "q")]
    with time_machine.travel(NOW, tick=False):
        client = client_of(world, name)
        for address, asked in searches:
            nothing = searched(client, address, "zqqqqqqqqq", asked)
            for canary in heads(world):
                said = searched(client, address, canary.head, asked)
                if not canary.open_to(name, NOW) and said != nothing:
                    found.append(_said(name, canary, f"{address}?{asked}={canary.head}"))
    none_of(found)
    assert name is not None or {"/search", "/decisions", "/areas", "/plan/words"} <= {
        address for address, _ in searches
    }


def test_nothing_withheld_is_in_the_house_and_what_is_not_out_only_where_it_is_guarded(world: World) -> None:
    found = []
    for path in sorted(world.house.root.rglob("*")):
        place = path.relative_to(world.house.root).as_posix()
        guarded = place.startswith(tuple(HOUSE))
        texts = [place, *(unpacked(path.read_bytes()) if path.is_file() else ())]
        for canary in world.planted.found_in("\n".join(texts)):
            if not canary.open_to(None, NOW) and (not guarded or canary.label == "core.ExemptPart"):
                found.append(_said(None, canary, place))
    none_of(found)


def test_the_database_holds_no_withheld_text_in_the_clear(world: World) -> None:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for canary in world.planted.found_in("\n".join(map(repr, cursor.fetchall()))):
                assert canary.label != "core.ExemptPart" or canary.field not in SEALED, f"{canary.key} in {table}"


def test_a_mark_is_seen_however_an_answer_is_packed(world: World) -> None:
    [mark, *_] = (canary.mark for canary in world.planted.by_head.values())
    picture = base64.b64encode(f"<svg><title>{mark}</title></svg>".encode()).decode()
    for answer in (
        HttpResponse(headers={"Content-Disposition": f'attachment; filename="O’Neill {mark}.pdf"'}),
        HttpResponse(f'<img src="data:image/svg+xml;base64,{picture}">'), HttpResponseRedirect(f"/elsewhere?of={mark}"),
        HttpResponse(headers={"ETag": f'"{mark}"'}), HttpResponse(gzip.compress(mark.encode())), HttpResponse(reason=mark),
    ):  # fmt: skip
        assert {one.mark for one in world.planted.found_in(shown_by(answer))} == {mark}


def test_no_log_and_no_letter_holds_any_of_it(world: World, addresses: list[str], log: list[str]) -> None:
    letters = "\n".join(f"{one.subject} {one.body} {one.to}" for one in mail.outbox)
    kept = {one for one in world.planted.found_in("\n".join(log) + letters) if one.label != "core.Person"}
    none_of([_said(None, canary, "the log") for canary in kept])


def out(world: World, at: dt.datetime) -> set[str]:
    """The heads of what a moment brings out."""
    return {head for head, canary in world.planted.by_head.items() if canary.out == at}


@pytest.mark.parametrize(
    "at", [NIGHT - SECOND, NIGHT, MORNING - SECOND], ids=["midnight less a second", "midnight", "9.29.59"]
)
def test_a_second_before_its_moment_nothing_is_out_and_by_itself_nothing_ever_is(
    world: World, addresses: list[str], at: dt.datetime
) -> None:
    found = []
    with time_machine.travel(at, tick=False):
        client = client_of(world, None)
        for address in addresses:
            if in_the_office(address):
                continue
            for canary in world.planted.found_in(asked(world, client, address)):
                if (
                    not canary.who.everybody
                ):  # no worker has run: what is withheld until midnight is withheld after it too
                    found.append(_said(None, canary, address))
    none_of(found)


def test_at_its_moment_a_worker_brings_it_out_and_nothing_else_with_it(world: World, addresses: list[str]) -> None:
    from peelian.cli.healing import heal

    seen = set[str]()
    with time_machine.travel(NIGHT, tick=False):
        heal(world.house)
        client = client_of(world, None)
        for address in addresses:
            if not in_the_office(address):
                seen |= {canary.head for canary in world.planted.found_in(asked(world, client, address))}
        nothing = searched(client, "/search", "zqqqqqqqqq")
        found = {head for head in seen & out(world, NIGHT) if searched(client, "/search", head) != nothing}
    assert seen & out(world, NIGHT), "the deferred decision is out"
    assert found, "and the search, which found no mark before, looks into the same texts"
    none_of(
        [
            _said(None, world.planted.by_head[head], "midnight")
            for head in seen
            if not world.planted.by_head[head].open_to(None, NIGHT)
        ]
    )


def test_the_embargoed_release_is_out_at_its_second_and_not_before(world: World, addresses: list[str]) -> None:
    seen = set[str]()
    with time_machine.travel(MORNING, tick=False):
        client = client_of(world, None)
        for address in addresses:
            if not in_the_office(address):
                seen |= {canary.head for canary in world.planted.found_in(asked(world, client, address))}
    assert {world.planted.by_head[head].field for head in seen & out(world, MORNING)} >= {
        "title",
        "commentary",
        "action",
        "note",
    }
    none_of(
        [
            _said(None, world.planted.by_head[head], "9.30")
            for head in seen
            if not world.planted.by_head[head].open_to(None, MORNING)
        ]
    )
