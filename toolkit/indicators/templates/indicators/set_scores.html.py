BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB

BBBB BBBB
BBBBB BBBBBBB gettext(u'Score the candidates') BBBBBBBB BBBBBBB
BBBBB BBBBBBB gettext(u'Score') BBBBBBBB BBBBBBB
BBBBB BBBBB
  XXXX gettext(u'Score the candidates') XXXXX
  XX XXXXXXXXXXXXXXX gettext(u'Score what you know from 1 (poor) to 5 (very good), best together in the working group. What you leave open is kept open: a candidate with an open score has no place in the ranking, but can be chosen all the same.') XXXX
  BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBB BBBB
  XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
    XXX XXXXXXXXXXXXXXXXXXX gettext(u'Ranking') XXXXX
    BB BBBBBBBBBBBBB
      XXXXXX XXXXXXXXXXX XXXXXXX XXXXXXXXX
        XXXXXXXXX gettext(u'Candidates by score, from 1 to 5; the dot is the score') XXXXXXXXXX
        XXXXXXX
          XXXX
            XXX XXXXXXXXXXXX gettext(u'Candidate') XXXXX
            XXX XXXXXXXXXXX XXXXXXXXXX gettext(u'Place') XXXXX
            XXX XXXXXXXXXXX XXXXXXXXXXXXXXXXXXX gettext(u'From 1 to 5') XXXXX
            XXX XXXXXXXXXXX XXXXXXXXXX gettext(u'Score') XXXXX
            XXX XXXXXXXXXXXX gettext(u'In the set') XXXXX
          XXXXX
        XXXXXXXX
        XXXXXXX
          BBB BBBB BB BBBBBBBBBBBBB
            XXXX
              XXX XXXXXXXXXXXX XXXXX XXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
              XXX XXXXXXXXX XXXXXXXXXXXX gettext(u'Place') XXXXXXX
              XXX XXXXXXXXXXXXXXXXXXXBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBB BBBBXXXXX
              XXX XXXXXXXXX XXXXXXXXXXXX gettext(u'Score') XXXXXXX
              XXX XXXXXXXXXXXX gettext(u'In the set') XXBB BBBBBBBBBBB gettext(u'chosen') BBBB gettext(u'no') BBBBBXXXXX
            XXXXX
          BBBBBB
        XXXXXXXX
      XXXXXXXX
      XXXXXXXX XXXXXXXXXXXXXXXX
        XXXXXXXXX gettext(u'How was this computed?') XXXXXXXXXX
        XXXX XXXXXXXXXXXXXXXXXXX XXXXXXX
          XXX gettext(u'Each score is multiplied by the weight of its question, and the products are added. A candidate with one open score is left out. Equal scores share a place.') XXXX
          XXX gettext(u'Weights:')  FFFFFFF FX XX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBXX gettext(u'Change the weights') XXXXXXXX
          XXXX
            BBB BBBB BB BBBBBBBBBBBBB
              XXXXXXXXXXXXXXXX XXXXX X XXXXXXXXXXX
            BBBBBB
          XXXXX
        XXXXXX
      XXXXXXXXXX
    BBBB
      XXX gettext(u'No candidate is scored in full yet.') XXXX
    BBBBB
    BB BBBBBBBBBBBBXX XXXXXXXXXXXXXXXXXXBBBBB
  XXXXXXXXXX
  XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
    XXX XXXXXXXXXXXXXXXXXX gettext(u'Scores') XXXXX
    XXXXX XXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXX XXXXXXXXXXX
      BBBBBBBBBB
      XXXXXX XXXXXXXXXXX XXXXXXX XXXXXXXX
        XXXXXXXXX gettext(u'Scores from 1 to 5; low cost: 5 costs next to nothing') XXXXXXXXXX
        XXXXXXX
          XXXX
            XXX XXXXXXXXXXXX gettext(u'Candidate') XXXXX
            BBB BBB BB BBBBBBBBXXX XXXXXXXXXXXXFFFFFFFFXXXXXBBBBBB
          XXXXX
        XXXXXXXX
        XXXXXXX
          BBB BBBBBBBBBB BBBBBBB BBBB BB BBBBBBBBB
            XXXX
              XXX XXXXXXXXXXXX
                XX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBXXXXXX
                XXXXX XXXXXXXXXXXX XXXXXXXXXXXXXXXXXX X XXXXXXX
                
              XXXXX
              BBB BBBBBBBBBB BBBBB BB BBBBBB
                XXX XXXXXXXXXXXXBB BBBBBBBBBBBB XXXBBBBBXX
                  XXXXXX XXXXXXXXXXXXXXXXXXX XXXXXXXFFFFFFFFXXXXX XXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXX
                  
                  BB BBBBBBBBBBBBXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXX gettext(u'Error:') XXXXXXX FFFFFF FXXXXBBBBB
                XXXXX
              BBBBBB
            XXXXX
          BBBBBB
        XXXXXXXX
      XXXXXXXX
      XXXX XXXXXXXXXXXXXXXX
         _("Save the scores and choose")  _("Saving...") 
         _("Save the scores") 
        XX XXXXXXBBB BBBBBBBBBBBBBBBB BBBBBBBBBBXX gettext(u'Leave without saving') XXXX
      XXXXXX
    XXXXXXX
  XXXXXXXXXX
BBBBBBBB BBBBB
