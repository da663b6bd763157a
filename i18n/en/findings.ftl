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

finding-srv-wrong-name-title = The SRV record stands under a wrong name
finding-srv-wrong-name-seen = Domain: { $domain }, name of the record now: { $name }.
finding-srv-wrong-name-why = Partners' servers ask only for the name that begins with _sipfederationtls._tcp. A record under another name is not seen.
finding-srv-wrong-name-todo = Publish the record under the right name: { $line }

finding-target-doubled-title = The domain stands twice in the target of the SRV record
finding-target-doubled-seen = Domain: { $domain }, target now: { $target }.
finding-target-doubled-why = DNS adds the domain to a name without a final dot. So the target became a name that does not exist.
finding-target-doubled-todo = Correct the record, and mind the dot at the end of the name: { $line }

finding-delegation-lame-title = Some name servers do not answer for the domain
finding-delegation-lame-seen = Domain: { $domain }, faulty name servers: { $seen }.
finding-delegation-lame-why = When a question reaches a faulty name server, the partner gets the answer late or not at all.
finding-delegation-lame-todo = Ask whoever runs your DNS to mend the servers, or to remove them from the domain's NS records.

finding-delegation-lame-all-title = No name server answers for the domain
finding-delegation-lame-all-seen = Domain: { $domain }, name servers: { $seen }.
finding-delegation-lame-all-why = When no name server answers, partners cannot find the service.
finding-delegation-lame-all-todo = Ask whoever runs your DNS to mend the servers, or to change the domain's NS records.

finding-servers-differ-title = The name servers have different SRV records
finding-servers-differ-seen = Domain: { $domain }. Answers: { $seen }.
finding-servers-differ-why = Some partners get wrong information, depending on the name server that answers them.
finding-servers-differ-todo = Ask whoever runs your DNS to find out why the data does not reach all name servers.

finding-nameserver-no-address-title = A name server has no address
finding-nameserver-no-address-seen = Domain: { $domain }, name server: { $name }.
finding-nameserver-no-address-why = A name server without an address cannot be asked. A domain that depends on it works unreliably.
finding-nameserver-no-address-todo = Ask whoever runs your DNS to publish the server's address, one level up as well, or to remove the server.

finding-delegation-differs-title = DNS one level up names other name servers than the domain itself
finding-delegation-differs-seen = Domain: { $domain }. One level up: { $parent }. The domain itself: { $child }.
finding-delegation-differs-why = Questions may go to a server that is no longer in use.
finding-delegation-differs-todo = Give the domain registry the same name servers as in the domain's NS records.

finding-target-ipv6-only-title = The Edge server has an IPv6 address only
finding-target-ipv6-only-seen = Domain: { $domain }, server: { $target }.
finding-target-ipv6-only-why = Partners whose server uses IPv4 only cannot connect.
finding-target-ipv6-only-todo = Add a line to your public DNS that ends with the Edge server's public IPv4 address: { $start }

finding-spare-faulty-title = A spare target of the SRV record cannot be used
finding-spare-faulty-seen = Domain: { $domain }, spare: { $target }, fault: { $fault }.
finding-spare-faulty-why = Partners try the spare when the first target does not answer.
finding-spare-faulty-todo = Mend the spare, or remove its record from your public DNS.

finding-ttl-extreme-title = The SRV record is kept for an unusual time
finding-ttl-extreme-seen = Domain: { $domain }, TTL now: { $ttl } seconds.
finding-ttl-extreme-why = A short time burdens the name servers. With a long one partners see a change late.
finding-ttl-extreme-todo = The usual time is 3600 seconds: { $line }

finding-serials-differ-title = The name servers have different versions of the domain's data
finding-serials-differ-seen = Domain: { $domain }. Versions: { $seen }.
finding-serials-differ-why = The SRV records are the same. The difference goes away by itself while data is on its way between the servers.
finding-serials-differ-todo = If it does not go away within hours, ask whoever runs your DNS to look into the transfer.

