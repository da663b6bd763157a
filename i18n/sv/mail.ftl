### Meddelanden: ämnesrader och texter, samt lägen och slag för utgående meddelanden

mail-state-waiting = Väntar på att skickas
mail-state-sent = Skickat
mail-state-given-up = Kunde inte skickas

mail-kind-filer-link = Länk till uppgiftslämnaren
mail-kind-handed-over = Begäran överförd
mail-kind-filed = Begäran mottagen
mail-kind-to-review = Begäran väntar på behandling
mail-kind-contact-notice = Information om lagrade personuppgifter
mail-kind-changes-requested = Begäran om komplettering
mail-kind-rejected = Begäran avslagen
mail-kind-withdrawn = Begäran återtagen
mail-kind-approved = Avtal att underteckna
mail-kind-completed = Avtalet klart
mail-kind-seal-key-expires = Stämpelns certifikat går ut
mail-kind-sealing-stopped = Stämplingen har stannat
mail-kind-password-link = Länk för att ange lösenord

mail-fact-organisation = Organisation
mail-fact-reference = Referensnummer
mail-fact-agreement = Avtalsnummer
mail-fact-signatory = Undertecknare
mail-fact-position = Undertecknarens ställning
mail-fact-document = Bilaga
mail-fact-version = Version
mail-fact-valid-from = I kraft från
mail-fact-certificate = Stämpelns certifikat
mail-fact-not-after = Giltigt till
mail-fact-waiting-for-seal = Avtalsversioner som väntar på stämpel
mail-fact-seal-detail = Programmets meddelande
mail-fact-handed-by = Begäran överfördes av
mail-fact-named-by = Uppgiftslämnare
mail-fact-errors = Domäner där något ska rättas
mail-fact-unverified = Domäner som inte är bekräftade

mail-link-label = Länk
mail-request-label = Begäran i tjänsten
mail-valid-until = Länken gäller till { $moment } (finsk tid). Den kan användas en gång.

mail-footer-service = Det här meddelandet skickades av FPA:s federationstjänst. I tjänsten ingås avtal om SIP-federation mellan FPA och andra organisationer.
mail-footer-replies = Svar till den här adressen läses inte.
mail-footer-ask = Anvisningar och kontaktuppgifter för frågor

mail-filer-link-subject = Länk till begäran om federation
mail-filer-link-who = Någon har med den här e-postadressen bett om en länk till FPA:s federationstjänst.
mail-filer-link-open = Öppna länken och tryck på knappen på sidan. Sedan kan du göra en ny begäran eller fortsätta med en tidigare.
mail-filer-link-not-asked = Om du inte bad om länken behöver du inte göra något. Skicka inte länken vidare: den som öppnar den ser det som begärts med den här adressen.

mail-handed-over-subject = Begäran om federation överförd
mail-handed-over-what = En begäran om federation i FPA:s federationstjänst har överförts till den här e-postadressen.
mail-handed-over-open = Öppna länken och tryck på knappen på sidan. Sedan kan du fortsätta med begäran. De uppgifter som har angetts finns kvar.
mail-handed-over-unknown = Om du inte känner den som överförde begäran behöver du inte göra något.

mail-filed-subject = Begäran om federation mottagen
mail-filed-again-subject = Komplettering mottagen
mail-filed-first = Begäran om federation har skickats till FPA.
mail-filed-again = Kompletteringen av begäran om federation har skickats till FPA.
mail-filed-errors = På sidan för begäran står det vad som ska rättas i domänerna och hur. Rättelserna görs i organisationens DNS.
mail-filed-unverified = Tjänsten kontrollerar på nytt de domäner som inte är bekräftade.
mail-filed-next = Härnäst går FPA:s handläggare igenom begäran. FPA skickar ett meddelande när begäran har godkänts eller avslagits eller när den behöver kompletteras.

mail-to-review-subject = Ny begäran om federation
mail-to-review-again-subject = Kompletterad begäran
mail-to-review-first = En ny begäran om federation väntar på behandling.
mail-to-review-again = En begäran om federation har kompletterats och väntar på behandling.
mail-to-review-next = Begäran finns i handläggningskön. Handläggaren godkänner den, begär komplettering eller avslår den.

