### The log of events: its page, its check, the alarm, and the mail to the witness

log-title = Event log
log-lead = The service enters every event in a log that cannot be changed unnoticed. It signs the state of the log with a key of its own. That state is called a checkpoint.
log-discloses = The log is public. It holds only salted digests of events, so it does not show what happened or whom it concerns.
log-checkpoint = The newest checkpoint
log-empty = There are no events in the log yet.
log-origin = Name of the log
log-size = Events
log-root = Root hash
log-until = Last event
log-key = Key
log-fingerprint = Digest of the key (SHA-256)
log-check = Check of the log
log-check-text = Every hour the service compares its database with the log: events, agreements and filed requests. If anything was changed or is missing, the administrators are told at once.
log-check-clean = Everything fits
log-check-findings = Something does not fit
log-check-none = Not checked yet
log-check-at = Checked at { $moment }.
log-how = How to check the log yourself
log-how-text = The log has the form C2SP tlog-tiles. It can be checked with other people’s programs too. The addresses are:
log-how-witness = Compare the checkpoint with one that you received earlier. The consistency proof shows that nothing was taken out or changed in between.
log-address-checkpoint = the newest checkpoint
log-address-key = the key that checkpoints are signed with
log-address-tile = hashes, 256 at a time
log-address-entries = the salted digests of events
log-address-inclusion = inclusion proof: the event is in the log
log-address-consistency = consistency proof: the earlier log is the beginning of the later one

log-fault-changed = The row was changed
log-fault-missing = The row is missing
log-fault-unexpected = The service did not write the row
log-fault-unreadable = The row cannot be read
log-fault-unsigned = The checkpoint is not signed with the key of the log
log-fault-contradicts = The log contradicts the checkpoint

desk-log-title = The event log does not fit
desk-log-text = The database was changed behind the service, or it is damaged. Restore the data from a backup and find out who changed it. docs/operations.md says how.
desk-log-found = The check found:
desk-log-more = Other findings: { $n }
desk-log-clean = The event log fits. Checked at { $moment }.
desk-log-unchecked = The event log has not been checked yet.

mail-kind-log-alarm = The event log does not fit
mail-kind-checkpoint = Checkpoint of the log to the witness
mail-log-alarm-subject = The event log does not fit
mail-log-alarm-what = The service compared its database with the event log. They do not fit. The database was changed behind the service, or it is damaged.
mail-log-alarm-next = See in the service what was found. Restore the data from a backup and find out who changed it.
mail-log-alarm-label = Administration history
mail-checkpoint-subject = Checkpoint of the log
mail-checkpoint-what = This is the newest checkpoint of the event log of Kela’s federation service.
mail-checkpoint-keep = Keep this message. If the log is changed later, the attached checkpoint can show it.
mail-checkpoint-label = About the log
