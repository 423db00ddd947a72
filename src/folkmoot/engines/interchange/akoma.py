"""The text of an agreement as Akoma Ntoso 1.0 (OASIS Standard of 29 August 2018).

One document per language expression, of type ``doc``, with the identification of work,
expression and manifestation (part 1, section 4). Articles keep their keys as ``eId``.
"""

from datetime import date
from typing import Final
from xml.etree import ElementTree as ET

from folkmoot.engines.interchange.facts import AgreementFacts, Body
from folkmoot.engines.interchange.iati import legal

NAMESPACE: Final = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
# Akoma Ntoso writes languages with three letters (ISO 639-2).
_THREE: Final = {
    "be": "bel", "bg": "bul", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng",
    "es": "spa", "et": "est", "fi": "fin", "fr": "fra", "hu": "hun", "it": "ita", "kk": "kaz",
    "lt": "lit", "lv": "lav", "nl": "nld", "no": "nor", "pl": "pol", "pt": "por", "ro": "ron",
    "ru": "rus", "sk": "slk", "sl": "slv", "sr": "srp", "sv": "swe", "tr": "tur", "uk": "ukr",
    "zh": "zho",
}  # fmt: skip


def write_akoma(agreement: AgreementFacts, language: str, *, made_on: date) -> bytes:
    """One language of an agreement.

    Raises:
        ValueError: it has no clauses in this language.
    """
    if not any(language in clause.text.texts for clause in agreement.clauses):
        raise ValueError(f"there is no text in {language!r}")
    root = ET.Element("akomaNtoso", {"xmlns": NAMESPACE})
    doc = ET.SubElement(root, "doc", {"name": agreement.kind})
    _meta(ET.SubElement(doc, "meta"), agreement, language, made_on)
    preface = ET.SubElement(doc, "preface")
    title = ET.SubElement(ET.SubElement(preface, "p"), "docTitle")
    title.text = legal(agreement.title.pick([language])[1])
    body = ET.SubElement(doc, "mainBody")
    for clause in agreement.clauses:
        article = ET.SubElement(body, "article", {"eId": f"art_{clause.key}"})
        if clause.number:
            ET.SubElement(article, "num").text = legal(clause.number)
        heading = clause.heading.texts.get(language)
        if heading:
            ET.SubElement(article, "heading").text = legal(heading)
        content = ET.SubElement(article, "content", {"eId": f"art_{clause.key}__content"})
        for line in (clause.text.texts.get(language) or "").splitlines() or [""]:
            ET.SubElement(content, "p").text = legal(line)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _meta(meta: ET.Element, agreement: AgreementFacts, language: str, made_on: date) -> None:
    code = _THREE.get(language.split("-")[0], language)
    day = (agreement.signed_on or made_on).isoformat()
    country = next((body.country.lower() for body in agreement.parties if body.country), "un")
    work = f"/akn/{country}/doc/{agreement.kind}/{day}/{agreement.uid}"
    expression = f"{work}/{code}@{day}"
    about = ET.SubElement(meta, "identification", {"source": "#publisher"})
    for name, uri in (
        ("FRBRWork", work),
        ("FRBRExpression", expression),
        ("FRBRManifestation", f"{expression}.xml"),
    ):
        level = ET.SubElement(about, name)
        ET.SubElement(level, "FRBRthis", {"value": f"{uri}/!main" if name == "FRBRWork" else uri})
        ET.SubElement(level, "FRBRuri", {"value": uri})
        at = made_on.isoformat() if name == "FRBRManifestation" else day
        ET.SubElement(
            level, "FRBRdate", {"date": at, "name": "Generation" if at != day else "Signature"}
        )
        if name == "FRBRManifestation":
            ET.SubElement(level, "FRBRauthor", {"href": "#publisher"})
            ET.SubElement(level, "FRBRformat", {"value": "application/akn+xml"})
            continue
        for body in agreement.parties:
            ET.SubElement(level, "FRBRauthor", {"href": f"#{_party_id(body)}"})
        if name == "FRBRWork":
            ET.SubElement(level, "FRBRcountry", {"value": country})
            if agreement.serial is not None:
                ET.SubElement(level, "FRBRnumber", {"value": str(agreement.serial)})
        else:
            ET.SubElement(level, "FRBRlanguage", {"language": code})
    references = ET.SubElement(meta, "references", {"source": "#publisher"})
    ET.SubElement(
        references,
        "TLCOrganization",
        {"eId": "publisher", "href": agreement.address, "showAs": "Folkmoot"},
    )
    for body in agreement.parties:
        ET.SubElement(
            references,
            "TLCOrganization",
            {
                "eId": _party_id(body),
                "href": f"/ontology/organization/{body.id}",
                "showAs": legal(body.name.pick([language])[1]),
            },
        )


def _party_id(body: Body) -> str:
    return f"party_{body.id}"
