### Kela's desk

# shared
desk-all = Kaikki
desk-state = Tila
desk-search = Haku
desk-filter = Rajaa
desk-filter-clear = Poista rajaukset
desk-views = Näkymät
desk-save = Tallenna muutokset
desk-email = Sähköposti
desk-name = Nimi
desk-kela = Kela
desk-organisation = Organisaatio
desk-reference = Viitenumero
desk-domain = SIP-toimialue
desk-history = Tapahtumahistoria
desk-version = Versio
desk-conflict-form = Muutoksiasi ei tallennettu, mutta kirjoittamasi tiedot ovat alla. Vertaa niitä tallennettuihin tietoihin ja tallenna uudelleen, jos ne ovat oikein.
desk-waited-days = { $n ->
    [one] { $n } päivä
   *[other] { $n } päivää
}
desk-waited-hours = { $n ->
    [one] { $n } tunti
   *[other] { $n } tuntia
}
desk-waited-less = alle tunti

# signing in and passwords
desk-sign-in-title = Kirjaudu palveluun
desk-sign-in-lead = Kirjautuminen on Kelan käsittelijöille, pääkäyttäjille ja tarkastajille. Pyynnön tekijä tulee palveluun sähköpostiin lähetetyllä linkillä.
desk-sign-in = Kirjaudu
desk-sign-in-wrong = Sähköposti tai salasana ei täsmää. Kirjoita molemmat uudelleen.
desk-sign-in-forgotten = Jos salasana on unohtunut, pyydä pääkäyttäjältä linkki uuteen salasanaan.
desk-to-sign-in = Siirry kirjautumiseen
desk-password = Salasana
desk-password-title = Vaihda salasana
desk-password-present = Nykyinen salasana
desk-password-new = Uusi salasana
desk-password-again = Uusi salasana uudelleen
desk-password-hint = Vähintään { $shortest } merkkiä. Usean sanan lause on helppo muistaa.
desk-password-change = Vaihda salasana
desk-password-changed = Salasana on vaihdettu
desk-password-changed-text = Muut istuntosi on päätetty.
desk-sessions = Muut istunnot
desk-sessions-text = Jos olet kirjautunut muulla laitteella tai selaimella, voit päättää ne istunnot. Tämä istunto jatkuu.
desk-sessions-end = Päätä muut istunnot
desk-sessions-ended = Muut istunnot on päätetty
desk-sessions-ended-text = Vain tämä istunto on käytössä.
desk-password-set-title = Aseta salasana
desk-password-set = Aseta salasana ja kirjaudu
desk-password-of = Käyttäjä: { $email }
desk-first-title = Ensimmäinen pääkäyttäjä
desk-first-text = Tällä linkillä tehdään palvelun ensimmäinen pääkäyttäjä. Muut käyttäjät lisätään palvelussa.
desk-first-make = Luo pääkäyttäjä ja kirjaudu
desk-link-until = Linkki on voimassa { $moment } asti.
desk-link-expired = Linkki on vanhentunut
desk-link-expired-text = Se oli voimassa { $moment } asti. Pyydä pääkäyttäjältä uusi linkki.
desk-link-used = Linkki on jo käytetty
desk-link-used-text = Linkillä voi asettaa salasanan kerran. Kirjaudu salasanallasi, tai pyydä pääkäyttäjältä uusi linkki.
desk-link-unknown = Linkkiä ei tunneta
desk-link-unknown-text = Osoite voi olla katkennut, tai linkin tilalle on lähetetty uusi. Avaa linkki uusimmasta viestistä, tai pyydä pääkäyttäjältä uusi linkki.

