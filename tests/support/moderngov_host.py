"""A made-up council's ModernGov service, with the habits of real ones: no range kept, all encoded twice, too much sent."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
SECRET = "CANARY the price is 1,234,567 pounds"

COMMITTEES = f"""{HEAD}<committees>
  <committeescount> 3</committeescount>
  <committee>
    <committeeid>144</committeeid>
    <committeetitle>Crime &amp;amp; Disorder Sub-Committee</committeetitle>
    <committeedeleted>False</committeedeleted>
    <committeeexpired>False</committeeexpired>
    <committeecategory>Scrutiny</committeecategory>
  </committee>
  <committee><committeeid>145</committeeid><committeetitle>Planning Committee</committeetitle>
    <committeedeleted>False</committeedeleted><committeeexpired>False</committeeexpired></committee>
  <committee><committeeid>9</committeeid><committeetitle>Crime Working Party</committeetitle>
    <committeedeleted>False</committeedeleted><committeeexpired>True</committeeexpired></committee>
</committees>
"""


def listed(*meetings: tuple[str, str, str, str]) -> str:
    """A list of meetings of committee 144: number, day, status, hour."""
    rows = "".join(
        f"<meeting><meetingid>{number}</meetingid><meetingdate>{day}</meetingdate><meetingstatus>{status}</meetingstatus>"
        f"<meetingtime>{hour}</meetingtime><iswebcast>False</iswebcast></meeting>\n"
        for number, day, status, hour in meetings
    )
    return (
        f"{HEAD}<getmeetings><meetingscount> {len(meetings)}</meetingscount><committeescount> 1</committeescount><committee>"
        "<committeeid>144</committeeid><committeetitle>Crime &amp;amp; Disorder Sub-Committee</committeetitle>"
        f"<committeemeetings>\n{rows}</committeemeetings></committee></getmeetings>"
    )


def item(number: str, title: str, **told: str) -> str:
    """An item of an agenda; ``told`` are further elements, as they stand in the XML."""
    known = {
        "agendaitemid": f"18{number}", "agendaitemtitle": title, "agendaitemnumber": number,
        "fulldisplaynumberformat": f"{number}.",
        "isrestricted": "False", "isminutepublished": "False", **told,
    }  # fmt: skip
    return (
        "<agendaitem>" + "".join(f"<{name}>\n{value}\n</{name}>" for name, value in known.items()) + "</agendaitem>\n"
    )


def document(title: str, url: str, restricted: bool = False, ground: str = "") -> str:
    """A document of an item."""
    return (
        f"<linkeddoc><attachmentid>60860</attachmentid><title>{title}</title><isurl>False</isurl><url>{url}</url>"
        f"<isrestricted>{restricted}</isrestricted><restrictionsRef>{ground}</restrictionsRef></linkeddoc>"
    )


AGENDA = (
    item("1", "Apologies for Absence")
    + item("2", "Chair&amp;#39;s &amp;quot;Announcements&amp;quot; &amp;amp; News")
    + item(
        "3", "Burglary", isminutepublished="True", minutesitemnumber="3", minutesitemsubnumber="b",
        agendatext='&lt;div class="WordSection1"&gt;&lt;p&gt;To note the report\nof the Director &amp;amp; the Chair'
                   "&#8217;s letter.&lt;/p&gt;"
                   "&lt;ul&gt;&lt;li&gt;first&lt;/li&gt;&lt;li&gt;second&lt;/li&gt;&lt;/ul&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;/div&gt;",
        minutesnonemptyhtmlbody="&lt;p&gt;The report was noted.&lt;br /&gt;Officers will write.&lt;/p&gt;",
        linkeddocuments=document("Report, Burglary", "http://democracy.example/mgConvert2PDF.aspx?ID=60860")
                        + document("Appendix", "/documents/s1.pdf") + document("Tricks", "javascript:alert(1)")
                        + document("Prices", "http://democracy.example/secret.pdf", True, "Paragraph 3"),
    )
    + item(
        "4", "CCTV contract", isrestricted="True", isminutepublished="True", agendatext=f"&lt;p&gt;{SECRET}&lt;/p&gt;",
        minutesnonemptyhtmlbody=SECRET, decisionnonemptyhtmlbody=SECRET, restrictionsRef="Paragraph 3 of Schedule 12A",
        linkeddocuments=document(f"Tender {SECRET}", f"http://democracy.example/{SECRET}"),
    )
    + item("5", "Hidden", isdisplayallowed="False", agendatext=SECRET)
    + item("5", "Date of Next Meeting")
    + item("5", "Any other business")
)  # fmt: skip


def meeting(number: str = "4967", day: str = "10/02/2026", items: str = AGENDA, **told: str) -> str:
    """A meeting's own answer."""
    known = {
        "meetingid": number, "meetingdate": day, "meetingstatus": "Confirmed", "meetingtime": "7.30 pm",
        "meetingactualstarttime": "", "meetingplannedfinishtime": "9.00 pm", "meetinglocation": "Council Chamber, Town Hall",
        "agendapublished": "True", "minutepublished": "True", **told,
    }  # fmt: skip
    head = "".join(f"  <{name}>{value}</{name}>\n" for name, value in known.items())
    attendees = (
        '<attendee membertype="U" memberid="192" name="Councillor Anne O&amp;#39;Hara" roledescription="Chair"'
        ' attendance="Present" />'
        '<attendee name="Bilal Khan" attendance="Apologies" /><attendee name="Cy Dent" attendance="Expected" />'
        '<attendee name="Eve Stone" attendance="Present as substitute" representing="Bilal Khan" />'
    )
    return f"{HEAD}<meeting>\n{head}<agendaitems>\n{items}</agendaitems><attendees>{attendees}</attendees></meeting>"


