"""A trainer issues certificates to a cohort; a stranger holds a camera over one."""

import pypdfium2
import zxingcpp

from tests.journeys.visitors import PHONE
from tests.learning.verifiers import proof_holds, schema_faults

COHORT = "Data focal points, this season"
MODULE = "Module 03: Networks and focal points"


def test_trainer_issues_to_a_cohort_and_a_stranger_checks_one(visitor, tmp_path):
    trainer = visitor(examined=True)
    trainer.sign_in("trainer@arvania.example")
    trainer.go("/en/country/certificates/batches/new/")
    trainer.choose("Module or learning path", MODULE)
    trainer.tick("Certificate of participation")
    trainer.choose("For whom", COHORT)
    trainer.press("See how many that are")
    assert "get a new certificate" in trainer.text()
    trainer.press("Issue these certificates")
    trainer.page.get_by_text("Done", exact=True).wait_for(timeout=60_000)
    trainer.arrive()
    assert "0 not made" not in trainer.text()

    learner = visitor(viewport=PHONE, examined=True)
    learner.sign_in("learner@arvania.example")
    learner.go("/en/learn/certificates/")
    card = learner.page.locator("article", has_text=MODULE)
    assert "Certificate of participation" in card.inner_text()
    paper = learner.download(card.get_by_role("link", name="Download the certificate"))

    stranger = visitor(viewport=PHONE, examined=True)
    address = read_qr(paper)
    assert address.startswith(f"{stranger.site.url}/verify/")
    stranger.go(address.removeprefix(stranger.site.url))
    assert "This certificate is valid" in stranger.text()
    assert "Took part in" in stranger.text()
    stranger.follow("Check another code")
    file = tmp_path / "renamed.pdf"
    file.write_bytes(paper.read_bytes())
    stranger.page.get_by_label("PDF file", exact=True).set_input_files(file)
    stranger.press("Check this file")
    assert "This is the file we issued" in stranger.text()

    credential = stranger.page.request.get(f"{address}credential.json").json()
    assert proof_holds(credential)
    assert schema_faults(credential) == []


def read_qr(paper) -> str:
    """Return what the square picture on the certificate says."""
    with pypdfium2.PdfDocument(paper) as document:
        picture = document[0].render(scale=150 / 72).to_pil()
    (found,) = zxingcpp.read_barcodes(picture)
    return found.text
