### Kela's desk

# shared
desk-all = All
desk-state = State
desk-search = Search
desk-filter = Filter
desk-filter-clear = Remove the filters
desk-views = Views
desk-save = Save the changes
desk-email = Email
desk-name = Name
desk-kela = Kela
desk-organisation = Organisation
desk-reference = Reference number
desk-domain = SIP domain
desk-history = History
desk-version = Version
desk-conflict-form = Your changes were not saved, but what you wrote is below. Compare it with what is saved, and save again if yours is right.
desk-waited-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
desk-waited-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
desk-waited-less = under an hour

# signing in and passwords
desk-sign-in-title = Sign in
desk-sign-in-lead = Signing in is for reviewers, administrators and auditors at Kela. Whoever makes a request comes in by a link sent by email.
desk-sign-in = Sign in
desk-sign-in-wrong = The email or the password does not match. Enter both again.
desk-sign-in-forgotten = If you have forgotten the password, ask the administrator for a link to a new one.
desk-to-sign-in = Go to sign-in
desk-password = Password
desk-password-title = Change the password
desk-password-present = Present password
desk-password-new = New password
desk-password-again = New password again
desk-password-hint = At least { $shortest } characters. A phrase of several words is easy to remember.
desk-password-change = Change the password
desk-password-changed = The password is changed
desk-password-changed-text = Your other sessions have been ended.
desk-sessions = Other sessions
desk-sessions-text = If you are signed in on another device or in another browser, you can end those sessions. This one goes on.
desk-sessions-end = End the other sessions
desk-sessions-ended = The other sessions are ended
desk-sessions-ended-text = Only this session is in use.
desk-password-set-title = Set a password
desk-password-set = Set the password and sign in
desk-password-of = User: { $email }
desk-first-title = The first administrator
desk-first-text = This link makes the first administrator of the service. Other users are added in the service.
desk-first-make = Make the administrator and sign in
desk-link-until = The link is valid until { $moment }.
desk-link-expired = The link has expired
desk-link-expired-text = It was valid until { $moment }. Ask the administrator for a new link.
desk-link-used = The link has been used
desk-link-used-text = A password can be set once by the link. Sign in with your password, or ask the administrator for a new link.
desk-link-unknown = The link is not known
desk-link-unknown-text = The address may be cut off, or a newer link has been sent. Open the link in the newest message, or ask the administrator for a new one.

# the queue
desk-queue-title = Federation requests
desk-queue-filter = Filter the queue
desk-queue-search-hint = Organisation, domain, contact, reference number or case number
desk-queue-caption = With Kela, the longest waiting first
desk-queue-caption-filed = Requests, the first filed first
desk-queue-pages = Pages of the queue
desk-queue-rows = { $n ->
    [one] { $n } request on this page
   *[other] { $n } requests on this page
}
desk-view-open = All open
desk-view-own = Mine
desk-view-unassigned = Unassigned
desk-view-with-filer = Changes requested
desk-queue-none = No request waits for review. A new one appears here when it has been sent to Kela.
desk-queue-none-own = You have no requests to review.
desk-queue-none-unassigned = Every open request has a reviewer.
desk-queue-none-with-filer = No request waits for changes.
desk-queue-none-filtered = No request matches the filters.
desk-queue-to-open = Show all open
desk-queue-to-unassigned = Show the unassigned requests
desk-waited = Waited
desk-filed = Filed
desk-check = Check
desk-departures-column = Departures
desk-reviewer = Reviewer
desk-refiled = Changes made
desk-take = Take it
desk-nobody = no reviewer
desk-nobody-yet = nobody yet

# a request
desk-back-to-queue = Back to the queue
desk-filed-at = filed { $moment }
desk-filed-by = Filer
desk-has-waited = waited { $time }
desk-departs = Departs from the guidance
desk-departs-word = Departs
desk-first-agreement = First agreement
desk-changed = Changed since it was last filed
desk-changed-since = Filed before: { $moment }
desk-changed-nothing = The answers are the same as before.
desk-changed-was = was
desk-changed-now = now
desk-changed-added = added
desk-findings = Findings
desk-findings-domains = { $n ->
    [one] { $n } domain
   *[other] { $n } domains
}
desk-findings-each = Evidence and what to do, by domain
desk-unchecked = Not checked yet:
desk-seen = Evidence
desk-why = Why it matters
desk-advice = What the filer is told to do
desk-rule = Source of the rule
desk-code = Code
desk-checked = { $moment }, name server { $resolver }
desk-others = Domains agreed with another organisation
desk-others-tag = Agreed with another
desk-others-text = The filer is not told this. Find out before the decision which organisation uses the domain.
desk-agreement = Agreement
desk-party = Contracting party
desk-departures = Departures from the guidance
desk-departures-caption = Items of the guidance that the organisation departs from or does not know
desk-departures-none = The organisation follows every item of the guidance.
desk-guidance = Item of the guidance
desk-answer = Answer
desk-judgement = Judgement
desk-blocked = Blocked, though the guidance keeps it on
desk-not-known = Not known
desk-mail-domains = Mail domains
desk-mail-own = They match
desk-mail-own-text = The addresses of the filer, the contacts and the signatory belong to the SIP domains of the organisation.
desk-mail-foreign = Another domain
desk-mail-foreign-text = These addresses do not belong to the SIP domains of the organisation. That may be right, but check whose they are:
desk-halves = Both halves side by side
desk-halves-caption = Both halves side by side
desk-half-missing-cell = Not saved yet
desk-message-to-filer = Message to the filer:
desk-read-only = A reviewer decides the request. You can read it.
desk-next-in-queue = Go to the queue

