"""The blueprint of the pages on which consultations are worked on."""

from __future__ import annotations

from apiflask import APIBlueprint

#: APIFlask's kind of blueprint, as `reading` is; none of its views belongs to the public API.
desk = APIBlueprint(
    "desk", __name__, url_prefix="/console", template_folder="templates", enable_openapi=False
)
