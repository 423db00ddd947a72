"""The published rules of the formats that we write, checked independently of how we write them.

Each function names every fault it finds, so that a test compares with the empty list. Code lists
are given as far as the standards close them. Where a package carries the official schema,
``schemas`` gives it.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from xml.etree import ElementTree as ET

AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"

# IATI 2.03: code lists by the attribute that takes them.
_IATI_CODES = {
    ("activity-status", "code"): "123456",
    ("activity-date", "type"): "1234",
    ("participating-org", "role"): "1234",
    ("description", "type"): "1234",
    ("budget", "type"): "12",
    ("budget", "status"): "12",
    ("related-activity", "type"): "12345",
    ("result", "type"): "1239",
    ("indicator", "measure"): "12345",
    ("indicator", "ascending"): "01",
}
_IATI_REFERENCES = (
    ("reporting-org", "ref"),
    ("participating-org", "ref"),
    ("related-activity", "ref"),
)
_AGENCY = re.compile(r"(XI|XM|[A-Z]{2})-[A-Z]+-\S+")
_UNFIT = re.compile(r"[/&|?\s]")


def iati_faults(written: bytes) -> list[str]:
    """What contradicts the rules of IATI 2.03 that its schema does not hold."""
    root = ET.fromstring(written)
    generated = datetime.fromisoformat(root.get("generated-datetime", "")).date()
    told = [fault for one in root.iter("iati-activity") for fault in _activity(one, generated)]
    names = [one.text for one in root.iter("iati-identifier")]
    return told + [f"{name} twice" for name, count in Counter(names).items() if count > 1]


def _activity(activity: ET.Element, generated: date) -> Iterator[str]:
    for name in ("title/narrative", "description/narrative"):
        if not (activity.findtext(name) or "").strip():
            yield f"no {name}"
    yield from _activity_references(activity)
    for (name, attribute), codes in _IATI_CODES.items():
        for one in activity.iter(name):
            if attribute in one.attrib and one.get(attribute) not in codes:
                yield f"{name}/@{attribute} is {one.get(attribute)}"
    yield from _activity_days(activity, generated)
    yield from _activity_amounts(activity)


def _activity_references(activity: ET.Element) -> Iterator[str]:
    reporting = activity.find("reporting-org")
    own = reporting.get("ref", "") if reporting is not None else ""
    told = activity.findtext("iati-identifier") or ""
    if not own or not told.startswith(f"{own}-"):
        yield "the identifier does not begin with the publisher's"
    if _UNFIT.search(told):
        yield "the identifier has unfit characters"
    for name, attribute in _IATI_REFERENCES:
        for one in activity.iter(name):
            if _UNFIT.search(one.get(attribute, "")):
                yield f"{name} has a reference with unfit characters"
    for one in activity.iter("participating-org"):
        if one.get("ref") and not _AGENCY.fullmatch(one.get("ref", "")):
            yield f"{one.get('ref')} is of no agency"


def _activity_amounts(activity: ET.Element) -> Iterator[str]:
    for name in ("recipient-country", "sector"):
        shares = [Decimal(one.get("percentage", "0")) for one in activity.iter(name)]
        if shares and sum(shares) != 100:
            yield f"{name} adds up to {sum(shares)}"
    for value in activity.iter("value"):
        if not re.fullmatch(r"[A-Z]{3}", value.get("currency", "")) or not value.text:
            yield "an amount without currency"


def _activity_days(activity: ET.Element, generated: date) -> Iterator[str]:
    days = {
        one.get("type"): date.fromisoformat(one.get("iso-date", ""))
        for one in activity.iter("activity-date")
    }
    if not days.keys() & {"1", "2"}:
        yield "no day of beginning"
    for code in ("2", "4"):
        if code in days and days[code] > generated:
            yield f"the actual day {days[code]} is to come"
    for starts, ends in (("1", "3"), ("2", "4")):
        if starts in days and ends in days and days[starts] > days[ends]:
            yield "it ends before it begins"
    for name in ("budget", "period"):
        for one in activity.iter(name):
            first, last = (
                date.fromisoformat(one.find(f"period-{end}").get("iso-date"))  # type: ignore[union-attr,arg-type]
                for end in ("start", "end")
            )
            if first > last:
                yield f"a {name} ends before it begins"
            if name == "budget" and last - first > timedelta(days=366):
                yield "a budget of more than a year"


# OCDS 1.1: closed code lists, and what each object must have.
_TAGS = {
    "planning", "planningUpdate", "tender", "tenderAmendment", "tenderUpdate",
    "tenderCancellation", "award", "awardUpdate", "awardCancellation", "contract",
    "contractUpdate", "contractAmendment", "implementation", "implementationUpdate",
    "contractTermination", "compiled",
}  # fmt: skip
_MILESTONE = {"scheduled", "met", "notMet", "partiallyMet"}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_MOMENTS = {"date", "dateSigned", "dateMet", "dueDate", "startDate", "endDate"}
_RELEASE = ("ocid", "id", "date", "tag", "initiationType")


def ocds_faults(written: bytes) -> list[str]:
    """What contradicts OCDS 1.1 in a package of releases or records."""
    package = json.loads(written)
    told = [f"no {name}" for name in _missing(package, "uri", "version", "publishedDate")]
    told += [f"publisher has no {name}" for name in _missing(package.get("publisher", {}), "name")]
    if package.get("version") != "1.1":
        told.append("another version")
    told += list(_release_list(package.get("releases", [])))
    for record in package.get("records", []):
        releases = record.get("releases", [])
        told += [f"record has no {name}" for name in _missing(record, "ocid", "releases")]
        told += list(_release_list(releases))
        if {one.get("ocid") for one in releases} != {record.get("ocid")}:
            told.append("a record with another's releases")
        told += _compiled(record.get("compiledRelease", {}), releases)
    told += list(_values(package))
    return told


def _missing(told: dict[str, Any], *names: str) -> list[str]:
    return [name for name in names if told.get(name) in (None, "", [], {})]


def _release_list(releases: list[dict[str, Any]]) -> Iterator[str]:
    for name, count in Counter(one.get("id") for one in releases).items():
        if count > 1:
            yield f"release {name} twice"
    by_process: dict[str, list[str]] = {}
    for one in releases:
        by_process.setdefault(one.get("ocid", ""), []).append(one.get("date", ""))
        yield from _release(one)
    for dates in by_process.values():
        if dates != sorted(dates):
            yield "releases out of order"


def _release(release: dict[str, Any]) -> Iterator[str]:
    for name in _missing(release, *_RELEASE):
        yield f"release has no {name}"
    if not set(release["tag"]) <= _TAGS or release["initiationType"] != "tender":
        yield f"codes {release['tag']} {release['initiationType']}"
    if not re.fullmatch(r"[a-z]{2}(-.+)?", release.get("language", "")):
        yield "language"
    yield from _parties(release)
    awards = {one["id"] for one in release.get("awards", [])}
    for contract in release.get("contracts", []):
        if not contract.get("id") or contract.get("awardID") not in awards:
            yield "a contract without award"
        if release["tag"] == ["contractAmendment"] and not contract.get("amendments"):
            yield "an amendment that says nothing"
        closed = contract.get("implementation", {}).get("milestones", [])
        for one in (*contract.get("milestones", []), *closed):
            if one.get("status") not in _MILESTONE or not one.get("id"):
                yield f"milestone {one.get('status')}"
            if one.get("dateMet", "") > release["date"]:
                yield "a milestone met before it was"


def _parties(release: dict[str, Any]) -> Iterator[str]:
    known = {one["id"] for one in release.get("parties", [])}
    for one in release.get("parties", []):
        if _missing(one, "id", "name", "roles"):
            yield "a party without id, name or role"
        if one.get("identifier") and _missing(one["identifier"], "scheme", "id"):
            yield "an identifier without scheme"
        if re.fullmatch("[A-Z]{2}", one.get("address", {}).get("countryName", "")):
            yield "a country by its code"
    for role in ("buyer", "procuringEntity"):
        if role in release and release[role].get("id") not in known:
            yield f"{role} is no party"


def _values(told: Any) -> Iterator[str]:
    """Of every part, however deep: no empty values, moments, money, lists without doubles."""
    if isinstance(told, dict):
        yield from _named(told)
    if isinstance(told, list):
        keys = [one["id"] for one in told if isinstance(one, dict) and "id" in one]
        if len(set(keys)) != len(keys):
            yield "two things of one id in a list"
    for value in told.values() if isinstance(told, dict) else told:
        if isinstance(value, dict | list):
            yield from _values(value)


def _named(told: dict[str, Any]) -> Iterator[str]:
    yield from (f"{name} is empty" for name, one in told.items() if one in (None, "", [], {}))
    for name in _MOMENTS & told.keys():
        if not _MOMENT.fullmatch(str(told[name])):
            yield f"{name} is {told[name]}"
    value, period = told.get("value"), told.get("period", {})
    if isinstance(value, dict) and not re.fullmatch("[A-Z]{3}", value.get("currency", "")):
        yield "money without currency"
    if period.get("startDate", "") > period.get("endDate", "9"):
        yield "a period that ends before it begins"


def _compiled(compiled: dict[str, Any], releases: list[dict[str, Any]]) -> list[str]:
    """The compiled release is what merging gives: later values win, lists go by their ids."""
    merged: Any = {}
    for one in releases:
        merged = _merge(merged, one)
    told = {**merged, "tag": ["compiled"]}
    return [
        f"compiled {name}" for name in told if name != "id" and compiled.get(name) != told[name]
    ]


def _merge(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{name: _merge(old.get(name), one) for name, one in new.items()}}
    if isinstance(old, list) and isinstance(new, list):
        if not all(isinstance(one, dict) and "id" in one for one in (*old, *new)):
            return new
        found = {one["id"]: one for one in old}
        for one in new:
            found[one["id"]] = _merge(found.get(one["id"]), one)
        return list(found.values())
    return new


def akoma_faults(written: bytes) -> list[str]:
    """What contradicts Akoma Ntoso's rules on names (OASIS Naming Convention 1.0)."""
    root = ET.fromstring(written)
    keys = [one.get("eId") for one in root.iter() if one.get("eId")]
    told = [f"{key} twice" for key, count in Counter(keys).items() if count > 1]
    for one in root.iter():
        for name in ("source", "href"):
            pointed = one.get(name, "")
            if pointed.startswith("#") and pointed[1:] not in keys:
                told.append(f"{pointed} leads nowhere")
    uris = [
        root.find(f".//{AKN}{level}/{AKN}FRBRuri").get("value", "")  # type: ignore[union-attr]
        for level in ("FRBRWork", "FRBRExpression", "FRBRManifestation")
    ]
    if not re.fullmatch(r"/akn/[a-z]{2}(-[a-z]+)?/doc/[^/]+/\d{4}-\d\d-\d\d/[^/]+", uris[0]):
        told.append(f"work {uris[0]}")
    if not re.fullmatch(re.escape(uris[0]) + r"/[a-z]{3}@\d{4}-\d\d-\d\d", uris[1]):
        told.append(f"expression {uris[1]}")
    if not uris[2].startswith(uris[1]):
        told.append(f"manifestation {uris[2]}")
    return told


