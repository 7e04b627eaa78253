"""Asking a ModernGov web service: politely, one question after the other, under our own name, and never without end."""

from __future__ import annotations

import datetime as dt
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, replace
from http.client import HTTPException
from urllib.parse import urlencode, urlsplit

from peelian import __version__
from peelian.figures.errors import PeelianError
from peelian.reading.xml import MOST_BYTES
from peelian.scrutiny.importing.moderngov import CommitteeRead, MeetingsFound, Wanted, read_answer, read_files
from peelian.scrutiny.importing.proposals import Remark

NAME = f"Peelian/{__version__} (reads the meetings that a council publishes, at a person's request)"
TIMEOUT, WHOLE = 30.0, 120.0
"""Seconds until a host must say something, and until one answer must be whole."""
PAUSE = 0.5
MOST_ASKED = 400
_CHUNK = 65_536
_BY_HAND = (
    "Open {address} in a browser, save each answer as an .xml file into one folder, and read them with: "
    "peelian import meetings FOLDER"
)
Get = Callable[[str], bytes]


def service_address(text: str) -> str:
    """The service's address from what a person has at hand: the site, its service, or one of its calls. Raises PeelianError."""
    whole = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(whole)
        host = parts.hostname
    except ValueError:
        host = None
    if host is None or parts.scheme not in ("http", "https") or "@" in parts.netloc:
        raise PeelianError(
            "bad-address",
            f"{text} is no address of a web site.",
            "Write it as https://democracy.example.gov.uk.",
            {"address": text},
        )
    path = parts.path
    at = path.casefold().find("/mgwebservice.asmx")
    path = path[:at] if at >= 0 else path if "." not in path.rsplit("/", 1)[-1] else path.rsplit("/", 1)[0]
    return f"{parts.scheme}://{parts.netloc}{path.rstrip('/')}/mgWebService.asmx"


