### findings: mitä tarkistus löysi, miksi sillä on väliä ja mitä sille tehdään; miksi nimeä ei ymmärretty

finding-domain-not-found-title = Toimialuetta ei ole nimipalvelussa
finding-domain-not-found-seen = Toimialue: { $domain }.
finding-domain-not-found-why = Kumppanien palvelimet löytävät palvelun nimipalvelusta (DNS). Jos toimialuetta ei ole, yhteyttä ei synny.
finding-domain-not-found-todo = Vertaa kirjoitusasua organisaatiosi kirjautumisosoitteisiin. Jos toimialue on oikein, pyydä nimipalvelun ylläpitäjää julkaisemaan se.

finding-srv-missing-title = Federoinnin SRV-tietue puuttuu
finding-srv-missing-seen = Nimeä { $name } ei löytynyt.
finding-srv-missing-why = Tietueesta kumppanien palvelimet näkevät, mihin palvelimeen ne ottavat yhteyden. Jokainen SIP-toimialue tarvitsee oman tietueen.
finding-srv-missing-todo = Lisää julkiseen nimipalveluun rivi: { $line }
finding-srv-missing-pinned-todo = Yhteys toimii, jos kumppani kirjaa Edge-palvelimen nimen luetteloonsa, mutta katkeaa, jos nimi vaihtuu. Varmempi tapa on lisätä julkiseen nimipalveluun rivi: { $line }

finding-srv-wrong-port-title = SRV-tietueessa on väärä portti
finding-srv-wrong-port-seen = Toimialue: { $domain }, portti nyt: { $port }.
finding-srv-wrong-port-why = Kumppanien palvelimet ottavat yhteyden porttiin 5061. Muuhun porttiin yhteys ei muodostu.
finding-srv-wrong-port-todo = Vaihda portiksi 5061. Tietue kuuluu näin: { $line }

finding-srv-service-absent-title = SRV-tietue kertoo, ettei palvelua ole
finding-srv-service-absent-seen = Toimialue: { $domain }, kohde nyt: pelkkä piste.
finding-srv-service-absent-why = Kun kohteena on pelkkä piste, kumppanit eivät yritä yhteyttä (RFC 2782).
finding-srv-service-absent-todo = Jos organisaatiosi federoi toimialueen, korvaa tietue rivillä: { $line }

finding-edge-no-address-title = Edge-palvelimen nimellä ei ole osoitetta
finding-edge-no-address-seen = Toimialue: { $domain }, Edge-palvelimen nimi: { $edge }.
finding-edge-no-address-why = { finding-target-no-address-why }
finding-edge-no-address-todo = { finding-target-no-address-todo }
finding-target-no-address-title = SRV-tietueen kohteella ei ole osoitetta
finding-target-no-address-seen = Toimialue: { $domain }, kohde: { $target }.
finding-target-no-address-why = Ilman IP-osoitetta kumppanin palvelin ei löydä Edge-palvelinta.
finding-target-no-address-todo = Lisää julkiseen nimipalveluun rivi, jonka loppuun tulee Edge-palvelimen julkinen IPv4-osoite: { $start }

finding-edge-not-public-title = Edge-palvelimen osoite ei ole julkinen
finding-edge-not-public-seen = Toimialue: { $domain }, Edge-palvelimen nimi: { $edge }, osoite nyt: { $addresses }.
finding-edge-not-public-why = { finding-target-not-public-why }
finding-edge-not-public-todo = { finding-target-not-public-todo }
finding-target-not-public-title = Kohteen osoite ei ole julkinen
finding-target-not-public-seen = Toimialue: { $domain }, kohde: { $target }, osoite nyt: { $addresses }.
finding-target-not-public-why = Osoite on varattu sisäverkkoon tai muuhun käyttöön, eikä siihen pääse internetistä.
finding-target-not-public-todo = Vaihda osoite julkisessa nimipalvelussa Edge-palvelimen julkiseksi osoitteeksi. Rivi alkaa näin: { $start }

finding-dnssec-bogus-title = Toimialueen DNSSEC-allekirjoitus ei täsmää
finding-dnssec-bogus-seen = Toimialue: { $domain }.
finding-dnssec-bogus-why = Nimipalvelin, joka tarkistaa allekirjoitukset, ei anna vastausta lainkaan. Toimialue näyttää sen takana puuttuvan.
finding-dnssec-bogus-todo = Pyydä nimipalvelun ylläpitäjää korjaamaan DNSSEC: vertaa ylemmän tason DS-tietuetta avaimiin ja allekirjoita toimialue uudelleen.

