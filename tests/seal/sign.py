"""Signs a PDF with pyHanko as another program's user would: `sign.py KEYS.pem IN.pdf OUT.pdf [TIME-STAMP-URL]`.

KEYS.pem holds the private key, its certificate and the authorities between it and the root. The signature is PAdES, without a mark on a page.
"""

import sys

from pyhanko.keys import load_certs_from_pemder, load_private_key_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore


def main(keys, source, target, time_stamps=None):
    own, *authorities = list(load_certs_from_pemder([keys]))
    registry = SimpleCertificateStore()
    registry.register_multiple(authorities)
    with open(keys, "rb") as file:
        text = file.read()
    # The file begins with the key.
    begin, end = text.index(b"-----BEGIN PRIVATE KEY-----"), text.index(b"-----END PRIVATE KEY-----")
    key_file = keys + ".key"
    with open(key_file, "wb") as file:
        file.write(text[begin : end + len(b"-----END PRIVATE KEY-----")] + b"\n")
    signer = signers.SimpleSigner(
        signing_cert=own, signing_key=load_private_key_from_pemder(key_file, passphrase=None), cert_registry=registry
    )
    meta = signers.PdfSignatureMetadata(field_name="Signature1", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")
    stamper = HTTPTimeStamper(time_stamps) if time_stamps else None
    with open(source, "rb") as given, open(target, "wb") as out:
        signers.PdfSigner(meta, signer, timestamper=stamper).sign_pdf(IncrementalPdfFileWriter(given), output=out)


main(*sys.argv[1:])
