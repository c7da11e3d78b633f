BBBBBBB BBBBBBBBBBB

BBBB BBBB
BBBBB BBBBBBBBBBBBB BBBBB
BBBBB BBBBBBBBBB
  XXXX XXXXXXXXXXXXXXXXX XXXXX XXXXXXXXXXXX gettext(u'You are here') XX
    XXXX
      XXX XXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBXX gettext(u'Indicators') XXXXXXXXX
      XXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
    XXXXX
  XXXXXX
BBBBBBBB BBBBBBBBBB
BBBBB BBBBBBB
  XXXX XXXXXXXXXXX XXXXXXXX XXXXXXX XXXXXXXXX
    XXXX XXXXXXXXXXX XXXXXXXXXX
      XXXXXXX XXXXXXXXXXXXXX
        XX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXXXXXXXX
        BB BBB BBBBBBBBBBBBBBBBBBB
           _("This indicator is no longer in the catalogue. It is kept because sets of countries hold it.") 
        BBBBB
        XX XXXXXXXXXXXXXXXXX
      XXXXXXXXX
      XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXX gettext(u'What it is') XXXXX
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBB BBBB
        BB BBBBB
          XXX
             gettext(u'In these packs:') 
            BBB BBBB BB BBBBBXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBXXXXXXXXXXXXBB BBB BBBBBBBBBBBB X BBBBBBBBBBB
          XXXX
        BBBBB
      XXXXXXXXXX
      XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXXXX gettext(u'Where it goes wrong') XXXXX
        XXXX
          BBB BBBBBBB BB BBBBBBBBXXXXXXXXXBBBBBB
        XXXXX
         _("How to check it") 
      XXXXXXXXXX
      BB BBBBBBB
        XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
          XXX XXXXXXXXXXXXXXXXXXX gettext(u'Sources of %(country)s on this topic') SSSSSSS SS SSSSSSSSSSS SS SSSS SSSSSXXXXX
          BB BBBBBBB
            XXXX
              BBB BBBBBB BB BBBBBBB
                XXXXXX XXXXXXXXXXXXXXXXXXXXXXXX XXXXX
              BBBBBB
            XXXXX
          BBBB
            XXX gettext(u'No data source of the inventory is on this topic.')  XX XXXXXXXX gettext(u'Open the inventory') XXXXXXXX
          BBBBB
        XXXXXXXXXX
      BBBBB
      XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXXXXX gettext(u'Structure of its figures') XXXXX
        BB BBBBBBBBBBBB
          XXXXXX XXXXXXXXXXX XXXXXXXXX
            XXXXXXXXX gettext(u'What is particular to this indicator') XXXXXXXXXX
            XXXXXXX
              XXXX
                XXX XXXXXXXXXXXX gettext(u'Concept') XXXXX
                XXX XXXXXXXXXXXX gettext(u'Role') XXXXX
                XXX XXXXXXXXXXXX gettext(u'Meaning here') XXXXX
              XXXXX
            XXXXXXXX
            XXXXXXX
              BBB BBB BB BBBBBBBBBBBB
                XXXX
                  XXX XXXXXXXXXXXXXXXXXXXXXXXXXXXX
                  XXX XXXXXXXXXXXX gettext(u'Role') XXXXXXX
                  XXX XXXXXXXXXXXX gettext(u'Meaning here') XXXXXXX
                XXXXX
              BBBBBB
            XXXXXXXX
          XXXXXXXX
        BBBB
          XXX gettext(u'It has the common structure and nothing beside it.') XXXX
        BBBBB
        XXXXXXXX XXXXXXXXXXXXXXXX
          XXXXXXXXX gettext(u'The structure that all indicators share') XXXXXXXXXX
          XXXX XXXXXXXXXXXXXXXXXXXXX
            XXXXXX XXXXXXXXXXX XXXXXXXXX
              XXXXXXXX XXXXXXXXXXXXXXXXXXXXX gettext(u'The structure that all indicators share') XXXXXXXXXX
              XXXXXXX
                XXXX
                  XXX XXXXXXXXXXXX gettext(u'Concept') XXXXX
                  XXX XXXXXXXXXXXX gettext(u'Role') XXXXX
                  XXX XXXXXXXXXXXX gettext(u'Rule and codes') XXXXX
                XXXXX
              XXXXXXXX
              XXXXXXX
                BBB BBB BB BBBBBBBBB
                  XXXX
                    XXX XXXXXXXXXXXXXXXXXXXXXXXXXXXX
                    XXX XXXXXXXXXXXX gettext(u'Role') XXXXXXX
                    XXX XXXXXXXXXXXX gettext(u'Rule and codes') XX
                      
                      BB BBBBBBBBXXXX gettext(u'Here: %(meaning)s') SSSSS SSSSSSSSSSSBBBBB
                      BB BBBBBBBBBXXXXBBB BBB BB BBBBBBBBBXXXXXXXXXXXXXXX XXXXXBBBBBBXXXXXBBBBB
                    XXXXX
                  XXXXX
                BBBBBB
              XXXXXXXX
            XXXXXXXX
          XXXXXX
        XXXXXXXXXX
      XXXXXXXXXX
      XXXX XXXXXXXXXXX XXXXXXXXXXXX gettext(u'Neighbours in the catalogue') XX
        BB BBBBBBBBXX XXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBB BBBBBBBBXX gettext(u'Before: %(code)s') SSSSSSS SSSSSSSSXXXXBBBBB
        BB BBBBXX XXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBB BBBBXX gettext(u'After: %(code)s') SSSSSS SSSSSSSSXXXXBBBBB
      XXXXXX
    XXXXXX
  XXXXXX
BBBBBBBB BBBBBBB
