### common
common-moment-zone = {$moment} Finnish time
common-service = Federation
common-title-error = Error:
common-skip = Skip to content
common-by = A service of Kela for its agreement partners
common-language = Language
common-menu = Main menu
common-menu-queue = Queue
common-menu-agreements = Agreements
common-menu-kela = Kela’s details
common-menu-terms = Terms
common-menu-users = Users
common-menu-mail = Outgoing mail
common-menu-password = Password
common-menu-draft = Request
common-sign-out = Sign out
common-role-administrator = administrator
common-role-reviewer = reviewer
common-role-auditor = auditor
common-demo = Demonstration
common-demo-text = The organisations, people and domains are invented. No mail is sent to anyone.
common-accessibility = Accessibility statement
common-privacy = Privacy notice
common-feedback = Give feedback
common-help = Help and contact details
common-responsible = Kela’s IT administration is responsible for the service.
common-translation = Translation. The Finnish or Swedish text is binding.
common-to-start = Go to the start
common-bad-request-title = The service did not understand what was sent
common-bad-request-text = What was sent was incomplete or in the wrong form. Nothing was saved. Go back to the previous page, reload it and try again.
common-forbidden-title = You may not open this page
common-forbidden-text = Your session belongs to another role. If you need the page, sign out and continue with the right account or link.
common-foreign-form-title = The form could not be accepted
common-foreign-form-text = The form was open too long, the session changed or the browser did not send its cookie. Nothing was saved. Go back to the previous page, copy what you wrote, reload the page and send the form.
common-not-found-title = The page was not found
common-not-found-text = The address may be wrong, or the page has been removed. Check the address or continue from the start page.
common-method-title = The page cannot be opened this way
common-method-text = The address only accepts a form, or can only be opened. Continue from the start page.
common-conflict-title = The data has changed
common-conflict-text = Someone else changed the same data while you had the page open. Your change was not saved. Go back to the previous page, reload it and see what changed.
common-too-large-title = The form is too large
common-too-large-text = The form had more text or fields than the service accepts. Nothing was saved. Go back to the previous page and shorten the text.
common-unprocessable-title = The data could not be saved
common-unprocessable-text = What was sent does not fit together. Go back to the previous page and check it.
common-too-many-title = Too many attempts
common-too-many-text = {$minutes ->
    [one] Wait one minute and try again.
   *[other] Wait {$minutes} minutes and try again.
}
common-unavailable-title = The service did not answer in time
common-unavailable-text = The service is busy, or a part of it does not answer. Try again in a minute. Then check whether your last change was saved.
common-internal-title = There is a fault in the service
common-internal-text = The fault was logged. Try again. If it comes back, give feedback and mention the code below.
common-internal-id = Code of the fault:
common-optional = (optional)
common-error-word = Error:
common-error-summary = {$count ->
    [one] Check 1 item
   *[other] Check {$count} items
}
common-copy = Copy
common-copy-what = line
common-copied = Copied
common-change = Change
common-no-answer = No answer
common-step-done = (done)
common-step-now = (now)
common-erased = The content was erased at the end of its time
common-newer = Newer
common-older = Older
common-previous = Previous
common-next = Next
common-suggestions = Suggestions
common-suggestions-none = No suggestions found. Write the official name in full.