finding-other-spelling-title = The domain is also published without dots and rings on its letters
finding-other-spelling-seen = Domain: { $domain }, other spelling: { $proposed }.
finding-other-spelling-why = To partners' servers the spellings are two domains. The other one may be somebody else's.
finding-other-spelling-todo = Compare the spelling with your organisation's sign-in addresses, and correct the domain if need be.

finding-client-records-title = DNS has records for the organisation's own users
finding-client-records-seen = Domain: { $domain }. Records: { $seen }.
finding-client-records-why = By them the users' own programs find the service. Federation does not use them.
finding-client-records-todo = You need not do anything.

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

finding-edge-no-answer-title = The Edge server does not answer
finding-edge-no-answer-seen = Edge server: { $target }. No address answered on port { $port }: { $addresses }.
finding-edge-no-answer-why = Partners' servers connect to this port. If a firewall drops the connection, no message arrives.
finding-edge-no-answer-todo = Let connections from the Internet to the Edge server through the firewall, and make sure that the service runs. The firewall rule: { $firewall }

finding-edge-refused-title = The Edge server refuses the connection
finding-edge-refused-seen = Edge server: { $target }. Port { $port } is closed: { $addresses }.
finding-edge-refused-why = The server or its firewall answers that nothing listens on the port. A partner's server gets no connection.
finding-edge-refused-todo = Check that the Edge service runs and that the address is its own. The firewall rule: { $firewall }

finding-edge-partly-unreachable-title = Some addresses of the Edge server do not answer
finding-edge-partly-unreachable-seen = Edge server: { $target }. Answers: { $reached }. Does not answer: { $addresses }.
finding-edge-partly-unreachable-why = A partner's server picks one of the addresses. If that one does not answer, the connection is slow or fails at times.
finding-edge-partly-unreachable-todo = Remove addresses that are not in use from DNS, or let connections to them through. The firewall rule: { $firewall }

finding-edge-not-checked-title = The Edge server could not be checked
finding-edge-not-checked-seen = Edge server: { $target }, address: { $addresses }.
finding-edge-not-checked-why = The time of the check ran out, or our server has no way to the address. So nothing is known of the Edge server.
finding-edge-not-checked-todo = You need not do anything: the service checks it again, and you can send the request.

finding-tls-not-spoken-title = The Edge server's port does not speak TLS
finding-tls-not-spoken-seen = Edge server: { $target }, address: { $addresses }, port: { $port }.
finding-tls-not-spoken-why = Federation runs over TLS only. Another service answers on the port, or a device in between cuts the connection.
finding-tls-not-spoken-todo = Check which service listens on port { $port }, and that no firewall or proxy cuts the connection.

finding-tls-refused-title = The Edge server ends the TLS handshake
finding-tls-refused-seen = Edge server: { $target }, address: { $addresses }, port: { $port }.
finding-tls-refused-why = The server speaks TLS but refuses every version and cipher that was offered. A partner's server may fare the same.
finding-tls-refused-todo = See in the Edge server's Schannel log why the handshake was refused. Allow TLS 1.2 and its usual ciphers.

finding-tls-old-versions-only-title = The Edge server knows only old versions of TLS
finding-tls-old-versions-only-seen = Edge server: { $target }. Versions: { $versions }.
finding-tls-old-versions-only-why = Microsoft 365 and new servers require TLS 1.2 at least. No connection to them comes about.
finding-tls-old-versions-only-todo = Enable TLS 1.2 on the Edge server. Skype for Business Server 2015 supports it from cumulative update 9 on, 2019 from update 1 on.

finding-tls-old-version-offered-title = The Edge server also accepts old versions of TLS
finding-tls-old-version-offered-seen = Edge server: { $target }. Versions: { $versions }.
finding-tls-old-version-offered-why = TLS 1.0 and 1.1 are deprecated (RFC 8996). Federation works, but an old version can weaken the protection.
finding-tls-old-version-offered-todo = Disable TLS 1.0 and 1.1 once no partner needs them any more.

finding-certificate-unreadable-title = The Edge server's certificate cannot be read
finding-certificate-unreadable-seen = Edge server: { $target }, address: { $addresses }, port: { $port }.
finding-certificate-unreadable-why = The server sends a certificate that is malformed or too large. A partner's server cannot accept it.
finding-certificate-unreadable-todo = Install the Edge server's certificate again, and remove superfluous certificates from its chain.

