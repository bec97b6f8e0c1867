"""Words that make a story, the news or a jest of a danger beside them."""

from __future__ import annotations

from ruby_fsm.understanding.phrase import words_in

# Said of nobody on the line.
FICTION = words_in(
    "movie movies film films show episode season series netflix novel book books chapter character"
    " characters plot scene actor actress song songs lyrics lyric album band game games gaming"
    " gamer podcast documentary zombie zombies anime manga comic comics theatre opera news article"
    " headline headlines newspaper statistics studies journalist celebrity celebrities fictional"
    " villain trailer simulator minecraft fortnite thriller drama soap tv television shakespeare"
    " romeo hamlet bible jesus sermon quote poem meme joke jokes essay lecture historical congress"
    " parliament president senator election military soldiers cartoon fanfic streamer"
)

# Light causes: beside one a passing phrase ("i want to die") is a manner of speaking.
LIGHT = words_in(
    "embarrassing embarrassed awkward cringe boring bored monday mondays headache hangover"
    " hungover cramps traffic spoilers spoiler cute adorable homework math maths algebra workout"
    " squats burpees lol lmao lmfao haha hahaha rofl jk kidding joking hilarious funny laughing"
    " delicious yummy humid spicy spreadsheet karaoke autocorrect typo sunburn sneezing hayfever"
    " concert commute jetlag jetlagged treadmill marathon"
)
