BBBBBBB BBBBBBBBBBB

BBBB BBBBBBBBBBBB BBBB BBBBBB
BBBBB BBBBB gettext(u'Minimum set of indicators')  X BBBBBBBB BBBBB
BBBBB BBBBBBXXXXX XXXXXXXXXXXXXXXX XXXXXXBBBBBB BBBBBBBBBBBBBXXBBBBBBBB BBBBBB
BBBBB BBBBBBB
  BBBB BBBBBBBBBBBBBBBBBBBBBBB
    XXXX XXXXXXXXXXX XXXXXXX
      BBBBBBBBBBBB BBBBBBB
      XXXX XXXXXXXXXXXXXXXXXX
        XXXXX
          XX XXXXXXXXXXXXXXXXXXXX
          XXXX gettext(u'Minimum set of indicators') XXXXX
          XX XXXXXXXXXXXXX gettext(u'Five to ten figures that the institutions agree on: what each one counts, from which source, and who answers for it.') XXXX
        XXXXXX
        BB BBBBB BBB BBBBBB BBB BBB BBBBB
          BBB BBBBBBBBBBBBBBBBBBBBBB BBBB BB BBBBBBBBB
           _("Start a new version") 
        BBBBB
      XXXXXX
      BB BBBBB
        XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
          XXX XXXXXXXXXXXXXXXXX gettext(u'Draft of version %(number)s') SSSSS SS SSSSSSS SSSSSSSSSSXXXXX
          BB BBBBB
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBB BBBB
          BBBBB
          XXX
             ngettext(u'%(counter)s indicator chosen.', u'%(counter)s indicators chosen.', count) SSSSSSSSSSS SSSSSSSSS SSSSSSSPPPPPPPPPPP PPPPPPPPPP PPPPPPP
            BB BBBBBBBBBBBBB
               ngettext(u'%(counter)s thing is missing before it can be approved.', u'%(counter)s things are missing before it can be approved.', count) SSSSSSSSSSS SSSSS SS SSSSSSS SSSSSS SS SSS SS SSSSSSSSSPPPPPPPPPPP PPPPPP PPP PPPPPPP PPPPPP PP PPP PP PPPPPPPPP
              BB BBBBBXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBB BBBBXX gettext(u'See what is missing') XXXXBBBBB
            BBBB
               gettext(u'Nothing is missing. It can be approved.') 
            BBBBB
          XXXX
          BBB BBB BB BBBBBBB
            BBB BBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBB BB BBBBBBBBB
             gettext(u'%(owner)s is asked to agree to %(code)s.') SSSSSSSSS SS SSSSS SS SSSSS SS SSSSSSSSS
             _("Read the row and agree") 
          BBBBBB
          XXXX XXXXXXXXXXXX
            BB BBBBB
               gettext(u'Go on: %(step)s') SS SSS SSSSSSSS
              BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBB BBBBBBBBBBBBBBBBBBBB BBBB
            BBBBB
            XX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBB BBBBXX gettext(u'Chosen indicators') XXXX
            XX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBB BBBBXX gettext(u'Agreement of the owners') XXXX
            XX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBXX gettext(u'Definition matrix of the draft') XXXX
          XXXXXX
        XXXXXXXXXX
      BBBB BBB BBBBBB
        BB BBBBB
          BBB BBBBBBBBBBBBBBBBBBBBBB BBBB BB BBBBBBBBB
          BBB BBBBBBBBBBBBBBBBBBBBBB BB BBBBBBBBBBBBB
           gettext(u'%(country)s has no minimum set yet') SSSSSSSSSSS SSS SS SSSSSSS SSS SSS
           _("It begins with the first six indicators and a profile of the country. Choosing takes one meeting, defining some weeks.")  _("Start the minimum set")  _("Read the catalogue of indicators") 
        BBBB
          BBB BBBBBBBBBBBBBBBBBBBBBB BB BBBBBBBBBBBBB
           gettext(u'%(country)s has no minimum set yet') SSSSSSSSSSS SSS SS SSSSSSS SSS SSS
           _("The coordinator or the country administrator starts it.")  _("Read the catalogue of indicators") 
        BBBBB
      BBBBB
      BB BBBBBB
        XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
          XXX XXXXXXXXXXXXXXXXX gettext(u'Version %(number)s, in force') SSSSSSS SSSSSSSSSSS SS SSSSSXXXXX
          XXX gettext(u'Approved on %(date)s by <bdi>%(who)s</bdi>.') SSSSSSSS SS SSSSSSSS SS SSSSSSSSSSSSSSSSSSSXXXX
          BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBB BBBB
          BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBB BBBBBBBBB BBBB
        XXXXXXXXXX
      BBBBB
      BB BBBBBBB
        XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
          XXX XXXXXXXXXXXXXXXXXXX gettext(u'Earlier versions') XXXXX
          XXXX
            BBB BBB BB BBBBBBB
              XXXX
                XX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBXX gettext(u'Version %(number)s') SSSSSSS SSSSSSSSSSXXXXX
                 gettext(u'approved on %(date)s by <bdi>%(who)s</bdi>') SSSSSSSS SS SSSSSSSS SS SSSSSSSSSSSSSSSSSS
              XXXXX
            BBBBBB
          XXXXX
        XXXXXXXXXX
      BBBBB
    XXXXXX
  BBBBBBB
BBBBBBBB BBBBBBB
