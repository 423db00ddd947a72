"""What we write, others read: poppler's pdfsig and qpdf."""

import shutil
import subprocess
from pathlib import Path

import pytest

from folkmoot.engines.signing.sealing import renew
from tests.engines.signing.world import ANNA, AT, BORIS

needs_pdfsig = pytest.mark.skipif(
    shutil.which("pdfsig") is None, reason="pdfsig (poppler) is not installed"
)
needs_qpdf = pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")


@needs_pdfsig
@pytest.mark.parametrize(
    ("revision", "valid"), [("certified", 1), ("by_anna", 2), ("by_both", 3), ("sealed", 3)]
)
def test_poppler_finds_every_signature_valid(world, tmp_path: Path, revision: str, valid: int):
    (tmp_path / "it.pdf").write_bytes(getattr(world, revision))

    told = subprocess.run(
        ["pdfsig", "-nocert", "it.pdf"], cwd=tmp_path, capture_output=True, text=True
    ).stdout

    assert told.count("Signature is Valid") == valid
    assert "Total document signed" in told
    for name in (ANNA, BORIS)[: valid - 1]:
        assert name in told


@needs_qpdf
def test_qpdf_finds_no_fault_in_any_revision(world, tmp_path: Path):
    renewed = renew(world.sealed, world.trust, world.timestamps(), at=AT).pdf
    for pdf in (world.prepared.with_fields.pdf, world.by_anna, world.sealed, renewed):
        (tmp_path / "it.pdf").write_bytes(pdf)
        checked = subprocess.run(
            ["qpdf", "--check", "it.pdf"], cwd=tmp_path, capture_output=True, text=True
        )
        assert (checked.returncode, checked.stderr) == (0, "")
