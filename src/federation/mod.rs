//! SIP federation, pure: names, what was observed in DNS, and the findings that follow from it.
