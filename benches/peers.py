#!/usr/bin/env python3
"""What others do, for `benches/proof.rs`: WeasyPrint writes PDF/UA-1, pyHanko seals at B-B and verifies.

    benches/peers.py --install          makes target/test-tools/peers with the packages (WeasyPrint needs Debian's libpango-1.0-0 and libpangoft2-1.0-0)
    peers.py seal FOLDER | verify FOLDER   prints how many times a second of processor time
"""
import os
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))


def install():
    target = os.path.join(HERE, "..", "target", "test-tools", "peers")
    subprocess.check_call([sys.executable, "-m", "venv", target])
    subprocess.check_call([os.path.join(target, "bin", "pip"), "install", "--quiet", "-r", os.path.join(HERE, "peers-requirements.txt")])


def rate(count, work):
    work()
    before = time.process_time()
    for _ in range(count):
        work()
    return count / (time.process_time() - before)


def seal(folder):
    import html
    import io

    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import SigSeedSubFilter
    from weasyprint import HTML

    lines = open(os.path.join(folder, "words.txt"), encoding="utf-8").read().splitlines()
    page = "<html lang='fi'><head><title>Sopimus</title></head><body><h1>Sopimus</h1>%s</body></html>" % "".join(
        "<p>%s</p>" % html.escape(line) for line in lines)
    pem = os.path.join(folder, "seal.pem")
    key, chain = split(open(pem).read(), folder)
    signer = signers.SimpleSigner.load(key, chain[0], ca_chain_files=chain[1:])
    metadata = signers.PdfSignatureMetadata(field_name="Kela", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")

    def work():
        document = HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")
        signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(document)), metadata, signer=signer)

    return rate(10, work)


def split(text, folder):
    """The key and each certificate in a file of its own."""
    parts, files = text.split("-----BEGIN ")[1:], []
    for index, part in enumerate(parts):
        path = os.path.join(folder, "part-%d.pem" % index)
        open(path, "w").write("-----BEGIN " + part)
        files.append((part.startswith("CERTIFICATE"), path))
    key = [path for certificate, path in files if not certificate][0]
    return key, [path for certificate, path in files if certificate]


def verify(folder):
    """The signature at B-LT with revocation required, from the file's own data: one judgement by pyHanko's AdES rules."""
    import asyncio
    import io

    from asn1crypto.crl import CertificateList
    from asn1crypto.ocsp import OCSPResponse
    from pyhanko.keys import load_cert_from_pemder
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.ades import ades_with_time_validation
    from pyhanko.sign.validation.dss import DocumentSecurityStore
    from pyhanko.sign.validation.policy_decl import (
        LocalKnowledge, RevinfoOnlineFetchingRule, RevocationInfoGatheringSpec, SignatureValidationSpec)
    from pyhanko_certvalidator.context import CertValidationPolicySpec
    from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy, FreshnessReqType
    from pyhanko_certvalidator.registry import SimpleTrustManager
    from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

    data = open(os.path.join(folder, "sealed.pdf"), "rb").read()
    root = load_cert_from_pemder(os.path.join(folder, "trust.pem"))
    revocation = CertRevTrustPolicy(
        REQUIRE_REVINFO, freshness=None, freshness_req_type=FreshnessReqType.MAX_DIFF_REVOCATION_VALIDATION)

    def work():
        reader = PdfFileReader(io.BytesIO(data))
        signature = reader.embedded_regular_signatures[0]
        signature.compute_integrity_info()
        store = DocumentSecurityStore.read_dss(reader)
        held = lambda stream: stream.get_object().data
        known = LocalKnowledge(
            known_ocsps=[one for answer in store.ocsps for one in OCSPContainer.load_multi(OCSPResponse.load(held(answer)))],
            known_crls=[CRLContainer(CertificateList.load(held(one))) for one in store.crls],
            known_certs=list(store.load_certs()))
        spec = SignatureValidationSpec(
            cert_validation_policy=CertValidationPolicySpec(
                trust_manager=SimpleTrustManager.build([root]), revinfo_policy=revocation),
            revinfo_gathering_policy=RevocationInfoGatheringSpec(online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY),
            local_knowledge=known)
        found = asyncio.run(ades_with_time_validation(
            signature.signed_data, validation_spec=spec, raw_digest=signature.compute_digest()))
        assert found.ades_subindic.name == "OK", found.failure_msg

    return rate(20, work)


if sys.argv[1:] == ["--install"]:
    install()
else:
    print({"seal": seal, "verify": verify}[sys.argv[1]](sys.argv[2]))
