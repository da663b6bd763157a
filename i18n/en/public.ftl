### public
public-demo-mail = Mail of the demonstration
public-demo-mail-text = The demonstration sends no mail. These are the messages that the service would have sent, newest first.
public-demo-mail-none = There are no messages yet. A message appears here within seconds.
public-demo-mail-subject = Subject
public-demo-mail-to = Recipient
public-demo-mail-date = Date
public-demo-mail-attachments = Attachments