finding-srv-wrong-name-title = SRV-tietue on väärän nimen alla
finding-srv-wrong-name-seen = Toimialue: { $domain }, tietueen nimi nyt: { $name }.
finding-srv-wrong-name-why = Kumppanien palvelimet kysyvät vain nimeä, joka alkaa _sipfederationtls._tcp. Muulla nimellä olevaa tietuetta ne eivät näe.
finding-srv-wrong-name-todo = Julkaise tietue oikealla nimellä: { $line }

finding-target-doubled-title = Toimialue on SRV-tietueen kohteessa kahteen kertaan
finding-target-doubled-seen = Toimialue: { $domain }, kohde nyt: { $target }.
finding-target-doubled-why = Nimipalvelu lisää toimialueen nimeen, jonka lopusta puuttuu piste. Siksi kohteesta tuli nimi, jota ei ole.
finding-target-doubled-todo = Korjaa tietue ja muista piste nimen lopussa: { $line }

finding-delegation-lame-title = Osa nimipalvelimista ei vastaa toimialueesta
finding-delegation-lame-seen = Toimialue: { $domain }, vialliset nimipalvelimet: { $seen }.
finding-delegation-lame-why = Kun kysymys osuu vialliseen nimipalvelimeen, kumppani saa vastauksen hitaasti tai ei lainkaan.
finding-delegation-lame-todo = Pyydä nimipalvelun ylläpitäjää korjaamaan palvelimet tai poistamaan ne toimialueen NS-tietueista.

finding-delegation-lame-all-title = Mikään nimipalvelin ei vastaa toimialueesta
finding-delegation-lame-all-seen = Toimialue: { $domain }, nimipalvelimet: { $seen }.
finding-delegation-lame-all-why = Kun yksikään nimipalvelin ei vastaa, kumppanit eivät löydä palvelua.
finding-delegation-lame-all-todo = Pyydä nimipalvelun ylläpitäjää korjaamaan palvelimet tai vaihtamaan toimialueen NS-tietueet.

finding-servers-differ-title = Nimipalvelimilla on eri SRV-tietueet
finding-servers-differ-seen = Toimialue: { $domain }. Vastaukset: { $seen }.
finding-servers-differ-why = Osa kumppaneista saa väärän tiedon sen mukaan, mikä nimipalvelin niille vastaa.
finding-servers-differ-todo = Pyydä nimipalvelun ylläpitäjää tarkistamaan, miksi tiedot eivät siirry kaikille nimipalvelimille.

finding-nameserver-no-address-title = Nimipalvelimella ei ole osoitetta
finding-nameserver-no-address-seen = Toimialue: { $domain }, nimipalvelin: { $name }.
finding-nameserver-no-address-why = Ilman osoitetta nimipalvelimelta ei voi kysyä. Sen varassa oleva toimialue toimii epävarmasti.
finding-nameserver-no-address-todo = Pyydä nimipalvelun ylläpitäjää julkaisemaan palvelimen osoite, myös ylemmän tason nimipalvelussa, tai poistamaan palvelin.

finding-delegation-differs-title = Ylempi nimipalvelu nimeää eri nimipalvelimet kuin toimialue itse
finding-delegation-differs-seen = Toimialue: { $domain }. Ylempi nimipalvelu: { $parent }. Toimialue itse: { $child }.
finding-delegation-differs-why = Kysymykset voivat mennä palvelimelle, joka on jo poistettu käytöstä.
finding-delegation-differs-todo = Ilmoita verkkotunnuksen rekisteriin samat nimipalvelimet, jotka ovat toimialueen NS-tietueissa.

finding-target-ipv6-only-title = Edge-palvelimella on vain IPv6-osoite
finding-target-ipv6-only-seen = Toimialue: { $domain }, palvelin: { $target }.
finding-target-ipv6-only-why = Kumppanit, joiden palvelin käyttää vain IPv4:ää, eivät saa yhteyttä.
finding-target-ipv6-only-todo = Lisää julkiseen nimipalveluun rivi, jonka loppuun tulee Edge-palvelimen julkinen IPv4-osoite: { $start }

finding-spare-faulty-title = SRV-tietueen varakohde ei ole käytettävissä
finding-spare-faulty-seen = Toimialue: { $domain }, varakohde: { $target }, vika: { $fault }.
finding-spare-faulty-why = Kumppanit yrittävät varakohdetta, kun ensisijainen kohde ei vastaa.
finding-spare-faulty-todo = Korjaa varakohde tai poista sen tietue julkisesta nimipalvelusta.

finding-ttl-extreme-title = SRV-tietueen voimassaoloaika on poikkeuksellinen
finding-ttl-extreme-seen = Toimialue: { $domain }, TTL nyt: { $ttl } sekuntia.
finding-ttl-extreme-why = Lyhyt aika kuormittaa nimipalvelimia. Pitkän ajan takia muutos näkyy kumppaneille myöhään.
finding-ttl-extreme-todo = Tavallinen aika on 3600 sekuntia: { $line }

