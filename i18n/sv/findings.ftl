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

finding-srv-wrong-name-title = SRV-posten finns under fel namn
finding-srv-wrong-name-seen = Domän: { $domain }, postens namn nu: { $name }.
finding-srv-wrong-name-why = Partnernas servrar frågar bara efter namnet som börjar med _sipfederationtls._tcp. En post under ett annat namn ser de inte.
finding-srv-wrong-name-todo = Publicera posten under rätt namn: { $line }

finding-target-doubled-title = Domänen står två gånger i SRV-postens mål
finding-target-doubled-seen = Domän: { $domain }, mål nu: { $target }.
finding-target-doubled-why = DNS lägger till domänen till ett namn som saknar punkt i slutet. Därför blev målet ett namn som inte finns.
finding-target-doubled-todo = Rätta posten och kom ihåg punkten i slutet av namnet: { $line }

finding-delegation-lame-title = En del av namnservrarna svarar inte för domänen
finding-delegation-lame-seen = Domän: { $domain }, namnservrar med fel: { $seen }.
finding-delegation-lame-why = När en fråga når en sådan namnserver får partnern svaret långsamt eller inte alls.
finding-delegation-lame-todo = Be den som sköter er DNS att rätta servrarna eller ta bort dem ur domänens NS-poster.

finding-delegation-lame-all-title = Ingen namnserver svarar för domänen
finding-delegation-lame-all-seen = Domän: { $domain }, namnservrar: { $seen }.
finding-delegation-lame-all-why = När ingen namnserver svarar hittar partnerna inte tjänsten.
finding-delegation-lame-all-todo = Be den som sköter er DNS att rätta servrarna eller byta domänens NS-poster.

finding-servers-differ-title = Namnservrarna har olika SRV-poster
finding-servers-differ-seen = Domän: { $domain }. Svar: { $seen }.
finding-servers-differ-why = En del av partnerna får fel uppgift, beroende på vilken namnserver som svarar dem.
finding-servers-differ-todo = Be den som sköter er DNS att utreda varför uppgifterna inte överförs till alla namnservrar.

finding-nameserver-no-address-title = En namnserver saknar adress
finding-nameserver-no-address-seen = Domän: { $domain }, namnserver: { $name }.
finding-nameserver-no-address-why = En namnserver utan adress kan ingen fråga. En domän som är beroende av den fungerar osäkert.
finding-nameserver-no-address-todo = Be den som sköter er DNS att publicera serverns adress, också i DNS på nivån ovanför, eller att ta bort servern.

finding-delegation-differs-title = DNS på nivån ovanför nämner andra namnservrar än domänen själv
finding-delegation-differs-seen = Domän: { $domain }. Nivån ovanför: { $parent }. Domänen själv: { $child }.
finding-delegation-differs-why = Frågor kan hamna hos en server som redan är tagen ur bruk.
finding-delegation-differs-todo = Anmäl till domänregistret samma namnservrar som finns i domänens NS-poster.

finding-target-ipv6-only-title = Edge-servern har bara en IPv6-adress
finding-target-ipv6-only-seen = Domän: { $domain }, server: { $target }.
finding-target-ipv6-only-why = Partner vars server bara använder IPv4 får ingen förbindelse.
finding-target-ipv6-only-todo = Lägg till en rad i er offentliga DNS som slutar med Edge-serverns offentliga IPv4-adress: { $start }

finding-spare-faulty-title = SRV-postens reservmål går inte att använda
finding-spare-faulty-seen = Domän: { $domain }, reservmål: { $target }, fel: { $fault }.
finding-spare-faulty-why = Partnerna försöker med reservmålet när det första målet inte svarar.
finding-spare-faulty-todo = Rätta reservmålet eller ta bort dess post ur er offentliga DNS.

