### common
common-moment-zone = {$moment} finsk tid
common-service = Federation
common-title-error = Fel:
common-skip = Gå till innehållet
common-by = FPA:s tjänst för avtalsparter
common-language = Språk
common-menu = Huvudmeny
common-menu-queue = Kö
common-menu-agreements = Avtal
common-menu-kela = FPA:s uppgifter
common-menu-terms = Villkor
common-menu-users = Användare
common-menu-mail = Utgående meddelanden
common-menu-password = Lösenord
common-menu-draft = Begäran
common-sign-out = Logga ut
common-role-administrator = administratör
common-role-reviewer = handläggare
common-role-auditor = revisor
common-demo = Demonstration
common-demo-text = Organisationerna, personerna och domänerna är påhittade. Inga meddelanden skickas.
common-accessibility = Tillgänglighetsutlåtande
common-privacy = Dataskyddsbeskrivning
common-feedback = Ge respons
common-help = Hjälp och kontaktuppgifter
common-responsible = FPA:s IT-förvaltning ansvarar för tjänsten.
common-translation = Översättning. Bindande är den finska eller svenska texten.
common-to-start = Gå till början
common-bad-request-title = Tjänsten förstod inte vad som skickades
common-bad-request-text = Uppgifterna som skickades var ofullständiga eller i fel form. Ingenting sparades. Gå tillbaka till föregående sida, ladda om den och försök igen.
common-forbidden-title = Du har inte rätt till den här sidan
common-forbidden-text = Din session hör till en annan roll. Om du behöver sidan, logga ut och fortsätt med rätt konto eller länk.
common-foreign-form-title = Formuläret kunde inte tas emot
common-foreign-form-text = Formuläret var öppet för länge, sessionen byttes eller webbläsaren skickade ingen kaka. Ingenting sparades. Gå tillbaka till föregående sida, kopiera texten du skrev, ladda om sidan och skicka formuläret.
common-not-found-title = Sidan hittades inte
common-not-found-text = Adressen kan vara fel, eller så har sidan tagits bort. Kontrollera adressen eller fortsätt från startsidan.
common-method-title = Sidan kan inte öppnas så här
common-method-text = Adressen tar bara emot ett formulär, eller kan bara öppnas. Fortsätt från startsidan.
common-conflict-title = Uppgifterna har ändrats
common-conflict-text = Någon annan ändrade samma uppgifter medan du hade sidan öppen. Din ändring sparades inte. Gå tillbaka till föregående sida, ladda om den och se vad som har ändrats.
common-too-large-title = Formuläret är för stort
common-too-large-text = Formuläret hade mer text eller fler fält än tjänsten tar emot. Ingenting sparades. Gå tillbaka till föregående sida och förkorta texten.
common-unprocessable-title = Uppgifterna kunde inte sparas
common-unprocessable-text = Uppgifterna som skickades passar inte ihop. Gå tillbaka till föregående sida och kontrollera dem.
common-too-many-title = För många försök
common-too-many-text = {$minutes ->
    [one] Vänta en minut och försök igen.
   *[other] Vänta {$minutes} minuter och försök igen.
}
common-unavailable-title = Tjänsten svarade inte i tid
common-unavailable-text = Tjänsten är överbelastad, eller så svarar någon del av den inte. Försök igen om en minut. Kontrollera då om din senaste ändring sparades.
common-internal-title = Det är ett fel i tjänsten
common-internal-text = Felet har loggats. Försök igen. Om felet upprepas, ge respons och nämn koden nedan.
common-internal-id = Felets kod:
common-optional = (frivilligt)
common-error-word = Fel:
common-error-summary = {$count ->
    [one] Kontrollera 1 punkt
   *[other] Kontrollera {$count} punkter
}
common-copy = Kopiera
common-copy-what = raden
common-copied = Kopierat
common-change = Ändra
common-no-answer = Inget svar
common-step-done = (klart)
common-step-now = (nu)
common-erased = Innehållet har raderats efter utsatt tid
common-newer = Nyare
common-older = Äldre
common-previous = Föregående
common-next = Följande
common-suggestions = Förslag
common-suggestions-none = Inga förslag hittades. Skriv hela det officiella namnet.
