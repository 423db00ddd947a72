"""Tells many stories at once, in the order of their days, as they would have happened.

A story is a generator: it yields the moment of its next step and goes on when that has come. So
numbers in the register and entries of the trail stand in the order of time.
"""

import heapq
from collections.abc import Iterator
from datetime import datetime

Story = Iterator[datetime]


class Agenda:
    """Stories that wait for their next step."""

    def __init__(self) -> None:
        self._waiting: list[tuple[datetime, int, Story]] = []
        self._count = 0

    def add(self, story: Story) -> None:
        """Let a story begin; it may be added by another one in the middle of things."""
        moment = next(story, None)
        if moment is not None:
            self._count += 1
            # At one moment the story that was added first comes first.
            heapq.heappush(self._waiting, (moment, self._count, story))

    def run(self) -> None:
        """Go through all steps of all stories."""
        while self._waiting:
            self.add(heapq.heappop(self._waiting)[2])
