### document: sopimusasiakirja (PDF)

## Otsikko, tila, ylä- ja alatunniste
document-title = Sopimus Skype for Business- ja SIP-federaatiosta
document-title-parties = {$party} ja {$kela}
document-subject = Federointisopimus
document-kind = Sopimus
document-unit = Tietohallinto
document-dated = Päivätty
document-version = Versio {$version}
document-page = Sivu {$page} ({$pages})
document-reference = {$number}, versio {$version}
document-request = Federointipyyntö: {$request}
document-opening = Toivottu avauspäivä: {$date}
document-former-name = Lomakkeen aiempi nimi: Lync-federaatio.
document-translation = Käännös. Sitova on suomen- tai ruotsinkielinen teksti.
document-sample-mark = Näyte: tiedot on keksitty, eikä asiakirja sido ketään
document-sample-word = Näyte
document-sample = Tiedot on keksitty. Asiakirja ei sido ketään.
document-to-be-signed-mark = Allekirjoitettava: kopio luettavaksi, ei vielä voimassa oleva sopimus
document-to-be-signed-word = Allekirjoitettava
document-to-be-signed = Kopio luettavaksi. Sopimus on voimassa vasta, kun se on allekirjoitettu ja siinä on Kelan sähköinen leima.
document-foot = Sopimuksen tiedot ovat liitteenä JSON-muodossa (agreement.json). Tiedoston aitouden voi tarkastaa Kelan federointipalvelun tarkastussivulla tai komennolla federointi verify.
document-attachment = Sopimuksen tiedot JSON-muodossa

## 1 ja 2
document-section-parties = 1  Osapuolet ja yhteystiedot
document-section-technical = 2  Tekniset tiedot
document-row-dns = DNS-tarkistus
document-unanswered = Ei vastausta
document-teams-move = Suunniteltu siirto Teamsiin: {$date}
document-supplier = ICT-toimittaja: {$name}
document-not-checked = Toimialueita ei ole tarkistettu.
document-checked = {$date}: {$counts} (liite 1)
document-count-ok = {$count} kunnossa
document-count-warnings = {$count} huomioitavaa
document-count-errors = {$count} korjattavaa
document-count-unverified = {$count} varmistamatta

## 3
document-section-blocked = 3  Toiminnallisuudet, jotka osapuoli on estänyt tässä federaatiossa
document-blocked = Estetty
document-not-blocked = Ei estetty
document-departures = { $count ->
    [0] {$party}: ei poikkeamia suosituksesta.
   *[other] {$party}: suosituksesta poiketaan tai tieto puuttuu {$count} kohdassa (liite 2).
 }
document-departure-not-followed = {$item}: suositusta ei noudateta
document-departure-not-known = {$item}: ei tiedossa
document-departure-blocked = {$item}: estetty, vaikka suosituksen mukaan tämä pidetään käytössä

## 4 ja 5
document-section-terms = 4  Ehdot
document-terms-version = Ehtojen versio {$version}, julkaistu {$date}.
document-terms-sample = Nämä ehdot ovat näyte, eivät Kelan julkaisemat ehdot.
document-section-approval = 5  Hyväksyntä, allekirjoitus ja sähköinen leima
document-row-approved-by = Hyväksyjä
document-row-authority = Toimivallan peruste
document-row-approved-at = Hyväksytty
document-row-authority-check = Miten toisen osapuolen edustajan toimivalta tarkistettiin
document-row-over-errors = Miksi hyväksyttiin, vaikka tarkistus löysi virheitä
document-row-proven-domains = Toimialueet, joiden hallinta oli osoitettu, ja mistä alkaen
document-row-unproven-accepted = Toimialueet, jotka hyväksyttiin, vaikka niiden hallintaa ei ollut osoitettu
document-signing = Osapuoli allekirjoittaa sopimuksen sähköisesti. Allekirjoitus on tässä tiedostossa tai erillisessä allekirjoitustodisteessa, joka on oma PDF-tiedostonsa.
document-sealing = Kelan puolesta sopimuksen hyväksyy alla nimetty hyväksyjä. Kelan sähköinen leima osoittaa, että asiakirja on peräisin Kelasta ja ettei sitä ole muutettu leimaamisen jälkeen. Leima ei ole allekirjoitus.
document-signed-electronically = Sähköinen allekirjoitus
document-sealed-electronically = Hyväksyntä ja sähköinen leima
document-signature-place = Tila näkyvälle allekirjoitukselle
document-signature-place-text = Jos allekirjoitus näkyy sivulla, sen on oltava kokonaan tässä kehyksessä. Se, mitä kehyksessä lukee, ei ole osa asiakirjan tekstiä. Kehys jää tyhjäksi, jos allekirjoitus ei näy sivuilla tai se on annettu palvelussa.
document-signature-place-alt = Kehys näkyvää allekirjoitusta varten
document-signatory = Allekirjoittaja: {$person}
document-approver = Hyväksyjä: {$person}
document-approver-authority = Toimivallan peruste: {$authority}
document-represented-by = Kelan edustaja: {$person}
document-seal-field = Kelan sähköinen leima
document-time-stamp-field = Aikaleima
document-seal-reason = Kelan hyväksymä sopimus: {$number}
document-authority = Oikeus allekirjoittaa: {$basis}

