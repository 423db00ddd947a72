"""Projects and programmes as IATI activities (standard 2.03, ``iati-activities``).

Elements stand in the order that the schema demands, and the standard's further rules hold: no
reference has one of ``/ & | ?``, a budget is of a year at most, what has an actual day is past.
A publisher without an IATI reference goes by the host of its address. A project that the format
cannot tell without inventing a partner or a day is left out, and a comment says how many are.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final
from xml.etree import ElementTree as ET

from folkmoot.engines.interchange.facts import (
    Body,
    File,
    Measure,
    Money,
    ProjectFacts,
    Publisher,
    Theme,
)
from folkmoot.engines.values.multilingual import Multilingual

VERSION: Final = "2.03"
# Code list OrganisationRole.
_ROLES: Final = {"funding": "1", "lead": "2", "accountable": "2", "extending": "3"}
_IMPLEMENTING: Final = "4"
# Code list DocumentCategory.
_DOCUMENTS: Final = {"memorandum": "A09", "contract": "A11", "results": "A08"}
_OTHER_DOCUMENT: Final = "A12"
# Code list DescriptionType: neither objectives nor target groups.
_OTHER_DESCRIPTION: Final = "4"
# Code list SectorVocabulary: the reporting organisation's own.
_OWN_VOCABULARY: Final = "99"
# Identifiers of bodies that are in the list of agencies (org-id.guide), by our scheme.
_AGENCIES: Final = {"lei": "XI-LEI", "ror": "XI-ROR", "grid": "XI-GRID"}
_BUDGET_LONGEST: Final = timedelta(days=366)
# What no reference may have (rules of the standard), and white space.
_UNFIT: Final = re.compile(r"[/&|?\s]+")
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def write_iati(
    projects: Iterable[ProjectFacts], *, publisher: Publisher, generated_at: datetime
) -> bytes:
    """The activities as one XML file.

    Args:
        generated_at: days after it are not told as actual ones.
    """
    root = ET.Element(
        "iati-activities",
        {"version": VERSION, "generated-datetime": generated_at.isoformat(timespec="seconds")},
    )
    every = list(projects)
    told = [one for one in every if one.partners and (one.planned_from or one.actual_from)]
    if len(told) < len(every):
        left = len(every) - len(told)
        root.append(ET.Comment(f" {left} left out: without a partner or a day of beginning "))
    for project in told:
        root.append(_activity(project, publisher, generated_at.date()))
    ET.indent(root, " ")
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _activity(project: ProjectFacts, publisher: Publisher, today: date) -> ET.Element:
    attributes = {_LANGUAGE: project.title.original}
    if project.changed_at:
        attributes["last-updated-datetime"] = project.changed_at.isoformat(timespec="seconds")
    if project.budget:
        attributes["default-currency"] = project.budget.currency
    activity = ET.Element("iati-activity", attributes)
    _text(activity, "iati-identifier", _identifier(project.uid, publisher))
    reporting = ET.SubElement(
        activity, "reporting-org", {"ref": _reference(publisher), "type": publisher.kind}
    )
    _text(reporting, "narrative", publisher.name)
    _narratives(activity, "title", project.title)
    _narratives(activity, "description", project.summary or project.title, type="1")
    starts = project.actual_from or project.planned_from
    ends = project.actual_until or project.planned_until
    is_yearly = starts and ends and timedelta() <= ends - starts <= _BUDGET_LONGEST
    if project.budget and not is_yearly:
        _budget_in_words(activity, project.budget, starts, ends)
    for partner in project.partners:
        _partner(activity, partner)
    ET.SubElement(activity, "activity-status", {"code": project.status})
    _dates(activity, project, today)
    _countries(activity, project.countries)
    if project.theme:
        _sector(activity, project.theme)
    if project.budget and is_yearly and starts and ends:
        _budget(activity, project.budget, starts, ends)
    _links(activity, project, publisher)
    for measure in project.measures:
        _result(activity, measure)
    return activity


def _links(activity: ET.Element, project: ProjectFacts, publisher: Publisher) -> None:
    for file in project.files:
        _document(activity, file)
    if project.part_of:
        _related(activity, project.part_of, "1", publisher)
    for part in project.parts:
        _related(activity, part, "2", publisher)


def _reference(publisher: Publisher) -> str:
    bare = publisher.reference or publisher.address.split("://")[-1].strip("/")
    return _UNFIT.sub("-", bare)


def _identifier(uid: str, publisher: Publisher) -> str:
    return f"{_reference(publisher)}-{_UNFIT.sub('-', uid)}"


def _dates(activity: ET.Element, project: ProjectFacts, today: date) -> None:
    """Code list ActivityDateType. What is said to have happened on a day to come is planned."""
    for codes, planned, actual in (
        (("1", "2"), project.planned_from, project.actual_from),
        (("3", "4"), project.planned_until, project.actual_until),
    ):
        is_to_come = actual is not None and actual > today
        days = (planned or actual, None) if is_to_come else (planned, actual)
        for code, day in zip(codes, days, strict=True):
            if day:
                attributes = {"type": code, "iso-date": day.isoformat()}
                ET.SubElement(activity, "activity-date", attributes)


def _partner(activity: ET.Element, partner: Body) -> None:
    role = _ROLES.get(partner.role, _IMPLEMENTING)
    attributes = {"role": role}
    for scheme, code in sorted(partner.identifiers.items()):
        if scheme.lower() in _AGENCIES:
            attributes["ref"] = f"{_AGENCIES[scheme.lower()]}-{_UNFIT.sub('-', code)}"
    _narratives(activity, "participating-org", partner.name, **attributes)


def _countries(activity: ET.Element, countries: tuple[str, ...]) -> None:
    """Shares must add up to 100: equal ones, the rest with the last."""
    share = round(100 / len(countries), 2) if countries else 0.0
    for number, code in enumerate(countries, 1):
        own = share if number < len(countries) else round(100 - share * (len(countries) - 1), 2)
        ET.SubElement(activity, "recipient-country", {"code": code, "percentage": f"{own:g}"})


def _sector(activity: ET.Element, theme: Theme) -> None:
    sector = {"vocabulary": _OWN_VOCABULARY, "code": theme.code, "percentage": "100"}
    _narratives(activity, "sector", theme.name, **sector)


def _budget_in_words(
    activity: ET.Element, budget: Money, starts: date | None, ends: date | None
) -> None:
    """A budget of several years: the format takes yearly ones only, and no shares are known."""
    days = f", {starts or ''} to {ends or ''}" if starts or ends else ""
    described = ET.SubElement(activity, "description", {"type": _OTHER_DESCRIPTION})
    narrative = ET.SubElement(described, "narrative", {_LANGUAGE: "en"})
    narrative.text = f"Total budget: {format(budget.amount, 'f')} {budget.currency}{days}"


def _budget(activity: ET.Element, told: Money, starts: date, ends: date) -> None:
    budget = ET.SubElement(activity, "budget", {"type": "1", "status": "1"})
    ET.SubElement(budget, "period-start", {"iso-date": starts.isoformat()})
    ET.SubElement(budget, "period-end", {"iso-date": ends.isoformat()})
    value = ET.SubElement(
        budget, "value", {"currency": told.currency, "value-date": starts.isoformat()}
    )
    value.text = format(told.amount, "f")


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
    if measure.unit:
        _text(ET.SubElement(indicator, "description"), "narrative", measure.unit)
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
