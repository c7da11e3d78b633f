BBBBBBB BBBBBBBBBBB

BBBB BBBB
BBBBB BBBBB gettext(u'Indicators') BBBBBBBB BBBBB
BBBBB BBBBBBB
  XXXX XXXXXXXXXXX XXXXXXXXXX
    BB BBB BBBB
      XXXX gettext(u'Indicators') XXXXX
      BBB BBBBBBBBBBBBBBBBBBBB BB BBBBBBBBBBBBB
       _("There are no indicators to read yet")  _("They come with the content of the site.")  _("Read the questions") 
    BBBB
      XXXXXXX XXXXXXXXXXXXXX
        XXXXXXXXX
        XX XXXXXXXXXXXXXXXXX
        XX XXXXXXXXXXXX XXXXXXX gettext(u'Version %(version)s') SSSSSSS SSSSSSSSSSSXXXX
      XXXXXXXXX
      XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXX gettext(u'List of indicators') XXXXX
         _("Show all indicators") 
        BB BBBBXXXXXXXBBBBB
        BB BBBB
          XXXXXX XXXXXXXXXXX XXXXXXXXX
            XXXXXXXX XXXXXXXXXXXXXXXXXXXXX gettext(u'Indicators of the catalogue') XXXXXXXXXX
            XXXXXXX
              XXXX
                XXX XXXXXXXXXXXX gettext(u'Indicator') XXXXX
                XXX XXXXXXXXXXXX gettext(u'Topic') XXXXX
                XXX XXXXXXXXXXXX gettext(u'Kind') XXXXX
                XXX XXXXXXXXXXXX gettext(u'Usual owner') XXXXX
                XXX XXXXXXXXXXXX gettext(u'How often') XXXXX
                XXX XXXXXXXXXXXX gettext(u'By sex') XXXXX
              XXXXX
            XXXXXXXX
            XXXXXXX
              BBB BBB BB BBBB
                XXXX
                  XXX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBXXXXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXXXXXXX
                  XXX XXXXXXXXXXXX gettext(u'Topic') XXXXXXX
                  XXX XXXXXXXXXXXX gettext(u'Kind') XXXXXXX
                  XXX XXXXXXXXXXXX gettext(u'Usual owner') XXXXXXX
                  XXX XXXXXXXXXXXX gettext(u'How often') XXXXXXX
                  XXX XXXXXXXXXXXX gettext(u'By sex') XXBB BBBBBBBBBBBBBBBBBBBB gettext(u'yes') BBBB gettext(u'no') BBBBBXXXXX
                XXXXX
              BBBBBB
            XXXXXXXX
          XXXXXXXX
        BBBB
           _("No indicator fits")  _("Take a filter away, or look for a part of a word only.")  _("Show all indicators") 
        BBBBB
      XXXXXXXXXX
      XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXX gettext(u'Packs: where to begin') XXXXX
        XXX gettext(u'A pack suits one kind of country. Most countries take from two or three.') XXXX
        XXX XXXXXXXXXXXXXX
          BBB BBB BB BBBBB
            XXXXX
              XXXXXX XXXXXXXXXXXXXXXXXXXXXXX
              XXXXXXXXX
            XXXXXX
          BBBBBB
        XXXXX
      XXXXXXXXXX
      XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXX gettext(u'Sources') XXXXX
        XXXXXXX
      XXXXXXXXXX
    BBBBB
  XXXXXX
BBBBBBBB BBBBBBB
