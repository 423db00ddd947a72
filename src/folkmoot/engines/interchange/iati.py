"""Projects and programmes as IATI activities (standard 2.03, ``iati-activities``).

Elements stand in the order that the schema demands. A project whose publisher has no IATI
reference carries the publisher's own address instead.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final
from xml.etree import ElementTree as ET

from folkmoot.engines.interchange.facts import Body, File, Measure, ProjectFacts, Publisher
from folkmoot.engines.values.multilingual import Multilingual

VERSION: Final = "2.03"
# Code list OrganisationRole.
_ROLES: Final = {"funding": "1", "lead": "2", "accountable": "2", "extending": "3"}
_IMPLEMENTING: Final = "4"
# Code list DocumentCategory.
_DOCUMENTS: Final = {"memorandum": "A09", "contract": "A11", "results": "A08"}
_OTHER_DOCUMENT: Final = "A12"
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def write_iati(
    projects: Iterable[ProjectFacts], *, publisher: Publisher, generated_at: datetime
) -> bytes:
    """The activities as one XML file. A project without any date or partner is still written."""
    root = ET.Element(
        "iati-activities",
        {"version": VERSION, "generated-datetime": generated_at.isoformat(timespec="seconds")},
    )
    for project in projects:
        root.append(_activity(project, publisher))
    ET.indent(root, " ")
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _activity(project: ProjectFacts, publisher: Publisher) -> ET.Element:
    attributes = {_LANGUAGE: project.title.original}
    if project.changed_at:
        attributes["last-updated-datetime"] = project.changed_at.isoformat(timespec="seconds")
    if project.budget:
        attributes["default-currency"] = project.budget.currency
    activity = ET.Element("iati-activity", attributes)
    _text(activity, "iati-identifier", _identifier(project.uid, publisher))
    reporting = ET.SubElement(
        activity,
        "reporting-org",
        {"ref": publisher.reference or publisher.address, "type": publisher.kind},
    )
    _text(reporting, "narrative", publisher.name)
    _narratives(activity, "title", project.title)
    _narratives(activity, "description", project.summary or project.title, type="1")
    for partner in project.partners:
        _partner(activity, partner)
    ET.SubElement(activity, "activity-status", {"code": project.status})
    for code, day in (
        ("1", project.planned_from),
        ("2", project.actual_from),
        ("3", project.planned_until),
        ("4", project.actual_until),
    ):
        if day:
            ET.SubElement(activity, "activity-date", {"type": code, "iso-date": day.isoformat()})
    _countries(activity, project.countries)
    _budget(activity, project)
    for file in project.files:
        _document(activity, file)
    if project.part_of:
        _related(activity, project.part_of, "1", publisher)
    for part in project.parts:
        _related(activity, part, "2", publisher)
    for measure in project.measures:
        _result(activity, measure)
    return activity


def _identifier(uid: str, publisher: Publisher) -> str:
    return f"{publisher.reference or publisher.address.rstrip('/')}-{uid}"


def _partner(activity: ET.Element, partner: Body) -> None:
    role = _ROLES.get(partner.role, _IMPLEMENTING)
    attributes = {"role": role}
    if partner.identifiers:
        scheme, code = sorted(partner.identifiers.items())[0]
        attributes["ref"] = f"{scheme}-{code}"
    _narratives(activity, "participating-org", partner.name, **attributes)


def _countries(activity: ET.Element, countries: tuple[str, ...]) -> None:
    """Shares must add up to 100: equal ones, the rest with the last."""
    share = round(100 / len(countries), 2) if countries else 0.0
    for number, code in enumerate(countries, 1):
        own = share if number < len(countries) else round(100 - share * (len(countries) - 1), 2)
        ET.SubElement(activity, "recipient-country", {"code": code, "percentage": f"{own:g}"})


def _budget(activity: ET.Element, project: ProjectFacts) -> None:
    starts = project.actual_from or project.planned_from
    ends = project.actual_until or project.planned_until
    # The schema demands both ends of the period.
    if project.budget is None or starts is None or ends is None:
        return
    budget = ET.SubElement(activity, "budget", {"type": "1", "status": "1"})
    ET.SubElement(budget, "period-start", {"iso-date": starts.isoformat()})
    ET.SubElement(budget, "period-end", {"iso-date": ends.isoformat()})
    value = ET.SubElement(
        budget, "value", {"currency": project.budget.currency, "value-date": starts.isoformat()}
    )
    value.text = format(project.budget.amount, "f")


def _document(activity: ET.Element, file: File) -> None:
    link = ET.SubElement(
        activity, "document-link", {"format": file.media_type, "url": file.address}
    )
    _text(ET.SubElement(link, "title"), "narrative", file.title)
    ET.SubElement(link, "category", {"code": _DOCUMENTS.get(file.kind, _OTHER_DOCUMENT)})
    if file.language:
        ET.SubElement(link, "language", {"code": file.language.split("-")[0]})


def _related(activity: ET.Element, uid: str, kind: str, publisher: Publisher) -> None:
    ET.SubElement(activity, "related-activity", {"ref": _identifier(uid, publisher), "type": kind})


def _result(activity: ET.Element, measure: Measure) -> None:
    result = ET.SubElement(activity, "result", {"type": "1"})
    _narratives(result, "title", measure.title)
    indicator = ET.SubElement(result, "indicator", {"measure": "1", "ascending": "1"})
    _narratives(indicator, "title", measure.title)
    period = ET.SubElement(indicator, "period")
    _day(period, "period-start", measure.starts_on)
    _day(period, "period-end", measure.ends_on)
    for name, value in (("target", measure.target), ("actual", measure.reached)):
        if value is not None:
            ET.SubElement(period, name, {"value": format(value, "f")})


def _day(parent: ET.Element, name: str, day: date) -> None:
    ET.SubElement(parent, name, {"iso-date": day.isoformat()})


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = legal(text)


def _narratives(parent: ET.Element, name: str, words: Multilingual, **attributes: str) -> None:
    element = ET.SubElement(parent, name, attributes)
    for tag, text in words.texts.items():
        narrative = ET.SubElement(element, "narrative", {_LANGUAGE: tag})
        narrative.text = legal(text)


def legal(text: str) -> str:
    """Without the characters that XML 1.0 cannot hold (section 2.2)."""
    return "".join(
        one
        for one in text
        if one in "\t\n\r"
        or "\x20" <= one <= "\ud7ff"
        or "\ue000" <= one <= "\ufffd"
        or one > "\uffff"
    )
