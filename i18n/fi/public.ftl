### public
public-demo-mail = Esittelyn viestit
public-demo-mail-text = Esittely ei lähetä sähköpostia. Tässä ovat viestit, jotka palvelu olisi lähettänyt, uusin ensin.
public-demo-mail-none = Viestejä ei vielä ole. Viesti ilmestyy tähän muutamassa sekunnissa.
public-demo-mail-subject = Aihe
public-demo-mail-to = Vastaanottaja
public-demo-mail-date = Päiväys
public-demo-mail-attachments = Liitteet
