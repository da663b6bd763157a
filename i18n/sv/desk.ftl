### Kela's desk

# shared
desk-all = Alla
desk-state = Status
desk-search = Sökning
desk-filter = Avgränsa
desk-filter-clear = Ta bort avgränsningarna
desk-views = Vyer
desk-save = Spara ändringarna
desk-email = E-post
desk-name = Namn
desk-kela = FPA
desk-organisation = Organisation
desk-reference = Referensnummer
desk-domain = SIP-domän
desk-history = Händelsehistorik
desk-version = Version
desk-conflict-form = Dina ändringar sparades inte, men det du skrev finns nedan. Jämför med de sparade uppgifterna och spara på nytt om dina är rätt.
desk-waited-days = { $n ->
    [one] { $n } dag
   *[other] { $n } dagar
}
desk-waited-hours = { $n ->
    [one] { $n } timme
   *[other] { $n } timmar
}
desk-waited-less = under en timme

# signing in and passwords
desk-sign-in-title = Logga in i tjänsten
desk-sign-in-lead = Inloggningen är för FPA:s handläggare, administratörer och revisorer. Den som gör en begäran kommer in med en länk som skickas per e-post.
desk-sign-in = Logga in
desk-sign-in-wrong = E-postadressen eller lösenordet stämmer inte. Skriv båda på nytt.
desk-sign-in-forgotten = Om du har glömt lösenordet, be administratören om en länk till ett nytt lösenord.
desk-to-sign-in = Gå till inloggningen
desk-password = Lösenord
desk-password-title = Byt lösenord
desk-password-present = Nuvarande lösenord
desk-password-new = Nytt lösenord
desk-password-again = Nytt lösenord en gång till
desk-password-hint = Minst { $shortest } tecken. En mening av flera ord är lätt att komma ihåg.
desk-password-change = Byt lösenord
desk-password-changed = Lösenordet är bytt
desk-password-changed-text = Dina övriga sessioner har avslutats.
desk-sessions = Övriga sessioner
desk-sessions-text = Om du är inloggad på en annan enhet eller i en annan webbläsare kan du avsluta de sessionerna. Den här sessionen fortsätter.
desk-sessions-end = Avsluta övriga sessioner
desk-sessions-ended = Övriga sessioner är avslutade
desk-sessions-ended-text = Bara den här sessionen är i bruk.
desk-password-set-title = Ange ett lösenord
desk-password-set = Ange lösenordet och logga in
desk-password-of = Användare: { $email }
desk-first-title = Den första administratören
desk-first-text = Med den här länken skapas tjänstens första administratör. Övriga användare läggs till i tjänsten.
desk-first-make = Skapa administratören och logga in
desk-link-until = Länken gäller till { $moment }.
desk-link-expired = Länken gäller inte längre
desk-link-expired-text = Giltighetstiden gick ut { $moment }. Be administratören om en ny länk.
desk-link-used = Länken är redan använd
desk-link-used-text = Lösenordet kan anges en gång med länken. Logga in med ditt lösenord, eller be administratören om en ny länk.
desk-link-unknown = Länken är okänd
desk-link-unknown-text = Adressen kan vara avhuggen, eller så har en ny länk skickats i stället. Öppna länken i det nyaste meddelandet, eller be administratören om en ny länk.

# the queue
desk-queue-title = Begäran om federation
desk-queue-filter = Avgränsa kön
desk-queue-search-hint = Organisation, domän, kontaktperson, referensnummer eller ärendenummer
desk-queue-caption = Behandlas av FPA, den som har väntat längst först
desk-queue-caption-filed = Begäran, den som skickades för längst sedan först
desk-queue-pages = Köns sidor
desk-queue-rows = { $n ->
    [one] { $n } begäran på den här sidan
   *[other] { $n } begäranden på den här sidan
}
desk-view-open = Alla öppna
desk-view-own = Egna
desk-view-unassigned = Ingen handläggare
desk-view-with-filer = Väntar på komplettering
desk-queue-none = Ingen begäran väntar på behandling. En ny begäran syns här när den har skickats till FPA.
desk-queue-none-own = Du har ingen begäran att behandla.
desk-queue-none-unassigned = Varje öppen begäran har en handläggare.
desk-queue-none-with-filer = Ingen begäran väntar på komplettering.
desk-queue-none-filtered = Ingen begäran motsvarar avgränsningen.
desk-queue-to-open = Visa alla öppna
desk-queue-to-unassigned = Visa begäranden utan handläggare
desk-waited = Har väntat
desk-filed = Skickad
desk-check = Kontroll
desk-departures-column = Avvikelser
desk-reviewer = Handläggare
desk-refiled = Kompletterad
desk-take = Ta hand om
desk-nobody = ingen handläggare
desk-nobody-yet = ingen ännu

