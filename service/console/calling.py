"""The call beside whatever the hotline looks up: its panel's values, and what begins it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request

from service.console.access import current_actor
from service.consultations.numbers import is_form_token, new_form_token
from service.hotline.calls import LONGEST_NOTE, ask_in
from service.hotline.errors import CallNotFound, CallTokenMalformed
from service.hotline.links import CHANNEL_NAMES, channels
from service.hotline.listing import CallView, view_call
from service.public.context import office
from service.public.forms import key
from service.staff.organs import list_organs
from service.staff.permissions import Permission, may


def new_call() -> Mapping[str, Any] | None:
    """The panel of a call that has not begun; None for who keeps no calls."""
    return _panel(new_form_token(), None)


def call_shown(
    token: str, error: str | None = None, told: str | None = None, note: str | None = None
) -> Mapping[str, Any] | None:
    """The panel of the call of this token, begun or not; `note` is what was typed instead.

    None for who keeps no calls.
    """
    if not is_form_token(token):
        return new_call()
    with office().store.reading() as session:
        try:
            view = view_call(session, current_actor(), token=token)
        except CallNotFound:
            view = None
    if view is not None and not view.mine:
        return new_call()
    return _panel(token, view, error, told, note)


def tell_asked(token: str, answer_id: str) -> None:
    """Tell the call that this was asked in it, which begins it; nothing where none is kept."""
    if not may(current_actor(), Permission.KEEP_CALLS):
        return
    try:
        with office().store.writing() as session:
            ask_in(session, current_actor(), token, answer_id, office().clock())
    except (CallNotFound, CallTokenMalformed):
        return  # another seat's token was pasted in: the answer stands, no call is touched


def logged_call() -> Mapping[str, Any] | None:
    """The call that the address says was logged just now; None where it says none."""
    try:
        call_id = key(request.args.get("logged", ""))
    except ValueError:
        return None
    if not may(current_actor(), Permission.KEEP_CALLS):
        return None
    with office().store.reading() as session:
        try:
            return {"call": view_call(session, current_actor(), call_id=call_id)}
        except CallNotFound:
            return None


def _panel(
    token: str,
    view: CallView | None,
    error: str | None = None,
    told: str | None = None,
    note: str | None = None,
) -> Mapping[str, Any] | None:
    if not may(current_actor(), Permission.KEEP_CALLS):
        return None
    with office().store.reading() as session:
        organs = [organ.name for organ in list_organs(session)]
    return {
        "token": token,
        "view": view,
        "note": note if note is not None else view.note if view else "",
        "version": view.note_version if view else 0,
        "error": error,
        "told": told,
        "organs": organs,
        "ways": [CHANNEL_NAMES[channel] for channel in channels(office().settings)],
        "longest_note": LONGEST_NOTE,
    }