finding-ttl-extreme-title = SRV-postens giltighetstid är ovanlig
finding-ttl-extreme-seen = Domän: { $domain }, TTL nu: { $ttl } sekunder.
finding-ttl-extreme-why = En kort tid belastar namnservrarna. Med en lång tid ser partnerna en ändring sent.
finding-ttl-extreme-todo = Den vanliga tiden är 3600 sekunder: { $line }

finding-serials-differ-title = Namnservrarna har olika versioner av domänens uppgifter
finding-serials-differ-seen = Domän: { $domain }. Versioner: { $seen }.
finding-serials-differ-why = SRV-posterna är desamma. Skillnaden försvinner av sig själv om uppgifterna just överförs mellan servrarna.
finding-serials-differ-todo = Om skillnaden inte försvinner inom några timmar, be den som sköter er DNS att kontrollera överföringen.

finding-other-spelling-title = Domänen är publicerad också utan prickar och ringar
finding-other-spelling-seen = Domän: { $domain }, annan stavning: { $proposed }.
finding-other-spelling-why = För partnernas servrar är stavningarna två olika domäner. Den andra kan tillhöra någon annan.
finding-other-spelling-todo = Jämför stavningen med organisationens inloggningsadresser och rätta domänen vid behov.

finding-client-records-title = I DNS finns poster för organisationens egna användare
finding-client-records-seen = Domän: { $domain }. Poster: { $seen }.
finding-client-records-why = Med dem hittar användarnas egna program tjänsten. Federationen använder dem inte.
finding-client-records-todo = Du behöver inte göra något.

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
finding-wildcard-dns-todo = Kontrollera att Edge-servern har en egen adresspost. Om posten med jokertecken inte behövs, ta bort den.

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

finding-edge-no-answer-title = Edge-servern svarar inte
finding-edge-no-answer-seen = Edge-server: { $target }. Ingen adress svarade på port { $port }: { $addresses }.
finding-edge-no-answer-why = Partnernas servrar ansluter till den här porten. Om brandväggen stoppar anslutningen kommer inga meddelanden fram.
finding-edge-no-answer-todo = Tillåt anslutningar från internet till Edge-servern i brandväggen och se till att tjänsten är i gång. Brandväggens regel: { $firewall }

finding-edge-refused-title = Edge-servern avvisar anslutningen
finding-edge-refused-seen = Edge-server: { $target }. Port { $port } är stängd: { $addresses }.
finding-edge-refused-why = Servern eller dess brandvägg svarar att ingen lyssnar på porten. Partnerns server får ingen anslutning.
finding-edge-refused-todo = Kontrollera att Edge-tjänsten är i gång och att adressen är dess. Brandväggens regel: { $firewall }

finding-edge-partly-unreachable-title = En del av Edge-serverns adresser svarar inte
finding-edge-partly-unreachable-seen = Edge-server: { $target }. Svarar: { $reached }. Svarar inte: { $addresses }.
finding-edge-partly-unreachable-why = Partnerns server väljer en av adresserna. Om den inte svarar blir anslutningen långsam eller bryts ibland.
finding-edge-partly-unreachable-todo = Ta bort de adresser ur DNS som inte används, eller tillåt anslutningar till dem. Brandväggens regel: { $firewall }

finding-edge-not-checked-title = Edge-servern hann eller kunde inte kontrolleras
finding-edge-not-checked-seen = Edge-server: { $target }, adress: { $addresses }.
finding-edge-not-checked-why = Tiden för kontrollen tog slut, eller så når vår server inte adressen. Därför vet vi ingenting om Edge-servern.
finding-edge-not-checked-todo = Du behöver inte göra något: tjänsten kontrollerar den på nytt, och du kan skicka begäran.

finding-tls-not-spoken-title = Edge-serverns port talar inte TLS
finding-tls-not-spoken-seen = Edge-server: { $target }, adress: { $addresses }, port: { $port }.
finding-tls-not-spoken-why = Federation går bara över TLS. Någon annan tjänst svarar på porten, eller så bryter en enhet emellan anslutningen.
finding-tls-not-spoken-todo = Kontrollera vilken tjänst som lyssnar på port { $port }, och att ingen brandvägg eller proxy bryter anslutningen.