# the queue
desk-queue-title = Federointipyynnöt
desk-queue-filter = Rajaa jonoa
desk-queue-search-hint = Organisaatio, toimialue, yhteyshenkilö, viitenumero tai asianumero
desk-queue-caption = Kelan käsiteltävänä, kauimmin odottanut ensin
desk-queue-caption-filed = Pyynnöt, kauimmin sitten lähetetty ensin
desk-queue-pages = Jonon sivut
desk-queue-rows = { $n ->
    [one] { $n } pyyntö tällä sivulla
   *[other] { $n } pyyntöä tällä sivulla
}
desk-view-open = Kaikki avoimet
desk-view-own = Omat
desk-view-unassigned = Ei käsittelijää
desk-view-with-filer = Odottaa täydennystä
desk-queue-none = Yhtään pyyntöä ei odota käsittelyä. Uusi pyyntö tulee tähän, kun se on lähetetty Kelalle.
desk-queue-none-own = Sinulla ei ole pyyntöjä käsiteltävänä.
desk-queue-none-unassigned = Jokaisella avoimella pyynnöllä on käsittelijä.
desk-queue-none-with-filer = Yksikään pyyntö ei odota täydennystä.
desk-queue-none-filtered = Mikään pyyntö ei vastaa rajausta.
desk-queue-to-open = Näytä kaikki avoimet
desk-queue-to-unassigned = Näytä pyynnöt, joilla ei ole käsittelijää
desk-waited = Odottanut
desk-filed = Lähetetty
desk-check = Tarkistus
desk-departures-column = Poikkeamia
desk-reviewer = Käsittelijä
desk-refiled = Täydennetty
desk-take = Ota itselle
desk-nobody = ei käsittelijää
desk-nobody-yet = ei vielä ketään

# a request
desk-back-to-queue = Takaisin jonoon
desk-filed-at = lähetetty { $moment }
desk-filed-by = Pyynnön tekijä
desk-has-waited = odottanut { $time }
desk-departs = Poikkeaa suosituksesta
desk-departs-word = Poikkeaa
desk-first-agreement = Ensimmäinen sopimus
desk-changed = Muuttunut edellisestä lähetyksestä
desk-changed-since = Edellinen lähetys: { $moment }
desk-changed-nothing = Vastaukset ovat samat kuin edellisessä lähetyksessä.
desk-changed-was = oli
desk-changed-now = nyt
desk-changed-added = lisätty
desk-findings = Havainnot
desk-findings-domains = { $n ->
    [one] { $n } toimialue
   *[other] { $n } toimialuetta
}
desk-findings-each = Havainnot ja korjausohjeet toimialueittain
desk-unchecked = Ei vielä tarkistettu:
desk-seen = Mitä havaittiin
desk-why = Miksi sillä on väliä
desk-advice = Korjausohje pyynnön tekijälle
desk-rule = Säännön lähde
desk-code = Tunniste
desk-checked = { $moment }, nimipalvelin { $resolver }
desk-others = Toimialueet, joista on sovittu toisen organisaation kanssa
desk-others-tag = Sovittu toisen kanssa
desk-others-text = Pyynnön tekijälle tätä ei kerrota. Selvitä ennen ratkaisua, kumpi organisaatio käyttää toimialuetta.
desk-agreement = Sopimus
desk-party = Sopijapuoli
desk-departures = Poikkeamat suosituksesta
desk-departures-caption = Suosituksen kohdat, joista organisaatio poikkeaa tai ei tiedä
desk-departures-none = Organisaatio noudattaa suosituksen jokaista kohtaa.
desk-guidance = Suosituksen kohta
desk-answer = Vastaus
desk-judgement = Arvio
desk-blocked = Estetty, vaikka suositus pitää sen käytössä
desk-not-known = Ei tiedossa
desk-mail-domains = Sähköpostin toimialueet
desk-mail-own = Täsmäävät
desk-mail-own-text = Pyynnön tekijän, yhteyshenkilöiden ja allekirjoittajan osoitteet kuuluvat organisaation SIP-toimialueisiin.
desk-mail-foreign = Muu toimialue
desk-mail-foreign-text = Nämä osoitteet eivät kuulu organisaation SIP-toimialueisiin. Se voi olla kunnossa, mutta tarkista, kenen ne ovat:
desk-halves = Osapuolten tiedot rinnakkain
desk-halves-caption = Osapuolten tiedot rinnakkain
desk-half-missing-cell = Ei vielä tallennettu
desk-message-to-filer = Viesti pyynnön tekijälle:
desk-read-only = Pyynnön ratkaisee käsittelijä. Voit lukea sen.
desk-next-in-queue = Siirry jonoon

