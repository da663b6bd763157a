### findings: vad kontrollen visade, varför det har betydelse och vad som ska göras; varför ett namn inte förstods

finding-domain-not-found-title = Domänen finns inte i DNS
finding-domain-not-found-seen = Domän: { $domain }.
finding-domain-not-found-why = Partnernas servrar hittar tjänsten i DNS. Om domänen inte finns uppstår ingen förbindelse.
finding-domain-not-found-todo = Jämför stavningen med organisationens inloggningsadresser. Om domänen är rätt, be den som sköter er DNS att publicera den.

finding-srv-missing-title = SRV-posten för federation saknas
finding-srv-missing-seen = Namnet { $name } hittades inte.
finding-srv-missing-why = Posten visar partnernas servrar vilken server de ska kontakta. Varje SIP-domän behöver en egen post.
finding-srv-missing-todo = Lägg till den här raden i er offentliga DNS: { $line }
finding-srv-missing-pinned-todo = Förbindelsen fungerar om partnern för in Edge-serverns namn i sin lista, men bryts om namnet ändras. Det är säkrare att lägga till den här raden i er offentliga DNS: { $line }

finding-srv-wrong-port-title = SRV-posten har fel port
finding-srv-wrong-port-seen = Domän: { $domain }, port nu: { $port }.
finding-srv-wrong-port-why = Partnernas servrar kontaktar port 5061. Med en annan port uppstår ingen förbindelse.
finding-srv-wrong-port-todo = Ändra porten till 5061. Posten ska se ut så här: { $line }

finding-srv-service-absent-title = SRV-posten anger att tjänsten inte finns
finding-srv-service-absent-seen = Domän: { $domain }, mål nu: bara en punkt.
finding-srv-service-absent-why = När målet är bara en punkt försöker partnerna inte ta kontakt (RFC 2782).
finding-srv-service-absent-todo = Om organisationen federerar domänen, ersätt posten med raden: { $line }

finding-edge-no-address-title = Edge-serverns namn saknar adress
finding-edge-no-address-seen = Domän: { $domain }, Edge-serverns namn: { $edge }.
finding-edge-no-address-why = { finding-target-no-address-why }
finding-edge-no-address-todo = { finding-target-no-address-todo }
finding-target-no-address-title = SRV-postens mål saknar adress
finding-target-no-address-seen = Domän: { $domain }, mål: { $target }.
finding-target-no-address-why = Utan IP-adress hittar partnerns server inte Edge-servern.
finding-target-no-address-todo = Lägg till en rad i er offentliga DNS som slutar med Edge-serverns offentliga IPv4-adress: { $start }

finding-edge-not-public-title = Edge-serverns adress är inte offentlig
finding-edge-not-public-seen = Domän: { $domain }, Edge-serverns namn: { $edge }, adress nu: { $addresses }.
finding-edge-not-public-why = { finding-target-not-public-why }
finding-edge-not-public-todo = { finding-target-not-public-todo }
finding-target-not-public-title = Målets adress är inte offentlig
finding-target-not-public-seen = Domän: { $domain }, mål: { $target }, adress nu: { $addresses }.
finding-target-not-public-why = Adressen är reserverad för interna nät eller annat bruk och kan inte nås från internet.
finding-target-not-public-todo = Byt adressen i er offentliga DNS till Edge-serverns offentliga adress. Raden börjar så här: { $start }

finding-dnssec-bogus-title = Domänens DNSSEC-signatur stämmer inte
finding-dnssec-bogus-seen = Domän: { $domain }.
finding-dnssec-bogus-why = En namnserver som kontrollerar signaturer ger inget svar alls. Bakom den ser domänen ut att saknas.
finding-dnssec-bogus-todo = Be den som sköter er DNS att rätta DNSSEC: jämför DS-posten på nivån ovanför med nycklarna och signera domänen på nytt.

finding-target-in-other-domain-title = SRV-postens mål ligger i en annan domän
finding-target-in-other-domain-seen = Domän: { $domain }, mål nu: { $target }.
finding-target-in-other-domain-why = Partnerns server godtar bara ett mål i samma domän, om Edge-serverns namn inte är infört i dess lista.
finding-target-in-other-domain-todo = Byt målet till exempelvis { $proposed }. Om en leverantör driver tjänsten, ange det under Tjänstens driftform. Posten ska se ut så här: { $line }
finding-target-in-other-domain-supplier-todo = Du behöver inte ändra något om Edge-serverns namn finns på blanketten: partnern för in namnet i sin lista. Meddela FPA om leverantören eller namnet byts.