# a request
desk-back-to-queue = Tillbaka till kön
desk-filed-at = skickad { $moment }
desk-filed-by = Uppgiftslämnare
desk-has-waited = har väntat { $time }
desk-departs = Avviker från rekommendationen
desk-departs-word = Avviker
desk-first-agreement = Första avtalet
desk-changed = Ändrat sedan förra gången
desk-changed-since = Skickades förra gången: { $moment }
desk-changed-nothing = Svaren är desamma som förra gången.
desk-changed-was = var
desk-changed-now = nu
desk-changed-added = tillagt
desk-findings = Iakttagelser
desk-findings-domains = { $n ->
    [one] { $n } domän
   *[other] { $n } domäner
}
desk-findings-each = Iakttagelser och åtgärder per domän
desk-unchecked = Ännu inte kontrollerade:
desk-seen = Vad som observerades
desk-why = Varför det har betydelse
desk-advice = Åtgärd för uppgiftslämnaren
desk-rule = Regelns källa
desk-code = Kod
desk-checked = { $moment }, namnserver { $resolver }
desk-others = Domäner som ingår i ett avtal med en annan organisation
desk-others-tag = I annat avtal
desk-others-text = Uppgiftslämnaren får inte veta detta. Utred före avgörandet vilken organisation som använder domänen.
desk-agreement = Avtal
desk-party = Avtalspart
desk-departures = Avvikelser från rekommendationen
desk-departures-caption = Punkter i rekommendationen som organisationen avviker från eller inte känner till
desk-departures-none = Organisationen följer varje punkt i rekommendationen.
desk-guidance = Punkt i rekommendationen
desk-answer = Svar
desk-judgement = Bedömning
desk-blocked = Spärrad, fast rekommendationen håller den i bruk
desk-not-known = Inte känt
desk-mail-domains = E-postens domäner
desk-mail-own = Stämmer
desk-mail-own-text = Uppgiftslämnarens, kontaktpersonernas och undertecknarens adresser hör till organisationens SIP-domäner.
desk-mail-foreign = Annan domän
desk-mail-foreign-text = De här adresserna hör inte till organisationens SIP-domäner. Det kan vara i sin ordning, men kontrollera vems de är:
desk-halves = Parternas uppgifter sida vid sida
desk-halves-caption = Parternas uppgifter sida vid sida
desk-half-missing-cell = Ännu inte sparat
desk-message-to-filer = Meddelande till uppgiftslämnaren:
desk-read-only = En handläggare avgör begäran. Du kan läsa den.
desk-next-in-queue = Gå till kön

