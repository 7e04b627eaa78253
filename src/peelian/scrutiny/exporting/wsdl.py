"""ModernGov's calls described (WSDL 1.1): clients in SOAP are made from it, and others tell by it that the service is on."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from peelian.scrutiny.exporting.markup import escaped
from peelian.scrutiny.exporting.moderngov import CALLS
from peelian.scrutiny.exporting.soap import SERVICE

NAME = "mgWebService"
TYPES = {"l": "s:int", "s": "s:string", "b": "s:boolean"}
"""What a parameter is, by the letter that its name begins with."""
BINDINGS = {
    f"{NAME}Soap": ("soap", "http://schemas.xmlsoap.org/wsdl/soap/"),
    f"{NAME}Soap12": ("soap12", "http://schemas.xmlsoap.org/wsdl/soap12/"),
}
"""Each way of asking, by its name: SOAP 1.1 and 1.2."""
_SPACES = "".join(f' xmlns:{short}="{long}"' for short, long in BINDINGS.values())


def described(address: str) -> str:
    """The description, for a service at an address."""
    return (
        f'<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://www.w3.org/2001/XMLSchema"'
        f'{_SPACES} xmlns:tns="{SERVICE}" targetNamespace="{SERVICE}">'
        f"{_schema()}{_each(_messages)}"
        f'<wsdl:portType name="{NAME}Soap">{_each(_operation)}</wsdl:portType>'
        f"{''.join(_binding(name, short) for name, (short, _) in BINDINGS.items())}"
        f'<wsdl:service name="{NAME}">'
        f"{''.join(_port(name, short, address) for name, (short, _) in BINDINGS.items())}</wsdl:service></wsdl:definitions>"
    )


def _each(make: Callable[[str], str]) -> str:
    return "".join(map(make, CALLS))


def _schema() -> str:
    elements = "".join(
        f"{_element(name, _parameters(name))}{_element(f'{name}Response', [_result(name)])}" for name in CALLS
    )
    return f'<wsdl:types><s:schema elementFormDefault="qualified" targetNamespace="{SERVICE}">{elements}</s:schema></wsdl:types>'


def _element(name: str, parts: Iterable[str]) -> str:
    return (
        f'<s:element name="{name}"><s:complexType><s:sequence>{"".join(parts)}</s:sequence></s:complexType></s:element>'
    )


def _parameters(name: str) -> Iterable[str]:
    """Only a number has to be given."""
    for one in CALLS[name][1]:
        least = 1 if one.startswith("l") else 0
        yield f'<s:element minOccurs="{least}" maxOccurs="1" name="{one}" type="{TYPES[one[0]]}" />'


def _result(name: str) -> str:
    """An answer is whatever XML it is."""
    anything = '<s:complexType mixed="true"><s:sequence><s:any processContents="lax" /></s:sequence></s:complexType>'
    return f'<s:element minOccurs="0" maxOccurs="1" name="{name}Result">{anything}</s:element>'


def _messages(name: str) -> str:
    return "".join(
        f'<wsdl:message name="{name}Soap{way}"><wsdl:part name="parameters" element="tns:{name}{of}" /></wsdl:message>'
        for way, of in (("In", ""), ("Out", "Response"))
    )


def _operation(name: str) -> str:
    return (
        f'<wsdl:operation name="{name}"><wsdl:input message="tns:{name}SoapIn" /><wsdl:output message="tns:{name}SoapOut" />'
        "</wsdl:operation>"
    )


def _binding(binding: str, short: str) -> str:
    asked = "".join(
        f'<wsdl:operation name="{name}"><{short}:operation soapAction="{SERVICE}/{name}" style="document" />'
        f'<wsdl:input><{short}:body use="literal" /></wsdl:input><wsdl:output><{short}:body use="literal" /></wsdl:output>'
        "</wsdl:operation>"
        for name in CALLS
    )
    return (
        f'<wsdl:binding name="{binding}" type="tns:{NAME}Soap">'
        f'<{short}:binding transport="http://schemas.xmlsoap.org/soap/http" />{asked}</wsdl:binding>'
    )


def _port(binding: str, short: str, address: str) -> str:
    return f'<wsdl:port name="{binding}" binding="tns:{binding}"><{short}:address location="{escaped(address)}" /></wsdl:port>'
