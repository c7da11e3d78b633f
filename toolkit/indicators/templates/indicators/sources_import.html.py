BBBBBBB BBBBBBBBBBB

BBBB BBBBBBBBBBBB BBBB
BBBBB BBBBB gettext(u'Bring in a filled spreadsheet')  X BBBBBBBB BBBBB
BBBBB BBBBBBBBBB
   _("Filled spreadsheet") 
BBBBBBBB BBBBBBBBBB
BBBBB BBBBBBB
  XXXX XXXXXXXXXXX XXXXXXX
    BBBBBBBBBBBB BBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBB BBBB
    XX XXXXXXXXXXXXXXXXXXXX
    XXXX gettext(u'Bring in a filled spreadsheet') XXXXX
    XXX gettext(u'The whole file is checked. You see what would change before anything is saved. A source that is not in the file stays as it is.') XXXX
    XXXX
      XXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBBX XXXXXXXXX gettext(u'Download an empty form (XLSX)') XXXX  gettext(u'or')  XX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBB BBBBX XXXXXXXXX gettext(u'download the inventory as it is (XLSX)') XXXXXXXXX
      XXXX gettext(u'Fill it in and save it.') XXXXX
      XXXX gettext(u'Choose it here.') XXXXX
    XXXXX
    XXXXX XXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXX XXXXXXXXXXX
      BBBBBBBBBB
       _("XLSX or CSV") 
      XXXX XXXXXXXXXXXXXXXX
         _("Check the file")  _("Checking...") 
        XX XXXXXXBBB BBBBBBBBBBBBBBBBBBBB BBBBXX gettext(u'Back to the data sources') XXXX
      XXXXXX
    XXXXXXX
  XXXXXX
BBBBBBBB BBBBBBB