finding-serials-differ-title = Nimipalvelimilla on eri versiot toimialueen tiedoista
finding-serials-differ-seen = Toimialue: { $domain }. Versiot: { $seen }.
finding-serials-differ-why = SRV-tietueet ovat samat. Ero poistuu itsestään, jos tiedot ovat juuri siirtymässä palvelimelta toiselle.
finding-serials-differ-todo = Jos ero ei poistu tunneissa, pyydä nimipalvelun ylläpitäjää tarkistamaan tietojen siirto.

finding-other-spelling-title = Toimialue on julkaistu myös ilman pisteitä ja renkaita
finding-other-spelling-seen = Toimialue: { $domain }, toinen kirjoitusasu: { $proposed }.
finding-other-spelling-why = Kumppanien palvelimille kirjoitusasut ovat kaksi eri toimialuetta. Toinen voi kuulua jollekin muulle.
finding-other-spelling-todo = Vertaa kirjoitusasua organisaatiosi kirjautumisosoitteisiin ja korjaa toimialue tarvittaessa.

finding-client-records-title = Nimipalvelussa on tietueita organisaation omille käyttäjille
finding-client-records-seen = Toimialue: { $domain }. Tietueet: { $seen }.
finding-client-records-why = Niistä käyttäjien omat sovellukset löytävät palvelun. Federointi ei käytä niitä.
finding-client-records-todo = Sinun ei tarvitse tehdä mitään.

finding-target-in-other-domain-title = SRV-tietueen kohde on toisessa toimialueessa
finding-target-in-other-domain-seen = Toimialue: { $domain }, kohde nyt: { $target }.
finding-target-in-other-domain-why = Kumppanin palvelin hyväksyy kohteen vain samasta toimialueesta, ellei Edge-palvelimen nimeä ole kirjattu sen luetteloon.
finding-target-in-other-domain-todo = Vaihda kohteeksi esimerkiksi { $proposed }. Jos toimittaja ylläpitää palvelua, kerro se kohdassa Palvelun toteutus. Tietue kuuluu näin: { $line }
finding-target-in-other-domain-supplier-todo = Sinun ei tarvitse muuttaa mitään, jos Edge-palvelimen nimi on lomakkeella: kumppani kirjaa nimen luetteloonsa. Kerro Kelalle, jos toimittaja tai nimi vaihtuu.

finding-edge-name-differs-title = Edge-palvelimen nimi on eri kuin SRV-tietueen kohde
finding-edge-name-differs-seen = Toimialue: { $domain }, lomakkeella: { $edge }, kohde nyt: { $target }.
finding-edge-name-differs-why = Osa kumppaneista käyttää lomakkeen nimeä, osa SRV-tietuetta. Jos toinen on vanhentunut, yhteys toimii vain osalle.
finding-edge-name-differs-todo = Korjaa lomakkeen nimi, jos SRV-tietue on oikein. Muuten korvaa tietue rivillä: { $line }
finding-edge-name-differs-no-line-todo = Korjaa lomakkeen nimi, jos SRV-tietue on oikein. Muuten vaihda SRV-tietueen kohde.

finding-edge-is-alias-title = Edge-palvelimen nimi on alias
finding-edge-is-alias-seen = Toimialue: { $domain }, Edge-palvelimen nimi: { $edge }, alias nimelle: { $alias }.
finding-edge-is-alias-why = Osa palvelimista ei seuraa aliasta. Kun nimellä on oma osoite, jokainen kumppani löytää palvelimen.
finding-edge-is-alias-todo = { finding-target-is-alias-todo }
finding-target-is-alias-title = SRV-tietueen kohde on alias
finding-target-is-alias-seen = Toimialue: { $domain }, kohde: { $target }, alias nimelle: { $alias }.
finding-target-is-alias-why = SRV-tietueen kohteella on oltava oma osoite (RFC 2782). Osa palvelimista ei seuraa aliasta.
finding-target-is-alias-todo = Korvaa CNAME-tietue osoitteella: { $line }
finding-target-is-alias-no-line-todo = Korvaa CNAME-tietue Edge-palvelimen julkisella osoitteella. Rivi alkaa näin: { $start }

finding-wildcard-dns-title = Toimialueessa on yleismerkkitietue, joten jokainen nimi vastaa
finding-wildcard-dns-seen = Keksitty nimi { $name } löytyi: { $seen }.
finding-wildcard-dns-why = Yleismerkkitietue (*) vastaa myös väärin kirjoitettuihin nimiin. Siksi tarkistus ei voi osoittaa, että palvelimen nimi on todella olemassa.
finding-wildcard-dns-todo = Varmista, että Edge-palvelimella on oma osoitetietue. Jos yleismerkkitietuetta ei tarvita, poista se.