_DATATYPES: dict[str, Any] = {
    "string": str,
    "integer": int,
    "decimal": Decimal,
    "date": date.fromisoformat,
    "dateTime": datetime.fromisoformat,
    "boolean": {"true": True, "false": False}.__getitem__,
    "anyURI": re.compile(r"[a-z]+:\S+").fullmatch,
}


def csvw_faults(table: bytes, metadata: bytes) -> list[str]:
    """Where a table is not what its description says (CSVW, model and metadata)."""
    described = json.loads(metadata)
    columns = described["tableSchema"]["columns"]
    rows = list(csv.reader(io.StringIO(table.decode("utf-8"), newline="")))
    told = []
    if described["@context"][0] != "http://www.w3.org/ns/csvw" or not described["url"]:
        told.append("no table")
    for title, column in zip(rows[0], columns, strict=True):
        if title not in (column["titles"].get("und"), column["titles"].get("en")):
            told.append(f"the header {title} is no title")
    if any(len(row) != len(columns) for row in rows):
        told.append("rows of other lengths")
    for row in rows[1:]:
        for cell, column in zip(row, columns, strict=True):
            if not cell and column["required"]:
                told.append(f"{column['name']} is empty")
            try:
                if cell and _DATATYPES[column["datatype"]](cell) is None:
                    told.append(f"{column['name']} is {cell}")
            except (ValueError, KeyError, InvalidOperation):
                told.append(f"{column['name']} is {cell}")
    places = [rows[0].index(name) for name in described["tableSchema"]["primaryKey"]]
    keys = [tuple(row[place] for place in places) for row in rows[1:]]
    return told + [f"{key} twice" for key, count in Counter(keys).items() if count > 1]