# the decision
desk-decision = Decision
desk-decision-legend = What is done with the request?
desk-approve = Approve
desk-ask-changes = Ask for changes
desk-reject = Reject
desk-decide = Confirm the decision
desk-over-errors = Reason to approve over an error
desk-over-errors-hint = { $n ->
    [one] Needed if you approve: { $n } error. Kept in the history. It is printed in the agreement, which the other party reads.
   *[other] Needed if you approve: { $n } errors. Kept in the history. It is printed in the agreement, which the other party reads.
}
desk-authority-check = How the filer’s authority was checked
desk-authority-check-hint = Needed if you approve and the authority has not been checked before. Use another channel than the request itself, such as a call to the switchboard. It is printed in the agreement, which the other party reads.
desk-ownership = Control of the domains
desk-ownership-text = The proof is a code that the organisation was given for this request and has published in the domain’s DNS. It does not prove the business ID.
desk-ownership-proven = Proven
desk-ownership-lost = Proof gone
desk-ownership-never = Not proven
desk-unproven-accept = { $n ->
    [one] I accept { $n } domain although control of it is not proven. Kept in the history and in the agreement.
   *[other] I accept { $n } domains although control of them is not proven. Kept in the history and in the agreement.
}
desk-lacks-unproven = The tick is missing. Control is not proven for every domain. Tick if you accept them all the same.
desk-unproven-refused = Control of the domain is not proven: { $domains }.
desk-unproven-refused-who = The service’s settings demand proof of every domain. Ask for changes: the filer sees on the form which line to add.
desk-message = Message to the filer
desk-message-hint = Needed if you ask for changes. Say what has to change. The message is sent by email.
desk-reason = Reason for the rejection
desk-reason-hint = Needed if you reject. The reason is sent to the filer by email.
desk-choose-decision = The decision is missing. Choose one.
desk-lacks-over-errors = The reason is missing. The check found an error. Write why the request is approved over it.
desk-lacks-authority-check = The check of authority is missing. This is the first agreement with the organisation. Write how the authority was checked.
desk-lacks-message = The message is missing. Write to the filer what has to change.
desk-lacks-reason = The reason is missing. Write why the request is rejected.
desk-lacks-half = Kela’s half of the form has not been saved yet.
desk-lacks-terms-fi = Terms in Finnish have not been published yet.
desk-lacks-terms-sv = Terms in Swedish have not been published yet.
desk-lacks-terms-en = Terms in English have not been published yet.
desk-cannot-approve = The request cannot be approved yet
desk-cannot-approve-who = The administrator can mend this. You can ask for changes or reject already now.
desk-text-unfit = The text is too long, or there are invisible characters in it. It has { $count } characters, and at most { $limit } fit. Shorten it or write it again.
desk-unsent = You wrote
desk-approved = The request is approved. Agreement number: { $number }
desk-approved-text = The agreement is made into a PDF file and mailed to the parties.
desk-agreement-of = Agreement { $number }
desk-asked = Changes are requested
desk-asked-text = Your message is sent to the filer and the contact for agreement matters.
desk-rejected = The request is rejected
desk-rejected-text = Your reason is sent to the filer and the contact for agreement matters.
desk-conflict-decided = The request has already been decided
desk-conflict-changed = The request has changed
desk-conflict-approved = { $name } approved it at { $moment } while you had the page open.
desk-conflict-rejected = { $name } rejected it at { $moment } while you had the page open.
desk-conflict-asked = { $name } asked for changes at { $moment } while you had the page open.
desk-conflict-assigned = { $name } took it at { $moment } while you had the page open.
desk-conflict-filed = { $name } filed it again at { $moment } while you had the page open.
desk-conflict-withdrawn = { $name } withdrew it at { $moment } while you had the page open.
desk-conflict-other = { $name } changed it at { $moment } while you had the page open.
desk-conflict-not-saved = Your decision was not saved, but the reason you wrote is below.
desk-conflict-not-done = Your decision was not saved.
desk-conflict-not-taken = The request was not given to you.
desk-conflict-look = See what changed: this page shows the request as it is now.