# the decision
desk-decision = Avgörande
desk-decision-legend = Vad görs med begäran?
desk-approve = Godkänn
desk-ask-changes = Begär komplettering
desk-reject = Avslå
desk-decide = Bekräfta avgörandet
desk-over-errors = Grund för att godkänna trots fel
desk-over-errors-hint = { $n ->
    [one] Obligatorisk om du godkänner: { $n } fel. Sparas i historiken. Skrivs ut i avtalet, som motparten läser.
   *[other] Obligatorisk om du godkänner: { $n } fel. Sparas i historiken. Skrivs ut i avtalet, som motparten läser.
}
desk-authority-check = Hur rätten att företräda organisationen kontrollerades
desk-authority-check-hint = Obligatorisk om du godkänner och behörigheten inte har kontrollerats tidigare. Använd en annan kanal än själva begäran, till exempel ett samtal till växeln. Skrivs ut i avtalet, som motparten läser.
desk-ownership = Innehav av domänerna
desk-ownership-text = Beviset är en kod som organisationen har fått för denna begäran och publicerat i domänens DNS. Det visar inte att FO-numret är rätt.
desk-ownership-proven = Styrkt
desk-ownership-lost = Beviset borta
desk-ownership-never = Inte styrkt
desk-unproven-accept = { $n ->
    [one] Jag godkänner { $n } domän fastän innehavet inte är styrkt. Antecknas i historiken och i avtalet.
   *[other] Jag godkänner { $n } domäner fastän innehavet inte är styrkt. Antecknas i historiken och i avtalet.
}
desk-lacks-unproven = Kryss saknas. Innehavet är inte styrkt för alla domäner. Kryssa för om du godkänner dem ändå.
desk-unproven-refused = Innehavet av domänen är inte styrkt: { $domains }.
desk-unproven-refused-who = Tjänstens inställning kräver bevis för varje domän. Begär komplettering: uppgiftslämnaren ser på blanketten vilken rad som ska läggas till.
desk-message = Meddelande till uppgiftslämnaren
desk-message-hint = Obligatoriskt om du begär komplettering. Berätta vad som ska ändras. Meddelandet skickas per e-post.
desk-reason = Motivering till avslaget
desk-reason-hint = Obligatorisk om du avslår. Motiveringen skickas till uppgiftslämnaren per e-post.
desk-choose-decision = Avgörandet saknas. Välj ett alternativ.
desk-lacks-over-errors = Grunden saknas. Kontrollen hittade ett fel. Skriv varför begäran godkänns trots felet.
desk-lacks-authority-check = Kontrollen saknas. Det här är organisationens första avtal. Skriv hur rätten att företräda organisationen kontrollerades.
desk-lacks-message = Meddelandet saknas. Skriv till uppgiftslämnaren vad som ska ändras.
desk-lacks-reason = Motiveringen saknas. Skriv varför begäran avslås.
desk-lacks-half = FPA:s uppgifter är ännu inte sparade.
desk-lacks-terms-fi = Villkor på finska är ännu inte publicerade.
desk-lacks-terms-sv = Villkor på svenska är ännu inte publicerade.
desk-lacks-terms-en = Villkor på engelska är ännu inte publicerade.
desk-cannot-approve = Begäran kan ännu inte godkännas
desk-cannot-approve-who = Administratören kan rätta till detta. Du kan begära komplettering eller avslå redan nu.
desk-text-unfit = Texten är för lång, eller så finns det osynliga tecken i den. Den har { $count } tecken, och högst { $limit } får plats. Förkorta texten eller skriv den på nytt.
desk-unsent = Du skrev
desk-approved = Begäran är godkänd. Avtalsnummer: { $number }
desk-approved-text = Avtalet görs till en PDF-fil och skickas till parterna per e-post.
desk-agreement-of = Avtal { $number }
desk-asked = Komplettering är begärd
desk-asked-text = Ditt meddelande skickas till uppgiftslämnaren och kontaktpersonen i avtalsfrågor.
desk-rejected = Begäran är avslagen
desk-rejected-text = Din motivering skickas till uppgiftslämnaren och kontaktpersonen i avtalsfrågor.
desk-conflict-decided = Begäran är redan avgjord
desk-conflict-changed = Begäran har ändrats
desk-conflict-approved = { $name } godkände begäran { $moment } medan du hade sidan öppen.
desk-conflict-rejected = { $name } avslog begäran { $moment } medan du hade sidan öppen.
desk-conflict-asked = { $name } begärde komplettering { $moment } medan du hade sidan öppen.
desk-conflict-assigned = { $name } tog hand om begäran { $moment } medan du hade sidan öppen.
desk-conflict-filed = { $name } skickade den på nytt { $moment } medan du hade sidan öppen.
desk-conflict-withdrawn = { $name } återtog begäran { $moment } medan du hade sidan öppen.
desk-conflict-other = { $name } ändrade den { $moment } medan du hade sidan öppen.
desk-conflict-not-saved = Ditt avgörande sparades inte, men motiveringen du skrev finns nedan.
desk-conflict-not-done = Ditt avgörande sparades inte.
desk-conflict-not-taken = Begäran antecknades inte på dig.
desk-conflict-look = Se vad som har ändrats: den här sidan visar begäran som den är nu.

