"""Devices as browsers describe them, and a browser's requests to the doors."""

from __future__ import annotations

import base64
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client

HOST = "push.test:8443"


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def make_device(endpoint: str = "") -> dict[str, Any]:
    point = (
        ec.generate_private_key(ec.SECP256R1())
        .public_key()
        .public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    )
    return {
        "endpoint": endpoint or f"https://{HOST}/send/{secrets.token_hex(8)}",
        "expirationTime": None,
        "keys": {"p256dh": encoded(point), "auth": encoded(secrets.token_bytes(16))},
    }


class Page:
    """A page of the site in a reader's browser."""

    def __init__(self, address: str = "203.0.113.7") -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.headers = {
            "Host": "testserver",
            "Origin": "http://testserver",
            "Sec-Fetch-Site": "same-origin",
            "X-Forwarded-For": address,
        }

    def key(self) -> dict[str, Any]:
        answer = self.client.get("/doors/push/key", headers=self.headers)
        assert answer.status_code == 200
        return dict(answer.json())

    def post(
        self, door: str, told: Any, *, is_change: bool = True, **headers: str
    ) -> tuple[int, dict[str, Any]]:
        if is_change and isinstance(told, dict):
            told = {"permit": self.key()["permit"]} | told
        body = told if isinstance(told, (str, bytes)) else json.dumps(told)
        answer = self.client.post(
            f"/doors/push/{door}", body, content_type="application/json", headers=self.headers | headers
        )
        assert answer["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer
        return answer.status_code, dict(answer.json())

    def state(self, device: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        return self.post("state", {"subscription": device}, is_change=False)
