"""Every list of the committees' pages shows in its controls what its address asks for, and says of a value that there is none."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from django.test import Client

from tests.web.conftest import Visitor

LISTS = {
    "/recommendations": {
        "body": "mopac", "by": "london-assembly-pcc", "state": "made", "report": "london-assembly-pcc/draft-plan-2021-25",
        "item": "commitment:fraud-and-criminal-finance", "overdue": "1",
    },
    "/investigations": {"committee": "london-assembly-pcc", "state": "not-on-record"},
    "/decisions": {
        "series": "pcd", "year": "2020", "by": "Deputy Mayor for Policing and Crime", "item": "commitment:business-crime",
        "order": "amount", "withheld": "yes",
    },
}  # fmt: skip
"""Each list with a value of each of its choices that its pack has. /bodies, /committees and what was done at meetings have none."""
BOXES = ("overdue", "withheld")
UNNARROWED = ("/bodies", "/committees", "/decisions/awards")
BARE = [("/withheld", name, "") for name in ("of", "body", "ground", "state")]
"""Nothing is withheld in the pack: these have no control here (``test_withheld`` has them), and what is unknown is said."""
EVERY = [(address, name, value) for address, names in LISTS.items() for name, value in names.items()]


@pytest.fixture
def site(illustrative: Any) -> Visitor:
    return Visitor(illustrative)


def text_of(address: str, status: int = 200) -> str:
    answer = Client().get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode("utf-8-sig")


def control(page: str, name: str) -> tuple[str, ...]:
    """What a control shows: the values that are selected or ticked."""
    box = re.search(
        rf'<input[^>]*type="checkbox"[^>]*name="{name}"[^>]*>|<input[^>]*name="{name}"[^>]*type="checkbox"[^>]*>', page
    )
    if box:
        return ("ticked",) if " checked" in box[0] else ()
    select = re.search(rf'<select[^>]*name="{name}".*?</select>', page, re.S)
    assert select, f"no control of {name}"
    return tuple(unescape(one) for one in re.findall(r'<option value="([^"]*)" selected>', select[0]))


@pytest.mark.parametrize(("address", "name", "value"), EVERY)
def test_a_choice_shows_in_its_control_and_stays_in_the_links_to_files(
    site: Visitor, address: str, name: str, value: str
) -> None:
    query = urlencode({name: value})
    page = text_of(f"{address}?{query}")
    assert control(page, name) == (("ticked",) if name in BOXES else (value,))
    files = [unescape(one) for one in re.findall(rf'href="({address}\.(?:csv|json|atom)[^"]*)"', page)]
    assert files
    for one in files:
        if address != "/decisions" or not one.startswith("/decisions.atom"):
            assert (name, value) in parse_qsl(one.partition("?")[2]), one
    for one in set(re.findall(r'href="(\?[^"]*page=[^"]*)"', page)):
        assert (name, value) in parse_qsl(unescape(one)[1:]), one


@pytest.mark.parametrize(("address", "name", "value"), EVERY + BARE)
def test_an_unknown_value_is_said_in_words_and_no_file_pretends(
    site: Visitor, address: str, name: str, value: str
) -> None:
    page = text_of(f"{address}?{name}=no-such-thing", 404)
    assert "cannot be narrowed to “no-such-thing”" in unescape(page)
    assert f"take {name} out of the address" in unescape(page) or f"Take {name} out of the address" in unescape(page)
    for form in ("csv", "json"):
        told = json.loads(text_of(f"{address}.{form}?{name}=no-such-thing", 404))
        assert "no-such-thing" in json.dumps(told, ensure_ascii=False)
    assert text_of(f"{address}?{name}="), "nothing chosen is no error"


def rows_of(address: str, query: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text_of(f"{address}.csv?{query}"))))


@pytest.mark.parametrize(("address", "name", "value"), EVERY)
def test_what_a_choice_takes_is_part_of_the_whole(site: Visitor, address: str, name: str, value: str) -> None:
    every, some = rows_of(address, ""), rows_of(address, urlencode({name: value}))
    assert every
    assert len(some) <= len(every)
    keys = [json.dumps(one) for one in every]
    assert all(json.dumps(one) in keys for one in some)


def test_a_body_that_is_known_and_was_asked_nothing_is_chosen_and_nothing_is_like_that(site: Visitor) -> None:
    page = text_of("/recommendations?body=cps")
    assert control(page, "body") == ("cps",)
    assert "Nothing like that is on record" in page
    assert control(text_of("/recommendations?body=mps"), "body") == ("mps",)


def test_a_box_that_says_no_is_not_ticked(site: Visitor) -> None:
    for address, name in (("/recommendations", "overdue"), ("/decisions", "withheld")):
        assert control(text_of(f"{address}?{name}=no"), name) == ()
        assert rows_of(address, f"{name}=no") == rows_of(address, "")


@pytest.mark.parametrize("address", UNNARROWED)
def test_a_list_without_choices_has_no_control(site: Visitor, address: str) -> None:
    page = text_of(address).partition("<main")[2].partition("</main")[0]
    assert "<select" not in page
    assert "<form" not in page