# events
desk-event-version = version { $n }
desk-event-times = { $event } ({ $n })
desk-event-states = Status: { $from } → { $to }
desk-event-authority = Kontroll av rätten:
desk-by-service = Tjänsten
desk-by-staff = { $name }, FPA
desk-by-somebody = En anställd vid FPA
desk-by-filer = Uppgiftslämnaren
desk-by-filer-of = Uppgiftslämnare: { $email }
desk-by-party-of = För avtalsparten: { $email }

# agreements
desk-agreements-title = Avtal
desk-agreements-filter = Avgränsa avtalen
desk-agreements-search-hint = Organisation, avtalsnummer, domän, kontaktperson eller ärendenummer
desk-agreements-caption = Avtalen, det nyaste först
desk-agreements-pages = Avtalens sidor
desk-agreements-rows = { $n ->
    [one] { $n } avtal på den här sidan
   *[other] { $n } avtal på den här sidan
}
desk-agreements-none = Det finns inga avtal ännu. Ett avtal uppstår när en handläggare godkänner en begäran.
desk-agreements-none-filtered = Inget avtal motsvarar avgränsningen.
desk-agreement-number = Avtalsnummer
desk-approved-on = Godkänt
desk-agreement-parties = { $party } och FPA
desk-back-to-agreements = Tillbaka till avtalen
desk-version-of = version { $n }, { $date }
desk-versions = Versioner
desk-versions-caption = Avtalets versioner, den nyaste först
desk-created = Skapad
desk-approver = Godkänd av
desk-signatories = Undertecknare
desk-terms = Villkor
desk-terms-version = version { $n }, publicerad { $date }
desk-request = Begäran
desk-download = Ladda ner
desk-download-version = Ladda ner version { $n }
desk-download-noted = Nedladdningen antecknas i historiken.
desk-document-pdf = Avtalet (PDF)
desk-document-pdf-copy = Kopia för läsning (PDF)
desk-document-copy = Kopia
desk-document-copy-text = Kopian är märkt Att undertecknas. Själva avtalet kan laddas ner när det har undertecknats och stämplats.
desk-document-json = Uppgifterna (JSON)
desk-document-preparing = PDF-filen görs som bäst. Ladda om sidan om en stund.
desk-kilobytes = { $n } kB
desk-sha256 = PDF-filens SHA-256-kontrollsumma

# Kela's half
desk-half-title = FPA:s uppgifter
desk-half-lead = FPA fyller i samma blankett som den andra avtalsparten. Uppgifterna låses i varje avtal när det godkänns. Tidigare avtal ändras inte.
desk-half-none = Uppgifterna är ännu inte sparade. En begäran kan godkännas först efter det.
desk-half-since = Sparat { $moment }
desk-half-saved = FPA:s uppgifter är sparade
desk-half-saved-text = Nya avtal får de här uppgifterna.
desk-half-save = Spara FPA:s uppgifter
desk-half-check-hint = Domänerna kontrolleras när du sparar. Det tar högst 5 sekunder.
desk-half-conflict = FPA:s uppgifter sparades { $moment } medan du hade sidan öppen. Dina ändringar sparades inte, men de finns nedan. Om du sparar nu ersätter de det som är sparat.
desk-half-open-saved = Öppna de sparade uppgifterna
desk-half-supplier-hint = Leverantörens uppgifter behövs bara om en leverantör driver tjänsten.
desk-half-no-server = Ingen egen server
desk-half-domains-hint = En domän per rad, till exempel fpa.example.
desk-half-find-people-hint = Personer eller adresser genom vilka den andra partens användare hittar rätt personer.
desk-half-test-with-hint = Personer eller adresser som förbindelsen testas med.
desk-half-blocked-hint = Välj de funktioner som FPA har spärrat. Om ingenting är spärrat, lämna alla tomma.