finding-certificate-expired-title = The Edge server's certificate has expired
finding-certificate-expired-seen = Edge server: { $target }. The certificate was valid until { $until }.
finding-certificate-expired-why = A partner's server does not accept an expired certificate, so no connection comes about.
finding-certificate-expired-todo = Get a new certificate from a public authority. The names for the certificate request: { $request }

finding-certificate-not-yet-valid-title = The Edge server's certificate is not valid yet
finding-certificate-not-yet-valid-seen = Edge server: { $target }. Valid from { $since }.
finding-certificate-not-yet-valid-why = A partner's server does not accept the certificate before its first day.
finding-certificate-not-yet-valid-todo = Use a certificate that is valid now, or check whether this one was installed too early.

finding-certificate-ends-soon-title = The Edge server's certificate expires soon
finding-certificate-ends-soon-seen = Edge server: { $target }. Valid until { $until }, days left: { $days }.
finding-certificate-ends-soon-why = When the certificate expires, federation with all partners ends at the same moment.
finding-certificate-ends-soon-todo = Renew the certificate in time. The names for the certificate request: { $request }

finding-certificate-untrusted-title = The Edge server's certificate is not trusted
finding-certificate-untrusted-seen = Edge server: { $target }. Issuer: { $issuer }. End of the chain: { $root }.
finding-certificate-untrusted-why = The certificate does not lead to a root that is commonly trusted. A partner's server ends the connection unless it trusts the authority by itself.
finding-certificate-untrusted-todo = Get a certificate from a public authority. The names for the certificate request: { $request }

finding-certificate-self-signed-title = The Edge server's certificate is self-signed
finding-certificate-self-signed-seen = Edge server: { $target }. Certificate: { $subject }.
finding-certificate-self-signed-why = Nobody else vouches for the certificate, so a partner's server does not trust it.
finding-certificate-self-signed-todo = Get a certificate from a public authority. The names for the certificate request: { $request }

finding-chain-broken-title = The Edge server's certificate chain is broken
finding-chain-broken-seen = Edge server: { $target }. Issuer: { $issuer }.
finding-chain-broken-why = A certificate of the chain has expired or does not hold for another reason. A partner's server may end the connection.
finding-chain-broken-todo = Install the authority's current intermediate certificate on the Edge server, and remove the old one.

finding-chain-incomplete-title = The Edge server's certificate chain is incomplete
finding-chain-incomplete-seen = Edge server: { $target }. Missing: { $intermediate }.
finding-chain-incomplete-why = The server does not send the authority's certificate, and we did not get it elsewhere. So we do not know whether the certificate leads to a trusted root. Some partners' servers end the connection.
finding-chain-incomplete-todo = Install the authority's intermediate certificate { $intermediate } on the Edge server. The authority has it.

finding-intermediate-missing-title = The Edge server does not send the intermediate certificate
finding-intermediate-missing-seen = Edge server: { $target }. Missing: { $intermediate }.
finding-intermediate-missing-why = Some servers fetch the missing certificate themselves, others end the connection. So it works with some partners only.
finding-intermediate-missing-todo = Install the authority's intermediate certificate { $intermediate } on the Edge server. It is at { $place }

finding-certificate-revoked-title = The Edge server's certificate was revoked
finding-certificate-revoked-seen = Edge server: { $target }. Revoked { $revoked }, issuer { $issuer }.
finding-certificate-revoked-why = The authority has withdrawn the certificate. Edge servers look revocations up and end the connection.
finding-certificate-revoked-todo = Ask the authority why it was revoked, and get a new one with a new key. The names for the certificate request: { $request }

finding-revocation-not-known-title = Whether the certificate was revoked is not known
finding-revocation-not-known-seen = Edge server: { $target }, issuer: { $issuer }.
finding-revocation-not-known-why = Edge servers look up whether a partner's certificate was revoked. Where nobody says, the connection may be slow or fail.
finding-revocation-not-known-todo = Check with the authority that its revocation list or OCSP service can be reached from the Internet.

