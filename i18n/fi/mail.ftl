### Viestit: niiden aiheet ja tekstit, sekä lähtevien viestien tilat ja lajit

mail-state-waiting = Odottaa lähettämistä
mail-state-sent = Lähetetty
mail-state-given-up = Lähettäminen ei onnistunut

mail-kind-filer-link = Linkki pyynnön tekijälle
mail-kind-handed-over = Pyyntö siirretty
mail-kind-filed = Pyyntö vastaanotettu
mail-kind-to-review = Pyyntö odottaa käsittelyä
mail-kind-contact-notice = Tieto henkilötietojen tallentamisesta
mail-kind-changes-requested = Täydennyspyyntö
mail-kind-rejected = Pyyntö hylätty
mail-kind-withdrawn = Pyyntö peruttu
mail-kind-approved = Sopimus allekirjoitettavana
mail-kind-completed = Sopimus valmis
mail-kind-seal-key-expires = Leiman varmenne vanhenee
mail-kind-sealing-stopped = Leimaaminen on pysähtynyt
mail-kind-password-link = Linkki salasanan asettamiseen

mail-fact-organisation = Organisaatio
mail-fact-reference = Viitenumero
mail-fact-agreement = Sopimusnumero
mail-fact-signatory = Allekirjoittaja
mail-fact-position = Allekirjoittajan asema
mail-fact-document = Liite
mail-fact-version = Versio
mail-fact-valid-from = Voimassa alkaen
mail-fact-certificate = Leiman varmenne
mail-fact-not-after = Voimassa asti
mail-fact-waiting-for-seal = Leimaa odottavia sopimusversioita
mail-fact-seal-detail = Ohjelman ilmoitus
mail-fact-handed-by = Pyynnön siirtäjä
mail-fact-named-by = Pyynnön tekijä
mail-fact-errors = Toimialueita, joissa on korjattavaa
mail-fact-unverified = Toimialueita, jotka ovat varmistamatta

mail-link-label = Linkki
mail-request-label = Pyyntö palvelussa
mail-valid-until = Linkki on voimassa { $moment } asti (Suomen aikaa). Sitä voi käyttää kerran.

mail-footer-service = Tämän viestin lähetti Kelan federointipalvelu. Palvelussa tehdään SIP-federaation sopimukset Kelan ja muiden organisaatioiden välillä.
mail-footer-replies = Tähän osoitteeseen lähetettyjä vastauksia ei lueta.
mail-footer-ask = Ohjeet ja yhteystiedot kysymyksiä varten

mail-filer-link-subject = Linkki federointipyyntöihin
mail-filer-link-who = Joku on pyytänyt tällä sähköpostiosoitteella linkin Kelan federointipalveluun.
mail-filer-link-open = Avaa linkki ja paina sivulla olevaa painiketta. Sen jälkeen voit tehdä uuden pyynnön tai jatkaa aiempaa.
mail-filer-link-not-asked = Jos et pyytänyt linkkiä, sinun ei tarvitse tehdä mitään. Älä lähetä linkkiä eteenpäin: sen avaaja näkee tällä osoitteella tehdyt pyynnöt.

mail-handed-over-subject = Federointipyyntö siirretty
mail-handed-over-what = Federointipyynnön täyttäminen on siirretty tälle sähköpostiosoitteelle Kelan federointipalvelussa.
mail-handed-over-open = Avaa linkki ja paina sivulla olevaa painiketta. Sen jälkeen voit jatkaa pyyntöä. Annetut tiedot ovat tallella.
mail-handed-over-unknown = Jos et tunne pyynnön siirtäjää, sinun ei tarvitse tehdä mitään.

mail-filed-subject = Federointipyyntö vastaanotettu
mail-filed-again-subject = Täydennys vastaanotettu
mail-filed-first = Federointipyyntö on lähetetty Kelalle.
mail-filed-again = Federointipyynnön täydennys on lähetetty Kelalle.
mail-filed-errors = Pyynnön sivulla kerrotaan, mitä toimialueissa on korjattava ja miten. Korjaukset tehdään organisaation nimipalveluun (DNS).
mail-filed-unverified = Palvelu tarkistaa varmistamatta jääneet toimialueet uudelleen.
mail-filed-next = Seuraavaksi Kelan käsittelijä käy pyynnön läpi. Kela lähettää viestin, kun pyyntö on hyväksytty tai hylätty tai kun siihen tarvitaan täydennystä.