# terms
desk-terms-title = Avtalets villkor
desk-terms-lead = Villkoren låses i avtalet när det godkänns. En begäran kan inte godkännas innan villkoren är publicerade på avtalets språk.
desk-terms-missing = Inte publicerade
desk-terms-missing-text = Avtal på det här språket kan inte godkännas.
desk-terms-published-at = Publicerad
desk-terms-published-on = Publicerad { $moment }
desk-terms-kind = Slag
desk-terms-sample = Exempel, inte verkliga villkor
desk-terms-own = FPA:s villkor
desk-terms-current = I bruk
desk-terms-replaced = Ersatt
desk-terms-new = Publicera en ny version
desk-terms-new-title = Nya villkor. Språk: { $language }, version { $n }
desk-terms-of = Villkor. Språk: { $language }, version { $n }
desk-terms-frozen = Publicerade villkor kan inte ändras. Tidigare avtal behåller de villkor som de godkändes med.
desk-terms-text = Villkorens text
desk-terms-text-hint = Skilj styckena åt med en tom rad. En rubrik börjar med ## och ett mellanslag.
desk-terms-sample-tick = Texten är ett exempel, inte verkliga villkor
desk-terms-publish = Publicera villkoren
desk-terms-published = Villkoren är publicerade
desk-terms-published-text = Nya avtal får de här villkoren.
desk-terms-empty = Texten saknas. Skriv villkoren.
desk-terms-conflict = En ny version publicerades { $moment } medan du hade sidan öppen. Din text publicerades inte, men den finns nedan. Läs den publicerade versionen innan du publicerar nästa.
desk-terms-read-current = Läs den publicerade versionen
desk-back-to-terms = Tillbaka till villkoren

# users
desk-users-title = Användare
desk-users-caption = FPA:s användare efter namn
desk-user-add = Lägg till användare
desk-user-new = Ny användare
desk-user-email-hint = En länk som användaren anger lösenordet med skickas till adressen. Adressen kan inte ändras.
desk-name-hint = Namnet syns i de avtal som användaren godkänner.
desk-role = Roll
desk-role-administrator-hint = Sköter FPA:s uppgifter, villkoren, användarna och utgående meddelanden. Läser kön.
desk-role-reviewer-hint = Behandlar och avgör begäranden.
desk-role-auditor-hint = Söker, läser och laddar ner avtal. Ändrar ingenting.
desk-position = Befattning
desk-position-hint = Befattningen syns i avtalen, till exempel systemchef.
desk-authority = Med vilken rätt godkänner
desk-authority-hint = Till exempel en punkt i arbetsordningen eller ett beslutsnummer. Syns i avtalen.
desk-user-language = Meddelandenas språk
desk-user-in-use = I bruk
desk-user-no-password = Lösenord saknas
desk-user-disabled = Tagen ur bruk { $date }
desk-user-known = Adressen har redan en användare. Du angav: { $email }. Användarens namn: { $name }. Öppna användaren i listan.
desk-user-own = Det här är ditt eget konto. Bara en annan administratör kan ändra rollen.
desk-user-added = Användaren är tillagd
desk-user-link-sent = En länk för att ange lösenordet skickas till användarens e-post. Den gäller i 3 dagar.
desk-user-changed = Uppgifterna är sparade
desk-user-changed-text = Om rollen byttes har användarens sessioner avslutats.
desk-user-was-disabled = Användaren är tagen ur bruk
desk-user-disabled-text = Användarens sessioner avslutades, och inloggning är inte möjlig.
desk-user-reset = Nytt lösenord
desk-user-reset-text = Användaren får en länk per e-post för att ange ett nytt lösenord. Det nuvarande lösenordet och sessionerna upphör genast.
desk-user-reset-disabled-text = En länk till ett nytt lösenord tar användaren i bruk igen.
desk-user-reset-send = Skicka en länk till ett nytt lösenord
desk-user-reset-done = Länken skickas
desk-user-disable = Ta ur bruk
desk-user-disable-text = Användaren kan inte längre logga in. Namnet blir kvar i historiken och avtalen.
desk-user-disable-do = Ta användaren ur bruk
desk-back-to-users = Tillbaka till användarna