finding-edge-name-differs-title = Edge-serverns namn är ett annat än SRV-postens mål
finding-edge-name-differs-seen = Domän: { $domain }, på blanketten: { $edge }, mål nu: { $target }.
finding-edge-name-differs-why = En del partner använder blankettens namn, andra SRV-posten. Om det ena är föråldrat fungerar förbindelsen bara för en del.
finding-edge-name-differs-todo = Rätta namnet på blanketten om SRV-posten är rätt. Ersätt annars posten med raden: { $line }
finding-edge-name-differs-no-line-todo = Rätta namnet på blanketten om SRV-posten är rätt. Byt annars SRV-postens mål.

finding-edge-is-alias-title = Edge-serverns namn är ett alias
finding-edge-is-alias-seen = Domän: { $domain }, Edge-serverns namn: { $edge }, alias för: { $alias }.
finding-edge-is-alias-why = En del servrar följer inte ett alias. När namnet har en egen adress hittar varje partner servern.
finding-edge-is-alias-todo = { finding-target-is-alias-todo }
finding-target-is-alias-title = SRV-postens mål är ett alias
finding-target-is-alias-seen = Domän: { $domain }, mål: { $target }, alias för: { $alias }.
finding-target-is-alias-why = SRV-postens mål ska ha en egen adress (RFC 2782). En del servrar följer inte ett alias.
finding-target-is-alias-todo = Ersätt CNAME-posten med adressen: { $line }
finding-target-is-alias-no-line-todo = Ersätt CNAME-posten med Edge-serverns offentliga adress. Raden börjar så här: { $start }

finding-wildcard-dns-title = Domänen har en post med jokertecken, så varje namn ger svar
finding-wildcard-dns-seen = Det påhittade namnet { $name } hittades: { $seen }.
finding-wildcard-dns-why = En post med jokertecken (*) svarar också på felstavade namn. Därför kan kontrollen inte visa att serverns namn verkligen finns.
finding-wildcard-dns-todo = Kontrollera att Edge-servern har en egen adresspost. Om den inte behövs, ta bort den.

finding-half-migrated-title = Flytten till molnet är inte slutförd
finding-half-migrated-seen = Domän: { $domain }, federation: { $target }. Fortfarande i egna servrar: { $seen }.
finding-half-migrated-why = Federationen leds till Microsofts moln, men andra poster leder användarna till egna servrar. En del meddelanden kommer kanske inte fram.
finding-half-migrated-todo = Om flytten är klar, ta bort de gamla posterna ur er offentliga DNS. Om den pågår, ange på blanketten när den blir klar.

finding-cloud-target-title = Federationen går via Microsofts moln
finding-cloud-target-seen = Domän: { $domain }, mål: { $target }.
finding-cloud-target-why = I en molntjänst anges inget namn på en Edge-server, och partnern ska tillåta molnet som tjänsteleverantör.
finding-cloud-target-todo = Du behöver inte göra något.

finding-several-targets-title = SRV-posten har flera mål
finding-several-targets-seen = Domän: { $domain }, antal mål: { $count }.
finding-several-targets-why = Partnerna använder först det mål som har lägst prioritetstal. De andra är reserver.
finding-several-targets-todo = Du behöver inte göra något om reservmålen är avsiktliga.

finding-ownership-proven-title = Innehavet av domänen är styrkt
finding-ownership-proven-seen = Domän: { $domain }.
finding-ownership-proven-why = Organisationens egen kod finns i domänens DNS. Domänens innehavare står alltså bakom begäran.
finding-ownership-proven-todo = Låt koden finnas kvar i DNS: tjänsten kontrollerar den också i fortsättningen.

finding-ownership-not-proven-title = Innehavet av domänen är inte styrkt
finding-ownership-not-proven-seen = Organisationens kod finns inte under namnet { $name }.
finding-ownership-not-proven-why = Vem som helst kan skriva en annans domän på blanketten, men bara innehavaren kan ändra domänens DNS. Koden i DNS visar att innehavaren står bakom begäran.
finding-ownership-not-proven-todo = Du kan skicka begäran utan koden. Den behövs bara en gång, och raden får finnas kvar i DNS. Lägg till den här raden i er offentliga DNS: { $line }
finding-ownership-not-proven-wanted-todo = Du kan skicka begäran redan utan koden, men FPA kan kräva den före godkännandet. Den behövs bara en gång, och raden får finnas kvar i DNS. Lägg till den här raden i er offentliga DNS: { $line }