# the decision
desk-decision = Ratkaisu
desk-decision-legend = Mitä pyynnölle tehdään?
desk-approve = Hyväksy
desk-ask-changes = Pyydä täydennystä
desk-reject = Hylkää
desk-decide = Vahvista ratkaisu
desk-over-errors = Peruste hyväksyä virheestä huolimatta
desk-over-errors-hint = { $n ->
    [one] Pakollinen, jos hyväksyt: { $n } virhe. Jää historiaan. Tulostuu sopimukseen, jonka vastapuoli lukee.
   *[other] Pakollinen, jos hyväksyt: { $n } virhettä. Jää historiaan. Tulostuu sopimukseen, jonka vastapuoli lukee.
}
desk-authority-check = Miten oikeus toimia organisaation puolesta tarkistettiin
desk-authority-check-hint = Pakollinen, jos hyväksyt, eikä toimivaltaa ole aiemmin tarkistettu. Käytä muuta kanavaa kuin pyyntöä itseään, esimerkiksi puhelua vaihteeseen. Tulostuu sopimukseen, jonka vastapuoli lukee.
desk-ownership = Toimialueiden hallinta
desk-ownership-text = Osoitus on tunnus, jonka organisaatio on saanut tätä pyyntöä varten ja julkaissut toimialueen nimipalvelussa. Se ei osoita Y-tunnusta oikeaksi.
desk-ownership-proven = Osoitettu
desk-ownership-lost = Osoitus poistunut
desk-ownership-never = Ei osoitettu
desk-unproven-accept = { $n ->
    [one] Hyväksyn { $n } toimialueen, vaikka sen hallintaa ei ole osoitettu. Kirjataan historiaan ja sopimukseen.
   *[other] Hyväksyn { $n } toimialuetta, vaikka niiden hallintaa ei ole osoitettu. Kirjataan historiaan ja sopimukseen.
}
desk-lacks-unproven = Merkintä puuttuu. Kaikkien toimialueiden hallintaa ei ole osoitettu. Merkitse, jos hyväksyt ne silti.
desk-unproven-refused = Toimialueen hallintaa ei ole osoitettu: { $domains }.
desk-unproven-refused-who = Palvelun asetus vaatii osoituksen jokaisesta toimialueesta. Pyydä täydennystä: lisättävä rivi näkyy pyynnön tekijälle lomakkeella.
desk-message = Viesti pyynnön tekijälle
desk-message-hint = Pakollinen, jos pyydät täydennystä. Kerro, mitä pitää muuttaa. Viesti lähetetään sähköpostilla.
desk-reason = Hylkäämisen perustelu
desk-reason-hint = Pakollinen, jos hylkäät. Perustelu lähetetään pyynnön tekijälle sähköpostilla.
desk-choose-decision = Ratkaisu puuttuu. Valitse yksi vaihtoehto.
desk-lacks-over-errors = Peruste puuttuu. Tarkistus löysi virheen. Kirjoita, miksi pyyntö hyväksytään virheestä huolimatta.
desk-lacks-authority-check = Tarkistus puuttuu. Tämä on organisaation ensimmäinen sopimus. Kirjoita, miten oikeus toimia organisaation puolesta tarkistettiin.
desk-lacks-message = Viesti puuttuu. Kirjoita pyynnön tekijälle, mitä pitää muuttaa.
desk-lacks-reason = Perustelu puuttuu. Kirjoita, miksi pyyntö hylätään.
desk-lacks-half = Kelan tietoja ei ole vielä tallennettu.
desk-lacks-terms-fi = Suomenkielisiä ehtoja ei ole vielä julkaistu.
desk-lacks-terms-sv = Ruotsinkielisiä ehtoja ei ole vielä julkaistu.
desk-lacks-terms-en = Englanninkielisiä ehtoja ei ole vielä julkaistu.
desk-cannot-approve = Pyyntöä ei voi vielä hyväksyä
desk-cannot-approve-who = Pääkäyttäjä voi korjata tämän. Täydennystä voit pyytää ja pyynnön voit hylätä jo nyt.
desk-text-unfit = Teksti on liian pitkä, tai siinä on näkymättömiä merkkejä. Merkkejä on { $count }, ja niitä saa olla enintään { $limit }. Lyhennä tekstiä tai kirjoita se uudelleen.
desk-unsent = Kirjoitit
desk-approved = Pyyntö on hyväksytty. Sopimusnumero: { $number }
desk-approved-text = Sopimus muodostetaan PDF-tiedostoksi ja lähetetään osapuolille sähköpostilla.
desk-agreement-of = Sopimus { $number }
desk-asked = Täydennystä on pyydetty
desk-asked-text = Viestisi lähetetään pyynnön tekijälle ja sopimusasioiden yhteyshenkilölle.
desk-rejected = Pyyntö on hylätty
desk-rejected-text = Perustelusi lähetetään pyynnön tekijälle ja sopimusasioiden yhteyshenkilölle.
desk-conflict-decided = Pyyntö on jo ratkaistu
desk-conflict-changed = Pyyntö on muuttunut
desk-conflict-approved = { $name } hyväksyi sen { $moment }, kun sivu oli sinulla auki.
desk-conflict-rejected = { $name } hylkäsi sen { $moment }, kun sivu oli sinulla auki.
desk-conflict-asked = { $name } pyysi täydennystä { $moment }, kun sivu oli sinulla auki.
desk-conflict-assigned = { $name } otti sen käsiteltäväksi { $moment }, kun sivu oli sinulla auki.
desk-conflict-filed = { $name } lähetti sen uudelleen { $moment }, kun sivu oli sinulla auki.
desk-conflict-withdrawn = { $name } perui sen { $moment }, kun sivu oli sinulla auki.
desk-conflict-other = { $name } muutti sitä { $moment }, kun sivu oli sinulla auki.
desk-conflict-not-saved = Ratkaisuasi ei tallennettu, mutta kirjoittamasi perustelu on alla.
desk-conflict-not-done = Ratkaisuasi ei tallennettu.
desk-conflict-not-taken = Pyyntöä ei merkitty sinulle.
desk-conflict-look = Katso, mikä muuttui: tällä sivulla on pyyntö sellaisena kuin se nyt on.

