#!/usr/bin/env python3
"""Checks the log's part of an audit bundle by the definitions alone: hashlib, zipfile and, for the one signature, the openssl command.

    python3 docs/check-bundle.py BUNDLE.zip [NAME+ID+KEY [TRUST.pem Y-TUNNUS]]

With the last two it checks too that every sealed PDF bears a signature of that organisation (organizationIdentifier NTRFI-1234567-8 or
VATFI-12345678), by a certificate that leads to an authority of TRUST.pem and whatever the time; what else is in the PDF it does not check.
Nothing of the service is used. What each step proves is told in docs/verification.md. Ends with 0 if everything fits, else 1.
"""
import base64
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import zipfile


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def fail(text):
    print("NOT AUTHENTIC:", text)
    sys.exit(1)


def whole_file(path):
    """The last 64 bytes are the SHA-256 of all before them."""
    data = open(path, "rb").read()
    if hashlib.sha256(data[:-64]).hexdigest() != data[-64:].decode("ascii", "replace"):
        fail("the bytes of the bundle are not those that were written")


def files_of(path):
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if len(names) != len(set(names)):
            fail("a file stands twice in the bundle")
        return {name: archive.read(name) for name in names}


def manifest(files):
    listed = json.loads(files["manifest.json"])
    digests = {member["path"]: member["sha256"] for member in listed["files"]}
    if set(digests) | {"manifest.json"} != set(files):
        fail("the list of files names other files than there are")
    for path, digest in digests.items():
        if hashlib.sha256(files[path]).hexdigest() != digest:
            fail(path + " was changed")
    return listed


def open_checkpoint(files, given):
    """C2SP signed-note and tlog-checkpoint: origin, size, root, and an Ed25519 signature over the text."""
    text_of_key = files["log/key"].decode().strip()
    if given and given != text_of_key:
        fail("the log's key is not the one given")
    name, key_id, key = text_of_key.split("+", 2)
    key = base64.b64decode(key)
    if key[0] != 1 or sha(name.encode(), b"\n", key)[:4].hex() != key_id:
        fail("the log's key does not fit its id")
    note = files["log/checkpoint"].decode()
    text, signatures = note.rsplit("\n\n", 1)
    text += "\n"
    line = [line for line in signatures.splitlines() if line.startswith("\u2014 " + name + " ")]
    signature = base64.b64decode(line[0].split(" ")[2])
    if signature[:4].hex() != key_id:
        fail("the checkpoint is signed by another key")
    with tempfile.TemporaryDirectory() as folder:
        # SubjectPublicKeyInfo of an Ed25519 key (RFC 8410).
        parts = {"key.der": bytes.fromhex("302a300506032b6570032100") + key[1:], "text": text.encode(), "sig": signature[4:]}
        for part, data in parts.items():
            open(folder + "/" + part, "wb").write(data)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", folder + "/key.der",
                   "-rawin", "-in", folder + "/text", "-sigfile", folder + "/sig"]
        if subprocess.run(command, capture_output=True).returncode != 0:
            fail("the checkpoint is not signed by the log's key")
    origin, size, root = text.split("\n")[:3]
    return origin, int(size), base64.b64decode(root)


def root_from(index, size, leaf, path):
    """RFC 9162, 2.1.3.2."""
    node, last, value = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            fail("a proof is too long")
        if node & 1 or node == last:
            value = sha(b"\x01", sibling, value)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            value = sha(b"\x01", value, sibling)
        node, last = node >> 1, last >> 1
    if last != 0:
        fail("a proof is too short")
    return value