mail-to-review-subject = Uusi federointipyyntö
mail-to-review-again-subject = Täydennetty federointipyyntö
mail-to-review-first = Uusi federointipyyntö odottaa käsittelyä.
mail-to-review-again = Federointipyyntöä on täydennetty, ja se odottaa käsittelyä.
mail-to-review-next = Pyyntö on käsittelyjonossa. Käsittelijä hyväksyy sen, pyytää täydennystä tai hylkää sen.

mail-notice-subject = Sinut on nimetty federointipyyntöön
mail-notice-what = Sinut on nimetty pyyntöön, joka on tehty Kelan federointipalvelussa. Siksi palveluun on tallennettu henkilötietojasi. Tässä viestissä kerrotaan, mitä tallennettiin ja miksi. Sinun ei tarvitse tehdä mitään.
mail-notice-data-heading = Mitä on tallennettu
mail-notice-data = Yhteyshenkilöstä on tallennettu nimi, sähköpostiosoite ja puhelinnumero. Allekirjoittajasta on tallennettu nimi, asema, sähköpostiosoite ja allekirjoitusoikeuden peruste.
mail-notice-source-heading = Mistä tiedot ovat
mail-notice-source = Tiedot antoi edellä mainittu organisaatio. Pyynnön tekijän osoite on edellä.
mail-notice-why-heading = Miksi
mail-notice-why = Tietoja tarvitaan federointisopimuksen tekemiseen ja hoitamiseen, yhteyden avaamiseen ja testaamiseen sekä vikojen selvittämiseen. Käsittelyn oikeusperuste on tietosuojaselosteessa.
mail-notice-seen-heading = Kuka näkee tiedot
mail-notice-seen = Tiedot näkevät ne Kelan ja organisaation työntekijät, jotka hoitavat tai tarkastavat sopimusta. Allekirjoitettu sopimus on pääsääntöisesti julkinen asiakirja (621/1999). Tietojen perusteella ei tehdä automaattisia päätöksiä.
mail-notice-kept-heading = Kuinka kauan tiedot säilytetään
mail-notice-kept = Tiedot säilytetään sopimuksen voimassaolon ajan ja sen jälkeen säilytysajan. Jos sopimusta ei tehdä, tiedot säilytetään pyynnön säilytysajan. Säilytysajat ovat tietosuojaselosteessa.
mail-notice-rights-heading = Oikeutesi
mail-notice-rights = Voit pyytää Kelalta tietosi nähtäväksi. Voit pyytää niiden oikaisemista, poistamista tai käsittelyn rajoittamista ja vastustaa niiden käsittelyä. Voit tehdä valituksen tietosuojavaltuutetun toimistoon.
mail-notice-controller-heading = Rekisterinpitäjä
mail-notice-controller = Rekisterinpitäjä on Kansaneläkelaitos (Kela). Sen ja tietosuojavastaavan yhteystiedot ovat tietosuojaselosteessa.
mail-notice-privacy-label = Tietosuojaseloste

mail-changes-subject = Täydennä federointipyyntö
mail-changes-what = Kela pyytää täydennystä federointipyyntöön.
mail-changes-message = Kelan viesti
mail-changes-next = Pyynnön tekijä korjaa tiedot palvelussa ja lähettää pyynnön uudelleen. Muut tiedot ovat tallella. Kela jatkaa käsittelyä, kun täydennys on lähetetty.

mail-rejected-subject = Federointipyyntö hylätty
mail-rejected-what = Kela on hylännyt federointipyynnön.
mail-rejected-reason = Perustelu
mail-rejected-next = Pyynnön käsittely on päättynyt. Organisaatio voi tehdä uuden pyynnön, kun perustelussa mainittu syy on poistunut.

mail-withdrawn-subject = Federointipyyntö peruttu
mail-withdrawn-what = Pyynnön tekijä on perunut federointipyynnön.
mail-withdrawn-next = Pyynnön käsittely on päättynyt. Organisaatio voi tehdä uuden pyynnön.