# events
desk-event-version = versio { $n }
desk-event-times = { $event } ({ $n })
desk-event-states = Tila: { $from } → { $to }
desk-event-authority = Oikeuden tarkistus:
desk-by-service = Palvelu
desk-by-staff = { $name }, Kela
desk-by-somebody = Kelan työntekijä
desk-by-filer = Pyynnön tekijä
desk-by-filer-of = Pyynnön tekijä: { $email }
desk-by-party-of = Sopijapuolen puolesta: { $email }

# agreements
desk-agreements-title = Sopimukset
desk-agreements-filter = Rajaa sopimuksia
desk-agreements-search-hint = Organisaatio, sopimusnumero, toimialue, yhteyshenkilö tai asianumero
desk-agreements-caption = Sopimukset, uusin ensin
desk-agreements-pages = Sopimusten sivut
desk-agreements-rows = { $n ->
    [one] { $n } sopimus tällä sivulla
   *[other] { $n } sopimusta tällä sivulla
}
desk-agreements-none = Sopimuksia ei vielä ole. Sopimus syntyy, kun käsittelijä hyväksyy pyynnön.
desk-agreements-none-filtered = Mikään sopimus ei vastaa rajausta.
desk-agreement-number = Sopimusnumero
desk-approved-on = Hyväksytty
desk-agreement-parties = { $party } ja Kela
desk-back-to-agreements = Takaisin sopimuksiin
desk-version-of = versio { $n }, { $date }
desk-versions = Versiot
desk-versions-caption = Sopimuksen versiot, uusin ensin
desk-created = Luotu
desk-approver = Hyväksyjä
desk-signatories = Allekirjoittajat
desk-terms = Ehdot
desk-terms-version = versio { $n }, julkaistu { $date }
desk-request = Pyyntö
desk-download = Lataa
desk-download-version = Lataa versio { $n }
desk-download-noted = Lataus kirjataan historiaan.
desk-document-pdf = Sopimus (PDF)
desk-document-pdf-copy = Luettava kopio (PDF)
desk-document-copy = Kopio
desk-document-copy-text = Kopiossa on merkintä Allekirjoitettava. Sopimus itse on ladattavissa, kun se on allekirjoitettu ja leimattu.
desk-document-json = Tiedot (JSON)
desk-document-preparing = PDF-tiedostoa muodostetaan. Lataa sivu hetken kuluttua uudelleen.
desk-kilobytes = { $n } kt
desk-sha256 = PDF-tiedoston SHA-256-tiiviste

