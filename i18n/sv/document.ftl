### document
