BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB

BBBB BBBB
BBBBB BBBBBBB gettext(u'Approve the minimum set') BBBBBBBB BBBBBBB
BBBBB BBBBBBB gettext(u'Approve') BBBBBBBB BBBBBBB
BBBBB BBBBB
  XXXX XXXXXXXXXXXX XXXXXXXX
    BB BBBBBBBBBBBBB
      BB BBBBBBBBBBBBB
         _("The set cannot be approved yet. Nothing was changed.") 
      BBBBB
      XXXX ngettext(u'%(counter)s thing is missing before the set can be approved', u'%(counter)s things are missing before the set can be approved', count) SSSSSSSSSSS SSSSS SS SSSSSSS SSSSSS SSS SSS SSS SS SSSSSSSSPPPPPPPPPPP PPPPPP PPP PPPPPPP PPPPPP PPP PPP PPP PP PPPPPPPPXXXXX
      XXX XXXXXXXXXXXXXXXXXXXXX
        BBB BBB BB BBBBBBBBBBBBBXXXXXX XXXXXXXXXXXXXXXXXBBBBBB
      XXXXX
      XXXXX XXXXXXBBB BBBBBBBBBBBBBBBB BBBBBBBBBBXX gettext(u'Go back') XXXXXXXX
    BBBB
      XXXX gettext(u'Approve version %(number)s of the minimum set') SSSSSSS SSSSSSS SSSSSSSSSS SS SSS SSSSSSS SSSXXXXX
      XXXX
        XXXX ngettext(u'It has %(counter)s indicator; its owner has agreed.', u'It has %(counter)s indicators; every owner has agreed.', count) SS SSS SSSSSSSSSSS SSSSSSSSSS SSS SSSSS SSS SSSSSSSPP PPP PPPPPPPPPPP PPPPPPPPPPP PPPPP PPPPP PPP PPPPPPPXXXXX
        XXXX gettext(u'It is frozen as it reads now. Later changes need a new version.') XXXXX
        XXXX gettext(u'The version in force before, if there is one, is replaced and stays readable.') XXXXX
      XXXXX
      XXXXX XXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXX XXXXXXXXXXX
        BBBBBBBBBB
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBB BBBB
        XXXX XXXXXXXXXXXXXXXX
           _("Approve and freeze this version") 
          XX XXXXXXBBB BBBBBBBBBBBBBBBB BBBBBBBBBBXX gettext(u'Go back') XXXX
        XXXXXX
      XXXXXXX
    BBBBB
    BB BBBBBBBBBBBB
      XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXX XXXXXXXXXXXXXXXXXX gettext(u'Better named before the set is made public') XXXXX
        XXX gettext(u'The set can be approved without these. Readers will ask for them.') XXXX
        XXXX
          BBB BBB BB BBBBBBBBBBBBXXXXXX XXXXXXXXXXXXXXXXXBBBBBB
        XXXXX
      XXXXXXXXXX
    BBBBB
  XXXXXX
BBBBBBBB BBBBB
