BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB

BBBB BBBB
BBBBB BBBBBBBBB BBBBBBBB gettext(u'Start a new version') BBBB gettext(u'Start the minimum set') BBBBBBBBBBBBB BBBBBBB
BBBBB BBBBBBBBB BBBBBBBB gettext(u'New version') BBBB gettext(u'Start') BBBBBBBBBBBBB BBBBBBB
BBBBB BBBBB
  BBBB BBBBBBBBBBBBBBBBBBBBBBB
    XXXX XXXXXXXXXXX XXXXX XXXXXXXX
      XX XXXXXXXXXXXXXXXXXXXX
      BB BBBBBBBB
        XXXX gettext(u'Start a new version from version %(number)s?') SSSSS S SSS SSSSSSS SSSS SSSSSSS SSSSSSSSSSSXXXXX
        XXXX
          XXXX gettext(u'Version %(number)s stays in force until the new one is approved.') SSSSSSS SSSSSSSSSS SSSSS SS SSSSS SSSSS SSS SSS SSS SS SSSSSSSSSXXXXX
          XXXX gettext(u'The draft is a copy: indicators, rows, owners, sources and scores.') XXXXX
          XXXX gettext(u"A row that you do not change keeps its owner's agreement. A row that you change asks the owner again.") XXXXX
        XXXXX
        XXXXX XXXXXXXXXXXXX XXXXXXXXXX
          BBBBBBBBBB
          XXXX XXXXXXXXXXXXXXXX
             _("Start the new version") 
            XX XXXXXXBBB BBBBBBBBBBBBBBBB BBBBXX gettext(u'Go back') XXXX
          XXXXXX
        XXXXXXX
      BBBB
        XXXX gettext(u'Start the minimum set') XXXXX
        XXX gettext(u'Say what your country is and how candidates are weighed. You can change both later.') XXXX
        XXXXX XXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXX XXXXXXXXXXX
          BBBBBBBBBB
          BBBBBBB BBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBB BBBB
          XXXX XXXXXXXXXXXXXXXX
             _("Start and score the candidates")  _("Saving...") 
            XX XXXXXXBBB BBBBBBBBBBBBBBBB BBBBXX gettext(u'Leave without starting') XXXX
          XXXXXX
        XXXXXXX
      BBBBB
    XXXXXX
  BBBBBBB
BBBBBBBB BBBBB
