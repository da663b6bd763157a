### public
public-demo-mail = Demonstrationens meddelanden
public-demo-mail-text = Demonstrationen skickar ingen e-post. Här är meddelandena som tjänsten skulle ha skickat, det nyaste först.
public-demo-mail-none = Det finns inga meddelanden ännu. Ett meddelande syns här inom några sekunder.
public-demo-mail-subject = Ämne
public-demo-mail-to = Mottagare
public-demo-mail-date = Datum
public-demo-mail-attachments = Bilagor
