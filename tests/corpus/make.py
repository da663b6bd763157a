#!/usr/bin/env python3
"""Makes the files of the corpus anew: tests/corpus/make.py. What a fuzzer or a stranger finds is added beside them by hand."""
import hashlib
import io
import os
import struct
import zipfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
COMMENT = b"federointi audit bundle, SHA-256 of all bytes before these digits: "


def pdf(objects, trailer=b"/Root 1 0 R", head=b"%PDF-1.7\n", previous=None):
    out, offsets = bytearray(head), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for offset in offsets:
        out += b"%010d 00000 n \n" % offset
    if previous is not None:
        trailer += b" /Prev %d" % (at if previous < 0 else previous)
    out += b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, at)
    return bytes(out)


def stream(data, extra=b""):
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), extra, data)


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
NAMES = b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles %s >> >>"
FILE = b"<< /Type /Filespec /F (agreement.json) /UF (agreement.json) /EF << /F 5 0 R >> >>"
bomb = zlib.compress(zlib.compress(b"\0" * (1 << 28), 9), 9)
flate = b"/Filter /FlateDecode"
signature = b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange [%s] /Contents <3003020105> >>"
form = b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] /SigFlags 3 >> >>"
field = b"<< /FT /Sig /T (x) /V 5 0 R /Type /Annot /Subtype /Widget /Rect [0 0 0 0] >>"


def signed(byte_range):
    return pdf([form, PAGES, PAGE, field, signature % byte_range])


PDF = {
    "head-only": b"%PDF-1.7\n",
    "empty-page": pdf([CATALOG, PAGES, PAGE]),
    "pages-loop": pdf([CATALOG, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]),
    "xref-loop": pdf([CATALOG, PAGES, PAGE], previous=-1),
    "xref-beyond": pdf([CATALOG, PAGES, PAGE], previous=1 << 40),
    "deep": pdf([b"[" * 50_000 + b"]" * 50_000, PAGES, PAGE]),
    "deep-unclosed": pdf([b"<< /A " * 20_000, PAGES, PAGE]),
    "reference-loop": pdf([b"2 0 R", b"1 0 R"]),
    "names-loop": pdf([NAMES % b"4 0 R", PAGES, PAGE, b"<< /Kids [4 0 R] >>"]),
    "length-beyond": pdf([CATALOG, PAGES, PAGE, b"<< /Length 4294967295 >>\nstream\nx\nendstream"]),
    "length-loop": pdf([CATALOG, PAGES, PAGE, b"<< /Length 4 0 R >>\nstream\nx\nendstream"]),
    "attached-bomb": pdf([NAMES % b"<< /Names [(agreement.json) 4 0 R] >>", PAGES, PAGE, FILE, stream(zlib.compress(b"\0" * (1 << 28), 9), flate)]),
    "attached-nonsense": pdf([NAMES % b"<< /Names [(agreement.json) 4 0 R] >>", PAGES, PAGE, FILE, stream(b"{\"format\":1}")]),
    "attached-deep-json": pdf([NAMES % b"<< /Names [(agreement.json) 4 0 R] >>", PAGES, PAGE, FILE, stream(b"[" * 100_000)]),
    "attached-twice": pdf([NAMES % b"<< /Names [(a) 4 0 R (b) 4 0 R] >>", PAGES, PAGE, FILE, stream(b"{}")]),
    "content-bomb": pdf([CATALOG, PAGES, b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>", stream(bomb, flate)]),
    "signature-nothing": signed(b""),
    "signature-beyond": signed(b"0 9999999999 9999999999 1"),
    "signature-negative": signed(b"0 -1 5 5"),
    "signature-short": signed(b"0 10 20 10"),
    "encrypted": pdf([CATALOG, PAGES, PAGE, b"<< /Filter /Standard >>"], trailer=b"/Root 1 0 R /Encrypt 4 0 R"),
    "two-documents": pdf([CATALOG, PAGES, PAGE]) * 2,
}


def sealed(data):
    """With the digits that a bundle ends with, so that the reader goes on."""
    comment = COMMENT + b"0" * 64
    end = data.rindex(b"PK\x05\x06")
    data = data[:end + 20] + struct.pack("<H", len(comment)) + COMMENT
    return data + hashlib.sha256(data).hexdigest().encode()


def archive(entries, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as packed:
        for name, data in entries:
            packed.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def manifest(agreements, files=b"[]"):
    return b'{"format":1,"made_at":"2026-11-21T12:00:00Z","language":"fi","agreements":%s,"files":%s}' % (agreements, files)


BUNDLE = {
    "empty": sealed(archive([])),
    "unsealed": archive([("manifest.json", manifest(b"[]"))]),
    "no-manifest": sealed(archive([("index.html", b"x")])),
    "no-agreement": sealed(archive([("manifest.json", manifest(b"[]"))])),
    "agreement-missing": sealed(archive([("manifest.json", manifest(b'["KELA-FED-2026-0001"]'))])),
    "agreement-traversal": sealed(archive([("manifest.json", manifest(b'["../../etc/passwd"]'))])),
    "bomb": sealed(archive([("manifest.json", b"\0" * (1 << 27))])),
    "bombs": sealed(archive([("%d" % number, b"\0" * (1 << 22)) for number in range(30)])),
    "traversal": sealed(archive([("../x", b"x")])),
    "absolute": sealed(archive([("/etc/passwd", b"x")])),
    "folder": sealed(archive([("agreements/", b"")])),
    "deep-json": sealed(archive([("manifest.json", b"[" * 100_000)])),
    "name-not-utf8": sealed(archive([("aXb", b"x")])).replace(b"aXb", b"a\xffb"),
    "directory-beyond": sealed(archive([("a", b"x")])[:-6] + struct.pack("<I", 1 << 31) + b"\0\0"),
    "head-only": b"PK\x03\x04",
}

for folder, files in (("pdf", PDF), ("bundle", BUNDLE)):
    os.makedirs(os.path.join(HERE, folder), exist_ok=True)
    for name, data in files.items():
        with open(os.path.join(HERE, folder, name + (".pdf" if folder == "pdf" else ".zip")), "wb") as out:
            out.write(data)
