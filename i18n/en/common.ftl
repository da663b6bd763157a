### common
common-moment-zone = {$moment} Finnish time