# Kela's half
desk-half-title = Kelan tiedot
desk-half-lead = Kela täyttää saman lomakkeen kuin toinen sopijapuoli. Tiedot jäädytetään jokaiseen sopimukseen, kun se hyväksytään. Aiemmat sopimukset eivät muutu.
desk-half-none = Tietoja ei ole vielä tallennettu. Pyyntöjä voi hyväksyä vasta sen jälkeen.
desk-half-since = Tallennettu { $moment }
desk-half-saved = Kelan tiedot on tallennettu
desk-half-saved-text = Uudet sopimukset saavat nämä tiedot.
desk-half-save = Tallenna Kelan tiedot
desk-half-check-hint = Toimialueet tarkistetaan tallennettaessa. Se kestää enintään 5 sekuntia.
desk-half-conflict = Kelan tiedot tallennettiin { $moment }, kun sivu oli sinulla auki. Muutoksiasi ei tallennettu, mutta ne ovat alla. Jos tallennat nyt, ne korvaavat tallennetut tiedot.
desk-half-open-saved = Avaa tallennetut tiedot
desk-half-supplier-hint = ICT-toimittajan tiedot kysytään vain, jos palvelun ylläpitäjä on toimittaja.
desk-half-no-server = Ei omaa palvelinta
desk-half-domains-hint = Yksi toimialue riville, esimerkiksi kela.example.
desk-half-find-people-hint = Henkilöt tai osoitteet, joiden kautta toisen osapuolen käyttäjät löytävät oikeat ihmiset.
desk-half-test-with-hint = Henkilöt tai osoitteet, joiden kanssa yhteys testataan.
desk-half-blocked-hint = Valitse toiminnallisuudet, jotka Kela on estänyt. Jos mitään ei ole estetty, jätä kaikki tyhjiksi.

# terms
desk-terms-title = Sopimuksen ehdot
desk-terms-lead = Ehdot jäädytetään sopimukseen, kun se hyväksytään. Pyyntöä ei voi hyväksyä ennen kuin ehdot on julkaistu sopimuksen kielellä.
desk-terms-missing = Ei julkaistu
desk-terms-missing-text = Tällä kielellä tehtäviä sopimuksia ei voi hyväksyä.
desk-terms-published-at = Julkaistu
desk-terms-published-on = Julkaistu { $moment }
desk-terms-kind = Laatu
desk-terms-sample = Näyte, ei oikeita ehtoja
desk-terms-own = Kelan ehdot
desk-terms-current = Käytössä
desk-terms-replaced = Korvattu
desk-terms-new = Julkaise uusi versio
desk-terms-new-title = Uudet ehdot. Kieli: { $language }, versio { $n }
desk-terms-of = Ehdot. Kieli: { $language }, versio { $n }
desk-terms-frozen = Julkaistuja ehtoja ei voi muuttaa. Aiemmat sopimukset pitävät ne ehdot, joilla ne hyväksyttiin.
desk-terms-text = Ehtojen teksti
desk-terms-text-hint = Erota kappaleet tyhjällä rivillä. Otsikko alkaa merkeillä ## ja välilyönnillä.
desk-terms-sample-tick = Teksti on näyte, ei oikeita ehtoja
desk-terms-publish = Julkaise ehdot
desk-terms-published = Ehdot on julkaistu
desk-terms-published-text = Uudet sopimukset saavat nämä ehdot.
desk-terms-empty = Teksti puuttuu. Kirjoita ehdot.
desk-terms-conflict = Uusi versio julkaistiin { $moment }, kun sivu oli sinulla auki. Tekstiäsi ei julkaistu, mutta se on alla. Lue julkaistu versio ennen kuin julkaiset seuraavan.
desk-terms-read-current = Lue julkaistu versio
desk-back-to-terms = Takaisin ehtoihin

