"""A forum in two cities and two zones over the night when clocks change in one of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from folkmoot.engines.interchange.programmes import (
    Attachment,
    Hall,
    Item,
    Line,
    Participant,
    Programme,
)

RELEASED = datetime(2031, 3, 1, 12, 0, 0, 250, tzinfo=UTC)
GREAT = Hall(
    uid="11111111-1111-4111-8111-111111111111", name="Great hall", venue="River House",
    city="Rivermouth", city_uid="c1111111-1111-4111-8111-111111111111",
    time_zone="Europe/Berlin", address="Quay 1, Rivermouth", latitude="53.5", longitude="9.9",
    capacity=300, country="XR",
)  # fmt: skip
TOWER = Hall(
    uid="22222222-2222-4222-8222-222222222222", name="Upper room", venue="Gate Tower",
    city="Steppe Gate", city_uid="c2222222-2222-4222-8222-222222222222",
    time_zone="Asia/Irkutsk",
)  # fmt: skip
TRADE = Line("33333333-3333-4333-8333-333333333333", "Rivers & roads", 200)
MAYOR = Participant(
    "Ilka Brandt", "moderator", "44444444-4444-4444-8444-444444444444", "Mayor", "City of Rivermouth",
    "https://forum.example/en/people/4/",
)  # fmt: skip
WRITTEN = Participant("A. Guest", "speaker")
# Clocks in Berlin go from two to three in the night to Sunday, 30 March 2031.
EVENING = datetime(2031, 3, 29, 22, 0, tzinfo=UTC)


def item(number: int, title: str, **values: object) -> Item:
    """A session of the forum with what it must have."""
    uid = f"aaaaaaaa-aaaa-4aaa-8aaa-{number:012d}"
    made = Item(
        uid=uid,
        title=title,
        kind="section",
        kind_name="Thematic section",
        address=f"https://forum.example/en/sessions/{number}/",
        time_zone="Europe/Berlin",
        changed_at=RELEASED,
        language="en",
    )
    if "halls" in values:
        halls = values["halls"]
        values = {"first_hall": halls[0].uid, "time_zone": halls[0].time_zone, **values}  # type: ignore[index]
    return replace(made, **values)  # type: ignore[arg-type]


def opening() -> Item:
    """A bridge over the night: three hours that the hands of Berlin's clocks show as four."""
    return item(
        1, "Opening, of; the \\ lamps", kind="plenary", kind_name="Plenary session",
        starts_at=EVENING, ends_at=EVENING + timedelta(hours=3), halls=(GREAT, TOWER), line=TRADE,
        participants=(MAYOR, WRITTEN), languages=("de", "ru"), abstract="What the shores share.",
        stream="https://stream.example/1?a=1&b=2", notes=("Held at once in several cities.",),
        attachments=(
            Attachment("Draft", "https://forum.example/files/draft.pdf", is_file=True),
            Attachment("Map", "https://example.org/map"),
        ),
    )  # fmt: skip


def programme(*items: Item, **values: object) -> Programme:
    """The programme of these sessions, or of a whole small forum."""
    made = Programme(
        uid="eeeeeeee-eeee-4eee-8eee-eeeeeeeeeeee",
        stem="rivers-forum/2031",
        title="Forum of Rivers",
        version="1.0",
        released_at=RELEASED,
        time_zone="Europe/Berlin",
        first_day=date(2031, 3, 29),
        last_day=date(2031, 3, 30),
        address="https://forum.example/en/series/rivers-forum/2031/programme/",
        language="en",
        items=items or whole(),
        about="Water has no border",
        lines=(TRADE,),
        unplaced="Place not stated",
    )
    return replace(made, **values)  # type: ignore[arg-type]


def whole() -> tuple[Item, ...]:
    """Every case that the formats have trouble with."""
    morning = datetime(2031, 3, 30, 7, 0, tzinfo=UTC)
    return (
        opening(),
        item(2, "Шлюзы и паромы\x07", starts_at=morning, ends_at=morning + timedelta(hours=1),
             halls=(GREAT,), language="ru"),
        item(3, "No end", starts_at=morning + timedelta(hours=2), halls=(TOWER,)),
        item(4, "No place", starts_at=morning + timedelta(hours=3),
             ends_at=morning + timedelta(hours=4)),
        item(5, "Only a day", on=date(2031, 3, 30), place="on the quay"),
        item(6, "Called off", starts_at=morning, ends_at=morning + timedelta(hours=1),
             halls=(TOWER,), is_cancelled=True, revision=2),
        item(7, "Coffee", kind="break", starts_at=morning, ends_at=morning + timedelta(minutes=30),
             halls=(GREAT,)),
        item(8, "Exhibition", kind="exhibition", starts_at=EVENING,
             ends_at=EVENING + timedelta(days=6), place="Market square"),
    )  # fmt: skip