# events
desk-event-version = version { $n }
desk-event-times = { $event } ({ $n })
desk-event-states = State: { $from } → { $to }
desk-event-authority = Check of authority:
desk-by-service = The service
desk-by-staff = { $name }, Kela
desk-by-somebody = Someone at Kela
desk-by-filer = The filer
desk-by-filer-of = Filer: { $email }
desk-by-party-of = For the party: { $email }

# agreements
desk-agreements-title = Agreements
desk-agreements-filter = Filter the agreements
desk-agreements-search-hint = Organisation, agreement number, domain, contact or case number
desk-agreements-caption = Agreements, the newest first
desk-agreements-pages = Pages of agreements
desk-agreements-rows = { $n ->
    [one] { $n } agreement on this page
   *[other] { $n } agreements on this page
}
desk-agreements-none = There are no agreements yet. One comes to be when a reviewer approves a request.
desk-agreements-none-filtered = No agreement matches the filters.
desk-agreement-number = Agreement number
desk-approved-on = Approved
desk-agreement-parties = { $party } and Kela
desk-back-to-agreements = Back to the agreements
desk-version-of = version { $n }, { $date }
desk-versions = Versions
desk-versions-caption = Versions of the agreement, the newest first
desk-created = Made
desk-approver = Approved by
desk-signatories = Signatories
desk-terms = Terms
desk-terms-version = version { $n }, published { $date }
desk-request = Request
desk-download = Download
desk-download-version = Download version { $n }
desk-download-noted = A download is noted in the history.
desk-document-pdf = Agreement (PDF)
desk-document-pdf-copy = Copy to read (PDF)
desk-document-copy = Copy
desk-document-copy-text = The copy is marked To be signed. The agreement itself can be downloaded when it has been signed and sealed.
desk-document-json = Data (JSON)
desk-document-preparing = The PDF file is being made. Reload the page in a moment.
desk-kilobytes = { $n } kB
desk-sha256 = SHA-256 of the PDF file

# Kela's half
desk-half-title = Kela’s half of the form
desk-half-lead = Kela fills the same form as the other party. The details are frozen into each agreement when it is approved. Earlier agreements do not change.
desk-half-none = Nothing has been saved yet. Requests can be approved only after that.
desk-half-since = Saved { $moment }
desk-half-saved = Kela’s half is saved
desk-half-saved-text = New agreements get these details.
desk-half-save = Save Kela’s half
desk-half-check-hint = The domains are checked when you save. That takes 5 seconds at most.
desk-half-conflict = Kela’s half was saved { $moment } while you had the page open. Your changes were not saved, but they are below. If you save now, they replace what is saved.
desk-half-open-saved = Open what is saved
desk-half-supplier-hint = The supplier’s details are needed only if a supplier runs the service.
desk-half-no-server = No server of its own
desk-half-domains-hint = One domain a line, for example kela.example.
desk-half-find-people-hint = Persons or addresses by which the other party’s staff find the right people.
desk-half-test-with-hint = Persons or addresses with whom the connection is tested.
desk-half-blocked-hint = Choose the features that Kela has blocked. If nothing is blocked, leave all empty.

# terms
desk-terms-title = Terms of the agreement
desk-terms-lead = The terms are frozen into an agreement when it is approved. A request cannot be approved before terms are published in the agreement’s language.
desk-terms-missing = Not published
desk-terms-missing-text = Agreements in this language cannot be approved.
desk-terms-published-at = Published
desk-terms-published-on = Published { $moment }
desk-terms-kind = Kind
desk-terms-sample = Sample, not real terms
desk-terms-own = Kela’s terms
desk-terms-current = In use
desk-terms-replaced = Replaced
desk-terms-new = Publish a new version
desk-terms-new-title = New terms. Language: { $language }, version { $n }
desk-terms-of = Terms. Language: { $language }, version { $n }
desk-terms-frozen = Published terms cannot be changed. Earlier agreements keep the terms they were approved with.
desk-terms-text = Text of the terms
desk-terms-text-hint = Part paragraphs by an empty line. A heading begins with ## and a blank.
desk-terms-sample-tick = The text is a sample, not real terms
desk-terms-publish = Publish the terms
desk-terms-published = The terms are published
desk-terms-published-text = New agreements get these terms.
desk-terms-empty = The text is missing. Write the terms.
desk-terms-conflict = A new version was published { $moment } while you had the page open. Your text was not published, but it is below. Read the published version before you publish the next.
desk-terms-read-current = Read the published version
desk-back-to-terms = Back to the terms

