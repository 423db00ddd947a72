"""The validation report after ETSI TS 119 102-2, one for all signatures of a document.

pyHanko writes one for each signature; here they are joined, and the indications are ours: its
process does not look at what was changed after a signature, we do.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from lxml import etree
from pyhanko.sign.validation.ades import AdESBasicValidationResult
from pyhanko.sign.validation.report.tools import generate_report

from folkmoot.engines.signing.examining import Examined
from folkmoot.engines.signing.terms import Outcome, SignatureFinding

_VR: Final = "http://uri.etsi.org/19102/v1.2.1#"
_MAIN: Final = {
    Outcome.PASSED: "urn:etsi:019102:mainindication:total-passed",
    Outcome.INDETERMINATE: "urn:etsi:019102:mainindication:indeterminate",
    Outcome.FAILED: "urn:etsi:019102:mainindication:total-failed",
}
_SUB: Final = "urn:etsi:019102:subindication:"
_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def report_xml(
    judged: Sequence[tuple[Examined, AdESBasicValidationResult | None]], at: datetime
) -> bytes:
    """The report as XML; the one place where a finding becomes ETSI's words.

    Args:
        at: the moment of judgement, for signatures that could not be processed at all.
    """
    root = etree.Element(_tag("ValidationReport"), nsmap={"vr": _VR})
    objects = etree.Element(_tag("SignatureValidationObjects"))
    seen: set[str] = set()
    for examined, result in judged:
        own = _own_report(examined, result)
        if own is None:
            root.append(_bare_report(examined.finding, at))
            continue
        report = own.find(_tag("SignatureValidationReport"))
        assert report is not None  # noqa: S101 - pyHanko writes one
        _indicate(report, examined.finding)
        root.append(report)
        for thing in own.iterfind(f"{_tag('SignatureValidationObjects')}/*"):
            if thing.get("id") not in seen:
                seen.add(str(thing.get("id")))
                objects.append(thing)
    if len(objects):
        root.append(objects)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def _own_report(examined: Examined, result: AdESBasicValidationResult | None) -> Any:
    """pyHanko's report of one signature, if it can make one."""
    if examined.embedded is None or result is None or result.api_status is None:
        return None
    try:
        text = generate_report(examined.embedded, result)
    except MemoryError:
        raise
    except Exception:  # attributes that it cannot put into words
        return None
    return etree.fromstring(text.encode("utf-8"), _PARSER)


def _bare_report(finding: SignatureFinding, at: datetime) -> Any:
    report = etree.Element(_tag("SignatureValidationReport"))
    info = etree.SubElement(report, _tag("ValidationTimeInfo"))
    etree.SubElement(info, _tag("ValidationTime")).text = at.isoformat()
    etree.SubElement(report, _tag("SignatureValidationStatus"))
    _indicate(report, finding)
    return report


def _indicate(report: Any, finding: SignatureFinding) -> None:
    status = report.find(_tag("SignatureValidationStatus"))
    for child in status.findall(_tag("MainIndication")) + status.findall(_tag("SubIndication")):
        status.remove(child)
    for best in report.findall(f"{_tag('ValidationTimeInfo')}/{_tag('BestSignatureTime')}"):
        if finding.timestamped_at is None:
            best.getparent().remove(best)
        else:
            best.find(_tag("POETime")).text = finding.timestamped_at.isoformat()
    main = etree.Element(_tag("MainIndication"))
    main.text = _MAIN[finding.outcome]
    status.insert(0, main)
    if finding.sub_indication:
        sub = etree.Element(_tag("SubIndication"))
        sub.text = _SUB + finding.sub_indication
        status.insert(1, sub)


def _tag(name: str) -> str:
    return f"{{{_VR}}}{name}"