# users
desk-users-title = Käyttäjät
desk-users-caption = Kelan käyttäjät nimen mukaan
desk-user-add = Lisää käyttäjä
desk-user-new = Uusi käyttäjä
desk-user-email-hint = Tähän osoitteeseen lähetetään linkki, jolla käyttäjä asettaa salasanan. Osoitetta ei voi muuttaa.
desk-name-hint = Nimi näkyy sopimuksissa, jotka käyttäjä hyväksyy.
desk-role = Rooli
desk-role-administrator-hint = Pitää yllä Kelan tietoja, ehtoja, käyttäjiä ja lähteviä viestejä. Lukee jonoa.
desk-role-reviewer-hint = Käsittelee ja ratkaisee pyynnöt.
desk-role-auditor-hint = Hakee, lukee ja lataa sopimuksia. Ei muuta mitään.
desk-position = Asema
desk-position-hint = Asema näkyy sopimuksissa, esimerkiksi järjestelmäpäällikkö.
desk-authority = Millä oikeudella hyväksyy
desk-authority-hint = Esimerkiksi työjärjestyksen kohta tai päätöksen numero. Näkyy sopimuksissa.
desk-user-language = Viestien kieli
desk-user-in-use = Käytössä
desk-user-no-password = Salasanaa ei ole asetettu
desk-user-disabled = Poistettu käytöstä { $date }
desk-user-known = Osoitteella on jo käyttäjä. Annoit: { $email }. Käyttäjän nimi: { $name }. Avaa käyttäjä luettelosta.
desk-user-own = Tämä on oma tunnuksesi. Roolia voi muuttaa vain toinen pääkäyttäjä.
desk-user-added = Käyttäjä on lisätty
desk-user-link-sent = Linkki salasanan asettamiseen lähetetään käyttäjän sähköpostiin. Se on voimassa 3 päivää.
desk-user-changed = Tiedot on tallennettu
desk-user-changed-text = Jos rooli vaihtui, käyttäjän istunnot päätettiin.
desk-user-was-disabled = Käyttäjä on poistettu käytöstä
desk-user-disabled-text = Käyttäjän istunnot päätettiin, eikä hän voi kirjautua.
desk-user-reset = Uusi salasana
desk-user-reset-text = Käyttäjä saa sähköpostiin linkin, jolla hän asettaa uuden salasanan. Nykyinen salasana ja istunnot päättyvät heti.
desk-user-reset-disabled-text = Linkki uuteen salasanaan ottaa käyttäjän takaisin käyttöön.
desk-user-reset-send = Lähetä linkki uuteen salasanaan
desk-user-reset-done = Linkki lähetetään
desk-user-disable = Poista käytöstä
desk-user-disable-text = Käyttäjä ei voi enää kirjautua. Hänen nimensä jää historiaan ja sopimuksiin.
desk-user-disable-do = Poista käyttäjä käytöstä
desk-back-to-users = Takaisin käyttäjiin

