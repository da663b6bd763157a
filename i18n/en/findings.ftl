### findings: what the check found, why it matters and what to do; why a name was not understood

finding-domain-not-found-title = The domain does not exist in DNS
finding-domain-not-found-seen = Domain: { $domain }.
finding-domain-not-found-why = Partners' servers find the service in DNS. Without the domain there is no connection.
finding-domain-not-found-todo = Compare the spelling with your organisation's sign-in addresses. If the domain is right, ask whoever runs your DNS to publish it.

finding-srv-missing-title = The SRV record for federation is missing
finding-srv-missing-seen = The name { $name } was not found.
finding-srv-missing-why = The record tells partners' servers which server to connect to. Each SIP domain needs a record of its own.
finding-srv-missing-todo = Add this line to your public DNS: { $line }
finding-srv-missing-pinned-todo = The connection works if the partner enters the Edge server's name in its list, but breaks if the name changes. It is safer to add this line to your public DNS: { $line }

finding-srv-wrong-port-title = The SRV record has the wrong port
finding-srv-wrong-port-seen = Domain: { $domain }, port now: { $port }.
finding-srv-wrong-port-why = Partners' servers connect to port 5061. With another port there is no connection.
finding-srv-wrong-port-todo = Change the port to 5061. The record should read: { $line }

finding-srv-service-absent-title = The SRV record says that there is no service
finding-srv-service-absent-seen = Domain: { $domain }, target now: a single dot.
finding-srv-service-absent-why = When the target is a single dot, partners do not try to connect (RFC 2782).
finding-srv-service-absent-todo = If your organisation federates this domain, replace the record with this line: { $line }

finding-edge-no-address-title = The Edge server name has no address
finding-edge-no-address-seen = Domain: { $domain }, Edge server name: { $edge }.
finding-edge-no-address-why = { finding-target-no-address-why }
finding-edge-no-address-todo = { finding-target-no-address-todo }
finding-target-no-address-title = The target of the SRV record has no address
finding-target-no-address-seen = Domain: { $domain }, target: { $target }.
finding-target-no-address-why = Without an IP address the partner's server cannot find the Edge server.
finding-target-no-address-todo = Add a line to your public DNS that ends with the Edge server's public IPv4 address: { $start }

finding-edge-not-public-title = The address of the Edge server is not public
finding-edge-not-public-seen = Domain: { $domain }, Edge server name: { $edge }, address now: { $addresses }.
finding-edge-not-public-why = { finding-target-not-public-why }
finding-edge-not-public-todo = { finding-target-not-public-todo }
finding-target-not-public-title = The address of the target is not public
finding-target-not-public-seen = Domain: { $domain }, target: { $target }, address now: { $addresses }.
finding-target-not-public-why = The address is reserved for internal networks or other uses and cannot be reached from the Internet.
finding-target-not-public-todo = Change the address in your public DNS to the Edge server's public address. The line begins: { $start }

finding-dnssec-bogus-title = The DNSSEC signature of the domain does not match
finding-dnssec-bogus-seen = Domain: { $domain }.
finding-dnssec-bogus-why = A name server that checks signatures gives no answer at all. Behind it the domain seems to be missing.
finding-dnssec-bogus-todo = Ask whoever runs your DNS to mend DNSSEC: compare the DS record one level up with the keys, and sign the domain again.

finding-target-in-other-domain-title = The target of the SRV record is in another domain
finding-target-in-other-domain-seen = Domain: { $domain }, target now: { $target }.
finding-target-in-other-domain-why = The partner's server accepts a target in the same domain only, unless the Edge server's name is in its list.
finding-target-in-other-domain-todo = Change the target to, for example, { $proposed }. If a supplier runs the service, say so under Deployment. The record should read: { $line }
finding-target-in-other-domain-supplier-todo = You need not change anything if the Edge server's name is on the form: the partner enters the name in its list. Tell Kela if the supplier or the name changes.

finding-edge-name-differs-title = The Edge server's name is not the target of the SRV record
finding-edge-name-differs-seen = Domain: { $domain }, on the form: { $edge }, target now: { $target }.
finding-edge-name-differs-why = Some partners use the name on the form, others the SRV record. If one is out of date, the connection works for some only.
finding-edge-name-differs-todo = Correct the name on the form if the SRV record is right. Otherwise replace the record with this line: { $line }
finding-edge-name-differs-no-line-todo = Correct the name on the form if the SRV record is right. Otherwise change the target of the SRV record.

finding-edge-is-alias-title = The Edge server name is an alias
finding-edge-is-alias-seen = Domain: { $domain }, Edge server name: { $edge }, alias of: { $alias }.
finding-edge-is-alias-why = Some servers do not follow an alias. With an address of its own, every partner finds the server.
finding-edge-is-alias-todo = { finding-target-is-alias-todo }
finding-target-is-alias-title = The target of the SRV record is an alias
finding-target-is-alias-seen = Domain: { $domain }, target: { $target }, alias of: { $alias }.
finding-target-is-alias-why = The target of an SRV record must have an address of its own (RFC 2782). Some servers do not follow an alias.
finding-target-is-alias-todo = Replace the CNAME record with the address: { $line }
finding-target-is-alias-no-line-todo = Replace the CNAME record with the Edge server's public address. The line begins: { $start }

finding-wildcard-dns-title = The domain has a wildcard record, so every name answers
finding-wildcard-dns-seen = The made-up name { $name } was found: { $seen }.
finding-wildcard-dns-why = A wildcard record (*) answers to misspelt names too. So the check cannot show that the server's name really exists.
finding-wildcard-dns-todo = Make sure that the Edge server has an address record of its own. If the wildcard record is not needed, remove it.

