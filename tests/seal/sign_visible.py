"""Signs a PDF so that the signature can be seen: `sign_visible.py KEYS.pem IN.pdf OUT.pdf STYLE FIELD WHERE`.

STYLE is `text`, `image` (text on a picture, with a border) or `picture` (a picture alone). WHERE is `left` or `right` in the frame that the
document keeps free, or `above` it.
"""

import sys

import pikepdf
from PIL import Image, ImageDraw
from pyhanko.keys import load_certs_from_pemder, load_private_key_from_pemder
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.stamp import StaticStampStyle, TextStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore


def scrawl():
    """A picture with transparency, as a scanned signature has."""
    image = Image.new("RGBA", (300, 100), (255, 255, 255, 0))
    pen = ImageDraw.Draw(image)
    points = [(10 + step * 7, 50 + (30 if step % 2 else -30) * (40 - step) // 40) for step in range(40)]
    pen.line(points, fill=(20, 40, 120, 255), width=3)
    return PdfImage(image)


def style_of(name):
    words = "Allekirjoittanut %(signer)s\n%(ts)s"
    if name == "text":
        return TextStampStyle(stamp_text=words)
    if name == "picture":
        return StaticStampStyle(background=scrawl(), background_opacity=1.0, border_width=0)
    return TextStampStyle(stamp_text=words, background=scrawl(), background_opacity=0.4, border_width=1)


def place(source, where):
    """The page, from 0, and a box in the frame: the figure of the tags with this name."""
    with pikepdf.open(source) as pdf:
        names = pdf.Root.StructTreeRoot.IDTree.Names
        figures = [names[at + 1] for at in range(0, len(names), 2) if bytes(names[at]) == b"Usignature-place"]
        (figure,) = figures
        attributes = figure.A if isinstance(figure.A, pikepdf.Array) else [figure.A]
        (box,) = [one.BBox for one in attributes if one.O == "/Layout"]
        left, bottom, right, top = (int(number) for number in box)
        page = [page.objgen for page in pdf.pages].index(figure.Pg.objgen)
    middle = (left + right) // 2
    boxes = {
        "left": (left + 15, bottom + 15, middle - 15, top - 15),
        "right": (middle + 15, bottom + 15, right - 15, top - 15),
        "above": (left + 15, bottom + 60, middle - 15, top + 60),
    }
    return page, boxes[where]


def main(keys, source, target, style, field, where):
    own, *authorities = list(load_certs_from_pemder([keys]))
    registry = SimpleCertificateStore()
    registry.register_multiple(authorities)
    with open(keys, "rb") as file:
        text = file.read()
    begin, end = text.index(b"-----BEGIN PRIVATE KEY-----"), text.index(b"-----END PRIVATE KEY-----")
    key_file = keys + ".key"
    with open(key_file, "wb") as file:
        file.write(text[begin : end + len(b"-----END PRIVATE KEY-----")] + b"\n")
    signer = signers.SimpleSigner(
        signing_cert=own, signing_key=load_private_key_from_pemder(key_file, passphrase=None), cert_registry=registry
    )
    page, box = place(source, where)
    signing = signers.PdfSigner(
        signers.PdfSignatureMetadata(field_name=field, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"),
        signer,
        stamp_style=style_of(style),
        new_field_spec=SigFieldSpec(field, on_page=page, box=box),
    )
    with open(source, "rb") as given, open(target, "wb") as out:
        signing.sign_pdf(IncrementalPdfFileWriter(given), output=out)


main(*sys.argv[1:])
