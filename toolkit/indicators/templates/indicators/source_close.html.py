BBBBBBB BBBBBBBBBBB

BBBB BBBBBBBBBBBB BBBB
BBBBB BBBBB gettext(u'Mark as no longer kept')  X BBBBBBBB BBBBB
BBBBB BBBBBBBBBB
   _("No longer kept") 
BBBBBBBB BBBBBBBBBB
BBBBB BBBBBBB
  XXXX XXXXXXXXXXX XXXXXXX
    BBBBBBBBBBBB BBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBB BBBB
     gettext(u'Mark “%(name)s” as no longer kept?') SSSS SSSSSSSSSS SS SS SSSSSS SSSSS
    XXXXXXXXX
    XXXX
      XXXX gettext(u'It leaves the list, the picture and the files.') XXXXX
      XXXX gettext(u'Everything that is written of it stays, and it can be opened again.') XXXXX
      XXXX gettext(u'Indicators of the minimum set that name it need another source.') XXXXX
    XXXXX
    XXXXX XXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXX XXXXXXXXXXX
      BBBBBBBBBB
      BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBB BBBB
      XXXX XXXXXXXXXXXXXXXX
         _("Mark it as no longer kept") 
        XX XXXXXXBBB BBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBXX gettext(u'Go back') XXXX
      XXXXXX
    XXXXXXX
  XXXXXX
BBBBBBBB BBBBBBB
