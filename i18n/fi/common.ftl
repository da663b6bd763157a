### common
common-moment-zone = {$moment} Suomen aikaa
