BBBBBBB BBBBBBBBBBB

BBBB BBBBBBBBBBBB BBBB BBBBBB
BBBBB BBBBBBB BBBBBBB gettext(u'Error:')  BBBBB gettext(u'Check before you save')  X BBBBBBBB BBBBB
BBBBB BBBBBBXXXXX XXXXXXXXXXXXXXXX XXXXXXBBBBBB BBBBBBBBBBBBBBBBBBBXXBBBBBBBB BBBBBB
BBBBB BBBBBBBBBB
   _("Filled spreadsheet") 
BBBBBBBB BBBBBBBBBB
BBBBB BBBBBBB
  XXXX XXXXXXXXXXX XXXXXXX
    BBBBBBBBBBBB BBBBBBB
    BBB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BB BBBBBBBBB
    BB BBBBBBB
       ngettext(u'%(counter)s row of the file cannot be brought in. Nothing was saved: a file is brought in whole or not at all.', u'%(counter)s rows of the file cannot be brought in. Nothing was saved: a file is brought in whole or not at all.', count) SSSSSSSSSSS SSS SS SSS SSSS SSSSSS SS SSSSSSS SSS SSSSSSS SSS SSSSSS S SSSS SS SSSSSSS SS SSSSS SS SSS SS SSSSPPPPPPPPPPP PPPP PP PPP PPPP PPPPPP PP PPPPPPP PPP PPPPPPP PPP PPPPPP P PPPP PP PPPPPPP PP PPPPP PP PPP PP PPPP
      BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBB BBBB
    BBBBB
    BB BBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBB BBBBBBBBBBBB BBBBBBBBB
    XXXX gettext(u'Check before you save') XXXXX
    XXXXXXXXXXXXXX X  ngettext(u'%(counter)s row read', u'%(counter)s rows read', count) SSSSSSSSSSS SSS SSSSPPPPPPPPPPP PPPP PPPPXXXX
    XXX XXXXXXXXXXXXXXXXXXXXXX
      XXXXXXXXX gettext(u'New') XXXXXXXX XXXXXXXXXXXXXXFFFFFFXXXXXXXXXXX
      XXXXXXXXX gettext(u'Changed') XXXXXXXX XXXXXXXXXXXXXXFFFFFFXXXXXXXXXXX
      XXXXXXXXX gettext(u'Unchanged') XXXXXXXX XXXXXXXXXXXXXXFFFFFFXXXXXXXXXXX
      XXXXXXXXX gettext(u'Refused') XXXXXXXX XXXXXXXXXXXXXXFFFFFFXXXXXXXXXXX
    XXXXX
    BB BBBBBBB
      XXXXX XXXXXXXX gettext(u'Choose the mended file') XXXXXXXX
    BBBB BBBBB
      XXXXX XXXXXXXXXXXXX XXXXXXXXXX
        BBBBBBBBBB
        XXXX XXXXXXXXXXXXXXXX
           ngettext(u'Save %(counter)s data source', u'Save %(counter)s data sources', count) SSSS SSSSSSSSSSS SSSS SSSSSSPPPP PPPPPPPPPPP PPPP PPPPPPP
           _("Saving...") 
          XX XXXXXXXX gettext(u'Choose another file') XXXX
        XXXXXX
      XXXXXXX
    BBBB
       _("This file changes nothing: every row in it is saved already.")  _("Choose another file") 
    BBBBB
    BB BBBBBBB
      XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXXX gettext(u'Refused')  XFFFFFFXXXXXX
        XXXXXX XXXXXXXXXXX XXXXXXXXX
          XXXXXXXX XXXXXXXXXXXXXXXXXXXXX gettext(u'What is wrong, and what to do') XXXXXXXXXX
          XXXXXXX
            XXXX
              XXX XXXXXXXXXXXX gettext(u'Row') XXXXX
              XXX XXXXXXXXXXXX gettext(u'Source') XXXXX
              XXX XXXXXXXXXXXX gettext(u'What is wrong, and what to do') XXXXX
            XXXXX
          XXXXXXXX
          XXXXXXX
            BBB BBB BB BBBBBBB
              XXXX
                XXX XXXXXXXXXXXX gettext(u'Row %(number)s') SSS SSSSSSSSSSXXXXX
                XXX XXXXXXXXXXXX gettext(u'Source') X XXXXXXXXXXX _("without a name") XXXXX
                XXX XXXXXXXXXXXX gettext(u'What is wrong, and what to do') XX
                  XXXX
                    BBB BBBBB BB BBBBBBBBBB
                      XXXXBB BBBBBBBBBBBB gettext(u'Column %(column)s:') SSSSSS SSSSSSSSSSS BBBBB XXXXXXXXXXXX
                    BBBBBB
                  XXXXX
                XXXXX
              XXXXX
            BBBBBB
          XXXXXXXX
        XXXXXXXX
      XXXXXXXXXX
    BBBBB
    BB BBBBBBB
      XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXXX gettext(u'Changed')  XFFFFFFXXXXXX
        BBB BBB BB BBBBBBB
          XXXXXX XXXXXXXXXXX XXXXXXXXX
            XXXXXXXXX gettext(u'Row %(number)s: %(name)s, %(owner)s') SSS SSSSSSSSSSS SSSSSSSSS SSSSSSSSSXXXXXXXXXX
            XXXXXXX
              XXXX
                XXX XXXXXXXXXXXX gettext(u'Fact') XXXXX
                XXX XXXXXXXXXXXX gettext(u'Saved now') XXXXX
                XXX XXXXXXXXXXXX gettext(u'In the file') XXXXX
              XXXXX
            XXXXXXXX
            XXXXXXX
              BBB BBBBBB BB BBBBBBBBBBB
                XXXX
                  XXX XXXXXXXXXXXXXXXXX
                  XXX XXXXXXXXXXXX gettext(u'Saved now') X XXXXXXXXXXXXXXX XXXXXXXXXXX _("empty") XXXXX
                  XXX XXXXXXXXXXXX gettext(u'In the file') X XXXXXXXXXXXXXXX XXXXXXXXXXX _("empty") XXXXX
                XXXXX
              BBBBBB
            XXXXXXXX
          XXXXXXXX
        BBBBBB
      XXXXXXXXXX
    BBBBB
    BB BBB
      XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXX gettext(u'New')  XFFFFFFXXXXXX
        XXXX
          BBB BBB BB BBBXXXXXXXXXXXXXXXX  XXXXX XXXXXXXXXXXX XXXXXXX gettext(u'Row %(number)s') SSS SSSSSSSSSSXXXXXXXXXXXXBBBBBB
        XXXXX
      XXXXXXXXXX
    BBBBB
    BB BBBBBBBBB
      XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXXXXX gettext(u'Unchanged')  XFFFFFFXXXXXX
        XXXX
          BBB BBB BB BBBBBBBBBXXXXXXXXXXXXXXXX XXXXXBBBBBB
        XXXXX
      XXXXXXXXXX
    BBBBB
    BB BBBBBBB
      XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXXX gettext(u'Not in the file: they stay as they are')  XFFFFFFXXXXXX
        XXXX
          BBB BBBB BB BBBBBBBXXXXXXXXXXXXXXXXXXXXBBBBBB
        XXXXX
      XXXXXXXXXX
    BBBBB
  XXXXXX
BBBBBBBB BBBBBBB
