BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB

BBBB BBBB
BBBBB BBBBBBBBBBBBBBB BBBBBBB
BBBBB BBBBBBBXXXXXXXXXXXBBBBBBBB BBBBBBB
BBBBB BBBBB
  BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBB BBBB
  XXXX XXXXXXXXXXXXXXX XXXXXXXXXX
    XXXX XXXXXXXXXXXX XXXXXXXX
      XX XXXXXXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBXX gettext(u'Chosen indicators') XXXX X XXXXXXXXXXX X XXXX
      XXXXXXXXX
      BB BBBBB
         _("The catalogue's words stand in the field. Nothing is saved yet: change them to fit your country, then save.") 
      BBBBB
      XXXXX XXXXXXXXXXXXX XXXXXXXX XXXXXXXXXXXXX XXXXXXXXX XXXXXXXXXXX
        BBBBBBBBBB
        
        
        XXXXXXX XXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXX gettext(u'Save this row') XXXXXXXXX
        BBB BBBBB BB BBBBBBB
          XXXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBB BBBB
            BB BBBBBBBBBB BB BBBBBBBBB BBB BBBBBBBBBB
              XXX gettext(u'The inventory is empty.')  XX XXXXXXBBB BBBBBBBBBBBBBBBBBBBB BBBBBBBBBBXX gettext(u'Add a source to the inventory first') XXXXXXXX
            BBBBB
            BB BBBBBBBBBBBBBBBBBBB
              XXXX XXXXXXXXXXXXXXXXXXX
                XX XXXXXXXXXXXX XXXXXXX gettext(u'The catalogue says:') XXXX
                XXXX XXXXXXXXXXXXXXFFFFFFFFFFXXXXXX
                XXXXXXX XXXXXXXXXXXXX XXXXXXXXX XXXXXXXX XXXXXXXXXXX XXXXXXXXX gettext(u'Take over from the catalogue') XXXXX XXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXX
              XXXXXX
            BBBBB
          XXXXXX
        BBBBBB
        XXXX XXXXXXXXXXXXXXXX
          BB BBBBB
             gettext(u'Save and go to %(code)s') SSSS SSS SS SS SSSSSSSS
             _("Saving...") 
             _("Save this row") 
          BBBB
             _("Save this row")  _("Saving...") 
          BBBBB
          XX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBXX gettext(u'Leave without saving') XXXX
        XXXXXX
      XXXXXXX
    XXXXXX
    XXXXXX XXXXXXXXXXXX XXXXXXXXX XXXXXXXXXXXX gettext(u'About this indicator') XX
      BB BBBBBBBBBBBBBBB
        XXX gettext(u'The row is complete: the indicator counts.') XXXX
      BBBB
        XXXX XXXXXXXXXXXXXX
          XXX XXXXXXXXXXX gettext(u'Missing before it counts') XXXXX
          XXXX
            BBB BBB BB BBBBBBBBBBBXXXXXX XXXXXXXXXXXXXXXXXBBBBBB
          XXXXX
        XXXXXX
      BBBBB
      BB BBBBBBBBBBBBBBBBBBBB
        XXX gettext(u'<bdi>%(owner)s</bdi> agreed to this row on %(date)s. A change asks the owner again.') SSSSSSSSSSSSSSSSSSSS SSSSSS SS SSSS SSS SS SSSSSSSSS S SSSSSS SSSS SSS SSSSS SSSSSSXXXX
      BBBBB
      XXX XXXXXXXXXXX gettext(u'How to check the figure') XXXXX
      XXXXXXX
      XXX XXXXXXXXXXX gettext(u'What goes wrong') XXXXX
      FFFFFFFFFF
      XXX XXXXXXXXXXX gettext(u'Usual owner') XXXXX
      XXXXXXX
      XXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBB BBBBBBBBXX gettext(u'The whole entry of the catalogue') XXXXXXXX
    XXXXXXXX
  XXXXXX
BBBBBBBB BBBBB