LIST = listed(
    ("4966", "13/01/2026", "Cancelled", "10.00 am"), ("4967", "10/02/2026", "Confirmed", "7.30 pm"),
    ("12", "10/02/2016", "Confirmed", "7.30 pm"), ("4970", "09/06/2026", "Provisional", "12 noon"),
)  # fmt: skip


@dataclass
class Host:
    """What it answers by call, and what it was asked. ``answers`` may be text, a status, or a function that writes the answer."""

    answers: dict[str, str | int | Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    address: str = ""

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """One question."""
        self.asked.append(handler.path)
        self.agents.add(handler.headers.get("User-Agent", ""))
        parts = urlsplit(handler.path)
        name, given = parts.path.rpartition("/")[2], parse_qs(parts.query)
        found = self.answers.get(f"{name} {given.get('lMeetingId', [''])[0]}".strip(), self.answers.get(name, 404))
        if callable(found):
            found(handler)
            return
        status, body = (found, b"no") if isinstance(found, int) else (200, found.encode())
        handler.send_response(status)
        handler.send_header("Content-Type", "text/xml; charset=utf-8")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)


def usual() -> Host:
    """A host that answers everything."""
    return Host({
        "GetCommittees": COMMITTEES, "GetMeetings": LIST, "GetMeeting 4967": meeting(),
        "GetMeeting 4966": meeting("4966", "13/01/2026", "", meetingstatus="Cancelled", minutepublished="False"),
        "GetMeeting 4970": 500,
    })  # fmt: skip


@contextmanager
def listening(host: Host) -> Iterator[Host]:
    """The host on a port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """What the host answers."""
            try:
                host.answer(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Nothing on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()


def silent(seconds: float) -> Callable[[BaseHTTPRequestHandler], None]:
    """An answer that does not come for so long."""
    return lambda handler: time.sleep(seconds)


def endless(handler: BaseHTTPRequestHandler) -> None:
    """An answer that comes a word at a time, and never ends."""
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"<a>")
        handler.wfile.flush()
        time.sleep(0.05)