finding-ownership-lost-title = Beviset på innehavet av domänen är borta
finding-ownership-lost-seen = Organisationens kod finns inte längre under namnet { $name }.
finding-ownership-lost-why = Koden fanns tidigare i DNS. Den kan ha tagits bort av misstag, eller så har domänen övergått till någon annan.
finding-ownership-lost-todo = Om domänen fortfarande är organisationens, lägg tillbaka den här raden i er offentliga DNS: { $line }

finding-dns-timeout-title = DNS svarade inte inom 5 sekunder, så domänen är inte bekräftad
finding-dns-timeout-seen = Domän: { $domain }.
finding-dns-timeout-why = Inget svar kom, så det är inte känt om domänen är i sin ordning.
finding-dns-timeout-todo = Du behöver inte göra något: tjänsten kontrollerar den på nytt, och du kan skicka begäran.

finding-dns-server-failure-title = Namnservern kunde inte svara, så domänen är inte bekräftad
finding-dns-server-failure-seen = Domän: { $domain }, svar: { $seen }.
finding-dns-server-failure-why = Inget svar kom, så det är inte känt om domänen är i sin ordning.
finding-dns-server-failure-todo = Du kan skicka begäran: tjänsten kontrollerar domänen på nytt. Om detta upprepas, be den som sköter er DNS att utreda saken.

name-a-domain = en domän
name-a-host = ett DNS-namn
name-the-domain = domänen
name-the-host = DNS-namnet
name-empty = Fältet är tomt. Skriv { $the }, till exempel { $example }.
name-too-long = Namnet är för långt. Du angav: { $given }. Namnet får ha högst { $limit } tecken. Skriv { $the }, till exempel { $example }.
name-label-too-long = En del av namnet är för lång. Du angav: { $given }. Mellan punkterna får det finnas högst 63 tecken. Rätta namnet.
name-label-empty = Det finns en punkt för mycket i namnet. Du angav: { $given }. Ta bort den. Exempel: { $example }.
name-hyphen = En del av namnet börjar eller slutar med ett bindestreck. Du angav: { $given }. Ta bort bindestrecket.
name-bad-character = Namnet har ett tecken som inte kan ingå ({ $character }). Du angav: { $given }. Använd bokstäver, siffror, bindestreck och punkter.
name-space = Det finns ett mellanslag i namnet. Du angav: { $given }. Om namnen är flera, ange vart och ett för sig.
name-control = Texten har styrtecken. Du angav: { $given }. Skriv namnet på nytt med tangentbordet.
name-invisible = Texten har osynliga tecken. Du angav: { $given }. Skriv namnet på nytt med tangentbordet.
name-underscore = Det här är namnet på en post, inte { $a }. Du angav: { $given }. Skriv bara { $the }, till exempel { $example }.
name-single-label = Namnet saknar punkt och ändelse. Du angav: { $given }. Skriv hela namnet, till exempel { $example }.
name-ip-address = Det här är en IP-adress, inte { $a }. Du angav: { $given }. Skriv { $the }, till exempel { $example }.
name-web-address = Det här är en webbadress, inte { $a }. Du angav: { $given }. Skriv bara { $the }, till exempel { $example }.
name-email-address = Det här är en persons adress, inte { $a }. Du angav: { $given }. Skriv bara { $the }, till exempel { $example }.
name-with-port = Det finns en port efter namnet. Du angav: { $given }. Skriv bara { $the }, till exempel { $example }.
name-with-path = Det finns en sökväg efter namnet. Du angav: { $given }. Skriv bara { $the }, till exempel { $example }.
name-wildcard = En stjärna godtas inte: varje namn anges för sig. Du angav: { $given }. Skriv { $the }, till exempel { $example }.
name-not-international = Namnet har bokstäver som DNS inte känner till. Du angav: { $given }. Skriv namnet så som det är registrerat, till exempel { $example }.

check-resolver = Namnserver: { $resolver }
check-deployment-own-edge = Egen Edge-server eller hybrid
check-deployment-hosted = Drivs av en leverantör
check-deployment-cloud = Molntjänst
check-deployment-half-migrated = Flytten är inte slutförd
check-deployment-none = Ingen federation
check-deployment-unknown = Framgår inte av DNS
check-good = SRV-posten för federation är i sin ordning.