finding-tls-refused-title = Edge-servern avbryter TLS-handskakningen
finding-tls-refused-seen = Edge-server: { $target }, adress: { $addresses }, port: { $port }.
finding-tls-refused-why = Servern talar TLS men avvisar alla föreslagna versioner och krypteringar. Det kan gå likadant för partnerns server.
finding-tls-refused-todo = Se i Edge-serverns Schannel-logg varför handskakningen avvisades. Tillåt TLS 1.2 och dess vanliga krypteringar.

finding-tls-old-versions-only-title = Edge-servern kan bara gamla TLS-versioner
finding-tls-old-versions-only-seen = Edge-server: { $target }. Versioner: { $versions }.
finding-tls-old-versions-only-why = Microsoft 365 och nya servrar kräver minst TLS 1.2. Ingen anslutning till dem uppstår.
finding-tls-old-versions-only-todo = Aktivera TLS 1.2 på Edge-servern. Skype for Business Server 2015 stöder det från kumulativ uppdatering 9 och 2019 från uppdatering 1.

finding-tls-old-version-offered-title = Edge-servern godtar också gamla TLS-versioner
finding-tls-old-version-offered-seen = Edge-server: { $target }. Versioner: { $versions }.
finding-tls-old-version-offered-why = TLS 1.0 och 1.1 är avskrivna (RFC 8996). Federationen fungerar, men en gammal version kan försvaga skyddet.
finding-tls-old-version-offered-todo = Stäng av TLS 1.0 och 1.1 när ingen partner längre behöver dem.

finding-certificate-unreadable-title = Edge-serverns certifikat kan inte läsas
finding-certificate-unreadable-seen = Edge-server: { $target }, adress: { $addresses }, port: { $port }.
finding-certificate-unreadable-why = Servern skickar ett certifikat som är felaktigt eller för stort. Partnerns server kan inte godta det.
finding-certificate-unreadable-todo = Installera Edge-serverns certifikat på nytt och ta bort överflödiga certifikat ur kedjan.

finding-certificate-expired-title = Edge-serverns certifikat har gått ut
finding-certificate-expired-seen = Edge-server: { $target }. Certifikatet gällde till { $until }.
finding-certificate-expired-why = Partnerns server godtar inte ett utgånget certifikat, så ingen anslutning uppstår.
finding-certificate-expired-todo = Skaffa ett nytt certifikat från en offentlig certifikatutfärdare. Namnen i begäran: { $request }

finding-certificate-not-yet-valid-title = Edge-serverns certifikat gäller inte ännu
finding-certificate-not-yet-valid-seen = Edge-server: { $target }. Gäller från { $since }.
finding-certificate-not-yet-valid-why = Partnerns server godtar inte certifikatet före dess första giltighetsdag.
finding-certificate-not-yet-valid-todo = Ta i bruk ett certifikat som gäller nu, eller kontrollera om certifikatet har installerats för tidigt.

finding-certificate-ends-soon-title = Edge-serverns certifikat går snart ut
finding-certificate-ends-soon-seen = Edge-server: { $target }. Gäller till { $until }, dagar kvar: { $days }.
finding-certificate-ends-soon-why = När certifikatet går ut bryts federationen med alla partner i samma ögonblick.
finding-certificate-ends-soon-todo = Förnya certifikatet i tid. Namnen i begäran: { $request }

finding-certificate-untrusted-title = Edge-serverns certifikat är inte betrott
finding-certificate-untrusted-seen = Edge-server: { $target }. Utfärdare: { $issuer }. Kedjans slut: { $root }.
finding-certificate-untrusted-why = Certifikatet leder inte till ett allmänt betrott rotcertifikat. Partnerns server bryter anslutningen om den inte särskilt litar på utfärdaren.
finding-certificate-untrusted-todo = Skaffa ett certifikat från en offentlig certifikatutfärdare. Namnen i begäran: { $request }

