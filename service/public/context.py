"""The office that an application serves, for its views."""

from __future__ import annotations

from datetime import date
from typing import cast

from flask import current_app

from knowledge.clock import day_in_china
from service.wiring import Office

EXTENSION = "yihaoda.office"


def office() -> Office:
    """The office that the running application was created with."""
    return cast(Office, current_app.extensions[EXTENSION])


def today() -> date:
    """The office's present day in China; validity is judged on it."""
    return day_in_china(office().clock())
