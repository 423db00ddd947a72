"""The report after ETSI TS 119 102-2 says what our findings say."""

from dataclasses import replace

import pytest
from lxml import etree
from pyhanko.generated.etsi.ts_11910202 import ValidationReport
from xsdata.formats.dataclass.parsers import XmlParser

from folkmoot.engines.signing.validation import validate
from tests.engines.signing import hostile
from tests.engines.signing.world import AT

VR = "{http://uri.etsi.org/19102/v1.2.1#}"
MAIN = "urn:etsi:019102:mainindication:"
SUB = "urn:etsi:019102:subindication:"


def _indications(xml: bytes) -> list[tuple[str, str]]:
    return [
        (
            status.findtext(f"{VR}MainIndication"),
            status.findtext(f"{VR}SubIndication", default=""),
        )
        for status in etree.fromstring(xml).iter(f"{VR}SignatureValidationStatus")
    ]


def test_one_report_for_all_signatures_in_the_standards_own_shape(world):
    report = validate(world.sealed, world.trust, at=AT)

    parsed = XmlParser().from_bytes(report.xml, ValidationReport)

    assert len(parsed.signature_validation_report) == 3
    assert _indications(report.xml) == [(f"{MAIN}total-passed", "")] * 3
    ids = [one.id for one in parsed.signature_validation_objects.validation_object]
    assert len(ids) == len(set(ids)) > 5


@pytest.mark.parametrize(
    ("change", "main", "sub"),
    [
        (hostile.page_replaced, "total-failed", "FORMAT_FAILURE"),
        (hostile.changed_byte, "total-failed", "HASH_FAILURE"),
        (
            lambda pdf: hostile.forged(pdf, "Anna", "contents"),
            "total-failed",
            "FORMAT_FAILURE",
        ),
    ],
)
def test_a_signature_that_failed_is_failed_in_the_report_too(world, change, main, sub):
    xml = validate(change(world.by_anna), world.trust, at=AT).xml

    assert (f"{MAIN}{main}", f"{SUB}{sub}") in _indications(xml)
    assert XmlParser().from_bytes(xml, ValidationReport).signature_validation_report


def test_a_doubtful_signature_is_indeterminate_in_the_report_too(world):
    xml = validate(world.by_anna, replace(world.trust, crls=()), at=AT).xml

    assert _indications(xml) == [(f"{MAIN}indeterminate", f"{SUB}TRY_LATER")] * 2
