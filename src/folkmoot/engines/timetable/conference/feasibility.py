"""Why a conference cannot be scheduled, where counting shows it.

What counting does not show, the search finds out: it proves that nothing fits, or finds nothing.
"""

from folkmoot.engines.timetable.conference.terms import Conference


def reasons_against(conference: Conference) -> tuple[str, ...]:
    """Sentences, one for each reason; empty if counting shows none."""
    told = []
    longest = max((one.slots for one in conference.sessions), default=0)
    for one in conference.submissions:
        if one.slots > longest:
            told.append(
                f"{one.name} needs {one.slots} time slots, and no session has more than {longest}."
            )
    if conference.slots_needed > conference.slots_offered:
        told.append(
            f"The submissions need {conference.slots_needed} time slots, and the sessions have "
            f"{conference.slots_offered} in all rooms together."
        )
    told += _too_few_cells(conference)
    return tuple(told)


def _too_few_cells(conference: Conference) -> list[str]:
    """No cell is shared, so each track takes some for itself."""
    longest = max((one.slots for one in conference.sessions), default=0)
    cells = sum(one.slots > 0 for one in conference.sessions) * len(conference.rooms)
    needed = 0
    for track in range(len(conference.tracks)):
        slots = sum(one.slots for one in conference.submissions if one.track == track)
        needed += -(-slots // longest) if longest else 0
    if needed <= cells:
        return []
    return [
        f"The tracks need {needed} cells of one session in one room at least, and there are {cells}."
    ]
