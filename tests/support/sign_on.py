"""A body's own sign-on, as small as OpenID Connect allows: discovery, keys, authorisation, tokens, claims; really signed.

It asks nobody for a password: whoever comes is ``who``. It checks what a provider checks: client, secret, address to return to, the
code's single use, and the proof of PKCE.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "peelian", "a secret of the client"


@cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class SignOn:
    """A running provider. ``who`` are the claims of whoever comes next; ``told`` lists what was asked of it."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.who: dict[str, Any] = {}
        self.issuer, self.audience = address, CLIENT
        self.told: list[str] = []
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: dict[str, dict[str, Any]] = {}
        self.key = _key()

    def settings(self) -> dict[str, Any]:
        """What our settings say of it."""
        return {"openid_connect": {"APPS": [{
            "provider_id": "work", "name": "City Hall", "client_id": CLIENT, "secret": SECRET,
            "settings": {"server_url": self.address, "oauth_pkce_enabled": True},
        }]}}  # fmt: skip

    def discovery(self) -> dict[str, Any]:
        """Where everything is."""
        return {
            "issuer": self.issuer, "jwks_uri": f"{self.address}/jwks",
            **{f"{name}_endpoint": f"{self.address}/{name}" for name in ("authorization", "token", "userinfo")},
            "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"], "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }  # fmt: skip

    def keys(self) -> dict[str, Any]:
        """The public key that tokens are signed with."""
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]}

    def authorise(self, asked: dict[str, str]) -> str:
        """The address to return to, with a code that is good once."""
        assert asked["client_id"] == CLIENT and asked["response_type"] == "code" and "openid" in asked["scope"]
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def tokens_for(self, asked: dict[str, str]) -> dict[str, Any] | None:
        """The tokens of a code; None where something is not as it was promised."""
        begun = self.codes.pop(asked.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(asked.get("code_verifier", "").encode()).digest()).rstrip(b"=")
        if (
            begun is None or asked.get("client_secret") != SECRET or asked.get("redirect_uri") != begun["redirect_uri"]
            or begun["code_challenge_method"] != "S256" or proof.decode() != begun["code_challenge"]
        ):  # fmt: skip
            return None
        access, moment = secrets.token_urlsafe(16), int(time.time())
        claims = {"iss": self.issuer, "aud": self.audience, "iat": moment, "exp": moment + 300, **self.who}
        self.tokens[access] = dict(self.who)
        signed = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": signed}


class _Handler(BaseHTTPRequestHandler):
    sign_on: SignOn

    def do_GET(self) -> None:
        path, asked = self._asked(urlsplit(self.path).query)
        if path == "/.well-known/openid-configuration":
            self._answer(self.sign_on.discovery())
        elif path == "/jwks":
            self._answer(self.sign_on.keys())
        elif path == "/authorization":
            self.send_response(302)
            self.send_header("Location", self.sign_on.authorise(asked))
            self.end_headers()
        else:
            held = self.sign_on.tokens.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
            self._answer(held, 200 if path == "/userinfo" and held else 401)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        _, asked = self._asked(body)
        found = self.sign_on.tokens_for(asked)
        self._answer(found or {"error": "invalid_grant"}, 200 if found else 400)

    def _asked(self, query: str) -> tuple[str, dict[str, str]]:
        path = urlsplit(self.path).path
        self.sign_on.told.append(path)
        return path, {name: values[0] for name, values in parse_qs(query).items()}

    def _answer(self, said: Any, status: int = 200) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the test says what it expects."""


@contextmanager
def signing_on() -> Iterator[SignOn]:
    """A provider on a free port of this machine until the end of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {}))
    sign_on = SignOn(f"http://127.0.0.1:{server.server_port}")
    server.RequestHandlerClass.sign_on = sign_on  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield sign_on
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
