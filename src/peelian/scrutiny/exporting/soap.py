"""ModernGov's calls in an envelope: SOAP 1.1 and 1.2, for clients that were generated from its description."""

from __future__ import annotations

from peelian.figures.errors import PeelianError
from peelian.reading.xml import read_xml
from peelian.scrutiny.exporting.markup import element
from peelian.scrutiny.exporting.moderngov import named

SERVICE = "http://moderngov.co.uk/namespaces"
VERSIONS = {
    "text/xml": "http://schemas.xmlsoap.org/soap/envelope/",
    "application/soap+xml": "http://www.w3.org/2003/05/soap-envelope",
}
MOST_BYTES = 20_000


def read_call(body: bytes) -> tuple[str, dict[str, str]]:
    """The call in an envelope, and its parameters in small letters. Raises PeelianError for what is none."""
    if len(body) > MOST_BYTES:
        raise PeelianError("bad-envelope", "The envelope is too big.", "Send one call.")
    root = read_xml(body, "the envelope")
    inside = next((one for one in root if one.tag == "Body"), None)
    call = next(iter(inside), None) if inside is not None else None
    name = named(call.tag) if call is not None and root.tag == "Envelope" else None
    if call is None or name is None:
        raise PeelianError(
            "bad-envelope", "The envelope holds no call that is answered here.", "See /mgWebService.asmx."
        )
    return name, {one.tag.casefold(): (one.text or "").strip() for one in call}


def enveloped(kind: str, call: str, answer: str) -> str:
    """An answer in its envelope. ``kind`` is the content type that was asked in; the answer's own elements have no namespace."""
    start = answer.index(">")
    inside = f'{answer[:start]} xmlns=""{answer[start:]}'
    return (
        f'<soap:Envelope xmlns:soap="{_version(kind)}"><soap:Body><{call}Response xmlns="{SERVICE}"><{call}Result>'
        f"{inside}</{call}Result></{call}Response></soap:Body></soap:Envelope>"
    )


def fault(kind: str, message: str) -> str:
    """A refusal in an envelope."""
    if "soap+xml" in kind:
        told = f"<soap:Code><soap:Value>soap:Sender</soap:Value></soap:Code><soap:Reason>{_text(message)}</soap:Reason>"
    else:
        told = f"<faultcode>soap:Client</faultcode>{element('faultstring', message)}<detail />"
    return f'<soap:Envelope xmlns:soap="{_version(kind)}"><soap:Body><soap:Fault>{told}</soap:Fault></soap:Body></soap:Envelope>'


def _text(message: str) -> str:
    return element("soap:Text", message).replace("<soap:Text>", '<soap:Text xml:lang="en">', 1)


def answered_as(kind: str) -> str:
    """The content type of an answer: that of the call."""
    return f"{'application/soap+xml' if 'soap+xml' in kind.casefold() else 'text/xml'}; charset=utf-8"


def _version(kind: str) -> str:
    return VERSIONS.get(kind.partition(";")[0].strip().casefold(), VERSIONS["text/xml"])
