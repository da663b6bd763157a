//! The object identifiers in use, with where each comes from.

use const_oid::ObjectIdentifier;

const fn id(dotted: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(dotted)
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $dotted:literal;)*) => {
        $($(#[$doc])* pub(crate) const $name: ObjectIdentifier = id($dotted);)*
    };
}

ids! {
    // Digests.
    MD5 = "1.2.840.113549.2.5";
    SHA1 = "1.3.14.3.2.26";
    SHA256 = "2.16.840.1.101.3.4.2.1";
    SHA384 = "2.16.840.1.101.3.4.2.2";
    SHA512 = "2.16.840.1.101.3.4.2.3";
    // Keys and signatures.
    RSA = "1.2.840.113549.1.1.1";
    RSA_MD5 = "1.2.840.113549.1.1.4";
    RSA_SHA1 = "1.2.840.113549.1.1.5";
    RSA_SHA256 = "1.2.840.113549.1.1.11";
    RSA_SHA384 = "1.2.840.113549.1.1.12";
    RSA_SHA512 = "1.2.840.113549.1.1.13";
    RSA_PSS = "1.2.840.113549.1.1.10";
    EC = "1.2.840.10045.2.1";
    P256 = "1.2.840.10045.3.1.7";
    P384 = "1.3.132.0.34";
    ECDSA_SHA1 = "1.2.840.10045.4.1";
    ECDSA_SHA256 = "1.2.840.10045.4.3.2";
    ECDSA_SHA384 = "1.2.840.10045.4.3.3";
    ECDSA_SHA512 = "1.2.840.10045.4.3.4";
    ED25519 = "1.3.101.112";
    // CMS: RFC 5652, 5035; ETSI EN 319 122-1.
    DATA = "1.2.840.113549.1.7.1";
    SIGNED_DATA = "1.2.840.113549.1.7.2";
    CONTENT_TYPE = "1.2.840.113549.1.9.3";
    MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
    SIGNING_TIME = "1.2.840.113549.1.9.5";
    CMS_ALGORITHM_PROTECTION = "1.2.840.113549.1.9.52";
    SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12";
    SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";
    SIGNATURE_TIME_STAMP = "1.2.840.113549.1.9.16.2.14";
    TST_INFO = "1.2.840.113549.1.9.16.1.4";
    OCSP_REVOCATION_INFO = "1.3.6.1.5.5.7.16.2";
    /// Adobe's signed attribute with CRLs and OCSP answers: ISO 32000-2, 12.8.3.3.2.
    ADOBE_REVOCATION = "1.2.840.113583.1.1.8";
    // Names: X.520.
    COMMON_NAME = "2.5.4.3";
    SURNAME = "2.5.4.4";
    SERIAL_NUMBER = "2.5.4.5";
    COUNTRY = "2.5.4.6";
    ORGANIZATION = "2.5.4.10";
    ORGANIZATIONAL_UNIT = "2.5.4.11";
    GIVEN_NAME = "2.5.4.42";
    PSEUDONYM = "2.5.4.65";
    ORGANIZATION_IDENTIFIER = "2.5.4.97";
    // Extensions: RFC 5280, 6960; ETSI EN 319 412-5.
    SUBJECT_KEY_ID = "2.5.29.14";
    KEY_USAGE = "2.5.29.15";
    SUBJECT_ALT_NAME = "2.5.29.17";
    BASIC_CONSTRAINTS = "2.5.29.19";
    CRL_DISTRIBUTION_POINTS = "2.5.29.31";
    EXTENDED_KEY_USAGE = "2.5.29.37";
    AUTHORITY_INFORMATION = "1.3.6.1.5.5.7.1.1";
    QC_STATEMENTS = "1.3.6.1.5.5.7.1.3";
    OCSP_NO_CHECK = "1.3.6.1.5.5.7.48.1.5";
    AD_OCSP = "1.3.6.1.5.5.7.48.1";
    AD_CA_ISSUERS = "1.3.6.1.5.5.7.48.2";
    QC_COMPLIANCE = "0.4.0.1862.1.1";
    QC_TYPE = "0.4.0.1862.1.6";
    QC_TYPE_ESEAL = "0.4.0.1862.1.6.2";
    // Purposes of keys.
    ANY_PURPOSE = "2.5.29.37.0";
    SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";
    TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
    OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";
    /// RFC 9336.
    DOCUMENT_SIGNING = "1.3.6.1.5.5.7.3.36";
    MICROSOFT_DOCUMENT_SIGNING = "1.3.6.1.4.1.311.10.3.12";
    ADOBE_DOCUMENT_SIGNING = "1.2.840.113583.1.1.5";
    // CRL: RFC 5280, 5.2 and 5.3.
    CRL_NUMBER = "2.5.29.20";
    DELTA_CRL = "2.5.29.27";
    ISSUING_DISTRIBUTION_POINT = "2.5.29.28";
    AUTHORITY_KEY_ID = "2.5.29.35";
    // OCSP: RFC 6960.
    OCSP_BASIC = "1.3.6.1.5.5.7.48.1.1";
    OCSP_NONCE = "1.3.6.1.5.5.7.48.1.2";
}
