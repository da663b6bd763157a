### document: avtalsdokumentet (PDF)

## Rubrik, status, sidhuvud och sidfot
document-title = Avtal om Skype for Business- och SIP-federation
document-title-parties = {$party} och {$kela}
document-subject = Federationsavtal
document-kind = Avtal
document-unit = IT-förvaltningen
document-dated = Daterat
document-version = Version {$version}
document-page = Sida {$page} ({$pages})
document-reference = {$number}, version {$version}
document-request = Begäran om federation: {$request}
document-opening = Önskat öppningsdatum: {$date}
document-former-name = Blankettens tidigare namn: Lync-federation.
document-translation = Översättning. Bindande är den finska eller svenska texten.
document-sample-mark = Exempel: uppgifterna är påhittade och dokumentet binder ingen
document-sample-word = Exempel
document-sample = Uppgifterna är påhittade. Dokumentet binder ingen.
document-to-be-signed-mark = Att undertecknas: kopia för läsning, ännu inget avtal i kraft
document-to-be-signed-word = Att undertecknas
document-to-be-signed = Kopia för läsning. Avtalet är i kraft först när det har undertecknats och försetts med FPA:s elektroniska stämpel.
document-foot = Uppgifterna i avtalet finns som bilaga i JSON-format (agreement.json). Filens äkthet kan granskas på granskningssidan i FPA:s federationstjänst eller med kommandot federointi verify.
document-attachment = Uppgifterna i avtalet i JSON-format

## 1 och 2
document-section-parties = 1  Avtalsparter och kontaktuppgifter
document-section-technical = 2  Tekniska uppgifter
document-row-dns = DNS-kontroll
document-unanswered = Inget svar
document-teams-move = Planerad flytt till Teams: {$date}
document-supplier = IKT-leverantör: {$name}
document-not-checked = Domänerna har inte kontrollerats.
document-checked = {$date}: {$counts} (bilaga 1)
document-count-ok = {$count} i sin ordning
document-count-warnings = {$count} att beakta
document-count-errors = {$count} att rätta
document-count-unverified = { $count ->
    [1] {$count} inte bekräftad
   *[other] {$count} inte bekräftade
 }

## 3
document-section-blocked = 3  Funktioner som avtalsparten har spärrat i federationen
document-blocked = Spärrad
document-not-blocked = Inte spärrad
document-departures = { $count ->
    [0] {$party}: inga avvikelser från rekommendationen.
    [one] {$party}: avvikelse från rekommendationen eller uppgift som saknas på {$count} punkt (bilaga 2).
   *[other] {$party}: avvikelser från rekommendationen eller uppgifter som saknas på {$count} punkter (bilaga 2).
 }
document-departure-not-followed = {$item}: rekommendationen följs inte
document-departure-not-known = {$item}: inte känt
document-departure-blocked = {$item}: spärrad, fast den enligt rekommendationen ska vara i bruk

## 4 och 5
document-section-terms = 4  Villkor
document-terms-version = Villkorens version {$version}, publicerad {$date}.
document-terms-sample = Villkoren är ett exempel, inte villkor som FPA har publicerat.
document-section-approval = 5  Godkännande, underskrift och elektronisk stämpel
document-row-approved-by = Godkänd av
document-row-authority = Behörighetens grund
document-row-approved-at = Godkänt
document-row-authority-check = Hur behörigheten hos den andra partens företrädare kontrollerades
document-row-over-errors = Varför avtalet godkändes trots fel i kontrollen
document-row-proven-domains = Domäner vars innehav var styrkt, och från när
document-row-unproven-accepted = Domäner som godkändes fastän innehavet inte var styrkt
document-signing = Parten undertecknar avtalet elektroniskt. Underskriften finns i den här filen eller i ett separat underskriftsbevis, som är en egen PDF-fil.
document-sealing = För FPA godkänns avtalet av den godkännare som nämns nedan. FPA:s elektroniska stämpel visar att dokumentet kommer från FPA och att det inte har ändrats efter stämplingen. Stämpeln är ingen underskrift.
document-signed-electronically = Elektronisk underskrift
document-sealed-electronically = Godkännande och elektronisk stämpel
document-signature-place = Plats för en synlig underskrift
document-signature-place-text = Om underskriften syns på sidan ska den stå helt inom denna ram. Det som står i ramen är inte en del av dokumentets text. Ramen förblir tom om underskriften inte syns på sidorna eller om den har getts i tjänsten.
document-signature-place-alt = Ram för en synlig underskrift
document-signatory = Undertecknare: {$person}
document-approver = Godkännare: {$person}
document-approver-authority = Behörighetens grund: {$authority}
document-represented-by = FPA:s företrädare: {$person}
document-seal-field = FPA:s elektroniska stämpel
document-time-stamp-field = Tidsstämpel
document-seal-reason = Avtal godkänt av FPA: {$number}
document-authority = Rätt att underteckna: {$basis}

## Bilagor
document-annex-checks = Bilaga 1  DNS-kontroll av domänerna
document-annex-checks-intro = Tjänsten frågade efter federationens poster i offentlig DNS. Tabellen visar vad som observerades och när.
document-column-domain = Domän
document-column-outcome = Resultat och iakttagelser
document-column-checked = Kontrollerad
document-no-findings = Inga iakttagelser
document-finding = {$severity}: {$title}
document-resolver = Namnserver: {$resolver}
document-annex-guidance = Bilaga 2  FPA:s och Kommunförbundets rekommendation för klientarbetet
document-annex-guidance-off = Enligt rekommendationen tas dessa ur bruk i klientarbetet. Tabellen visar om parten följer rekommendationen.
document-annex-guidance-on = Enligt rekommendationen hålls dessa i bruk. Tabellen visar om parten har spärrat dem.
document-departs = Avviker

## Muutos ja irtisanominen
document-change-of = Ändrar avtalets version {$version}.
document-change-from = Gäller från {$date}, men tidigast från den dag då denna version är klar.
document-change-at-once = Gäller från den dag då denna version är klar.
document-change-unsigned = Versionen ändrar endast kontaktuppgifter och behöver inga underskrifter. FPA:s elektroniska stämpel visar att dokumentet kommer från FPA och att det inte har ändrats efter stämplingen. Stämpeln är ingen underskrift.
document-annex-changes = Bilaga 3  Ändringar i version {$version}
document-annex-changes-intro = Tabellerna visar vilka uppgifter som ändrades. Övriga uppgifter är desamma.
document-annex-changes-none = Uppgifterna är desamma som i den föregående versionen.
document-notice-title = Uppsägning av federationsavtalet
document-notice-kind = Uppsägning
document-section-notice = 1  Avtalet upphör
document-row-agreement = Avtalsnummer
document-row-version = Version som sägs upp
document-row-giver = Den som säger upp
document-notice-until = Avtalet gäller till slutet av den sista giltighetsdagen, dock minst till den dag då denna handling är klar.
document-section-notice-parties = 2  Parter
document-section-notice-approval = 3  Handläggning och underskrifter
document-notice-signing = Parten undertecknar uppsägningen elektroniskt. Underskriften finns i den här filen eller i ett separat underskriftsbevis, som är en egen PDF-fil.
document-notice-unsigned = FPA säger upp avtalet. FPA:s elektroniska stämpel visar att dokumentet kommer från FPA och att det inte har ändrats efter stämplingen. Stämpeln är ingen underskrift.
document-notice-sealing = För FPA behandlas uppsägningen av den godkännare som nämns nedan. FPA:s elektroniska stämpel visar att dokumentet kommer från FPA och att det inte har ändrats efter stämplingen. Stämpeln är ingen underskrift.
