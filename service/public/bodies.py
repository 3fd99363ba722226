"""Bodies longer than anything that is needed here: refused with an answer that can be read.

A server that answers and closes while the other side still sends makes many clients lose the
answer; so a bounded part of what is too long is read and thrown away first.
"""

from __future__ import annotations

from typing import BinaryIO

from flask import Flask, abort, request

#: A question has 500 characters at most; nothing that citizens send needs more.
MAX_BODY_BYTES = 64 * 1024
#: What staff send files to, and how much of them at a time.
UPLOADS = {
    "desk.upload_drafts": 64 * 1024 * 1024,
    "desk.preview_calendar": 4 * 1024 * 1024,
    "desk.try_file": 4 * 1024 * 1024,
    "desk.preview_negative": 4 * 1024 * 1024,
    "desk.import_negative": 4 * 1024 * 1024,
    "desk.preview_organs": 4 * 1024 * 1024,
    "desk.import_organ_table": 4 * 1024 * 1024,
    "desk.import_vocabulary": 6 * 1024 * 1024,
    "desk.change_vocabulary": 4 * 1024 * 1024,
}
#: Forms hold no more than this of a longer body, the rest of which are files.
LARGEST_FORM = 1024 * 1024

#: Bytes of a refused body that are read away; who sends more than that is cut off.
MOST_DRAINED = 2 * 1024 * 1024
_PIECE = 64 * 1024


def install(app: Flask) -> None:
    """Refuse what is too long before anything else looks at the request."""
    app.before_request(refuse_too_long)


def refuse_too_long() -> None:
    """Abort with 413 a body over MAX_BODY_BYTES, whether its length was told or not.

    One in pieces (chunked) would else be cut off at the limit without a word. Files may be longer,
    where their length is told.
    """
    stream: BinaryIO = request.environ["wsgi.input"]
    if request.content_length is None:
        too_long = len(request.get_data()) >= MAX_BODY_BYTES and stream.read(1) != b""
    else:
        most = UPLOADS.get(request.endpoint or "", MAX_BODY_BYTES)
        request.max_content_length = most
        request.max_form_memory_size = min(most, LARGEST_FORM)
        too_long = request.content_length > most
    if too_long:
        _drain(stream)
        abort(413)


def _drain(stream: BinaryIO) -> None:
    left = MOST_DRAINED
    while left > 0 and (piece := stream.read(min(left, _PIECE))):
        left -= len(piece)
