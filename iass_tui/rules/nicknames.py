"""First names and what people are called for short: pairs that say nothing against two records being one person."""

from __future__ import annotations

import functools

_GROUPS = """
abigail abbie abby gail
adam ad
alan al allan allen
alexander alex al xander sandy
alexandra alex lexi sandra
alfred alfie fred
alice ali
alison ali
amelia amy millie mia
andrew andy drew
anna annie ann anne
anthony antony tony
archibald archie
arthur art artie
barbara barb babs
benjamin ben benny benji
bernard bernie
caroline carrie caz
catherine katherine kathryn catharine cathy kathy kate katie cat kat kit
charles charlie chas chuck
charlotte charlie lottie char
christine chris chrissie tina
christopher chris kit topher
daniel dan danny
danielle dani elle
david dave davy davey
deborah debbie deb
dominic dom nick
donald don donnie
dorothy dot dolly
edward ed eddie ted teddy ned
eleanor ellie nell nora
elizabeth elisabeth liz lizzie beth betty eliza libby elsie bess
emily em emmy millie
emma em
evelyn evie eve
florence flo flossie
frances fran frankie
francis frank frankie
frederick fred freddie freddy
gabriel gabe
geoffrey jeffrey geoff jeff
george georgie
georgina georgie gina
gerald gerry jerry
gillian gill jill
grace gracie
gregory greg
harold harry hal
harriet hattie harri
henry harry hal
isabella isabel isabelle bella izzy belle
isaac zac ike
jacob jake
jacqueline jackie
james jim jimmy jamie
janet jan
jennifer jen jenny
jessica jess jessie
john jack johnny jon
jonathan jon jonny jonathon
joseph joe joey
josephine jo josie
joshua josh
judith judy
julia jules julie
katie kate
kenneth ken kenny
kimberley kimberly kim
lawrence laurence larry laurie
leonard len lenny leo
lillian lily lil
louis lewis lou
louise lou
lucas luke luca
madeleine maddie maddy
margaret maggie meg peggy margie
martin marty
mary molly polly
matilda tilly tilda
matthew matt matty
maxwell max
megan meg
mehmet muhammad mohammad mohammed mohamed muhammed mohamad mo
michael mike mick mickey mikey
michelle shelly
natalie nat
natasha tasha nat
nathaniel nathan nate nat
nicholas nick nicky nicolas
nicola nicky nikki
oliver ollie olly
olivia liv livvy
oscar ozzy
pamela pam
patricia pat patsy trish tricia
patrick pat paddy
peter pete
philip phillip phil
philippa pippa pip
phoebe pheebs
rebecca becky bex becca
richard rick ricky dick rich richie
robert rob bob bobby robbie
ronald ron ronnie
rosemary rose rosie
samantha sam sammy
samuel sam sammy
sarah sara sally
sebastian seb
sophia sofia sophie
stephanie steph stevie
stephen steven steve stevie
stuart stewart stu
susan sue susie suzie suzanne
theodore theo ted teddy
theresa teresa terry tess
thomas tom tommy
timothy tim timmy
tobias toby
veronica vera ronnie
victoria vicky vicki tori
vincent vince vinny
walter wally walt
william will bill billy willie liam
yusuf yousef youssef joseph
zachary zac zack zach
ahmed ahmad
aisha ayesha aysha
fatima fatimah
hussain hussein husain
ibrahim ebrahim
khadija khadijah
omar umar
usman osman uthman
yasmin yasmine jasmin jasmine
zaynab zainab zeinab
"""
"""One name a line, with its spellings and what people are called for short."""


@functools.cache
def _groups_of() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, group in enumerate(_GROUPS.strip().splitlines()):
        for name in group.split():
            found.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def is_nickname(one: str, other: str) -> bool:
    """True where both, folded, are forms of one name: "bill" and "will", "mo" and "muhammad". A name is no nickname."""
    known = _groups_of()
    return one != other and bool(known.get(one, frozenset()) & known.get(other, frozenset()))
