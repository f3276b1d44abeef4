"""A little provider of OpenID Connect, served on this machine: it says whatever a test wants it to say."""

import base64
import hashlib
import json
import secrets
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "mentorway", "a secret of two"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """What the provider knows, and what it shall say otherwise than it should."""

    def __init__(self, address):
        self.address = address
        self.codes = {}
        self.person = {"sub": "p-1", "email": "vilma@uni.example", "email_verified": True, "name": "Vilma V."}
        self.wrong = {}
        self.key, self.algorithm, self.status = KEY, "RS256", 200
        self.asked = []

    def authorize(self, location):
        """Act as a person who signs in at the provider: return the code and state that they bring back."""
        told = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        code = secrets.token_urlsafe(8)
        self.codes[code] = told
        return {"code": code, "state": told["state"]}

    def token(self, sent):
        told = self.codes.pop(sent["code"])
        proved = base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"].encode()).digest())
        assert proved.rstrip(b"=").decode() == told["code_challenge"]
        assert told["code_challenge_method"] == "S256"
        assert (sent["client_id"], sent["client_secret"]) == (CLIENT, SECRET)
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": told["nonce"]}
        claims |= {**self.person, **self.wrong}
        claims = {name: value for name, value in claims.items() if value is not None}
        key = None if self.algorithm == "none" else self.key
        if self.algorithm == "HS256":
            key = "x" * 40
        token = jwt.encode(claims, key, algorithm=self.algorithm, headers={"kid": "k1"})
        return {"access_token": "not kept", "token_type": "Bearer", "id_token": token}

    def document(self):
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self):
        found = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [{**found, "kid": "k1", "alg": "RS256", "use": "sig"}]}


@contextmanager
def served(context=None):
    """Serve a provider on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            path = urlsplit(self.path).path
            found = {"/.well-known/openid-configuration": provider.document, "/keys": provider.keys}
            self.answer(found[path]() if path in found else {})

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.answer(provider.token({name: value[0] for name, value in parse_qs(body).items()}))

        def answer(self, told):
            provider.asked.append(self.path)
            body = json.dumps(told).encode()
            self.send_response(provider.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    scheme = "http"
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        scheme = "https"
    provider = Provider(f"{scheme}://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, daemon=True, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