def events(files, number, size, root):
    folder = "agreements/" + number + "/"
    records = json.loads(files[folder + "events.json"])["events"]
    paths = {proof["leaf"]: [base64.b64decode(part) for part in proof["path"]]
             for proof in json.loads(files[folder + "proofs.json"])["proofs"]}
    proven = 0
    for record in records:
        event, content = record["event"], record["content"]
        if content is not None:
            digest = sha(content["salt"].encode(), b"\n", content["json"].encode()).hex()
            if digest != event["content_digest"]:
                fail("the personal part of event %d was changed" % event["id"])
        if record["leaf"] is None or record["leaf"] >= size:
            print("  event %d is younger than the checkpoint" % event["id"])
            continue
        # RFC 8785 for what an event holds: members in order, no blanks, UTF-8.
        canonical = json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        entry = sha(bytes.fromhex(record["salt"]), canonical)
        if root_from(record["leaf"], size, sha(b"\x00", entry), paths[record["leaf"]]) != root:
            fail("event %d is not in the log" % event["id"])
        proven += 1
    completeness(files, folder, [record["event"] for record in records])
    subjects = {record["event"]["subject"] for record in records}
    for path, data in files.items():
        if path.startswith(folder) and path.endswith(".pdf") and hashlib.sha256(data).hexdigest() not in subjects:
            fail("no event names " + path)
    print("%s: %d events, %d proven by the log" % (number, len(records), proven))


# The events whose subject is the digest of a document that came to be, or that was signed.
OF_DOCUMENTS = {"document_made", "version_signed", "document_sealed", "seal_upgraded", "evidence_made", "mandate_shown"}


def completeness(files, folder, events):
    """What something in the bundle tells of must be there: versions without a gap, and the documents that events name."""
    there = {int(path.split("/")[3]) for path in files if path.startswith(folder + "versions/")}
    named = {event["version"] for event in events if event["version"] and event["agreement_id"]}
    newest = max(there | named, default=0)
    for version in range(1, min(newest, 10000) + 1):
        if version not in there:
            fail("version %d of %s is missing" % (version, folder))
    digests = {hashlib.sha256(data).hexdigest() for path, data in files.items() if path.startswith(folder)}
    for event in events:
        if event["kind"] in OF_DOCUMENTS and event["subject"] and event["subject"] not in digests:
            fail("the document of event %d is missing" % event["id"])


def signers(pdf, trust):
    """The organizationIdentifier of each signature of a PDF that OpenSSL finds right (RFC 5652) and trusted."""
    for found in re.finditer(rb"/ByteRange *\[ *0 +(\d+) +(\d+) +(\d+) *\]", pdf):
        first, second, rest = (int(number) for number in found.groups())
        with tempfile.TemporaryDirectory() as folder:
            open(folder + "/covered", "wb").write(pdf[:first] + pdf[second:second + rest])
            open(folder + "/sig", "wb").write(bytes.fromhex(pdf[first + 1:second - 1].decode("ascii")))
            command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", folder + "/sig", "-content", folder + "/covered",
                       "-CAfile", trust, "-purpose", "any", "-no_check_time", "-signer", folder + "/signer", "-out", "/dev/null"]
            if subprocess.run(command, capture_output=True).returncode != 0:
                continue
            command = ["openssl", "x509", "-in", folder + "/signer", "-noout", "-subject", "-nameopt", "multiline"]
            subject = subprocess.run(command, capture_output=True, check=True).stdout.decode()
            yield from re.findall(r"^ *organizationIdentifier *= (.*)$", subject, re.MULTILINE)


def sealer(files, trust, business_id):
    wanted = {"NTRFI-" + business_id, "VATFI-" + business_id.replace("-", "")}
    sealed = [path for path in files if path.endswith(("/sealed.pdf", "/upgraded.pdf", "/evidence.pdf"))]
    for path in sealed:
        if not wanted & set(signers(files[path], trust)):
            fail(path + " is not sealed by " + business_id)
    print("sealed by %s: %d PDF files" % (business_id, len(sealed)))


def main():
    whole_file(sys.argv[1])
    files = files_of(sys.argv[1])
    listed = manifest(files)
    if "log/checkpoint" not in files:
        fail("the bundle has no checkpoint of the log")
    origin, size, root = open_checkpoint(files, sys.argv[2] if len(sys.argv) > 2 else None)
    print("log %s, %d events, key %s" % (origin, size, files["log/key"].decode().strip()))
    for number in listed["agreements"]:
        events(files, number, size, root)
    if len(sys.argv) > 4:
        sealer(files, sys.argv[3], sys.argv[4])
    print("Not proven: that nothing newer exists, and that no last version, agreement or event was left out.")
    print("The log fits. Check the PDF files with a PDF program: this script does not.")


main()