mail-approved-subject = Sopimus allekirjoitettavana
mail-approved-what = Kela on hyväksynyt federointipyynnön. Federointisopimus on valmis allekirjoitettavaksi.
mail-approved-attached = Sopimuksen luettava kopio on tämän viestin liitteenä. Siinä on merkintä Allekirjoitettava. Voit hakea sen myös palvelusta.
mail-approved-on-page = Voit hakea sopimuksen luettavan kopion palvelusta. Siinä on merkintä Allekirjoitettava.
mail-approved-next = Seuraavaksi sopimus luetaan läpi ja allekirjoitetaan. Kopiota ei allekirjoiteta: allekirjoittaja saa oman viestin. Sopimus ei ole voimassa eikä yhteyttä avata, ennen kuin sopimus on allekirjoitettu ja siinä on Kelan sähköinen leima.
mail-approved-label = Sopimus palvelussa
mail-approved-address = Jos palvelu pyytää sähköpostiosoitteesi, anna se osoite, johon tämä viesti tuli. Palvelu lähettää siihen linkin.

mail-completed-subject = Sopimus on valmis
mail-completed-what = Federointisopimus on valmis: siinä on Kelan sähköinen leima ja osapuolen allekirjoitus, jos se tarvittiin.
mail-completed-attached = Sopimus on tämän viestin liitteenä. Voit hakea sen myös palvelusta.
mail-completed-on-page = Voit hakea sopimuksen palvelusta.
mail-completed-keep = Säilytä tiedosto sellaisenaan. Leima osoittaa, että asiakirja on peräisin Kelasta ja ettei sitä ole muutettu leimaamisen jälkeen. Jos tiedoston tallentaa ohjelmassa uudelleen, leimaa ei voi enää tarkastaa.

mail-seal-expires-subject = Kelan sähköisen leiman varmenne vanhenee
mail-seal-expires-what = Kelan sähköisen leiman varmenne vanhenee pian. Sen jälkeen palvelu ei voi leimata sopimuksia, ja ne jäävät odottamaan.
mail-seal-expires-next = Hanki uusi avain ja varmenne ja vaihda ne palvelun asetuksiin ennen vanhenemista. Jo leimatut sopimukset pysyvät sellaisinaan.
mail-seal-page-label = Leima palvelussa

mail-sealing-stopped-subject = Sopimusten leimaaminen on pysähtynyt
mail-sealing-stopped-what = Palvelu ei voi leimata sopimuksia. Ne odottavat tilassa Valmisteilla. Syy:
mail-sealing-stopped-next = Palvelu yrittää uudelleen enintään tunnin välein. Kun syy on korjattu, voit yrittää heti palvelun sivulla.

mail-account-subject = Tunnus Kelan federointipalveluun
mail-password-subject = Uusi salasana Kelan federointipalveluun
mail-account-what = Pääkäyttäjä on luonut sinulle tunnuksen Kelan federointipalveluun. Tunnus on tämä sähköpostiosoite.
mail-password-what = Pääkäyttäjä on tehnyt linkin, jolla voit asettaa uuden salasanan Kelan federointipalveluun. Tunnus on tämä sähköpostiosoite.
mail-password-open = Avaa linkki ja aseta salasana. Sen jälkeen voit kirjautua palveluun.
mail-password-not-expected = Jos et odottanut tätä viestiä, sinun ei tarvitse tehdä mitään. Älä lähetä linkkiä eteenpäin.

mail-kind-to-sign = Allekirjoituslinkki
mail-kind-signing-reminded = Tieto allekirjoittajan muistuttamisesta
mail-kind-signing-code = Vahvistuskoodi allekirjoittajalle
mail-kind-signature-declined = Allekirjoittamisesta kieltäydytty
mail-kind-signing-lapsed = Allekirjoittamaton sopimus rauennut

mail-fact-sign-by = Allekirjoitettava viimeistään
mail-fact-code = Vahvistuskoodi
mail-fact-code-until = Koodi on voimassa