finding-half-migrated-title = Siirto pilveen on kesken
finding-half-migrated-seen = Toimialue: { $domain }, federointi: { $target }. Vielä omissa palvelimissa: { $seen }.
finding-half-migrated-why = Federointi ohjautuu Microsoftin pilveen, mutta muut tietueet ohjaavat käyttäjät omiin palvelimiin. Osa viesteistä voi jäädä perille pääsemättä.
finding-half-migrated-todo = Jos siirto on valmis, poista vanhat tietueet julkisesta nimipalvelusta. Jos se jatkuu, kerro lomakkeella, milloin se valmistuu.

finding-cloud-target-title = Federointi kulkee Microsoftin pilven kautta
finding-cloud-target-seen = Toimialue: { $domain }, kohde: { $target }.
finding-cloud-target-why = Pilvipalvelussa Edge-palvelimen nimeä ei kirjata, ja kumppanin on sallittava pilvi palveluntarjoajana.
finding-cloud-target-todo = Sinun ei tarvitse tehdä mitään.

finding-several-targets-title = SRV-tietueella on useita kohteita
finding-several-targets-seen = Toimialue: { $domain }, kohteita: { $count }.
finding-several-targets-why = Kumppanit käyttävät ensin kohdetta, jonka prioriteettiluku on pienin. Muut ovat varalla.
finding-several-targets-todo = Sinun ei tarvitse tehdä mitään, jos varakohteet ovat tarkoituksella.

finding-edge-no-answer-title = Edge-palvelin ei vastaa
finding-edge-no-answer-seen = Edge-palvelin: { $target }. Mistään osoitteesta ei vastattu porttiin { $port }: { $addresses }.
finding-edge-no-answer-why = Kumppanien palvelimet ottavat yhteyden tähän porttiin. Jos palomuuri hylkää yhteyden, yksikään viesti ei tule perille.
finding-edge-no-answer-todo = Salli palomuurissa yhteydet internetistä Edge-palvelimeen ja varmista, että palvelu on käynnissä. Palomuurin sääntö: { $firewall }

finding-edge-refused-title = Edge-palvelin torjuu yhteyden
finding-edge-refused-seen = Edge-palvelin: { $target }. Portti { $port } on kiinni: { $addresses }.
finding-edge-refused-why = Palvelin tai sen palomuuri vastaa, ettei porttia kuunnella. Kumppanin palvelin ei saa yhteyttä.
finding-edge-refused-todo = Tarkista, että Edge-palvelu on käynnissä ja että osoite kuuluu sille. Palomuurin sääntö: { $firewall }

finding-edge-partly-unreachable-title = Osa Edge-palvelimen osoitteista ei vastaa
finding-edge-partly-unreachable-seen = Edge-palvelin: { $target }. Vastaa: { $reached }. Ei vastaa: { $addresses }.
finding-edge-partly-unreachable-why = Kumppanin palvelin valitsee osoitteista yhden. Jos se ei vastaa, yhteys viivästyy tai katkeaa välillä.
finding-edge-partly-unreachable-todo = Poista nimipalvelusta osoitteet, jotka eivät ole käytössä, tai salli yhteydet niihin. Palomuurin sääntö: { $firewall }

finding-edge-not-checked-title = Edge-palvelinta ei ehditty tai voitu tarkistaa
finding-edge-not-checked-seen = Edge-palvelin: { $target }, osoite: { $addresses }.
finding-edge-not-checked-why = Tarkistuksen aika loppui, tai palvelimestamme ei pääse osoitteeseen. Edge-palvelimesta ei siksi tiedetä mitään.
finding-edge-not-checked-todo = Sinun ei tarvitse tehdä mitään: palvelu tarkistaa sen uudelleen, ja voit lähettää pyynnön.

finding-tls-not-spoken-title = Edge-palvelimen portissa ei puhuta TLS:ää
finding-tls-not-spoken-seen = Edge-palvelin: { $target }, osoite: { $addresses }, portti: { $port }.
finding-tls-not-spoken-why = Federointi kulkee vain TLS-yhteydellä. Portissa vastaa jokin muu palvelu, tai välissä oleva laite katkaisee yhteyden.
finding-tls-not-spoken-todo = Tarkista, mikä palvelu kuuntelee porttia { $port }, ja ettei palomuuri tai välityspalvelin katkaise yhteyttä.

finding-tls-refused-title = Edge-palvelin keskeyttää TLS-kättelyn
finding-tls-refused-seen = Edge-palvelin: { $target }, osoite: { $addresses }, portti: { $port }.
finding-tls-refused-why = Palvelin puhuu TLS:ää, mutta hylkää kaikki ehdotetut versiot ja salaukset. Kumppanin palvelimelle voi käydä samoin.
finding-tls-refused-todo = Katso Edge-palvelimen Schannel-lokista, miksi kättely hylättiin. Salli TLS 1.2 ja sen tavalliset salaukset.

