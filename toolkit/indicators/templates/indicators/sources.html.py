BBBBBBB BBBBBBBBBBB

BBBB BBBBBBBBBBBB BBBB BBBBBB
BBBBB BBBBB gettext(u'Data sources')  X BBBBBBBB BBBBB
BBBBB BBBBBBXXXXX XXXXXXXXXXXXXXXX XXXXXXBBBBBB BBBBBBBBBBBBBBBBBBBXXBBBBBBBB BBBBBB
BBBBB BBBBBBB
  XXXX XXXXXXXXXXX XXXXXXX
    BBBBBBBBBBBB BBBBBBB
    XXXX XXXXXXXXXXXXXXXXXX
      XXXXX
        XX XXXXXXXXXXXXXXXXXXXX
        XXXX gettext(u'Data sources') XXXXX
        XX XXXXXXXXXXXXX gettext(u'What is collected and shared: where, when, why, how and by whom.') XXXX
      XXXXXX
      BB BBBBBBB
        BBB BBBBBBBBBBBBBBBBBBBBBBB BBBB BB BBBBBBB
         _("Add a data source") 
      BBBBB
    XXXXXX
    BBB BBBBBB BB BBBB
      BBB BBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBB BB BBBBBBBB
       gettext(u'%(owner)s is no longer in the network and still owns “%(name)s”.') SSSSSSSSS SS SS SSSSSS SS SSS SSSSSSS SSS SSSSS SSSS SSSSSSSSSSS
       _("Open this source") 
    BBBBBB
    BB BBBBBBBB
      BB BBBBBBB
        BBB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BB BBBBBBBBBB
         _("The inventory is empty")  _("Begin with the register that you use most. Ten minutes are enough for one source; what you do not know yet stays empty.")  _("Add a data source")  _("Bring in a spreadsheet") 
      BBBB
        BBB BBBBBBBBBBBBBBBBBBBBBB BB BBBBBBBBBBBBB
         _("The inventory is empty")  _("The coordinator and the focal points of the institutions fill it.")  _("Read the catalogue of indicators") 
      BBBBB
    BBBB
      BB BBBBBBB
        XXX
          
          BB BBBBBBBBBB
          XX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBBB BBBBXX gettext(u'See sources by topics') XXXX
        XXXX
      BBBBB
       _("Show all sources still kept") 
      BB BBBBBB
        XXXXXX XXXXXXXXXXX XXXXXXX XXXXXXXXXXX
          XXXXXXXX XXXXXXXXXXXXXXXXXXXXX gettext(u'Data sources of %(country)s by owner') SSSS SSSSSSS SS SSSSSSSSSSS SS SSSSSXXXXXXXXXX
          XXXXXXX
            XXXX
              XXX XXXXXXXXXXXX gettext(u'Source') XXXXX
              BB BBBBBXXX XXXXXXXXXXXX gettext(u'Kind') XXXXXBBBBB
              XXX XXXXXXXXXXXX gettext(u'Topics') XXXXX
              BB BBBBB
                XXX XXXXXXXXXXXX gettext(u'Updated') XXXXX
                XXX XXXXXXXXXXXX gettext(u'Filled in') XXXXX
              BBBBB
            XXXXX
          XXXXXXXX
          BBB BBBBB BB BBBBBB
            XXXXXXX
              XXX XXXXXXXXXXXXXX
                XXX XXXXXXXXXXXXXXXX XXXXXXXXXBB BBBBBXBBBBXBBBBBXXXXXXX
              XXXXX
              BBB BBB BB BBBBBBBBBB
                XXXX
                  XXX XXXXXXXXXXXXBB BBBBBXX XXXXXXBBB BBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBXXXXXXXXXXXXXXXXXBBBBXXXXXXXXXXXBBBBBXXXXX
                  BB BBBBBXXX XXXXXXXXXXXX gettext(u'Kind') XXXXXXXBBBBB
                  XXX XXXXXXXXXXXX gettext(u'Topics') XX _("none named") XXXXX
                  BB BBBBB
                    XXX XXXXXXXXXXXX gettext(u'Updated') XX _("not filled in") XXXXX
                    XXX XXXXXXXXXXXX gettext(u'Filled in') XXXXXXX
                  BBBBB
                XXXXX
              BBBBBB
            XXXXXXXX
          BBBBBB
        XXXXXXXX
      BBBB
         _("No data source fits")  _("Take a filter away, or look for a part of a word only.")  _("Show all sources still kept") 
      BBBBB
      BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBB BBBBBBBBBBBBBBB BBBBBBBBBBB BBBB
    BBBBB
    BB BBBBB
      XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXX XXXXXXXXXXXXXXXXX gettext(u'As a file') XXXXX
        XXXX
          BB BBB BBBBBBBB
            XXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBB BBBBX XXXXXXXXX gettext(u'Download the inventory (XLSX)') XXXXXXXXX
            XXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBB BBBBX XXXXXXXXX gettext(u'Download the inventory (PDF)') XXXXXXXXX
          BBBBB
          XXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBBX XXXXXXXXX gettext(u'Download an empty form (XLSX)') XXXXXXXXX
          BB BBBBBBBXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBBXX gettext(u'Bring in a filled spreadsheet') XXXXXXXXXBBBBB
        XXXXX
      XXXXXXXXXX
    BBBBB
    XXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBXX gettext(u'The catalogue of indicators') XXXXXXXX
  XXXXXX
BBBBBBBB BBBBBBB