## Liitteet
document-annex-checks = Liite 1  Toimialueiden DNS-tarkistus
document-annex-checks-intro = Palvelu kysyi federoinnin tietueet julkisesta nimipalvelusta. Taulukko kertoo, mitä havaittiin ja milloin.
document-column-domain = Toimialue
document-column-outcome = Tulos ja havainnot
document-column-checked = Tarkistettu
document-no-findings = Ei havaintoja
document-finding = {$severity}: {$title}
document-resolver = Nimipalvelin: {$resolver}
document-annex-guidance = Liite 2  Kelan ja Kuntaliiton suositus asiakastyöhön
document-annex-guidance-off = Suosituksen mukaan nämä poistetaan käytöstä asiakastyössä. Taulukko kertoo, noudattaako osapuoli suositusta.
document-annex-guidance-on = Suosituksen mukaan nämä pidetään käytössä. Taulukko kertoo, onko osapuoli estänyt ne.
document-departs = Poikkeaa

## Muutos ja irtisanominen
document-change-of = Muuttaa sopimuksen versiota {$version}.
document-change-from = Voimassa {$date} alkaen, mutta aikaisintaan siitä päivästä, jona tämä versio on valmis.
document-change-at-once = Voimassa siitä päivästä, jona tämä versio on valmis.
document-change-unsigned = Versio muuttaa vain yhteystietoja, eikä se tarvitse allekirjoituksia. Kelan sähköinen leima osoittaa, että asiakirja on peräisin Kelasta ja ettei sitä ole muutettu leimaamisen jälkeen. Leima ei ole allekirjoitus.
document-annex-changes = Liite 3  Muutokset versioon {$version}
document-annex-changes-intro = Taulukot kertovat, mitkä tiedot muuttuivat. Muut tiedot ovat samat.
document-annex-changes-none = Tiedot ovat samat kuin edellisessä versiossa.
document-notice-title = Federointisopimuksen irtisanominen
document-notice-kind = Irtisanominen
document-section-notice = 1  Sopimus päättyy
document-row-agreement = Sopimusnumero
document-row-version = Irtisanottava versio
document-row-giver = Irtisanoja
document-notice-until = Sopimus on voimassa viimeisen voimassaolopäivän loppuun, kuitenkin vähintään siihen päivään, jona tämä asiakirja on valmis.
document-section-notice-parties = 2  Osapuolet
document-section-notice-approval = 3  Käsittely ja allekirjoitukset
document-notice-signing = Osapuoli allekirjoittaa irtisanomisen sähköisesti. Allekirjoitus on tässä tiedostossa tai erillisessä allekirjoitustodisteessa, joka on oma PDF-tiedostonsa.
document-notice-unsigned = Kela irtisanoo sopimuksen. Kelan sähköinen leima osoittaa, että asiakirja on peräisin Kelasta ja ettei sitä ole muutettu leimaamisen jälkeen. Leima ei ole allekirjoitus.
document-notice-sealing = Kelan puolesta irtisanomisen käsittelee alla nimetty hyväksyjä. Kelan sähköinen leima osoittaa, että asiakirja on peräisin Kelasta ja ettei sitä ole muutettu leimaamisen jälkeen. Leima ei ole allekirjoitus.