finding-tls-old-versions-only-title = Edge-palvelin osaa vain vanhoja TLS-versioita
finding-tls-old-versions-only-seen = Edge-palvelin: { $target }. Versiot: { $versions }.
finding-tls-old-versions-only-why = Microsoft 365 ja uudet palvelimet vaativat vähintään TLS 1.2:n. Yhteys niihin ei muodostu.
finding-tls-old-versions-only-todo = Ota Edge-palvelimessa käyttöön TLS 1.2. Skype for Business Server 2015 tukee sitä kumulatiivisesta päivityksestä 9 ja 2019 päivityksestä 1 alkaen.

finding-tls-old-version-offered-title = Edge-palvelin hyväksyy myös vanhoja TLS-versioita
finding-tls-old-version-offered-seen = Edge-palvelin: { $target }. Versiot: { $versions }.
finding-tls-old-version-offered-why = TLS 1.0 ja 1.1 ovat vanhentuneita (RFC 8996). Federointi toimii, mutta vanha versio voi heikentää suojausta.
finding-tls-old-version-offered-todo = Poista TLS 1.0 ja 1.1 käytöstä, kun yksikään kumppani ei enää tarvitse niitä.

finding-certificate-unreadable-title = Edge-palvelimen varmennetta ei voi lukea
finding-certificate-unreadable-seen = Edge-palvelin: { $target }, osoite: { $addresses }, portti: { $port }.
finding-certificate-unreadable-why = Palvelin lähettää varmenteen, joka on viallinen tai liian suuri. Kumppanin palvelin ei voi hyväksyä sitä.
finding-certificate-unreadable-todo = Asenna Edge-palvelimen varmenne uudelleen ja poista varmenneketjusta ylimääräiset varmenteet.

finding-certificate-expired-title = Edge-palvelimen varmenne on vanhentunut
finding-certificate-expired-seen = Edge-palvelin: { $target }. Varmenne oli voimassa { $until } asti.
finding-certificate-expired-why = Kumppanin palvelin ei hyväksy vanhentunutta varmennetta, joten yhteys ei muodostu.
finding-certificate-expired-todo = Hanki uusi varmenne julkiselta varmentajalta. Varmennepyyntöön tulevat nimet: { $request }

finding-certificate-not-yet-valid-title = Edge-palvelimen varmenne ei ole vielä voimassa
finding-certificate-not-yet-valid-seen = Edge-palvelin: { $target }. Voimassa alkaen { $since }.
finding-certificate-not-yet-valid-why = Kumppanin palvelin ei hyväksy varmennetta ennen sen ensimmäistä voimassaolopäivää.
finding-certificate-not-yet-valid-todo = Ota käyttöön varmenne, joka on voimassa nyt, tai tarkista, onko varmenne asennettu liian aikaisin.

finding-certificate-ends-soon-title = Edge-palvelimen varmenne vanhenee pian
finding-certificate-ends-soon-seen = Edge-palvelin: { $target }. Voimassa { $until } asti, päiviä jäljellä: { $days }.
finding-certificate-ends-soon-why = Kun varmenne vanhenee, federointi katkeaa kaikkien kumppanien kanssa samalla hetkellä.
finding-certificate-ends-soon-todo = Uusi varmenne ajoissa. Varmennepyyntöön tulevat nimet: { $request }

finding-certificate-untrusted-title = Edge-palvelimen varmenteeseen ei luoteta
finding-certificate-untrusted-seen = Edge-palvelin: { $target }. Varmenteen antaja: { $issuer }. Ketjun pää: { $root }.
finding-certificate-untrusted-why = Varmenne ei johda yleisesti luotettuun juurivarmenteeseen. Kumppanin palvelin katkaisee yhteyden, ellei se luota varmentajaan erikseen.
finding-certificate-untrusted-todo = Hanki varmenne julkiselta varmentajalta. Varmennepyyntöön tulevat nimet: { $request }

finding-certificate-self-signed-title = Edge-palvelimen varmenne on itse allekirjoitettu
finding-certificate-self-signed-seen = Edge-palvelin: { $target }. Varmenne: { $subject }.
finding-certificate-self-signed-why = Kukaan muu ei vahvista varmennetta, joten kumppanin palvelin ei luota siihen.
finding-certificate-self-signed-todo = Hanki varmenne julkiselta varmentajalta. Varmennepyyntöön tulevat nimet: { $request }

