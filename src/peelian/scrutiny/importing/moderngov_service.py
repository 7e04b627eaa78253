"""Asking a ModernGov web service: politely, one question after the other, under our own name, and never without end."""

from __future__ import annotations

import contextlib
import datetime as dt
import ipaddress
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, replace
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
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
    """What an address answers. Raises PeelianError for a host that refuses, fails, is not there, is slow, or never ends.

    A host may send us on over the web and to nothing that is not public: a name that a person wrote may be inside a network, one
    that a stranger's answer names may not.
    """
    asked = urllib.request.Request(address, headers={"User-Agent": NAME, "Accept": "text/xml, application/xml"})
    until = time.monotonic() + whole
    late = _wrong(
        address, f"its answer was not whole after {whole:.0f} seconds", "Try again later, or ask for fewer days."
    )
    try:
        with _opener(until).open(asked, timeout=timeout) as answer:
            found = bytearray()
            while chunk := answer.read1(_CHUNK):  # what has come, so that the clock is looked at
                found += chunk
                if len(found) > MOST_BYTES:
                    raise _wrong(address, "it sends more than can be read", "Ask for fewer days.")
                if time.monotonic() > until:
                    raise late
            if time.monotonic() > until:  # the clock ended it, not the host
                raise late
            return bytes(found)
    except urllib.error.HTTPError as error:
        error.close()
        raise _refused(address, error.code) from error
    except TimeoutError as error:
        raise _wrong(address, f"it said nothing for {timeout:.0f} seconds", "Try again later.") from error
    except (urllib.error.URLError, HTTPException, OSError, ValueError) as error:
        if time.monotonic() > until:
            raise late from error
        reason = getattr(error, "reason", error)
        if isinstance(reason, TimeoutError):
            raise _wrong(address, f"it said nothing for {timeout:.0f} seconds", "Try again later.") from error
        raise _wrong(
            address, f"it cannot be reached ({reason})", "Look at the address, and whether this machine reaches it."
        ) from error


class _SentAway(OSError):
    """A host sends us where a stranger may not send us."""


class _StaysOnTheWeb(urllib.request.HTTPRedirectHandler):
    """Follows a host to another address of the web and to nothing else, and never back from TLS to plain HTTP."""

    def redirect_request(self, req: urllib.request.Request, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        scheme = urlsplit(newurl).scheme
        if scheme not in ("http", "https") or (req.type == "https" and scheme == "http"):
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@dataclass
class _Road:
    """The way to an answer: when it ends, and whether it may only lead to public addresses."""

    until: float
    public: bool = False

    def connections(self, plain: type[HTTPConnection], asked: urllib.request.Request) -> type[HTTPConnection]:
        """Connections that end at the hour, however slowly a host speaks, and go to public addresses where a stranger sent us.

        Behind a proxy the proxy decides what it reaches.
        """
        sent = asked.unverifiable and urlsplit(asked.full_url).hostname != asked.origin_req_host
        road, guarded = self, (sent or self.public) and not asked.has_proxy()

        class Connection(plain):  # type: ignore[misc, valid-type]
            def connect(self) -> None:
                super().connect()
                peer = ipaddress.ip_address(self.sock.getpeername()[0].partition("%")[0])
                public = (getattr(peer, "ipv4_mapped", None) or peer).is_global
                if guarded and not public:  # before anything is asked of it
                    self.close()
                    raise _SentAway(f"it sends us on to {self.host}, which is no public address")
                road.public = road.public or public
                clock = threading.Timer(max(road.until - time.monotonic(), 0.01), _hang_up, [self.sock])
                clock.daemon = True
                clock.start()

        return Connection


def _hang_up(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


class _Plain(urllib.request.HTTPHandler):
    def __init__(self, road: _Road) -> None:
        super().__init__()
        self.road = road

    def http_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(self.road.connections(HTTPConnection, req), req)


class _Secure(urllib.request.HTTPSHandler):
    def __init__(self, road: _Road) -> None:
        super().__init__()
        self.road = road

    def https_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(self.road.connections(HTTPSConnection, req), req)


def _opener(until: float) -> urllib.request.OpenerDirector:
    """Of the web alone: no files, no FTP."""
    opener, road = urllib.request.OpenerDirector(), _Road(until)
    for handler in (
        urllib.request.ProxyHandler(), _Plain(road), _Secure(road), _StaysOnTheWeb(),
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