# users
desk-users-title = Users
desk-users-caption = Users at Kela by name
desk-user-add = Add a user
desk-user-new = New user
desk-user-email-hint = A link to set the password is sent to this address. The address cannot be changed.
desk-name-hint = The name stands in the agreements that the user approves.
desk-role = Role
desk-role-administrator-hint = Keeps Kela’s half, the terms, users and outgoing mail. Reads the queue.
desk-role-reviewer-hint = Reviews and decides requests.
desk-role-auditor-hint = Finds, reads and downloads agreements. Changes nothing.
desk-position = Position
desk-position-hint = The position stands in agreements, for example system manager.
desk-authority = Authority to approve
desk-authority-hint = For example a section of the rules of procedure or a decision number. Stands in agreements.
desk-user-language = Language of mail
desk-user-in-use = In use
desk-user-no-password = No password set
desk-user-disabled = Disabled { $date }
desk-user-known = The address has a user already. You entered: { $email }. The user’s name: { $name }. Open the user in the list.
desk-user-own = This is your own account. Only another administrator can change the role.
desk-user-added = The user is added
desk-user-link-sent = A link to set the password is sent to the user’s email. It is valid for 3 days.
desk-user-changed = The details are saved
desk-user-changed-text = If the role changed, the user’s sessions were ended.
desk-user-was-disabled = The user is disabled
desk-user-disabled-text = The user’s sessions were ended, and signing in is not possible.
desk-user-reset = New password
desk-user-reset-text = The user gets a link by email to set a new password. The present password and sessions end at once.
desk-user-reset-disabled-text = A link to a new password enables the user again.
desk-user-reset-send = Send a link to a new password
desk-user-reset-done = The link is sent
desk-user-disable = Disable
desk-user-disable-text = The user can no longer sign in. The name stays in the history and in agreements.
desk-user-disable-do = Disable the user
desk-back-to-users = Back to the users

# outgoing mail
desk-mail-title = Outgoing mail
desk-mail-caption = Outgoing mail, the newest first
desk-mail-pages = Pages of outgoing mail
desk-mail-rows = { $n ->
    [one] { $n } message on this page
   *[other] { $n } messages on this page
}
desk-mail-none = There is no mail in this state.
desk-mail-erased = Content erased
desk-mail-subject = Subject
desk-mail-recipient = Recipient
desk-mail-accepted = Written
desk-mail-attempts = Attempts
desk-mail-sending = Sending
desk-mail-sent-at = Sent { $moment }
desk-mail-given-up-at = Given up { $moment }
desk-mail-next = Next attempt { $moment }
desk-mail-error = The server’s own words:
desk-mail-retry = Send again
desk-mail-retried = The mail is sent again
desk-mail-retried-text = The mail waits to be sent again.
desk-mail-list = Messages
desk-jobs-title = Failed jobs
desk-jobs-text = The service tries these jobs again by itself, at least once an hour. The error is in the server’s own words.
desk-jobs-caption = Failed jobs, the one that is tried next first
desk-job = Job
desk-job-subject = About
desk-job-subject-unknown = Cannot be identified
desk-job-next = Next attempt
desk-job-error = The server’s own words
desk-job-act = Action
desk-job-try = Try now
desk-job-tried = The job is tried now
desk-job-tried-text = If the job stays in the list, it failed again.

# administration history
desk-administration-title = Administration history
desk-administration-text = Users, sign-ins, terms, Kela’s half and the event log, the newest event first.
desk-administration-pages = Pages of the history
desk-administration-rows = { $n ->
    [one] { $n } event on this page
   *[other] { $n } events on this page
}
desk-administration-none = There are no events yet.
desk-earlier = Earlier agreements with the same business ID
desk-earlier-unproven = Authority to be checked
desk-earlier-text = The earlier agreement has another name, or the domain of the filer’s e-mail is not in it. Compare the names and check the authority in another way.

desk-signing = The party’s signature
desk-signing-opened = Document opened
desk-signing-remind = Next reminder
desk-signing-ended = Ended
desk-signing-mandate-awaited = The signatory must send the mandate before signing.
desk-signing-send = Send the link again
desk-signing-extend = Give more time: { $n } days
desk-signing-sent = The link was sent to the signatory
desk-signing-extended = More time was given to sign
desk-signing-changed = Nothing was done: the state of the signature had changed

# changes and notices
desk-alters = What changes: compared with version {$n}
desk-change-unsigned = The version needs no signature of the party. After the approval Kela seals it.
desk-notice-by-kela = Kela gives notice of the agreement.
desk-notice-link = Give notice of the agreement for Kela
desk-notice-title = Notice of the agreement for Kela
desk-notice-text = Check the notice time in the terms of the agreement. The notice goes to the queue and is approved there.
desk-notice-file = Put into the queue
desk-signing-named = The signatory was changed, and the new signatory was sent the link
desk-signing-late = The time to sign is over. The agreement lapses soon unless you give more time.