finding-chain-broken-title = Edge-palvelimen varmenneketju on rikki
finding-chain-broken-seen = Edge-palvelin: { $target }. Varmenteen antaja: { $issuer }.
finding-chain-broken-why = Jokin ketjun varmenteista on vanhentunut tai ei muuten kelpaa. Kumppanin palvelin voi katkaista yhteyden.
finding-chain-broken-todo = Asenna Edge-palvelimeen varmentajan nykyinen välivarmenne ja poista vanha.

finding-chain-incomplete-title = Edge-palvelimen varmenneketju on vajaa
finding-chain-incomplete-seen = Edge-palvelin: { $target }. Puuttuu: { $intermediate }.
finding-chain-incomplete-why = Palvelin ei lähetä varmentajan varmennetta, emmekä saaneet sitä muualta. Emme siksi tiedä, johtaako varmenne luotettuun juurivarmenteeseen. Osa kumppanien palvelimista katkaisee yhteyden.
finding-chain-incomplete-todo = Asenna Edge-palvelimeen varmentajan välivarmenne { $intermediate }. Sen saa varmentajalta.

finding-intermediate-missing-title = Edge-palvelin ei lähetä välivarmennetta
finding-intermediate-missing-seen = Edge-palvelin: { $target }. Puuttuu: { $intermediate }.
finding-intermediate-missing-why = Osa palvelimista hakee puuttuvan varmenteen itse, osa katkaisee yhteyden. Yhteys toimii siksi vain joihinkin kumppaneihin.
finding-intermediate-missing-todo = Asenna Edge-palvelimeen varmentajan välivarmenne { $intermediate }. Sen saa osoitteesta { $place }

finding-certificate-revoked-title = Edge-palvelimen varmenne on mitätöity
finding-certificate-revoked-seen = Edge-palvelin: { $target }. Mitätöity { $revoked }, antaja { $issuer }.
finding-certificate-revoked-why = Varmentaja on peruuttanut varmenteen. Edge-palvelimet tarkistavat mitätöinnit ja katkaisevat yhteyden.
finding-certificate-revoked-todo = Selvitä varmentajalta, miksi varmenne mitätöitiin, ja hanki uusi uudella avaimella. Varmennepyyntöön tulevat nimet: { $request }

finding-revocation-not-known-title = Varmenteen mitätöintiä ei voitu selvittää
finding-revocation-not-known-seen = Edge-palvelin: { $target }, varmenteen antaja: { $issuer }.
finding-revocation-not-known-why = Edge-palvelimet tarkistavat, onko kumppanin varmenne mitätöity. Jos tietoa ei saa, yhteys voi viivästyä tai estyä.
finding-revocation-not-known-todo = Tarkista varmentajalta, että varmenteen sulkulista tai OCSP-palvelu on saatavilla internetistä.

finding-certificate-weak-key-title = Edge-palvelimen varmenteen avain on liian lyhyt
finding-certificate-weak-key-seen = Edge-palvelin: { $target }. Avain: { $key }.
finding-certificate-weak-key-why = Alle 2048 bitin RSA-avainta ei pidetä turvallisena. Julkiset varmentajat eivät myönnä sellaisia, ja Windows hylkää alle 1024 bitin avaimet.
finding-certificate-weak-key-todo = Hanki varmenne, jonka avain on vähintään RSA 2048. Varmennepyyntöön tulevat nimet: { $request }

finding-certificate-weak-signature-title = Varmenneketjussa on heikko allekirjoitus
finding-certificate-weak-signature-seen = Edge-palvelin: { $target }. Tiiviste: { $digest }.
finding-certificate-weak-signature-why = Tällä tiivisteellä tehdyn allekirjoituksen voi väärentää. Osa palvelimista ei hyväksy sitä.
finding-certificate-weak-signature-todo = Hanki varmenne, jonka allekirjoituksessa on SHA-256 tai vahvempi. Varmennepyyntöön tulevat nimet: { $request }

finding-certificate-name-missing-title = Edge-palvelimen nimi puuttuu varmenteesta
finding-certificate-name-missing-seen = Edge-palvelin: { $target }. Varmenteen nimet: { $names }.
finding-certificate-name-missing-why = Kumppanin palvelin vertaa nimeä, johon se otti yhteyden, varmenteen nimiin. Jos nimi puuttuu, yhteys katkeaa.
finding-certificate-name-missing-todo = Hanki varmenne, jossa on kaikki nimet. Varmennepyyntöön tulevat nimet: { $request }

finding-certificate-domain-missing-title = Toimialueen nimi puuttuu varmenteesta
finding-certificate-domain-missing-seen = Toimialue: { $domain }. Puuttuu: { $missing }. Varmenteen nimet: { $names }.
finding-certificate-domain-missing-why = Varmenteessa on oltava sip-alkuinen nimi jokaiselle SIP-toimialueelle. Muuten viestit tämän toimialueen käyttäjille eivät kulje.
finding-certificate-domain-missing-todo = Hanki varmenne, jossa on kaikkien toimialueiden nimet. Varmennepyyntöön tulevat nimet: { $request }