finding-certificate-weak-key-title = The key of the Edge server's certificate is too short
finding-certificate-weak-key-seen = Edge server: { $target }. Key: { $key }.
finding-certificate-weak-key-why = An RSA key under 2048 bits is not thought safe. Public authorities certify none, and Windows refuses keys under 1024 bits.
finding-certificate-weak-key-todo = Get a certificate with RSA 2048 at least. The names for the certificate request: { $request }

finding-certificate-weak-signature-title = A signature in the certificate chain is weak
finding-certificate-weak-signature-seen = Edge server: { $target }. Digest: { $digest }.
finding-certificate-weak-signature-why = A signature by this digest can be forged. Some servers do not accept it.
finding-certificate-weak-signature-todo = Get a certificate that is signed with SHA-256 or stronger. The names for the certificate request: { $request }

finding-certificate-name-missing-title = The Edge server's name is not in its certificate
finding-certificate-name-missing-seen = Edge server: { $target }. Names of the certificate: { $names }.
finding-certificate-name-missing-why = A partner's server compares the name that it connected to with the names of the certificate. If it is not there, the connection ends.
finding-certificate-name-missing-todo = Get a certificate with all names. The names for the certificate request: { $request }

finding-certificate-domain-missing-title = The domain's name is not in the certificate
finding-certificate-domain-missing-seen = Domain: { $domain }. Missing: { $missing }. Names of the certificate: { $names }.
finding-certificate-domain-missing-why = The certificate needs a name beginning with sip for each SIP domain. Without it, messages to this domain's users do not get through.
finding-certificate-domain-missing-todo = Get a certificate with the names of all domains. The names for the certificate request: { $request }

finding-certificate-wildcard-title = The Edge server's name is in the certificate by a wildcard only
finding-certificate-wildcard-seen = Edge server: { $target }. Names of the certificate: { $names }.
finding-certificate-wildcard-why = Microsoft does not list wildcard certificates as supported on the outer side of an Edge server. Some partners do not accept them.
finding-certificate-wildcard-todo = Get a certificate with whole names. The names for the certificate request: { $request }

finding-certificate-not-for-servers-title = The certificate is not meant for a server
finding-certificate-not-for-servers-seen = Edge server: { $target }. Purposes: { $purposes }.
finding-certificate-not-for-servers-why = The certificate's extended key usage does not allow servers (serverAuth), so a partner's server refuses it.
finding-certificate-not-for-servers-todo = Get a server certificate with the purpose serverAuth. The names for the certificate request: { $request }

finding-certificate-not-for-clients-title = The certificate is not meant for clients
finding-certificate-not-for-clients-seen = Edge server: { $target }. Purposes: { $purposes }.
finding-certificate-not-for-clients-why = An Edge server uses the same certificate when it connects to a partner itself. Since 2026 public authorities leave the client purpose (clientAuth) out. Microsoft has not said what that means for Edge servers.
finding-certificate-not-for-clients-todo = Test the connection from your organisation to the partner too. If it fails, ask the authority for a certificate with both serverAuth and clientAuth.

finding-edges-differ-title = The addresses of the Edge server show different certificates
finding-edges-differ-seen = Edge server: { $target }, certificates: { $count }.
finding-edges-differ-why = Edge servers that answer under one name have to use the same certificate. Otherwise some connections and media fail.
finding-edges-differ-todo = Install the same certificate and key on all servers of the Edge pool.

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

check-rule = Source of the rule: { $rule }
check-resolver = Name server: { $resolver }
check-deployment-own-edge = Own Edge server or hybrid
check-deployment-hosted = Run by a supplier
check-deployment-cloud = Cloud service
check-deployment-half-migrated = Move not finished
check-deployment-none = No federation
check-deployment-unknown = Not shown by DNS
check-good = The SRV record for federation is in order.
check-line = Line { $number }: { $message }
check-progress = { $count } checked, { $rate } a second
dnssec-secure = DNSSEC: the domain is signed
dnssec-insecure = DNSSEC: the domain is not signed
dnssec-bogus = DNSSEC: the signature does not match
dnssec-unknown = DNSSEC: could not be found out