mail-notice-subject = Du nämns i en begäran om federation
mail-notice-what = Du nämns i en begäran som har gjorts i FPA:s federationstjänst. Därför har personuppgifter om dig lagrats i tjänsten. Här berättas vad som har lagrats och varför. Du behöver inte göra något.
mail-notice-data-heading = Vad har lagrats
mail-notice-data = Om en kontaktperson har namn, e-postadress och telefonnummer lagrats. Om en undertecknare har namn, ställning, e-postadress och grunden för rätten att underteckna lagrats.
mail-notice-source-heading = Varifrån kommer uppgifterna
mail-notice-source = Uppgifterna gavs av organisationen som nämns ovan. Uppgiftslämnarens adress står ovan.
mail-notice-why-heading = Varför
mail-notice-why = Uppgifterna behövs för att ingå och sköta federationsavtalet, för att öppna och testa förbindelsen och för att utreda fel. Den rättsliga grunden för behandlingen finns i dataskyddsbeskrivningen.
mail-notice-seen-heading = Vem ser uppgifterna
mail-notice-seen = Uppgifterna ses av de anställda hos FPA och organisationen som sköter eller granskar avtalet. Ett undertecknat avtal är i regel en offentlig handling (621/1999). Inga automatiserade beslut fattas utifrån uppgifterna.
mail-notice-kept-heading = Hur länge förvaras uppgifterna
mail-notice-kept = Uppgifterna förvaras så länge avtalet är i kraft och därefter under förvaringstiden. Om inget avtal ingås förvaras uppgifterna under förvaringstiden för begäran. Förvaringstiderna finns i dataskyddsbeskrivningen.
mail-notice-rights-heading = Dina rättigheter
mail-notice-rights = Du kan be FPA att få se dina uppgifter. Du kan be att de rättas, raderas eller att behandlingen begränsas, och du kan invända mot behandlingen. Du kan klaga hos dataombudsmannens byrå.
mail-notice-controller-heading = Personuppgiftsansvarig
mail-notice-controller = Personuppgiftsansvarig är Folkpensionsanstalten (FPA). Kontaktuppgifterna till FPA och till dataskyddsombudet finns i dataskyddsbeskrivningen.
mail-notice-privacy-label = Dataskyddsbeskrivning

mail-changes-subject = Komplettera begäran om federation
mail-changes-what = FPA begär komplettering av begäran om federation.
mail-changes-message = Meddelande från FPA
mail-changes-next = Uppgiftslämnaren rättar uppgifterna i tjänsten och skickar begäran på nytt. Övriga uppgifter finns kvar. FPA fortsätter behandlingen när kompletteringen har skickats.

mail-rejected-subject = Begäran om federation avslagen
mail-rejected-what = FPA har avslagit begäran om federation.
mail-rejected-reason = Motivering
mail-rejected-next = Behandlingen av begäran har avslutats. Organisationen kan göra en ny begäran när orsaken i motiveringen inte längre finns.

mail-withdrawn-subject = Begäran om federation återtagen
mail-withdrawn-what = Uppgiftslämnaren har återtagit begäran om federation.
mail-withdrawn-next = Behandlingen av begäran har avslutats. Organisationen kan göra en ny begäran.

mail-approved-subject = Avtal att underteckna
mail-approved-what = FPA har godkänt begäran om federation. Federationsavtalet är klart att undertecknas.
mail-approved-attached = En kopia av avtalet för läsning finns som bilaga till det här meddelandet. Den är märkt Att undertecknas. Du kan också hämta den i tjänsten.
mail-approved-on-page = Du kan hämta en kopia av avtalet för läsning i tjänsten. Den är märkt Att undertecknas.
mail-approved-next = Härnäst läses avtalet igenom och undertecknas. Kopian undertecknas inte: undertecknaren får ett eget meddelande. Avtalet är inte i kraft och förbindelsen öppnas inte förrän avtalet har undertecknats och försetts med FPA:s elektroniska stämpel.
mail-approved-label = Avtalet i tjänsten
mail-approved-address = Om tjänsten frågar efter din e-postadress, ange den adress som det här meddelandet kom till. Tjänsten skickar en länk till den.

mail-completed-subject = Avtalet är klart
mail-completed-what = Federationsavtalet är klart: det har FPA:s elektroniska stämpel och partens underskrift, om en sådan behövdes.
mail-completed-attached = Avtalet finns som bilaga till det här meddelandet. Du kan också hämta det i tjänsten.
mail-completed-on-page = Du kan hämta avtalet i tjänsten.
mail-completed-keep = Spara filen som den är. Stämpeln visar att dokumentet kommer från FPA och att det inte har ändrats efter stämplingen. Om filen sparas på nytt i ett program kan stämpeln inte längre granskas.

mail-seal-expires-subject = Certifikatet för FPA:s elektroniska stämpel går ut
mail-seal-expires-what = Certifikatet för FPA:s elektroniska stämpel går snart ut. Efter det kan tjänsten inte stämpla avtal, utan de blir väntande.
mail-seal-expires-next = Skaffa en ny nyckel och ett nytt certifikat och byt dem i tjänstens inställningar innan certifikatet går ut. Avtal som redan är stämplade påverkas inte.
mail-seal-page-label = Stämpeln i tjänsten

mail-sealing-stopped-subject = Stämplingen av avtal har stannat
mail-sealing-stopped-what = Tjänsten kan inte stämpla avtal. De väntar i läget Under beredning. Orsak:
mail-sealing-stopped-next = Tjänsten försöker igen minst en gång i timmen. När orsaken är åtgärdad kan du försöka genast på tjänstens sida.