finding-certificate-self-signed-title = Edge-serverns certifikat är självsignerat
finding-certificate-self-signed-seen = Edge-server: { $target }. Certifikat: { $subject }.
finding-certificate-self-signed-why = Ingen annan intygar certifikatet, så partnerns server litar inte på det.
finding-certificate-self-signed-todo = Skaffa ett certifikat från en offentlig certifikatutfärdare. Namnen i begäran: { $request }

finding-chain-broken-title = Edge-serverns certifikatkedja är bruten
finding-chain-broken-seen = Edge-server: { $target }. Utfärdare: { $issuer }.
finding-chain-broken-why = Något av certifikaten i kedjan har gått ut eller duger inte av annan orsak. Partnerns server kan bryta anslutningen.
finding-chain-broken-todo = Installera utfärdarens nuvarande mellanliggande certifikat på Edge-servern och ta bort det gamla.

finding-chain-incomplete-title = Edge-serverns certifikatkedja är ofullständig
finding-chain-incomplete-seen = Edge-server: { $target }. Saknas: { $intermediate }.
finding-chain-incomplete-why = Servern skickar inte utfärdarens certifikat, och vi fick det inte från annat håll. Därför vet vi inte om certifikatet leder till ett betrott rotcertifikat. En del av partnernas servrar bryter anslutningen.
finding-chain-incomplete-todo = Installera utfärdarens mellanliggande certifikat { $intermediate } på Edge-servern. Utfärdaren har det.

finding-intermediate-missing-title = Edge-servern skickar inte det mellanliggande certifikatet
finding-intermediate-missing-seen = Edge-server: { $target }. Saknas: { $intermediate }.
finding-intermediate-missing-why = En del servrar hämtar själva det certifikat som saknas, andra bryter anslutningen. Därför fungerar den bara med vissa partner.
finding-intermediate-missing-todo = Installera utfärdarens mellanliggande certifikat { $intermediate } på Edge-servern. Det finns på adressen { $place }

finding-certificate-revoked-title = Edge-serverns certifikat är återkallat
finding-certificate-revoked-seen = Edge-server: { $target }. Återkallat { $revoked }, utfärdare { $issuer }.
finding-certificate-revoked-why = Utfärdaren har återkallat certifikatet. Edge-servrar kontrollerar återkallelser och bryter anslutningen.
finding-certificate-revoked-todo = Ta reda på hos utfärdaren varför certifikatet återkallades, och skaffa ett nytt med en ny nyckel. Namnen i begäran: { $request }

finding-revocation-not-known-title = Det gick inte att utreda om certifikatet är återkallat
finding-revocation-not-known-seen = Edge-server: { $target }, utfärdare: { $issuer }.
finding-revocation-not-known-why = Edge-servrar kontrollerar om partnerns certifikat är återkallat. Om uppgiften inte finns kan anslutningen bli långsam eller hindras.
finding-revocation-not-known-todo = Kontrollera hos utfärdaren att certifikatets spärrlista eller OCSP-tjänst kan nås från internet.

finding-certificate-weak-key-title = Nyckeln i Edge-serverns certifikat är för kort
finding-certificate-weak-key-seen = Edge-server: { $target }. Nyckel: { $key }.
finding-certificate-weak-key-why = En RSA-nyckel under 2048 bitar anses inte säker. Offentliga utfärdare beviljar inga sådana, och Windows avvisar nycklar under 1024 bitar.
finding-certificate-weak-key-todo = Skaffa ett certifikat med minst RSA 2048. Namnen i begäran: { $request }

finding-certificate-weak-signature-title = Certifikatkedjan har en svag signatur
finding-certificate-weak-signature-seen = Edge-server: { $target }. Kondensat: { $digest }.
finding-certificate-weak-signature-why = En signatur med det här kondensatet kan förfalskas. En del servrar godtar den inte.
finding-certificate-weak-signature-todo = Skaffa ett certifikat som är signerat med SHA-256 eller starkare. Namnen i begäran: { $request }

