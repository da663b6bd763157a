#!/usr/bin/env python3
"""Reference values for src/log, computed by the definitions of RFC 6962 section 2.1 and nothing of the service.

Run it to see the values that the tests in src/log compare with: tests/log/reference.py (the note is signed by OpenSSL).
"""
import base64
import hashlib
import json
import os
import subprocess
import tempfile


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def mth(leaves):
    if not leaves:
        return sha()
    if len(leaves) == 1:
        return sha(b"\x00", leaves[0])
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha(b"\x01", mth(leaves[:k]), mth(leaves[k:]))


def path(m, leaves):
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m < k:
        return path(m, leaves[:k]) + [mth(leaves[k:])]
    return path(m - k, leaves[k:]) + [mth(leaves[:k])]


def subproof(m, leaves, known):
    if m == len(leaves):
        return [] if known else [mth(leaves)]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m <= k:
        return subproof(m, leaves[:k], known) + [mth(leaves[k:])]
    return subproof(m - k, leaves[k:], False) + [mth(leaves[:k])]


# The eight leaves that tests of Certificate Transparency use.
LEAVES = [bytes.fromhex(text) for text in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")]

print("roots of the first 0 to 8 leaves")
for count in range(9):
    print(" ", count, mth(LEAVES[:count]).hex())
print("inclusion of leaf 5 among 8, and of leaf 4 among 5")
for m, n in ((5, 8), (4, 5)):
    for node in path(m, LEAVES[:n]):
        print(" ", m, n, node.hex())
print("consistency of 3 with 7, of 4 with 7 and of 6 with 8")
for m, n in ((3, 7), (4, 7), (6, 8)):
    for node in subproof(m, LEAVES[:n], True):
        print(" ", m, n, node.hex())

many = [i.to_bytes(4, "big") for i in range(70_000)]
print("root of 70,000 leaves, each its number in four bytes:", mth(many).hex())

event = {
    "actor": "staff", "actor_user_id": "019aa5b4-3e80-7000-8000-000000000001", "agreement_id": None,
    "at": "2026-11-21T08:02:00Z", "content_digest": "ab" * 32, "from_state": "submitted", "id": 17,
    "kind": "request_rejected", "request_id": "019aa5b4-3e80-7000-8000-000000000002", "subject": "\u00e4 \"\\\u0001\n",
    "to_state": "rejected", "version": None,
}
canonical = json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
print("entry of the event in src/log/entry.rs, salt 05 32 times:", sha(b"\x05" * 32, canonical).hex())


def openssl(*arguments):
    return subprocess.run(("openssl",) + arguments, check=True, capture_output=True).stdout


with tempfile.TemporaryDirectory() as folder:
    key, text = os.path.join(folder, "key"), os.path.join(folder, "text")
    with open(key, "wb") as file:
        file.write(bytes.fromhex("302e020100300506032b657004220420") + b"\x01" * 32)
    name = "log.example/log"
    public = openssl("pkey", "-inform", "DER", "-in", key, "-pubout", "-outform", "DER")[-32:]
    key_id = sha(name.encode(), b"\n\x01", public)[:4]
    note = f"{name}\n8\n{base64.b64encode(mth(LEAVES)).decode()}\n"
    with open(text, "wb") as file:
        file.write(note.encode())
    signature = openssl("pkeyutl", "-sign", "-rawin", "-keyform", "DER", "-inkey", key, "-in", text)
    print("key whose secret is 01 32 times:", f"{name}+{key_id.hex()}+{base64.b64encode(bytes([1]) + public).decode()}")
    print(f"checkpoint of the eight leaves:\n{note}\n\u2014 {name} {base64.b64encode(key_id + signature).decode()}")
