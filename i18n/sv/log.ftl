### Händelseloggen: den offentliga sidan, kontrollen, larmet och vittnets meddelande

log-title = Händelselogg
log-lead = Tjänsten antecknar varje händelse i en logg som inte kan ändras obemärkt. Tjänsten undertecknar loggens tillstånd med sin egen nyckel. Tillståndet kallas kontrollpunkt (checkpoint).
log-discloses = Loggen är offentlig. Den har bara saltade hashvärden av händelserna, så den visar inte vad som hände eller vem det gäller.
log-checkpoint = Den nyaste kontrollpunkten (checkpoint)
log-empty = Det finns inga händelser i loggen ännu.
log-origin = Loggens namn
log-size = Händelser
log-root = Rotens hashvärde
log-until = Den senaste händelsen
log-key = Nyckel
log-fingerprint = Nyckelns hashvärde (SHA-256)
log-check = Kontroll av loggen
log-check-text = Tjänsten jämför databasen med loggen varje timme: händelser, avtal och skickade begäranden. Om något har ändrats eller saknas får administratörerna genast ett meddelande.
log-check-clean = Allt stämmer
log-check-findings = Något stämmer inte
log-check-none = Inte kontrollerad ännu
log-check-at = Kontrollerad { $moment }.
log-how = Så kan du själv kontrollera loggen
log-how-text = Loggen har formen C2SP tlog-tiles. Den kan kontrolleras också med program som andra har gjort. Adresserna är:
log-how-witness = Jämför kontrollpunkten med en som du själv har fått tidigare. Beviset på att loggen är obruten visar att ingenting har tagits bort eller ändrats däremellan.
log-address-checkpoint = den nyaste kontrollpunkten (checkpoint)
log-address-key = nyckeln som kontrollpunkterna är undertecknade med
log-address-tile = hashvärden, 256 åt gången
log-address-entries = händelsernas saltade hashvärden
log-address-inclusion = bevis på att händelsen ingår i loggen
log-address-consistency = bevis på att loggen är obruten: den tidigare är början av den senare

log-fault-changed = Raden har ändrats
log-fault-missing = Raden saknas
log-fault-unexpected = Tjänsten har inte skrivit raden
log-fault-unreadable = Raden kan inte läsas
log-fault-unsigned = Kontrollpunkten är inte undertecknad med loggens nyckel
log-fault-contradicts = Loggen strider mot kontrollpunkten

desk-log-title = Händelseloggen stämmer inte
desk-log-text = Databasen har ändrats förbi tjänsten, eller så är den skadad. Återställ uppgifterna från en säkerhetskopia och ta reda på vem som ändrade dem. Anvisningarna finns i dokumentet docs/operations.md.
desk-log-found = Vid kontrollen hittades:
desk-log-more = Andra iakttagelser: { $n }
desk-log-clean = Händelseloggen stämmer. Kontrollerad { $moment }.
desk-log-unchecked = Händelseloggen har inte kontrollerats ännu.

mail-kind-log-alarm = Händelseloggen stämmer inte
mail-kind-checkpoint = Loggens kontrollpunkt till vittnet
mail-log-alarm-subject = Händelseloggen stämmer inte
mail-log-alarm-what = Tjänsten jämförde databasen med händelseloggen. De stämmer inte överens. Databasen har ändrats förbi tjänsten, eller så är den skadad.
mail-log-alarm-next = Se i tjänsten vad som hittades. Återställ uppgifterna från en säkerhetskopia och ta reda på vem som ändrade dem.
mail-log-alarm-label = Administrationens historik
mail-checkpoint-subject = Loggens kontrollpunkt (checkpoint)
mail-checkpoint-what = Här är den nyaste kontrollpunkten (checkpoint) i händelseloggen för FPA:s federationstjänst.
mail-checkpoint-keep = Spara det här meddelandet. Om loggen senare ändras kan det visas med hjälp av kontrollpunkten i bilagan.
mail-checkpoint-label = Om loggen
