"""One request at a time, and a pause between two to the same host."""

from __future__ import annotations

from knowledge.fetching.policy import Timer


class Pace:
    """Remembers when each host was last asked, and waits until it may be asked again."""

    def __init__(self, timer: Timer) -> None:
        self._timer = timer
        self._free_at: dict[str, float] = {}

    def wait(self, host: str, pause: float) -> None:
        """Wait until `pause` seconds have passed since the host was last asked."""
        left = self._free_at.get(host, float("-inf")) + pause - self._timer.now()
        if left > 0:
            self._timer.sleep(left)
        self._free_at[host] = self._timer.now()
