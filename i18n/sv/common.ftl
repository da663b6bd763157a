### common
common-moment-zone = {$moment} finsk tid
