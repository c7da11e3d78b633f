BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB

BBBB BBBBBBBBBB BBBB
BBBBB BBBBBBB gettext(u'Agreement of the owners') BBBBBBBB BBBBBBB
BBBBB BBBBBBB gettext(u'Agree') BBBBBBBB BBBBBBB
BBBBB BBBBB
  XXXX XXXXXXXXXXXXXXXXXX
    XXXXX
      XXXX gettext(u'Agreement of the owners') XXXXX
      XX XXXXXXXXXXXXX gettext(u'The focal point of the owner agrees to the row as it reads. A later change asks again.') XXXX
    XXXXXX
    BB BBBBB BBB BBBBB
      XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBBBBBB BBBBBBBBBBXX
        BBBBBBBBBB
         _("Ask the owners to agree")  _("Sending...") 
      XXXXXXX
    BBBBB
  XXXXXX
  BB BBBBBBBBBB
    XXXXXX XXXXXXXXXXX XXXXXXXXX
      XXXXXXXX XXXXXXXXXXXXXXXXXXXXX gettext(u'Which owner has agreed to which row') XXXXXXXXXX
      XXXXXXX
        XXXX
          XXX XXXXXXXXXXXX gettext(u'Indicator') XXXXX
          XXX XXXXXXXXXXXX gettext(u'Owner') XXXXX
          XXX XXXXXXXXXXXX gettext(u'Agreement') XXXXX
          XXX XXXXXXXXXXXX gettext(u'What to do') XXXXX
        XXXXX
      XXXXXXXX
      XXXXXXX
        BBB BBB BB BBBBBBBBBB
          XXXX
            XXX XXXXXXXXXXXX XXXXX XXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
            XXX XXXXXXXXXXXX gettext(u'Owner') XXBB BBBBBBBBBBBBBBBBXXXXXXXXXXXBBBB gettext(u'no owner') BBBBBXXXXX
            XXX XXXXXXXXXXXX gettext(u'Agreement') XX
              BB BBBBBBBBBBBBB
                BBBB BBBBBB BBB BBBBBB  gettext(u'<bdi>%(name)s</bdi>, %(date)s') SSSSSSSSSSSSSSSSSSSS SSSSSSSS
              BBBB BBBBBBBBBBB
                 gettext(u'<bdi>%(name)s</bdi> agreed on %(date)s; the row has changed since') SSSSSSSSSSSSSSSSSSS SSSSSS SS SSSSSSSSS SSS SSS SSS SSSSSSS SSSSS
              BBBB
                 gettext(u'not yet') 
              BBBBB
            XXXXX
            XXX XXXXXXXXXXXX gettext(u'What to do') XX
              BB BBBBBBBBBBBBBBB
                XX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBB BBBBBBBBXX
                  BB BBBBBBBBBBBBB gettext(u'Read the row') BBBB BBBBBBBBBBBBBBBBBBB BB BBB gettext(u'Read the row and agree') BBBB BBBBB gettext(u'Record an agreement on paper') BBBB gettext(u'Read the row') BBBBBXXXXX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX
              BBBB BBBBB
                XX XXXXXXBBB BBBBBBBBBBBBBBBBBBBB BBBBBBBBBB BBBBBBBBXX gettext(u'Complete the row first') XXXXX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX
              BBBB
                 gettext(u'the row is not complete yet') 
              BBBBB
            XXXXX
          XXXXX
        BBBBBB
      XXXXXXXX
    XXXXXXXX
    BB BBBBB BBB BBB BBBBBBBBBBBBB
      XXX gettext(u'Every owner has agreed.')  XX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBXX gettext(u'Next: approve the set') XXXXXXXX
    BBBBB
  BBBB
    XXX gettext(u'No indicator is chosen yet.') XXXX
  BBBBB
BBBBBBBB BBBBB