mail-to-sign-subject = Sopimus allekirjoitettavanasi
mail-to-sign-again-subject = Muistutus: allekirjoita sopimus
mail-to-sign-what = Sinut on nimetty allekirjoittamaan federointisopimus organisaatiosi puolesta. Kela on hyväksynyt sopimuksen.
mail-to-sign-again = Federointisopimus odottaa vielä allekirjoitustasi. Sopimus ei ole voimassa ennen sitä.
mail-to-sign-open = Avaa linkki ja paina sivulla olevaa painiketta. Sen jälkeen voit lukea sopimuksen ja allekirjoittaa sen palvelussa tai omalla varmenteellasi. Voit myös kieltäytyä allekirjoittamasta.
mail-to-sign-later = Jos linkki ei enää toimi, saat uuden tältä sivulta:
mail-to-sign-page = Allekirjoitussivu
mail-to-sign-not-you = Linkki on henkilökohtainen. Älä lähetä sitä eteenpäin: sen avaaja pääsee allekirjoittamaan sinun nimissäsi. Jos joku muu allekirjoittaa organisaatiosi sopimukset, avaa linkki ja lue ohje sivulta.

mail-signing-reminded-subject = Sopimus odottaa allekirjoitusta
mail-signing-reminded-what = Palvelu on muistuttanut allekirjoittajaa federointisopimuksesta, jota ei ole vielä allekirjoitettu.
mail-signing-reminded-next = Varmistakaa, että allekirjoittaja on saanut viestin. Jos allekirjoittaja on vaihtunut, pyynnön tekijä tai sopimusasioiden yhteyshenkilö voi vaihtaa hänet sopimuksen sivulla.

mail-signing-code-subject = Vahvistuskoodi allekirjoittamiseen
mail-signing-code-what = Olet allekirjoittamassa federointisopimusta Kelan federointipalvelussa.
mail-signing-code-use = Kirjoita koodi palvelun sivulle, joka sinulla on auki. Uusi koodi korvaa aiemman.
mail-signing-code-not-you = Jos et ole allekirjoittamassa sopimusta, älä anna koodia kenellekään ja ilmoita asiasta Kelaan.

mail-declined-subject = Sopimusta ei allekirjoitettu
mail-declined-what = Allekirjoittaja on kieltäytynyt allekirjoittamasta federointisopimusta. Sopimus ei tule voimaan.
mail-declined-reason = Perustelu
mail-declined-next = Kun syy on poistunut, organisaatio voi tehdä uuden pyynnön.

mail-lapsed-subject = Allekirjoittamaton sopimus rauennut
mail-lapsed-what = Federointisopimus on rauennut, koska sitä ei allekirjoitettu määräajassa. Sopimus ei tule voimaan.
mail-lapsed-next = Jos yhteys tarvitaan yhä, organisaatio voi tehdä uuden pyynnön.
mail-kind-signatory-named = Tieto allekirjoittajan vaihtumisesta
mail-kind-signatory-released = Tieto aiemmalle allekirjoittajalle
mail-kind-notice-filed = Tieto Kelan irtisanomisesta
mail-fact-signatory-before = Aiempi allekirjoittaja
mail-signatory-named-subject = Allekirjoittaja vaihdettu
mail-signatory-named-what = Allekirjoitusta odottavan federointisopimuksen allekirjoittaja on vaihdettu. Uusi allekirjoittaja on saanut linkin, eikä aiempi linkki enää toimi.
mail-signatory-named-next = Jos vaihto ei ole oikea, ottakaa heti yhteyttä Kelaan.
mail-signatory-released-subject = Sinun ei tarvitse allekirjoittaa
mail-signatory-released-what = Federointisopimuksen allekirjoittajaksi on nimetty toinen henkilö. Sinun ei tarvitse tehdä mitään, eikä saamasi linkki enää toimi.
mail-signatory-released-next = Jos sinun pitäisi yhä allekirjoittaa sopimus, ota yhteyttä organisaatiosi tietohallintoon.
mail-service-label = Federointipalvelu
mail-notice-filed-subject = Kela irtisanoo federointisopimuksen
mail-notice-filed-what = Kela on pannut vireille federointisopimuksen irtisanomisen. Irtisanomista ei ole vielä vahvistettu.
mail-notice-filed-next = Kun irtisanominen on vahvistettu, saatte siitä asiakirjan. Jos teillä on kysyttävää, ottakaa yhteyttä Kelaan.
