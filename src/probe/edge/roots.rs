//! The roots that an Edge server's certificate may lead to: the public ones (Mozilla's list, as webpki-roots has it), and further ones of
//! the operator's choice.

use rustls_pki_types::{CertificateDer, TrustAnchor};

use crate::x509::TrustAnchors;

/// The roots.
#[derive(Debug, Clone, Default)]
pub struct Roots {
    further: TrustAnchors,
}

impl Roots {
    /// The public roots and these.
    #[must_use]
    pub const fn with(further: TrustAnchors) -> Self {
        Self { further }
    }

    /// The further ones, in DER.
    pub(super) fn further(&self) -> &[Vec<u8>] {
        self.further.certificates()
    }

    /// All of them as webpki wants them; `own` keeps the further ones alive.
    pub(super) fn anchors<'a>(own: &'a [CertificateDer<'a>]) -> Vec<TrustAnchor<'a>> {
        let further = own.iter().filter_map(|der| webpki::anchor_from_trusted_cert(der).ok());
        further.chain(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()).collect()
    }
}