finding-certificate-wildcard-title = Edge-palvelimen nimi on varmenteessa vain yleismerkillä
finding-certificate-wildcard-seen = Edge-palvelin: { $target }. Varmenteen nimet: { $names }.
finding-certificate-wildcard-why = Microsoft ei mainitse yleismerkkivarmennetta tuetuksi Edge-palvelimen ulkoreunassa. Osa kumppaneista ei hyväksy sitä.
finding-certificate-wildcard-todo = Hanki varmenne, jossa nimet ovat kokonaan. Varmennepyyntöön tulevat nimet: { $request }

finding-certificate-not-for-servers-title = Varmennetta ei ole tarkoitettu palvelimelle
finding-certificate-not-for-servers-seen = Edge-palvelin: { $target }. Käyttötarkoitukset: { $purposes }.
finding-certificate-not-for-servers-why = Varmenteen laajennettu käyttötarkoitus ei salli palvelinkäyttöä (serverAuth), joten kumppanin palvelin hylkää sen.
finding-certificate-not-for-servers-todo = Hanki palvelinvarmenne, jonka käyttötarkoituksissa on serverAuth. Varmennepyyntöön tulevat nimet: { $request }

finding-certificate-not-for-clients-title = Varmennetta ei ole tarkoitettu asiakaskäyttöön
finding-certificate-not-for-clients-seen = Edge-palvelin: { $target }. Käyttötarkoitukset: { $purposes }.
finding-certificate-not-for-clients-why = Edge-palvelin käyttää samaa varmennetta myös silloin, kun se itse ottaa yhteyden kumppaniin. Julkiset varmentajat ovat vuodesta 2026 alkaen jättäneet asiakaskäytön (clientAuth) pois. Microsoft ei ole kertonut, mitä se merkitsee Edge-palvelimelle.
finding-certificate-not-for-clients-todo = Testaa yhteys myös omasta organisaatiostasi kumppanille päin. Jos se ei muodostu, kysy varmentajalta varmennetta, jossa on sekä serverAuth että clientAuth.

finding-edges-differ-title = Edge-palvelimen osoitteissa on eri varmenteet
finding-edges-differ-seen = Edge-palvelin: { $target }, varmenteita: { $count }.
finding-edges-differ-why = Samalla nimellä vastaavien Edge-palvelinten on käytettävä samaa varmennetta. Muuten osa yhteyksistä ja mediasta ei toimi.
finding-edges-differ-todo = Asenna sama varmenne ja avain kaikkiin Edge-poolin palvelimiin.

finding-ownership-proven-title = Toimialueen hallinta on osoitettu
finding-ownership-proven-seen = Toimialue: { $domain }.
finding-ownership-proven-why = Organisaation oma tunnus on toimialueen nimipalvelussa. Toimialueen haltija on siis pyynnön takana.
finding-ownership-proven-todo = Anna tunnuksen olla nimipalvelussa: palvelu katsoo sitä myös jatkossa.

finding-ownership-not-proven-title = Toimialueen hallintaa ei ole osoitettu
finding-ownership-not-proven-seen = Nimestä { $name } ei löytynyt organisaation tunnusta.
finding-ownership-not-proven-why = Kuka tahansa voi kirjoittaa lomakkeelle toisen toimialueen, mutta vain haltija voi muuttaa sen nimipalvelua. Tunnus nimipalvelussa osoittaa, että haltija on pyynnön takana.
finding-ownership-not-proven-todo = Voit lähettää pyynnön ilman tunnusta. Se pyydetään vain kerran, ja rivi saa jäädä nimipalveluun. Lisää julkiseen nimipalveluun rivi: { $line }
finding-ownership-not-proven-wanted-todo = Voit lähettää pyynnön jo ilman tunnusta, mutta Kela voi vaatia sen ennen hyväksymistä. Se pyydetään vain kerran, ja rivi saa jäädä nimipalveluun. Lisää julkiseen nimipalveluun rivi: { $line }

finding-ownership-lost-title = Toimialueen hallinnan osoitus on poistunut
finding-ownership-lost-seen = Nimestä { $name } ei enää löydy organisaation tunnusta.
finding-ownership-lost-why = Tunnus oli nimipalvelussa aiemmin. Se on voinut poistua vahingossa, tai toimialue on siirtynyt toiselle.
finding-ownership-lost-todo = Jos toimialue on yhä organisaation, palauta julkiseen nimipalveluun rivi: { $line }

