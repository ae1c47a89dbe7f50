"""What the OpenAPI document (/openapi.json) says beside each route's own types: what is sent, and every answer there may be."""

from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

Content = dict[str, Any]


def text(description: str, *types: str) -> Content:
    """An answer in words."""
    content = {type_: {"schema": {"type": "string"}} for type_ in types or ("text/plain",)}
    return {"description": description, "content": content}


SENTENCE = "One sentence says what is not possible, and what to do"
ALL: dict[int | str, Content] = {
    413: text("The body is larger than what is taken here"),
    429: text("Too many requests; wait a moment"),
    503: text("The database cannot be reached now; try again in a moment"),
}
API: dict[int | str, Content] = {400: text(SENTENCE), 404: text("There is nothing here"), **ALL}
PAGES: dict[int | str, Content] = {
    303: {"description": "Go on at another page, which may be the one to sign in at"},
    400: text(SENTENCE, "text/html"),
    404: text("There is no such page", "text/html"),
    **ALL,
}

SIGNED: Content = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
"""For a route that takes its body as it is."""


def form(*fields: str) -> Content:
    """For a route that takes a form with these fields, and with ``csrf`` from a page of the same session."""
    properties = {name: {"type": "string"} for name in ("csrf", *fields)}
    schema = {"type": "object", "properties": properties, "required": ["csrf"]}
    return {"requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": schema}}}}


def complete(app: FastAPI) -> None:
    """Add to every route of ``app`` the answers that hold for all of its kind."""
    for route in app.routes:
        if isinstance(route, APIRoute):
            route.responses = {**(API if route.path.startswith("/api/") else PAGES), **route.responses}
