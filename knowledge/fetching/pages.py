"""What is remembered of fetched addresses, so that only what changed is fetched again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, UtcDateTime


class FetchedPage(Base):
    """An address, what it last gave, and the validators for asking conditionally (RFC 9110)."""

    __tablename__ = "fetched_page"

    url: Mapped[str] = mapped_column(Text, primary_key=True)
    etag: Mapped[str | None] = mapped_column(Text)
    last_modified: Mapped[str | None] = mapped_column(Text)
    sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    fetched_at: Mapped[datetime] = mapped_column(UtcDateTime)
