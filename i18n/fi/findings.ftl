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

check-resolver = Nimipalvelin: { $resolver }
check-deployment-own-edge = Oma Edge-palvelin tai hybridi
check-deployment-hosted = Toimittajan ylläpitämä
check-deployment-cloud = Pilvipalvelu
check-deployment-half-migrated = Siirto kesken
check-deployment-none = Federointia ei ole
check-deployment-unknown = Ei selviä nimipalvelusta
check-good = Federoinnin SRV-tietue on kunnossa.
