### common
common-moment-zone = {$moment} Suomen aikaa
common-service = Federointi
common-title-error = Virhe:
common-skip = Siirry sisältöön
common-by = Kelan palvelu sopimuskumppaneille
common-language = Kieli
common-menu = Päävalikko
common-menu-queue = Jono
common-menu-agreements = Sopimukset
common-menu-kela = Kelan tiedot
common-menu-terms = Ehdot
common-menu-users = Käyttäjät
common-menu-mail = Lähtevät viestit
common-menu-password = Salasana
common-menu-draft = Pyyntö
common-sign-out = Kirjaudu ulos
common-role-administrator = pääkäyttäjä
common-role-reviewer = käsittelijä
common-role-auditor = tarkastaja
common-demo = Esittely
common-demo-text = Organisaatiot, henkilöt ja toimialueet ovat keksittyjä. Viestejä ei lähetetä kenellekään.
common-accessibility = Saavutettavuusseloste
common-privacy = Tietosuojaseloste
common-feedback = Anna palautetta
common-help = Ohje ja yhteystiedot
common-responsible = Palvelusta vastaa Kelan tietohallinto.
common-translation = Käännös. Sitova on suomen- tai ruotsinkielinen teksti.
common-to-start = Siirry alkuun
common-bad-request-title = Palvelu ei ymmärtänyt pyyntöä
common-bad-request-text = Lähetetyt tiedot olivat puutteelliset tai väärässä muodossa. Mitään ei tallennettu. Palaa edelliselle sivulle, lataa se uudelleen ja yritä uudelleen.
common-forbidden-title = Sinulla ei ole oikeutta tähän sivuun
common-forbidden-text = Istuntosi kuuluu toiseen rooliin. Jos tarvitset sivun, kirjaudu ulos ja jatka oikealla tunnuksella tai linkillä.
common-foreign-form-title = Lomaketta ei voitu ottaa vastaan
common-foreign-form-text = Lomake oli auki liian kauan, istunto vaihtui tai selain ei lähettänyt evästettä. Mitään ei tallennettu. Palaa edelliselle sivulle, kopioi kirjoittamasi teksti talteen, lataa sivu uudelleen ja lähetä lomake.
common-not-found-title = Sivua ei löytynyt
common-not-found-text = Osoite voi olla väärä, tai sivu on poistettu. Tarkista osoite tai jatka alkusivulta.
common-method-title = Sivua ei voi avata näin
common-method-text = Osoite ottaa vastaan vain lomakkeen, tai vain avataan. Jatka alkusivulta.
common-conflict-title = Tiedot ovat muuttuneet
common-conflict-text = Joku muu muutti samoja tietoja, kun sivu oli sinulla auki. Muutostasi ei tallennettu. Palaa edelliselle sivulle, lataa se uudelleen ja katso, mikä muuttui.
common-too-large-title = Lomake on liian suuri
common-too-large-text = Lomakkeessa oli enemmän tekstiä tai kenttiä kuin palvelu ottaa vastaan. Mitään ei tallennettu. Palaa edelliselle sivulle ja lyhennä tekstiä.
common-unprocessable-title = Tietoja ei voitu tallentaa
common-unprocessable-text = Lähetetyt tiedot eivät sovi yhteen. Palaa edelliselle sivulle ja tarkista ne.
common-too-many-title = Liian monta yritystä
common-too-many-text = {$minutes ->
    [one] Odota minuutti ja yritä uudelleen.
   *[other] Odota {$minutes} minuuttia ja yritä uudelleen.
}
common-unavailable-title = Palvelu ei vastannut ajoissa
common-unavailable-text = Palvelu on ruuhkainen, tai jokin sen osa ei vastaa. Yritä minuutin kuluttua uudelleen. Tarkista sitten, tallentuiko viimeisin muutoksesi.
common-internal-title = Palvelussa on vika
common-internal-text = Vika kirjattiin lokiin. Yritä uudelleen. Jos vika toistuu, anna palautetta ja mainitse alla oleva tunniste.
common-internal-id = Vian tunniste:
common-optional = (vapaaehtoinen)
common-error-word = Virhe:
common-error-summary = {$count ->
    [one] Tarkista 1 kohta
   *[other] Tarkista {$count} kohtaa
}
common-copy = Kopioi
common-copy-what = rivi
common-copied = Kopioitu
common-change = Muuta
common-no-answer = Ei vastausta
common-step-done = (valmis)
common-step-now = (nyt)
common-erased = Sisältö poistettu määräajan päätyttyä
common-newer = Uudemmat
common-older = Vanhemmat
common-previous = Edelliset
common-next = Seuraavat
common-suggestions = Ehdotukset
common-suggestions-none = Ehdotuksia ei löytynyt. Kirjoita virallinen nimi kokonaan.
