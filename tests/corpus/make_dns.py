#!/usr/bin/env python3
"""Makes tests/corpus/dns anew: answers of name servers, good, hostile and broken. What a fuzzer or a stranger finds is added beside them by hand."""
import os
import struct

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "dns")
A, NS, CNAME, SOA, TXT, AAAA, SRV, DS, RRSIG, DNSKEY = 1, 2, 5, 6, 16, 28, 33, 43, 46, 48
ZONE, SERVICE = "kunta.example", "_sipfederationtls._tcp.kunta.example"


def name(text):
    out = b""
    for label in text.split("."):
        raw = label.encode("latin-1")
        out += bytes([len(raw)]) + raw
    return out + b"\0"


def record(owner, kind, data, ttl=3600):
    owner = owner if isinstance(owner, bytes) else name(owner)
    return owner + struct.pack(">HHIH", kind, 1, ttl, len(data)) + data


def message(question, kind, answers=(), authorities=(), additionals=(), flags=0x8400, counts=None):
    counts = counts or (1, len(answers), len(authorities), len(additionals))
    head = struct.pack(">HHHHHH", 1, flags, *counts)
    return head + name(question) + struct.pack(">HH", kind, 1) + b"".join([*answers, *authorities, *additionals])


def srv(priority, weight, port, target):
    return struct.pack(">HHH", priority, weight, port) + (target if isinstance(target, bytes) else name(target))


def soa(serial):
    return name("ns." + ZONE) + name("h." + ZONE) + struct.pack(">IIIII", serial, 1, 1, 1, 1)


good = message(SERVICE, SRV, [record(SERVICE, SRV, srv(100, 1, 5061, "sip." + ZONE))])
files = {
    "srv.bin": good,
    "srv-absent.bin": message(SERVICE, SRV, [record(SERVICE, SRV, srv(0, 0, 0, b"\0"))]),
    "srv-400.bin": message(SERVICE, SRV, [record(b"\xc0\x0c", SRV, srv(n, n, n, "s%d.%s" % (n, ZONE))) for n in range(400)]),
    "srv-odd-target.bin": message(SERVICE, SRV, [record(SERVICE, SRV, srv(1, 1, 5061, b"\x08\x1b[31m\r\n\0\x03<b>\0"))]),
    "srv-short.bin": message(SERVICE, SRV, [record(SERVICE, SRV, b"\0\1\0")]),
    "soa.bin": message(ZONE, SOA, [record(ZONE, SOA, soa(7))]),
    "soa-of-another.bin": message(ZONE, SOA, [record("example", SOA, soa(7))]),
    "nodata.bin": message(SERVICE, SRV, [], [record(ZONE, SOA, soa(7))]),
    "nxdomain.bin": message(SERVICE, SRV, [], [record(ZONE, SOA, soa(7))], flags=0x8403),
    "refused.bin": message(ZONE, SOA, flags=0x8005),
    "servfail.bin": message(ZONE, SOA, flags=0x8002),
    "referral.bin": message(ZONE, NS, [], [record(ZONE, NS, name("ns%d.%s" % (n, ZONE))) for n in (1, 2)],
                            [record("ns1." + ZONE, A, bytes([192, 0, 2, 1])), record("evil.example", A, bytes(4))], flags=0x8000),
    "referral-200.bin": message(ZONE, NS, [], [record(b"\xc0\x0c", NS, name("n%d.x" % n)) for n in range(200)], flags=0x8000),
    "address.bin": message("sip." + ZONE, A, [record("sip." + ZONE, A, bytes([10, 0, 0, 1])), record("sip." + ZONE, AAAA, bytes(16))]),
    "cname-loop.bin": message("sip." + ZONE, A, [record("sip." + ZONE, CNAME, name("b." + ZONE)), record("b." + ZONE, CNAME, name("sip." + ZONE))]),
    "cname-chain.bin": message("c0." + ZONE, A, [record("c%d.%s" % (n, ZONE), CNAME, name("c%d.%s" % (n + 1, ZONE))) for n in range(100)]),
    "pointer-loop.bin": struct.pack(">HHHHHH", 1, 0x8400, 1, 1, 0, 0) + b"\xc0\x0c" + struct.pack(">HH", SRV, 1) + b"\xc0\x0c",
    "pointer-forward.bin": message(SERVICE, SRV, [record(b"\xff\xff", SRV, srv(1, 1, 1, b"\xc0\xff"))]),
    "counts-lie.bin": message(SERVICE, SRV, [record(SERVICE, SRV, srv(1, 1, 5061, "sip." + ZONE))], counts=(1, 65535, 65535, 65535)),
    "no-question.bin": struct.pack(">HHHHHH", 1, 0x8400, 0, 0, 0, 0),
    "two-questions.bin": struct.pack(">HHHHHH", 1, 0x8400, 2, 0, 0, 0) + (name(SERVICE) + struct.pack(">HH", SRV, 1)) * 2,
    "label-64.bin": message(SERVICE, SRV, [record(b"\x40" + b"x" * 64 + b"\0", A, bytes(4))]),
    "rrsig-short.bin": message(SERVICE, SRV, [record(SERVICE, RRSIG, struct.pack(">HBBI", SRV, 13, 4, 3600))]),
    "dnskey-odd.bin": message(ZONE, DNSKEY, [record(ZONE, DNSKEY, b"\1\1\3\xff" + b"k" * 300), record(ZONE, DS, b"\0")]),
    "ttl-negative.bin": message(SERVICE, SRV, [record(SERVICE, SRV, srv(1, 1, 5061, "sip." + ZONE), ttl=0xFFFFFFFF)]),
    "question.bin": message(SERVICE, SRV, flags=0x0100),
    "empty.bin": b"",
    "http.bin": b"HTTP/1.1 400 Bad Request\r\n\r\n",
}
os.makedirs(HERE, exist_ok=True)
for file, content in files.items():
    with open(os.path.join(HERE, file), "wb") as out:
        out.write(content)
