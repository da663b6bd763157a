### document: the agreement (PDF)

## Title, state, head and foot
document-title = Agreement on Skype for Business and SIP federation
document-title-parties = {$party} and {$kela}
document-subject = Federation agreement
document-kind = Agreement
document-unit = IT administration
document-dated = Dated
document-version = Version {$version}
document-page = Page {$page} ({$pages})
document-reference = {$number}, version {$version}
document-request = Federation request: {$request}
document-opening = Wished opening date: {$date}
document-former-name = Former name of the form: Lync federation.
document-translation = Translation. The Finnish or Swedish text is binding.
document-sample-mark = Sample: the details are invented and the document binds nobody
document-sample-word = Sample
document-sample = The details are invented. The document binds nobody.
document-to-be-signed-mark = To be signed: a copy to read, not yet an agreement in force
document-to-be-signed-word = To be signed
document-to-be-signed = A copy to read. The agreement is in force only when it has been signed and bears Kela’s electronic seal.
document-foot = The data of the agreement is attached as JSON (agreement.json). To verify the file, use the verification page of Kela’s federation service or the command federointi verify.
document-attachment = The data of the agreement as JSON

## 1 and 2
document-section-parties = 1  Parties and contacts
document-section-technical = 2  Technical details
document-row-dns = DNS check
document-unanswered = No answer
document-teams-move = Planned move to Teams: {$date}
document-supplier = ICT supplier: {$name}
document-not-checked = The domains have not been checked.
document-checked = {$date}: {$counts} (annex 1)
document-count-ok = {$count} OK
document-count-warnings = {$count} with warnings
document-count-errors = {$count} with errors
document-count-unverified = {$count} not verified

## 3
document-section-blocked = 3  Features that the party has blocked for this federation
document-blocked = Blocked
document-not-blocked = Not blocked
document-departures = { $count ->
    [0] {$party}: no departures from the guidance.
    [one] {$party}: departs from the guidance or does not know on {$count} item (annex 2).
   *[other] {$party}: departs from the guidance or does not know on {$count} items (annex 2).
 }
document-departure-not-followed = {$item}: the guidance is not followed
document-departure-not-known = {$item}: not known
document-departure-blocked = {$item}: blocked, though the guidance keeps it on

## 4 and 5
document-section-terms = 4  Terms
document-terms-version = Version {$version} of the terms, published on {$date}.
document-terms-sample = These terms are a sample, not terms that Kela has published.
document-section-approval = 5  Approval, signature and electronic seal
document-row-approved-by = Approved by
document-row-authority = Basis of authority
document-row-approved-at = Approved
document-row-authority-check = How the authority of the other party’s representative was checked
document-row-over-errors = Why it was approved although the check found errors
document-row-proven-domains = Domains whose control was proven, and since when
document-row-unproven-accepted = Domains accepted although their control was not proven
document-signing = The party signs the agreement electronically. The signature is in this file or in a separate proof of signature, which is a PDF file of its own.
document-sealing = For Kela, the agreement is approved by the approver named below. Kela’s electronic seal shows that the document comes from Kela and that it has not been changed since it was sealed. The seal is not a signature.
document-signed-electronically = Electronic signature
document-sealed-electronically = Approval and electronic seal
document-signature-place = Place for a visible signature
document-signature-place-text = If the signature can be seen on the page, it must be wholly inside this frame. What stands in the frame is no part of the text of the document. The frame stays empty if the signature cannot be seen on the pages or was given in the service.
document-signature-place-alt = Frame for a visible signature
document-signatory = Signatory: {$person}
document-approver = Approver: {$person}
document-approver-authority = Basis of authority: {$authority}
document-represented-by = Kela’s representative: {$person}
document-seal-field = Kela’s electronic seal
document-time-stamp-field = Time stamp
document-seal-reason = Agreement approved by Kela: {$number}
document-authority = Authority to sign: {$basis}

## Annexes
document-annex-checks = Annex 1  DNS check of the domains
document-annex-checks-intro = The service asked public DNS for the federation records. The table shows what was found and when.
document-column-domain = Domain
document-column-outcome = Outcome and findings
document-column-checked = Checked
document-no-findings = No findings
document-finding = {$severity}: {$title}
document-resolver = Name server: {$resolver}
document-annex-guidance = Annex 2  Guidance of Kela and Kuntaliitto for client work
document-annex-guidance-off = The guidance recommends that these be switched off in client work. The table shows whether the party follows it.
document-annex-guidance-on = The guidance keeps these switched on. The table shows whether the party has blocked them.
document-departs = Departs

## Muutos ja irtisanominen
document-change-of = Changes version {$version} of the agreement.
document-change-from = In force from {$date}, but at the earliest from the day on which this version is complete.
document-change-at-once = In force from the day on which this version is complete.
document-change-unsigned = The version changes contacts only and needs no signatures. Kela’s electronic seal shows that the document comes from Kela and that it has not been changed since it was sealed. The seal is not a signature.
document-annex-changes = Annex 3  Changes to version {$version}
document-annex-changes-intro = The tables show which details changed. All others are the same.
document-annex-changes-none = The details are the same as in the version before.
document-notice-title = Notice of the federation agreement
document-notice-kind = Notice
document-section-notice = 1  The agreement ends
document-row-agreement = Agreement number
document-row-version = Version that ends
document-row-giver = Notice given by
document-notice-until = The agreement holds until the end of its last day, and at least until the day on which this document is complete.
document-section-notice-parties = 2  Parties
document-section-notice-approval = 3  Handling and signatures
document-notice-signing = The party signs the notice electronically. The signature is in this file or in a separate proof of signature, which is a PDF file of its own.
document-notice-unsigned = Kela gives notice of the agreement. Kela’s electronic seal shows that the document comes from Kela and that it has not been changed since it was sealed. The seal is not a signature.
document-notice-sealing = For Kela, the notice is handled by the approver named below. Kela’s electronic seal shows that the document comes from Kela and that it has not been changed since it was sealed. The seal is not a signature.