def fetch(address: str, timeout: float = TIMEOUT, whole: float = WHOLE) -> bytes:
    """What an address answers. Raises PeelianError for a host that refuses, fails, is not there, is slow, or never ends."""
    asked = urllib.request.Request(address, headers={"User-Agent": NAME, "Accept": "text/xml, application/xml"})
    until = time.monotonic() + whole
    try:
        with _opener().open(asked, timeout=timeout) as answer:
            found = bytearray()
            while chunk := answer.read1(_CHUNK):  # what has come, so that the clock is looked at
                found += chunk
                if len(found) > MOST_BYTES:
                    raise _wrong(address, "it sends more than can be read", "Ask for fewer days.")
                if time.monotonic() > until:
                    raise _wrong(
                        address,
                        f"its answer was not whole after {whole:.0f} seconds",
                        "Try again later, or ask for fewer days.",
                    )
            return bytes(found)
    except urllib.error.HTTPError as error:
        error.close()
        raise _refused(address, error.code) from error
    except TimeoutError as error:
        raise _wrong(address, f"it said nothing for {timeout:.0f} seconds", "Try again later.") from error
    except (urllib.error.URLError, HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        if isinstance(reason, TimeoutError):
            raise _wrong(address, f"it said nothing for {timeout:.0f} seconds", "Try again later.") from error
        raise _wrong(
            address, f"it cannot be reached ({reason})", "Look at the address, and whether this machine reaches it."
        ) from error


class _StaysOnTheWeb(urllib.request.HTTPRedirectHandler):
    """Follows a host to another address of the web and to nothing else."""

    def redirect_request(self, req: urllib.request.Request, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        if urlsplit(newurl).scheme not in ("http", "https"):
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> urllib.request.OpenerDirector:
    """Of the web alone: no files, no FTP."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(), urllib.request.HTTPHandler(), urllib.request.HTTPSHandler(), _StaysOnTheWeb(),
        urllib.request.HTTPDefaultErrorHandler(), urllib.request.HTTPErrorProcessor(), urllib.request.UnknownHandler(),
    ):  # fmt: skip
        opener.add_handler(handler)
    return opener


def _refused(address: str, status: int) -> PeelianError:
    by_hand = _BY_HAND.format(address=address)
    if status in (401, 403, 429, 451, 503):
        return _wrong(
            address, f"it does not answer programs (status {status}), as many councils' sites do not", by_hand
        )
    if status == 404:
        return _wrong(
            address,
            "it has no web service there, or has switched it off (status 404)",
            f"Look at the address. {by_hand}",
        )
    return _wrong(address, f"it failed (status {status})", f"Try again later. {by_hand}")


def _wrong(address: str, what: str, remedy: str) -> PeelianError:
    host = urlsplit(address).netloc
    return PeelianError("host-does-not-answer", f"{host} was not read: {what}.", remedy, {"address": address})


@dataclass
class _Asking:
    """Questions to one service, counted, with a pause between two."""

    service: str
    get: Get
    pause: float
    asked: int = 0

    def call(self, name: str, **given: str) -> tuple[str, bytes]:
        """An answer under its address."""
        if self.asked:
            time.sleep(self.pause)
        self.asked += 1
        address = f"{self.service}/{name}{'?' + urlencode(given, safe='/') if given else ''}"
        return address, self.get(address)


def read_service(
    address: str, wanted: Wanted, *, today: dt.date, get: Get = fetch, pause: float = PAUSE
) -> MeetingsFound:
    """The meetings of a committee at a service; without dates those of a year back and a year ahead.

    Raises PeelianError where the service does not answer, and where it is not said, or not clear, which committee is meant.
    """
    service = service_address(address)
    asking = _Asking(service, get, pause)
    first, last = wanted.first or today - dt.timedelta(days=365), wanted.last or today + dt.timedelta(days=365)
    wanted = replace(wanted, first=first, last=last, base=f"{service.removesuffix('mgWebService.asmx')}")
    listed = asking.call("GetCommittees")
    committees = read_files([listed], replace(wanted, committee="")).committees
    chosen = _chosen(committees, wanted, service)
    span = {"sFromDate": f"{first:%d/%m/%Y}", "sToDate": f"{last:%d/%m/%Y}"}
    answers = [listed, *(asking.call("GetMeetings", lCommitteeId=one.number, **span) for one in chosen)]
    found = read_files(answers, wanted)
    missed: list[Remark] = []
    for one in found.read:
        if asking.asked >= MOST_ASKED:
            missed.append(
                _look(
                    f"Only the first {MOST_ASKED} questions were asked; of the meetings after that the agenda is not read."
                )
            )
            break
        try:
            answer = asking.call("GetMeeting", lMeetingId=one.number)
            read_answer(answer[1], answer[0])
            answers.append(answer)
        except PeelianError as error:
            missed.append(_look(f"Of meeting {one.number} only day and state are read. {error.message}"))
    whole = read_files(answers, wanted)
    return replace(whole, remarks=(*whole.remarks, *missed))


def _look(what: str) -> Remark:
    return Remark(what, None, None, "certain")


def _chosen(committees: tuple[CommitteeRead, ...], wanted: Wanted, service: str) -> list[CommitteeRead]:
    """The committee that is meant. Raises PeelianError with the names there are."""
    chosen = [one for one in committees if wanted.committee and wanted.is_of(one.number, one.title)]
    exact = [one for one in chosen if one.title.casefold() == wanted.committee.strip().casefold()]
    chosen = exact or chosen
    if len(chosen) == 1:
        return chosen
    shown = chosen or [one for one in committees if not one.ended] or list(committees)
    names = "; ".join(f"{one.number} {one.title}{' (ended)' if one.ended else ''}" for one in shown[:40])
    more = f"; and {len(shown) - 40} more" if len(shown) > 40 else ""
    what = (
        f"{len(chosen)} committees match {wanted.committee!r}" if chosen else "It is not said which committee is meant"
    )
    if wanted.committee and not chosen:
        what = f"No committee matches {wanted.committee!r}"
    raise PeelianError(
        "which-committee", f"{what} at {urlsplit(service).netloc}.",
        f"Name one with --committee, by number or name: {names}{more}.",
        {"service": service},
    )  # fmt: skip