# outgoing mail
desk-mail-title = Utgående meddelanden
desk-mail-caption = Utgående meddelanden, det nyaste först
desk-mail-pages = Sidor med utgående meddelanden
desk-mail-rows = { $n ->
    [one] { $n } meddelande på den här sidan
   *[other] { $n } meddelanden på den här sidan
}
desk-mail-none = Det finns inga meddelanden med den här statusen.
desk-mail-erased = Innehållet är raderat
desk-mail-subject = Ämne
desk-mail-recipient = Mottagare
desk-mail-accepted = Skrivet
desk-mail-attempts = Försök
desk-mail-sending = Sändning
desk-mail-sent-at = Skickat { $moment }
desk-mail-given-up-at = Avbrutet { $moment }
desk-mail-next = Nästa försök { $moment }
desk-mail-error = Serverns eget meddelande (på engelska):
desk-mail-retry = Skicka på nytt
desk-mail-retried = Meddelandet skickas på nytt
desk-mail-retried-text = Meddelandet står igen i kö för att skickas.
desk-mail-list = Meddelanden
desk-jobs-title = Misslyckade uppgifter
desk-jobs-text = Tjänsten försöker själv på nytt med de här uppgifterna, minst en gång i timmen. Felet anges med serverns egna ord på engelska.
desk-jobs-caption = Misslyckade uppgifter, den som står i tur först
desk-job = Uppgift
desk-job-subject = Gäller
desk-job-subject-unknown = Kan inte identifieras
desk-job-next = Nästa försök
desk-job-error = Serverns eget meddelande
desk-job-act = Åtgärd
desk-job-try = Försök nu
desk-job-tried = Ett nytt försök görs nu
desk-job-tried-text = Om uppgiften står kvar i listan har den misslyckats igen.

# administration history
desk-administration-title = Administrationens historik
desk-administration-text = Användare, inloggningar, villkor, FPA:s uppgifter och händelseloggen, den nyaste händelsen först.
desk-administration-pages = Historikens sidor
desk-administration-rows = { $n ->
    [one] { $n } händelse på den här sidan
   *[other] { $n } händelser på den här sidan
}
desk-administration-none = Det finns inga händelser ännu.
desk-earlier = Tidigare avtal med samma FO-nummer
desk-earlier-unproven = Behörigheten ska kontrolleras
desk-earlier-text = Det tidigare avtalet har ett annat namn, eller så finns domänen i uppgiftslämnarens e-post inte i det. Jämför namnen och kontrollera behörigheten på annat sätt.

desk-signing = Avtalspartens underskrift
desk-signing-opened = Dokumentet öppnat
desk-signing-remind = Nästa påminnelse
desk-signing-ended = Avslutat
desk-signing-mandate-awaited = Undertecknaren ska skicka fullmakten före underskriften.
desk-signing-send = Skicka länken på nytt
desk-signing-extend = Förläng tiden: { $n } dagar
desk-signing-sent = Länken har skickats till undertecknaren
desk-signing-extended = Tiden för underskrift har förlängts
desk-signing-changed = Ingenting gjordes: underskriftens status hade ändrats

# changes and notices
desk-alters = Vad som ändras: jämfört med version {$n}
desk-change-unsigned = Versionen behöver inte avtalspartens underskrift. Efter godkännandet stämplar FPA den.
desk-notice-by-kela = FPA säger upp avtalet.
desk-notice-link = Säg upp avtalet för FPA
desk-notice-title = Uppsägning av avtalet för FPA
desk-notice-text = Kontrollera uppsägningstiden i avtalets villkor. Uppsägningen kommer till handläggningskön och godkänns där.
desk-notice-file = Lägg till i handläggningskön
desk-signing-named = Undertecknaren har bytts, och den nya undertecknaren har fått länken
desk-signing-late = Tiden för underskrift har gått ut. Avtalet förfaller snart om du inte förlänger tiden.
