"""How pages are shown: in large type, in high contrast, in the layout of a kiosk.

Pages set no cookie, so the address tells it, and every link and form of a page leads on in the same
look; this works without JavaScript. With JavaScript the tab remembers the first two as well. What
was posted is posted again to be drawn in another look: no question, number or code ever stands in
an address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask, has_request_context, request, url_for

#: What an address may say, by the name it says it under.
LOOKS = {"text": "large", "contrast": "high", "layout": "kiosk"}

#: How long nobody may touch a kiosk before it forgets what it shows.
KIOSK_IDLE_SECONDS = 120

#: Where links carry the look to: pages for people. The API carries it to the links that it gives.
BLUEPRINTS = frozenset(
    {"pages", "questions", "reading", "consultations", "feedback", "documentation"}
)
ALSO = frozenset({"api.ask"})
NOT = frozenset({"reading.source"})

#: Pages that answer a form: where what came is posted again, and which fields of it. The form of a
#: consultation has a token, so that it is taken in once; what was done to one is not done again, it
#: is looked up. From other pages that answer forms the way leads home.
AGAIN: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "pages.ask": ("pages.ask", ("question", "conversation")),
    "consultations.submit": (
        "consultations.submit",
        ("form_token", "answer_id", "question", "contact_name", "contact"),
    ),
    "consultations.lookup": ("consultations.lookup", ("number", "code")),
    "consultations.act": ("consultations.lookup", ("number", "code")),
}


@dataclass(frozen=True)
class Way:
    """An address, and the fields that are posted to it; none where it is a link."""

    address: str
    fields: tuple[tuple[str, str], ...] = ()


#: To be handed to `url_for` where the address is to say nothing of looks.
PLAIN: dict[str, Any] = dict.fromkeys(LOOKS)


def install(app: Flask) -> None:
    """Let links carry the look, and templates know it."""
    app.url_defaults(_carry)
    app.context_processor(
        lambda: {
            "look": chosen_look(),
            "looks": LOOKS,
            "with_look": with_look,
            "kiosk_idle": KIOSK_IDLE_SECONDS,
        }
    )


def chosen_look() -> dict[str, str]:
    """What the present address says of looks."""
    return {name: value for name, value in LOOKS.items() if request.args.get(name) == value}


def with_look(name: str, chosen: bool, again: bool = True) -> Way:
    """The way to what is shown now, in or out of that look; unless `again`, nothing is posted."""
    look = {**chosen_look(), name: LOOKS[name]}
    if not chosen:
        del look[name]
    plain = {**PLAIN, **look}
    if request.method not in ("GET", "HEAD") or request.endpoint is None:
        endpoint, names = AGAIN.get(request.endpoint or "", ("pages.home", ()))
        held = request.form if again else {}
        return Way(url_for(endpoint, **plain), tuple((k, held[k]) for k in names if k in held))
    others = [(key, value) for key, value in request.args.items(multi=True) if key not in LOOKS]
    query = urlencode([*others, *look.items()])
    path = url_for(request.endpoint, **{**(request.view_args or {}), **PLAIN})
    return Way(f"{path}?{query}" if query else path)


def _carry(endpoint: str, values: dict[str, Any]) -> None:
    leads_to_page = endpoint.partition(".")[0] in BLUEPRINTS and endpoint not in NOT
    if has_request_context() and (leads_to_page or endpoint in ALSO):
        for name, value in chosen_look().items():
            values.setdefault(name, value)