finding-certificate-name-missing-title = Edge-serverns namn saknas i certifikatet
finding-certificate-name-missing-seen = Edge-server: { $target }. Certifikatets namn: { $names }.
finding-certificate-name-missing-why = Partnerns server jämför det namn som den anslöt till med namnen i certifikatet. Om namnet saknas bryts anslutningen.
finding-certificate-name-missing-todo = Skaffa ett certifikat med alla namn. Namnen i begäran: { $request }

finding-certificate-domain-missing-title = Domänens namn saknas i certifikatet
finding-certificate-domain-missing-seen = Domän: { $domain }. Saknas: { $missing }. Certifikatets namn: { $names }.
finding-certificate-domain-missing-why = Certifikatet måste ha ett namn som börjar på sip för varje SIP-domän. Annars går meddelanden till domänens användare inte fram.
finding-certificate-domain-missing-todo = Skaffa ett certifikat med namnen för alla domäner. Namnen i begäran: { $request }

finding-certificate-wildcard-title = Edge-serverns namn finns i certifikatet bara med jokertecken
finding-certificate-wildcard-seen = Edge-server: { $target }. Certifikatets namn: { $names }.
finding-certificate-wildcard-why = Microsoft nämner inte jokerteckencertifikat som ett stöd för Edge-serverns yttre sida. En del partner godtar det inte.
finding-certificate-wildcard-todo = Skaffa ett certifikat med fullständiga namn. Namnen i begäran: { $request }

finding-certificate-not-for-servers-title = Certifikatet är inte avsett för en server
finding-certificate-not-for-servers-seen = Edge-server: { $target }. Ändamål: { $purposes }.
finding-certificate-not-for-servers-why = Certifikatets utökade ändamål tillåter inte användning på en server (serverAuth), så partnerns server avvisar det.
finding-certificate-not-for-servers-todo = Skaffa ett servercertifikat med ändamålet serverAuth. Namnen i begäran: { $request }

finding-certificate-not-for-clients-title = Certifikatet är inte avsett för klienter
finding-certificate-not-for-clients-seen = Edge-server: { $target }. Ändamål: { $purposes }.
finding-certificate-not-for-clients-why = Edge-servern använder samma certifikat också när den själv ansluter till partnern. Offentliga utfärdare har från 2026 utelämnat klientändamålet (clientAuth). Microsoft har inte sagt vad det betyder för Edge-servern.
finding-certificate-not-for-clients-todo = Testa anslutningen också från er organisation till partnern. Om den inte uppstår, fråga utfärdaren efter ett certifikat med både serverAuth och clientAuth.

finding-edges-differ-title = Edge-serverns adresser har olika certifikat
finding-edges-differ-seen = Edge-server: { $target }, certifikat: { $count }.
finding-edges-differ-why = Edge-servrar som svarar under samma namn måste använda samma certifikat. Annars fungerar en del anslutningar och medier inte.
finding-edges-differ-todo = Installera samma certifikat och nyckel på alla servrar i Edge-poolen.

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

check-rule = Regelns källa: { $rule }
check-resolver = Namnserver: { $resolver }
check-deployment-own-edge = Egen Edge-server eller hybrid
check-deployment-hosted = Drivs av en leverantör
check-deployment-cloud = Molntjänst
check-deployment-half-migrated = Flytten är inte slutförd
check-deployment-none = Ingen federation
check-deployment-unknown = Framgår inte av DNS
check-good = SRV-posten för federation är i sin ordning.
check-line = Rad { $number }: { $message }
check-progress = { $count } kontrollerade, { $rate } i sekunden
dnssec-secure = DNSSEC: domänen är signerad
dnssec-insecure = DNSSEC: domänen är inte signerad
dnssec-bogus = DNSSEC: signaturen stämmer inte
dnssec-unknown = DNSSEC: framgår inte
