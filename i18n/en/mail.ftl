### Messages: their subjects and texts, and the states and kinds of outgoing mail

mail-state-waiting = Waiting to be sent
mail-state-sent = Sent
mail-state-given-up = Could not be sent

mail-kind-filer-link = Link for the filer
mail-kind-handed-over = Request handed over
mail-kind-filed = Request received
mail-kind-to-review = Request waiting for review
mail-kind-contact-notice = Notice of stored personal data
mail-kind-changes-requested = Changes requested
mail-kind-rejected = Request rejected
mail-kind-withdrawn = Request withdrawn
mail-kind-approved = Agreement to be signed
mail-kind-completed = Agreement complete
mail-kind-seal-key-expires = The seal’s certificate runs out
mail-kind-sealing-stopped = Sealing has stopped
mail-kind-password-link = Link to set a password

mail-fact-organisation = Organisation
mail-fact-reference = Reference number
mail-fact-agreement = Agreement number
mail-fact-signatory = Signatory
mail-fact-position = Signatory's position
mail-fact-document = Attached file
mail-fact-version = Version
mail-fact-valid-from = In force from
mail-fact-certificate = The seal’s certificate
mail-fact-not-after = Valid until
mail-fact-waiting-for-seal = Agreement versions waiting for the seal
mail-fact-seal-detail = What the program says
mail-fact-handed-by = Handed over by
mail-fact-named-by = Filer
mail-fact-errors = Domains with errors
mail-fact-unverified = Domains not verified

mail-link-label = Link
mail-request-label = The request in the service
mail-valid-until = The link is valid until { $moment } (Finnish time). It can be used once.

mail-footer-service = This message was sent by the federation service of Kela, the Social Insurance Institution of Finland. In the service, Kela and other organisations make their SIP federation agreements.
mail-footer-replies = Replies to this address are not read.
mail-footer-ask = Instructions, and contact details for questions

mail-filer-link-subject = Link to your federation requests
mail-filer-link-who = Someone used this e-mail address to ask for a link to Kela's federation service.
mail-filer-link-open = Open the link and press the button on the page. You can then start a new request or continue an earlier one.
mail-filer-link-not-asked = If you did not ask for the link, you need not do anything. Do not forward it: whoever opens it sees the requests made with this address.

mail-handed-over-subject = Federation request handed over
mail-handed-over-what = A federation request in Kela's federation service has been handed over to this e-mail address.
mail-handed-over-open = Open the link and press the button on the page. You can then continue the request. The answers given so far are kept.
mail-handed-over-unknown = If you do not know who handed the request over, you need not do anything.

mail-filed-subject = Federation request received
mail-filed-again-subject = Changes received
mail-filed-first = The federation request has been sent to Kela.
mail-filed-again = The changed federation request has been sent to Kela.
mail-filed-errors = The page of the request says what has to be corrected in the domains, and how. The corrections are made in the organisation's DNS.
mail-filed-unverified = The service will check again the domains that are not verified.
mail-filed-next = Next, a reviewer at Kela goes through the request. Kela sends a message when the request is approved or rejected, or when changes are needed.

mail-to-review-subject = New federation request
mail-to-review-again-subject = Changed federation request
mail-to-review-first = A new federation request is waiting for review.
mail-to-review-again = A federation request has been changed and is waiting for review.
mail-to-review-next = The request is in the queue. A reviewer approves it, asks for changes or rejects it.

mail-notice-subject = You are named in a federation request
mail-notice-what = You are named in a request made in Kela's federation service. The service has therefore stored personal data about you. This message says what was stored and why. You need not do anything.
mail-notice-data-heading = What has been stored
mail-notice-data = Of a contact: name, e-mail address and telephone number. Of a signatory: name, position, e-mail address and the basis of the authority to sign.
mail-notice-source-heading = Where the data come from
mail-notice-source = The data were given by the organisation named above. The filer's address is shown above.
mail-notice-why-heading = Why
mail-notice-why = The data are needed to make and manage the federation agreement, to open and test the connection, and to resolve faults. The legal basis is given in the privacy notice.
mail-notice-seen-heading = Who sees the data
mail-notice-seen = The data are seen by the staff of Kela and of the organisation who manage or audit the agreement. A signed agreement is, as a rule, a public document (act 621/1999). No automated decisions are made from the data.
mail-notice-kept-heading = How long the data are kept
mail-notice-kept = The data are kept while the agreement is in force and for the retention period after it. If no agreement is made, they are kept for the retention period of the request. The retention periods are given in the privacy notice.
mail-notice-rights-heading = Your rights
mail-notice-rights = You can ask Kela to see your data. You can ask for them to be corrected or erased or for their use to be restricted, and you can object to their use. You can complain to the Office of the Data Protection Ombudsman.
mail-notice-controller-heading = Controller
mail-notice-controller = The controller is the Social Insurance Institution of Finland (Kela). Contact details of Kela and of its data protection officer are given in the privacy notice.
mail-notice-privacy-label = Privacy notice

mail-changes-subject = Changes requested
mail-changes-what = Kela asks for changes to the federation request.
mail-changes-message = Message from Kela
mail-changes-next = The filer corrects the answers in the service and sends the request again. The other answers are kept. Kela continues the review once the changes have been sent.

mail-rejected-subject = Federation request rejected
mail-rejected-what = Kela has rejected the federation request.
mail-rejected-reason = Reason
mail-rejected-next = The handling of the request has ended. The organisation can make a new request once the reason given no longer applies.

mail-withdrawn-subject = Federation request withdrawn
mail-withdrawn-what = The filer has withdrawn the federation request.
mail-withdrawn-next = The handling of the request has ended. The organisation can make a new request.