# outgoing mail
desk-mail-title = Lähtevät viestit
desk-mail-caption = Lähtevät viestit, uusin ensin
desk-mail-pages = Lähtevien viestien sivut
desk-mail-rows = { $n ->
    [one] { $n } viesti tällä sivulla
   *[other] { $n } viestiä tällä sivulla
}
desk-mail-none = Tässä tilassa ei ole viestejä.
desk-mail-erased = Sisältö poistettu
desk-mail-subject = Aihe
desk-mail-recipient = Vastaanottaja
desk-mail-accepted = Kirjoitettu
desk-mail-attempts = Yrityksiä
desk-mail-sending = Lähettäminen
desk-mail-sent-at = Lähetetty { $moment }
desk-mail-given-up-at = Lopetettu { $moment }
desk-mail-next = Seuraava yritys { $moment }
desk-mail-error = Palvelimen oma ilmoitus (englanniksi):
desk-mail-retry = Lähetä uudelleen
desk-mail-retried = Viesti lähetetään uudelleen
desk-mail-retried-text = Viesti on palautettu lähetettäväksi.
desk-mail-list = Viestit
desk-jobs-title = Epäonnistuneet tehtävät
desk-jobs-text = Palvelu yrittää näitä tehtäviä itse uudelleen vähintään kerran tunnissa. Virhe on palvelimen omin sanoin englanniksi.
desk-jobs-caption = Epäonnistuneet tehtävät, seuraavaksi yritettävä ensin
desk-job = Tehtävä
desk-job-subject = Kohde
desk-job-subject-unknown = Ei tunnistettavissa
desk-job-next = Seuraava yritys
desk-job-error = Palvelimen oma ilmoitus
desk-job-act = Toiminto
desk-job-try = Yritä nyt
desk-job-tried = Tehtävää yritetään nyt
desk-job-tried-text = Jos tehtävä jää luetteloon, se epäonnistui uudelleen.

# administration history
desk-administration-title = Hallinnan historia
desk-administration-text = Käyttäjät, kirjautumiset, ehdot, Kelan tiedot ja tapahtumaloki, uusin tapahtuma ensin.
desk-administration-pages = Historian sivut
desk-administration-rows = { $n ->
    [one] { $n } tapahtuma tällä sivulla
   *[other] { $n } tapahtumaa tällä sivulla
}
desk-administration-none = Tapahtumia ei vielä ole.
desk-earlier = Aiemmat sopimukset samalla Y-tunnuksella
desk-earlier-unproven = Toimivalta tarkistettava
desk-earlier-text = Aiempi sopimus on toisella nimellä, tai pyynnön tekijän sähköpostin toimialue ei ole siinä. Vertaa nimiä ja tarkista toimivalta muuta kautta.

desk-signing = Sopijapuolen allekirjoitus
desk-signing-opened = Asiakirja avattu
desk-signing-remind = Seuraava muistutus
desk-signing-ended = Päättynyt
desk-signing-mandate-awaited = Allekirjoittajan on lähetettävä valtuutus ennen allekirjoittamista.
desk-signing-send = Lähetä linkki uudelleen
desk-signing-extend = Jatka aikaa: { $n } päivää
desk-signing-sent = Linkki on lähetetty allekirjoittajalle
desk-signing-extended = Allekirjoitusaikaa on jatkettu
desk-signing-changed = Mitään ei tehty: allekirjoituksen tila oli muuttunut

# changes and notices
desk-alters = Mitä muuttuu: verrattuna versioon {$n}
desk-change-unsigned = Versio ei tarvitse sopijapuolen allekirjoitusta. Hyväksynnän jälkeen Kela leimaa sen.
desk-notice-by-kela = Kela irtisanoo sopimuksen.
desk-notice-link = Irtisano sopimus Kelan puolesta
desk-notice-title = Sopimuksen irtisanominen Kelan puolesta
desk-notice-text = Tarkista irtisanomisaika sopimuksen ehdoista. Irtisanominen tulee käsittelyjonoon, ja se hyväksytään siellä.
desk-notice-file = Vie käsittelyjonoon
desk-signing-named = Allekirjoittaja on vaihdettu, ja uusi allekirjoittaja on saanut linkin
desk-signing-late = Allekirjoitusaika on päättynyt. Sopimus raukeaa pian, ellet jatka aikaa.