finding-dns-timeout-title = Nimipalvelu ei vastannut 5 sekunnissa, joten toimialue on varmistamatta
finding-dns-timeout-seen = Toimialue: { $domain }.
finding-dns-timeout-why = Vastausta ei saatu, joten ei tiedetä, onko toimialue kunnossa.
finding-dns-timeout-todo = Sinun ei tarvitse tehdä mitään: palvelu tarkistaa sen uudelleen, ja voit lähettää pyynnön.

finding-dns-server-failure-title = Nimipalvelin ei pystynyt vastaamaan, joten toimialue on varmistamatta
finding-dns-server-failure-seen = Toimialue: { $domain }, vastaus: { $seen }.
finding-dns-server-failure-why = Vastausta ei saatu, joten ei tiedetä, onko toimialue kunnossa.
finding-dns-server-failure-todo = Voit lähettää pyynnön: palvelu tarkistaa toimialueen uudelleen. Jos tämä toistuu, pyydä nimipalvelun ylläpitäjää tutkimaan asia.

name-a-domain = toimialue
name-a-host = DNS-nimi
name-the-domain = toimialue
name-the-host = DNS-nimi
name-empty = Kenttä on tyhjä. Kirjoita { $the }, esimerkiksi { $example }.
name-too-long = Nimi on liian pitkä. Annoit: { $given }. Nimessä saa olla enintään { $limit } merkkiä. Kirjoita { $the }, esimerkiksi { $example }.
name-label-too-long = Nimen osa on liian pitkä. Annoit: { $given }. Pisteiden välissä saa olla enintään 63 merkkiä. Korjaa nimi.
name-label-empty = Nimessä on ylimääräinen piste. Annoit: { $given }. Poista se. Esimerkki: { $example }.
name-hyphen = Nimen osa alkaa tai päättyy yhdysmerkkiin. Annoit: { $given }. Poista yhdysmerkki.
name-bad-character = Nimessä on merkki, jota siinä ei voi olla ({ $character }). Annoit: { $given }. Käytä kirjaimia, numeroita, yhdysmerkkejä ja pisteitä.
name-space = Nimen keskellä on välilyönti. Annoit: { $given }. Jos nimiä on useita, anna jokainen erikseen.
name-control = Tekstissä on ohjausmerkkejä. Annoit: { $given }. Kirjoita nimi uudelleen näppäimistöltä.
name-invisible = Tekstissä on näkymättömiä merkkejä. Annoit: { $given }. Kirjoita nimi uudelleen näppäimistöltä.
name-underscore = Tässä on tietueen nimi, ei { $a }. Annoit: { $given }. Kirjoita pelkkä { $the }, esimerkiksi { $example }.
name-single-label = Nimestä puuttuu piste ja pääte. Annoit: { $given }. Kirjoita koko nimi, esimerkiksi { $example }.
name-ip-address = Tässä on IP-osoite, ei { $a }. Annoit: { $given }. Kirjoita { $the }, esimerkiksi { $example }.
name-web-address = Tässä on verkko-osoite, ei { $a }. Annoit: { $given }. Kirjoita pelkkä { $the }, esimerkiksi { $example }.
name-email-address = Tässä on henkilön osoite, ei { $a }. Annoit: { $given }. Kirjoita pelkkä { $the }, esimerkiksi { $example }.
name-with-port = Nimen perässä on portti. Annoit: { $given }. Kirjoita pelkkä { $the }, esimerkiksi { $example }.
name-with-path = Nimen perässä on polku. Annoit: { $given }. Kirjoita pelkkä { $the }, esimerkiksi { $example }.
name-wildcard = Tähti ei kelpaa: jokainen nimi annetaan erikseen. Annoit: { $given }. Kirjoita { $the }, esimerkiksi { $example }.
name-not-international = Nimessä on kirjaimia, joita nimipalvelu ei tunne. Annoit: { $given }. Kirjoita nimi niin kuin se on rekisteröity, esimerkiksi { $example }.

check-rule = Säännön lähde: { $rule }
check-resolver = Nimipalvelin: { $resolver }
check-deployment-own-edge = Oma Edge-palvelin tai hybridi
check-deployment-hosted = Toimittajan ylläpitämä
check-deployment-cloud = Pilvipalvelu
check-deployment-half-migrated = Siirto kesken
check-deployment-none = Federointia ei ole
check-deployment-unknown = Ei selviä nimipalvelusta
check-good = Federoinnin SRV-tietue on kunnossa.
check-line = Rivi { $number }: { $message }
check-progress = { $count } tarkistettu, { $rate } sekunnissa
dnssec-secure = DNSSEC: toimialue on allekirjoitettu
dnssec-insecure = DNSSEC: toimialuetta ei ole allekirjoitettu
dnssec-bogus = DNSSEC: allekirjoitus ei täsmää
dnssec-unknown = DNSSEC: ei saatu selville
