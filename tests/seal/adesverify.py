"""Judges the signatures of PDF files as `pyhanko sign adesverify` does, but never asks the network: `adesverify.py TRUST.pem LEVEL=FILE.pdf ...`.

LEVEL is b-b, b-t or b-lt. At b-lt revocation data is required for every certificate of the paths and is taken from the file; below it is
not looked at (`--no-revocation-check`). The command itself tries to fetch OCSP answers and gives up where nobody answers, even if the file
has them. Prints one JSON object: for each file its signatures, each with what was found.
"""

import asyncio
import json
import logging
import sys
from dataclasses import replace

from asn1crypto.crl import CertificateList
from asn1crypto.ocsp import OCSPResponse
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.ades import ades_basic_validation, ades_lta_validation, ades_with_time_validation
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import (
    NO_REVOCATION,
    REQUIRE_REVINFO,
    CertRevTrustPolicy,
    FreshnessReqType,
)
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

logging.disable(logging.CRITICAL)


def policy(trust, level):
    if level == "b-lt":
        revocation = CertRevTrustPolicy(
            REQUIRE_REVINFO, freshness=None, freshness_req_type=FreshnessReqType.MAX_DIFF_REVOCATION_VALIDATION
        )
    else:
        revocation = CertRevTrustPolicy(NO_REVOCATION)
    certificates = CertValidationPolicySpec(trust_manager=SimpleTrustManager.build(trust), revinfo_policy=revocation)
    return PdfSignatureValidationSpec(
        SignatureValidationSpec(
            cert_validation_policy=certificates,
            revinfo_gathering_policy=RevocationInfoGatheringSpec(online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY),
        )
    )


def with_store(reader, spec):
    """Hands the file's security store to the validation of one signature, which does not look for it by itself."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return spec
    data = lambda stream: stream.get_object().data
    answers = [one for held in store.ocsps for one in OCSPContainer.load_multi(OCSPResponse.load(data(held)))]
    lists = [CRLContainer(CertificateList.load(data(held))) for held in store.crls]
    known = LocalKnowledge(known_ocsps=answers, known_crls=lists, known_certs=list(store.load_certs()))
    return replace(spec, local_knowledge=known)


def judge(path, trust, level):
    found = []
    with open(path, "rb") as file:
        reader = PdfFileReader(file)
        for signature in reader.embedded_regular_signatures:
            result = asyncio.run(ades_lta_validation(signature, policy(trust, level)))
            plain = ades_basic_validation if level == "b-b" else ades_with_time_validation
            of_level = asyncio.run(
                plain(
                    signature.signed_data,
                    validation_spec=with_store(reader, policy(trust, level).signature_validation_spec),
                    raw_digest=signature.compute_digest(),
                )
            )
            status = result.api_status
            stamp = result.signature_timestamp_status
            found.append(
                {
                    "field": signature.field_name,
                    "indication": of_level.ades_subindic.name,
                    "failure": of_level.failure_msg,
                    "intact": bool(status and status.intact),
                    "valid": bool(status and status.valid),
                    "trusted": bool(status and status.trusted),
                    "bottom_line": bool(status and status.bottom_line),
                    "coverage": str(status.coverage.name) if status else None,
                    "modifications": str(status.modification_level.name) if status and status.modification_level else None,
                    "time_stamp_passed": stamp.ades_subindic.name == "OK" if stamp else None,
                    "document_time_stamp": str(result.oldest_evidence_record_timestamp or "") or None,
                }
            )
    return found


def main():
    trust = list(load_certs_from_pemder([sys.argv[1]]))
    checks = [argument.split("=", 1) for argument in sys.argv[2:]]
    print(json.dumps({path: judge(path, trust, level) for level, path in checks}))


main()