mail-approved-subject = Agreement to be signed
mail-approved-what = Kela has approved the federation request. The federation agreement is ready to be signed.
mail-approved-attached = A copy of the agreement to read is attached to this message. It is marked To be signed. You can also get it from the service.
mail-approved-on-page = You can get a copy of the agreement to read from the service. It is marked To be signed.
mail-approved-next = Next, the agreement is read through and signed. The copy is not signed: the signatory gets a message of their own. The agreement is not in force and the connection is not opened until the agreement has been signed and bears Kela’s electronic seal.
mail-approved-label = The agreement in the service
mail-approved-address = If the service asks for your e-mail address, give the address that this message came to. The service sends a link to it.

mail-completed-subject = The agreement is complete
mail-completed-what = The federation agreement is complete: it bears Kela’s electronic seal and the party’s signature, if one was needed.
mail-completed-attached = The agreement is attached to this message. You can also get it from the service.
mail-completed-on-page = You can get the agreement from the service.
mail-completed-keep = Keep the file as it is. The seal shows that the document comes from Kela and that it has not been changed since it was sealed. If a program saves the file anew, the seal can no longer be verified.

mail-seal-expires-subject = The certificate of Kela’s seal runs out
mail-seal-expires-what = The certificate of Kela’s electronic seal runs out soon. After that the service cannot seal agreements, and they are left waiting.
mail-seal-expires-next = Get a new key and certificate and set them in the service before then. Agreements that are already sealed stay as they are.
mail-seal-page-label = The seal in the service

mail-sealing-stopped-subject = Sealing of agreements has stopped
mail-sealing-stopped-what = The service cannot seal agreements. They wait in the state Being prepared. The reason:
mail-sealing-stopped-next = The service tries again at least once an hour. Once the cause is mended, you can try at once on the page of the service.

mail-account-subject = Account in Kela's federation service
mail-password-subject = New password for Kela's federation service
mail-account-what = An administrator has created an account for you in Kela's federation service. The user name is this e-mail address.
mail-password-what = An administrator has made a link by which you can set a new password for Kela's federation service. The user name is this e-mail address.
mail-password-open = Open the link and set a password. You can then sign in to the service.
mail-password-not-expected = If you did not expect this message, you need not do anything. Do not forward the link.

mail-kind-to-sign = Link to sign
mail-kind-signing-reminded = Note that the signatory was reminded
mail-kind-signing-code = Confirmation code for the signatory
mail-kind-signature-declined = Signature declined
mail-kind-signing-lapsed = Unsigned agreement lapsed

mail-fact-sign-by = To be signed by
mail-fact-code = Confirmation code
mail-fact-code-until = The code is valid until

mail-to-sign-subject = An agreement awaits your signature
mail-to-sign-again-subject = Reminder: sign the agreement
mail-to-sign-what = You have been named to sign a federation agreement for your organisation. Kela (the Social Insurance Institution of Finland) has approved the agreement.
mail-to-sign-again = The federation agreement still awaits your signature. The agreement is not in force before it.
mail-to-sign-open = Open the link and press the button on the page. After that you can read the agreement and sign it in the service or with a certificate of your own. You can also decline to sign.
mail-to-sign-later = If the link no longer works, you get a new one on this page:
mail-to-sign-page = Page to sign on
mail-to-sign-not-you = The link is personal. Do not forward it: whoever opens it can sign in your name. If someone else signs agreements in your organisation, open the link and read the advice on the page.

mail-signing-reminded-subject = The agreement awaits signature
mail-signing-reminded-what = The service has reminded the signatory of a federation agreement that has not been signed yet.
mail-signing-reminded-next = Make sure that the signatory has received the message. If the signatory has changed, the filer or the contact for agreement matters can change the signatory on the page of the agreement.

mail-signing-code-subject = Confirmation code for signing
mail-signing-code-what = You are signing a federation agreement in Kela’s federation service.
mail-signing-code-use = Enter the code on the page of the service that you have open. A new code replaces the earlier one.
mail-signing-code-not-you = If you are not signing the agreement, give the code to nobody and tell Kela.

mail-declined-subject = The agreement was not signed
mail-declined-what = The signatory has declined to sign the federation agreement. The agreement does not enter into force.
mail-declined-reason = Reason
mail-declined-next = When the reason no longer holds, the organisation can make a new request.

mail-lapsed-subject = Unsigned agreement lapsed
mail-lapsed-what = The federation agreement has lapsed because it was not signed in time. The agreement does not enter into force.
mail-lapsed-next = If the connection is still needed, the organisation can make a new request.
mail-kind-signatory-named = Notice that the signatory has changed
mail-kind-signatory-released = Notice to the signatory before
mail-kind-notice-filed = Notice that Kela ends the agreement
mail-fact-signatory-before = Signatory before
mail-signatory-named-subject = The signatory has changed
mail-signatory-named-what = The signatory of a federation agreement that waits for a signature has changed. The new signatory was sent a link, and the link before no longer works.
mail-signatory-named-next = If the change is not right, contact Kela at once.
mail-signatory-released-subject = You do not need to sign
mail-signatory-released-what = Another person was named to sign the federation agreement. You do not need to do anything, and the link that you were sent no longer works.
mail-signatory-released-next = If you should still sign the agreement, contact the IT administration of your organisation.
mail-service-label = The federation service
mail-notice-filed-subject = Kela gives notice of the federation agreement
mail-notice-filed-what = Kela has begun to give notice of the federation agreement. The notice is not confirmed yet.
mail-notice-filed-next = When the notice is confirmed, you are sent its document. If you have questions, contact Kela.