finding-half-migrated-title = The move to the cloud is not finished
finding-half-migrated-seen = Domain: { $domain }, federation: { $target }. Still on own servers: { $seen }.
finding-half-migrated-why = Federation is led to Microsoft's cloud, but other records lead users to your own servers. Some messages may not arrive.
finding-half-migrated-todo = If the move is finished, remove the old records from your public DNS. If it goes on, say on the form when it will be finished.

finding-cloud-target-title = Federation runs through Microsoft's cloud
finding-cloud-target-seen = Domain: { $domain }, target: { $target }.
finding-cloud-target-why = With a cloud service no Edge server name is entered, and the partner must allow the cloud as a hosting provider.
finding-cloud-target-todo = You need not do anything.

finding-several-targets-title = The SRV record has several targets
finding-several-targets-seen = Domain: { $domain }, targets: { $count }.
finding-several-targets-why = Partners first use the target with the lowest priority number. The others are spares.
finding-several-targets-todo = You need not do anything if the spares are intended.

finding-ownership-proven-title = Control of the domain is proven
finding-ownership-proven-seen = Domain: { $domain }.
finding-ownership-proven-why = The organisation’s own code stands in the domain’s DNS, so whoever holds the domain is behind the request.
finding-ownership-proven-todo = Leave the code in DNS: the service looks at it later too.

finding-ownership-not-proven-title = Control of the domain is not proven
finding-ownership-not-proven-seen = The organisation’s code was not found under the name { $name }.
finding-ownership-not-proven-why = Anybody can write another’s domain on the form, but only its holder can change its DNS. The code in DNS shows that the holder is behind the request.
finding-ownership-not-proven-todo = You can send the request without the code. It is asked for once only, and the line may stay in DNS. Add this line to your public DNS: { $line }
finding-ownership-not-proven-wanted-todo = You can send the request without the code already, but Kela may demand it before the approval. It is asked for once only, and the line may stay in DNS. Add this line to your public DNS: { $line }

finding-ownership-lost-title = The proof of control of the domain is gone
finding-ownership-lost-seen = The organisation’s code is no longer found under the name { $name }.
finding-ownership-lost-why = The code used to be in DNS. It may have been removed by mistake, or the domain has passed to somebody else.
finding-ownership-lost-todo = If the domain is still the organisation’s, put this line back into your public DNS: { $line }

finding-dns-timeout-title = DNS did not answer within 5 seconds, so the domain is not verified
finding-dns-timeout-seen = Domain: { $domain }.
finding-dns-timeout-why = There was no answer, so it is not known whether the domain is in order.
finding-dns-timeout-todo = You need not do anything: the service checks it again, and you can send the request.

finding-dns-server-failure-title = The name server could not answer, so the domain is not verified
finding-dns-server-failure-seen = Domain: { $domain }, answer: { $seen }.
finding-dns-server-failure-why = There was no answer, so it is not known whether the domain is in order.
finding-dns-server-failure-todo = You can send the request: the service checks the domain again. If this happens repeatedly, ask whoever runs your DNS to look into it.

name-a-domain = a domain
name-a-host = a DNS name
name-the-domain = domain
name-the-host = DNS name
name-empty = The field is empty. Enter the { $the }, for example { $example }.
name-too-long = The name is too long. You entered: { $given }. A name may have { $limit } characters at most. Enter the { $the }, for example { $example }.
name-label-too-long = A part of the name is too long. You entered: { $given }. There may be 63 characters at most between the dots. Correct the name.
name-label-empty = There is a dot too many in the name. You entered: { $given }. Remove it. Example: { $example }.
name-hyphen = A part of the name begins or ends with a hyphen. You entered: { $given }. Remove the hyphen.
name-bad-character = The name has a character that it cannot have ({ $character }). You entered: { $given }. Use letters, digits, hyphens and dots.
name-space = There is a space within the name. You entered: { $given }. If there are several names, enter each by itself.
name-control = The text has control characters. You entered: { $given }. Type the name again.
name-invisible = The text has invisible characters. You entered: { $given }. Type the name again.
name-underscore = This is the name of a record, not { $a }. You entered: { $given }. Enter the { $the } only, for example { $example }.
name-single-label = The name lacks a dot and an ending. You entered: { $given }. Enter the whole name, for example { $example }.
name-ip-address = This is an IP address, not { $a }. You entered: { $given }. Enter the { $the }, for example { $example }.
name-web-address = This is a web address, not { $a }. You entered: { $given }. Enter the { $the } only, for example { $example }.
name-email-address = This is a person's address, not { $a }. You entered: { $given }. Enter the { $the } only, for example { $example }.
name-with-port = There is a port behind the name. You entered: { $given }. Enter the { $the } only, for example { $example }.
name-with-path = There is a path behind the name. You entered: { $given }. Enter the { $the } only, for example { $example }.
name-wildcard = An asterisk cannot be used: each name is entered by itself. You entered: { $given }. Enter the { $the }, for example { $example }.
name-not-international = The name has letters that DNS does not know. You entered: { $given }. Enter the name as it is registered, for example { $example }.

check-resolver = Name server: { $resolver }
check-deployment-own-edge = Own Edge server or hybrid
check-deployment-hosted = Run by a supplier
check-deployment-cloud = Cloud service
check-deployment-half-migrated = Move not finished
check-deployment-none = No federation
check-deployment-unknown = Not shown by DNS
check-good = The SRV record for federation is in order.
