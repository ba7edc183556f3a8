"""Lists of words that tell names of places from others; none is part of the coding scheme."""

from __future__ import annotations

from dateline.text.number_words import word_set

ENDINGS = word_set(
    "based wide born backed led held area area's controlled run style trained bound elect educated dominated "
    "made majority supported sponsored occupied administered ruled funded owned registered flagged linked"
)
"""Last parts of compounds whose first part is a name: "Seattle-based"."""

LINKS = word_set("de del della da do dos das di du la las le les el al ez bin ibn bint e i y sur upon on the ul")
"""Small words inside names: "Rio de Janeiro"."""

OF_HEADS = word_set(
    "Isle Isles Gulf Bay Cape Horn Strait Straits Republic Sea Lake Mount Valley Port Bank Kingdom Emirate "
    "City Province County District Town Village Church Tomb Tower Palace Cathedral House Houses Mosque State"
)
"""Words that go on over "of" within a name: "Gulf of Aden"."""

STARTERS = word_set(
    "The A An In On At It He She They We I You But And Or So If As By For From Of To With Without After "
    "Before During When While Where Who What Why How That This These Those There Then Than Since Until "
    "Because Although Though Despite However Meanwhile Also Still Yet Even Only Just Both Each Every Some Any "
    "Many Most Much More Several Few All No Not None One Two Three Four Five Six Seven Eight Nine Ten Eleven "
    "Twelve His Her Hers Its Their Our My Your Him Them Us About Above Across Against Along Among Around "
    "Behind Below Between Beyond Down Inside Into Near Off Onto Out Outside Over Past Through Toward Towards "
    "Under Up Upon Via Within Amid Earlier Later Last Next Now Today Tomorrow Yesterday Here Once Other "
    "Others Another Such Same Is Are Was Were Be Been Has Have Had Do Does Did Will Would Can Could May Might "
    "Must Should According Following Police Officials Witnesses Authorities Residents Militants Rebels Troops "
    "Soldiers Gunmen Asked Speaking Nearly Almost Least Dozens Hundreds Thousands Scores Islamist Islamists "
    "Muslim Muslims Christian Christians Jewish Jews Sunni Shia Shiite Arab Arabs God Allah Photo Image Video "
    "Read Related Share Breaking Updated Tribute Well Yes Let First Second Third"
)
"""Words that are capitals only because a sentence begins."""

HEADLINE_NOUNS = word_set(
    "Man Men Woman Women Boy Boys Girl Girls Teen Teens Child Children Toddler Baby Mother Father Mom Dad Couple "
    "Family Suspect Suspects Victim Victims Gunman Gunmen Student Students Deputy Deputies Officer Officers Cops "
    "Sheriff Coroner Driver Neighbors Detectives Investigators Prosecutors Friends Side Weather Shots Gunfire"
)
"""Nouns that open headlines and sentences; a few are towns somewhere."""

NO_NAMES = word_set(
    "North South East West Northern Southern Eastern Western Central Centre Center Northeast Northwest "
    "Southeast Southwest University Union Commerce Industry Culture Royal Olympic Olympics Liberal "
    "Conservative Democratic Republican Labour National International Federal Supreme Internet Web Twitter "
    "Facebook Instagram YouTube Google Islam Islamic Catholic Protestant Orthodox Buddhist Hindu Hindus Kurds "
    "Kurdish Shiites Persian Arabic Nazi Congress Senate Parliament Cabinet Constitution Bible Quran Koran"
)
"""Capitalised words that name no place alone."""

CALENDAR = word_set(
    "January February March April May June July August September October November December Jan Feb Mar Apr "
    "Jun Jul Aug Sept Sep Oct Nov Dec Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues "
    "Wed Thu Thurs Fri Sat Sun Ramadan Easter Christmas Eid Ashura Muharram Passover Thanksgiving Halloween"
)
"""Days, months and feasts."""

EVENT_NOUNS = word_set(
    "border airstrike ambush assault assaults atrocity attack attacker attackers attacks authorities blast blasts "
    "bomb bomber bombers bombing bombings bombs clash clashes conflict court crisis disaster explosion "
    "explosions fighting government gunman gunmen killing killings man mass massacre mayor militia officials "
    "operation police policeman protest protests raid raids residents resident riots shooting shootings siege "
    "strike strikes suburb suburbs terror tragedy violence war woman"
)
"""Nouns that a place's name stands before: "Kabul bombing"."""
