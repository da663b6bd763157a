### Tapahtumaloki: julkinen sivu, tarkistus, hälytys ja todistajan viesti

log-title = Tapahtumaloki
log-lead = Palvelu merkitsee jokaisen tapahtuman lokiin, jota ei voi muuttaa huomaamatta. Palvelu allekirjoittaa lokin tilan omalla avaimellaan. Tilaa sanotaan tarkistuspisteeksi (checkpoint).
log-discloses = Loki on julkinen. Siinä on tapahtumista vain suolatut tiivisteet, joten siitä ei näe, mitä tapahtui tai ketä se koskee.
log-checkpoint = Uusin tarkistuspiste (checkpoint)
log-empty = Lokissa ei vielä ole tapahtumia.
log-origin = Lokin nimi
log-size = Tapahtumia
log-root = Juuren tiiviste
log-until = Viimeisin tapahtuma
log-key = Avain
log-fingerprint = Avaimen tiiviste (SHA-256)
log-check = Lokin tarkistus
log-check-text = Palvelu vertaa tunnin välein tietokantaa lokiin: tapahtumia, sopimuksia ja lähetettyjä pyyntöjä. Jos jokin on muuttunut tai puuttuu, pääkäyttäjät saavat heti viestin.
log-check-clean = Kaikki täsmää
log-check-findings = Jokin ei täsmää
log-check-none = Ei vielä tarkistettu
log-check-at = Tarkistettu { $moment }.
log-how = Näin lokin voi tarkistaa itse
log-how-text = Loki on muotoa C2SP tlog-tiles. Sen voi tarkistaa muidenkin tekemillä ohjelmilla. Osoitteet ovat:
log-how-witness = Vertaa tarkistuspistettä sellaiseen, jonka olet itse saanut aiemmin. Jatkuvuustodiste osoittaa, ettei mitään ole välillä poistettu tai muutettu.
log-address-checkpoint = uusin tarkistuspiste (checkpoint)
log-address-key = avain, jolla tarkistuspisteet on allekirjoitettu
log-address-tile = tiivisteet, 256 kerrallaan
log-address-entries = tapahtumien suolatut tiivisteet
log-address-inclusion = sisältymistodiste: tapahtuma on lokissa
log-address-consistency = jatkuvuustodiste: aiempi loki on uudemman alku

log-fault-changed = Rivi on muuttunut
log-fault-missing = Rivi puuttuu
log-fault-unexpected = Palvelu ei ole kirjoittanut riviä
log-fault-unreadable = Riviä ei voi lukea
log-fault-unsigned = Tarkistuspistettä ei ole allekirjoitettu lokin avaimella
log-fault-contradicts = Loki on ristiriidassa tarkistuspisteen kanssa

desk-log-title = Tapahtumaloki ei täsmää
desk-log-text = Tietokantaa on muutettu palvelun ohi, tai se on vaurioitunut. Palauta tiedot varmuuskopiosta ja selvitä, kuka muutti niitä. Ohjeet ovat dokumentissa docs/operations.md.
desk-log-found = Tarkistuksessa löytyi:
desk-log-more = Muita havaintoja: { $n }
desk-log-clean = Tapahtumaloki täsmää. Tarkistettu { $moment }.
desk-log-unchecked = Tapahtumalokia ei ole vielä tarkistettu.

mail-kind-log-alarm = Tapahtumaloki ei täsmää
mail-kind-checkpoint = Lokin tarkistuspiste todistajalle
mail-log-alarm-subject = Tapahtumaloki ei täsmää
mail-log-alarm-what = Palvelu vertasi tietokantaa tapahtumalokiin. Ne eivät täsmää. Tietokantaa on muutettu palvelun ohi, tai se on vaurioitunut.
mail-log-alarm-next = Katso palvelusta, mitä löytyi. Palauta tiedot varmuuskopiosta ja selvitä, kuka muutti niitä.
mail-log-alarm-label = Hallinnan historia
mail-checkpoint-subject = Lokin tarkistuspiste (checkpoint)
mail-checkpoint-what = Tässä on Kelan federointipalvelun tapahtumalokin uusin tarkistuspiste (checkpoint).
mail-checkpoint-keep = Säilytä tämä viesti. Jos lokia myöhemmin muutetaan, sen voi osoittaa liitteenä olevan tarkistuspisteen avulla.
mail-checkpoint-label = Tietoa lokista
