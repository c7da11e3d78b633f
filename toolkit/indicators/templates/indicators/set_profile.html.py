BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB

BBBB BBBB
BBBBB BBBBBBB gettext(u'Profile and weights') BBBBBBBB BBBBBBB
BBBBB BBBBBBB gettext(u'Profile and weights') BBBBBBBB BBBBBBB
BBBBB BBBBB
  XXXX XXXXXXXXXXX XXXXX XXXXXXXX
    XXXX gettext(u'Profile and weights') XXXXX
    XXX gettext(u'The profile decides which candidates are suggested. The weights decide how much each question counts in a score.') XXXX
    BB BBBBBB
      XXX gettext(u'Weights as the other person has saved them:')  FFFFFFF FXXXX
    BBBBB
    XXXXX XXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXX XXXXXXXXXXX
      BBBBBBBBBB
      BBBBBBB BBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBB BBBB
      XXXX XXXXXXXXXXXXXXXX
         _("Save profile and weights")  _("Saving...") 
        XX XXXXXXBBB BBBBBBBBBBBBBBBB BBBBBBBBBBXX gettext(u'Leave without saving') XXXX
      XXXXXX
    XXXXXXX
  XXXXXX
BBBBBBBB BBBBB