mail-account-subject = Konto i FPA:s federationstjänst
mail-password-subject = Nytt lösenord till FPA:s federationstjänst
mail-account-what = Administratören har skapat ett konto åt dig i FPA:s federationstjänst. Användarnamnet är den här e-postadressen.
mail-password-what = Administratören har gjort en länk som du kan ange ett nytt lösenord med i FPA:s federationstjänst. Användarnamnet är den här e-postadressen.
mail-password-open = Öppna länken och ange ett lösenord. Sedan kan du logga in i tjänsten.
mail-password-not-expected = Om du inte väntade dig det här meddelandet behöver du inte göra något. Skicka inte länken vidare.

mail-kind-to-sign = Länk för underskrift
mail-kind-signing-reminded = Uppgift om påminnelse till undertecknaren
mail-kind-signing-code = Bekräftelsekod till undertecknaren
mail-kind-signature-declined = Undertecknandet avböjt
mail-kind-signing-lapsed = Avtal utan underskrift förfallet

mail-fact-sign-by = Undertecknas senast
mail-fact-code = Bekräftelsekod
mail-fact-code-until = Koden gäller till

mail-to-sign-subject = Ett avtal väntar på din underskrift
mail-to-sign-again-subject = Påminnelse: underteckna avtalet
mail-to-sign-what = Du har utsetts att underteckna ett federationsavtal för din organisation. FPA har godkänt avtalet.
mail-to-sign-again = Federationsavtalet väntar fortfarande på din underskrift. Avtalet är inte i kraft före den.
mail-to-sign-open = Öppna länken och tryck på knappen på sidan. Sedan kan du läsa avtalet och underteckna det i tjänsten eller med ditt eget certifikat. Du kan också avböja.
mail-to-sign-later = Om länken inte längre fungerar får du en ny på den här sidan:
mail-to-sign-page = Sida för underskrift
mail-to-sign-not-you = Länken är personlig. Skicka den inte vidare: den som öppnar den kan underteckna i ditt namn. Om någon annan undertecknar avtal i din organisation, öppna länken och läs anvisningen på sidan.

mail-signing-reminded-subject = Avtalet väntar på underskrift
mail-signing-reminded-what = Tjänsten har påmint undertecknaren om ett federationsavtal som ännu inte är undertecknat.
mail-signing-reminded-next = Kontrollera att undertecknaren har fått meddelandet. Om undertecknaren har bytts kan uppgiftslämnaren eller kontaktpersonen för avtalsärenden byta undertecknare på avtalets sida.

mail-signing-code-subject = Bekräftelsekod för underskrift
mail-signing-code-what = Du håller på att underteckna ett federationsavtal i FPA:s federationstjänst.
mail-signing-code-use = Skriv koden på den sida i tjänsten som du har öppen. En ny kod ersätter den tidigare.
mail-signing-code-not-you = Om du inte håller på att underteckna avtalet, ge inte koden till någon och meddela FPA.

mail-declined-subject = Avtalet undertecknades inte
mail-declined-what = Undertecknaren har avböjt att underteckna federationsavtalet. Avtalet träder inte i kraft.
mail-declined-reason = Motivering
mail-declined-next = När orsaken har undanröjts kan organisationen göra en ny begäran.

mail-lapsed-subject = Avtal utan underskrift förfallet
mail-lapsed-what = Federationsavtalet har förfallit, eftersom det inte undertecknades inom utsatt tid. Avtalet träder inte i kraft.
mail-lapsed-next = Om förbindelsen fortfarande behövs kan organisationen göra en ny begäran.
mail-kind-signatory-named = Uppgift om att undertecknaren har bytts
mail-kind-signatory-released = Uppgift till den tidigare undertecknaren
mail-kind-notice-filed = Uppgift om FPA:s uppsägning
mail-fact-signatory-before = Tidigare undertecknare
mail-signatory-named-subject = Undertecknaren har bytts
mail-signatory-named-what = Undertecknaren av ett federationsavtal som väntar på underskrift har bytts. Den nya undertecknaren har fått en länk, och den tidigare länken fungerar inte längre.
mail-signatory-named-next = Om bytet inte är riktigt, kontakta genast FPA.
mail-signatory-released-subject = Du behöver inte underteckna
mail-signatory-released-what = En annan person har utsetts att underteckna federationsavtalet. Du behöver inte göra någonting, och länken som du fick fungerar inte längre.
mail-signatory-released-next = Om du fortfarande borde underteckna avtalet, kontakta IT-förvaltningen i din organisation.
mail-service-label = Federationstjänsten
mail-notice-filed-subject = FPA säger upp federationsavtalet
mail-notice-filed-what = FPA har inlett uppsägningen av federationsavtalet. Uppsägningen har ännu inte bekräftats.
mail-notice-filed-next = När uppsägningen har bekräftats får ni ett dokument om den. Kontakta FPA om ni har frågor.
