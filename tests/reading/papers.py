"""Forty clean papers, made from parts that vary, and slips planted in them.

Everything is chosen by a seed, so that a paper is the same on every machine. `clean()` gives (name, text) pairs; `plant()` gives, for one
paper, every slip that it has a place for: (kind of finding, what was done, text, lines on which the finding may stand).
"""
import datetime
import random
import re
import textwrap

MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

PLACES = [
    {"name": "Wendlebury", "board": "Children's Trust Strategy Board", "short": "CTSB", "exec": "Children's Trust Executive Group",
     "sub": "Early Years Group", "council": "Council's Executive"},
    {"name": "Harrowmere", "board": "Harrowmere Children and Young People's Partnership Board", "short": "HCYPB",
     "exec": "Joint Delivery Group", "sub": "Information Sharing and Assessment Group", "council": "Cabinet"},
    {"name": "Ostley", "board": "Ostley Families Partnership", "short": "OFPP", "exec": "Families Operational Group",
     "sub": "Participation and Voice Forum", "council": "Executive"},
    {"name": "Stavenby", "board": "Stavenby Safeguarding Children Partnership", "short": "SSCP", "exec": "Learning and Improvement Committee",
     "sub": "Missing Children Panel", "council": "Policy Committee"},
    {"name": "Carrick Vale", "board": "Joint Commissioning Board", "short": "JCVB", "exec": "Contracts and Performance Group",
     "sub": "Schools Forum", "council": "Cabinet"},
]
PEOPLE = [
    ("Nadia Ferris", "Head of Finance"), ("Owen Tallis", "Head of Legal Services"), ("Priya Sandhu", "Director of Children's Services"),
    ("Colm Brady", "Director of Adult Services"), ("Judith Amos", "Head of Early Years and Childcare"),
    ("Theo Marchetti", "Head of Youth Justice"), ("Lena Dobrev", "Head of Youth Services"), ("Samir Haddad", "Chief Executive"),
    ("Ruth Callow", "Head of Policy, Performance and Planning"), ("Iris Pell", "Head of Quality and Learning"),
]
TOPICS = [
    ("A Single Front Door for Families", "front door", "the single front door", "one telephone number and one form for every family that asks for help"),
    ("School Nursing in Secondary Schools", "school nursing", "the school nursing service", "a nurse for a day a week in each secondary school"),
    ("Short Breaks for Disabled Children", "short breaks", "the short breaks scheme", "weekend and holiday places for 140 children"),
    ("A Shared Record of Attendance", "attendance record", "the shared attendance record", "one list of pupils who miss more than ten sessions"),
    ("Supported Lodgings for Care Leavers", "supported lodgings", "the lodgings scheme", "twelve rooms with host families"),
    ("Mentors for Young People at Risk of Exclusion", "mentors", "the mentoring programme", "forty trained volunteers"),
    ("Parenting Courses in Children's Centres", "parenting courses", "the parenting courses", "a ten-week course in each of six centres"),
    ("Speech and Language Help before School", "speech and language", "the early language offer", "a visit to each child at two and a half"),
]
HEADS = {"financial": ["Financial", "Financial implications", "Finance"], "legal": ["Legal", "Legal implications"]}


def day(d, weekday=False, style=0):
    text = f"{d.day} {MONTHS[d.month - 1]} {d.year}"
    if style == 1:
        th = "th" if 10 < d.day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(d.day % 10, "th")
        text = f"{d.day}{th} {MONTHS[d.month - 1]} {d.year}"
    return (f"{DAYS[d.weekday()]} " if weekday else "") + text


def month(d, part=""):
    return (part + " " if part else "") + f"{MONTHS[d.month - 1]} {d.year}"


class Paper:
    """What one paper says; `text()` writes it down in one of several layouts."""

    def __init__(self, number):
        r = self.r = random.Random(1000 + number)
        self.number = number
        self.place = PLACES[number % len(PLACES)]
        self.title, self.key, self.thing, self.what = TOPICS[(number // 2) % len(TOPICS)]
        self.meets = datetime.date(2006, 1, 9) + datetime.timedelta(days=r.randrange(0, 1500))
        self.meets += datetime.timedelta(days=(1 - self.meets.weekday()) % 7)
        start = self.meets + datetime.timedelta(days=r.randrange(90, 150))
        self.start = start.replace(day=1)
        self.people = r.sample(PEOPLE, 6)
        self.author = self.people[0]
        self.layout = number % 5
        self.bullet = r.choice(["-", "*", "•"])
        self.quote = number % 3 == 1
        self.wrap = [0, 76, 0, 100, 0][number % 5]
        self.style = number % 2
        self.decimal = self.layout != 3

    # ---- parts ----

    def later(self, days):
        return self.start + datetime.timedelta(days=days)

    def recommendations(self):
        p, r = self.place, self.r
        agree = [
            f"{self.thing[0].upper() + self.thing[1:]} is set up with effect from {day(self.start)}, as described in paragraph 2.2.",
            f"Subject to consultation with the staff affected, the {self.author[1]} puts the arrangements in section 3 into place.",
            f"Any minor change to them is delegated to the {self.people[1][1]}, in consultation with the Chair of the {p['board']}.",
            f"The {p['exec']} is asked to report back on the first six months by {day(self.later(200))}.",
        ]
        note = [
            f"The {self.people[1][1]} will keep a list of the families who are helped.",
            f"A report on cost will come to the Board in {month(self.later(120))}.",
            "The plan for training is at Appendix A.",
        ]
        return agree[:r.choice([2, 3, 4])] if False else agree, note[:r.choice([1, 2, 3])]

    def timetable(self):
        s = self.start
        back = lambda n: s - datetime.timedelta(days=n)
        steps = [
            ("Consultation with staff and unions closes", month(back(75), "end of")),
            ("Co-ordinator appointed", month(back(50), "early")),
            ("Staff of all partners trained", month(back(25))),
            (f"Start of {self.thing}", day(s)),
            ("First figures to the " + self.place["exec"], month(self.later(95), "late")),
            ("Review by the Board", day(self.later(200))),
        ]
        return steps[:6 if self.number % 2 else 5]

    def actions(self):
        p = self.people
        return [(f"Write to the head teachers about {self.key}", p[1][0], day(self.later(-40))),
                ("Draw up the list of places", p[2][0], day(self.later(-30))),
                ("Ask young people what they think", "Participation Officer", day(self.later(-14)))]

    def para(self, label, text):
        return ("para", label, text)

    def blocks(self):
        p, r, people = self.place, self.r, self.people
        agree, note = self.recommendations()
        out = [("head",)]
        out += [("part", "Summary"),
                ("text", f"This report proposes {self.what}. It follows the review of {month(self.meets - datetime.timedelta(days=200))} and has been "
                         f"discussed by the {p['exec']} on {day(self.meets - datetime.timedelta(days=27), weekday=True, style=self.style)}."),
                ("text", f"The {p['board']} ({p['short']}) is the body that decides; the {p['council']} is told of it.")]
        out += [("implications", [
            (r.choice(HEADS["financial"]), f"The cost in a full year is £{r.randrange(20, 90)},500, met from the budget for {self.start.year}/{(self.start.year + 1) % 100:02d}."),
            (r.choice(HEADS["legal"]), "The partners have a duty to co-operate under section 10 of the Children Act 2004. Assessments under section 17 are not affected."),
            ("Risk Management", "The main risk is that staff leave before the change. Cover is arranged until it is complete.")])]
        out += [("part", "Recommendations"), ("lead", f"The {p['board']} is asked to agree:"), ("numbers", 1, agree),
                ("lead", f"The {p['board']} is asked to note:"), ("numbers", len(agree) + 1, note)]
        out += [("part", r.choice(["Reason(s)", "Reasons"])),
                ("text", f"Families told the {p['sub']} that they explain the same thing to four people. Recommendation 1 puts an end to that.")]
        out += [("section", 1, "Background"),
                ("para", "1.1", f"A review in {month(self.meets - datetime.timedelta(days=200))} looked at {self.key} in eleven places."),
                ("para", "1.2", f"The {p['exec']} reports to the {p['board']}, and so does the {p['sub']}."),
                ("para", "1.3", f"The {p['sub']} considered the matter in {month(self.meets - datetime.timedelta(days=70))} and asked for this report."),
                ("section", 2, "What is proposed"),
                ("para", "2.1", f"The aim is {self.what}. The {people[2][1]} and the {people[3][1]} have been consulted."),
                ("para", "2.2", f"{self.thing[0].upper() + self.thing[1:]} has three parts:"),
                ("bullets", ["a person in each area whom families can ring", "a form that all partners accept", "a meeting every fortnight of those who do the work"]),
                ("para", "2.3", f"Paragraph 1.2 says who answers for it. Any dispute goes to the {people[1][1]}."),
                ("section", 3, "Carrying it out"),
                ("para", "3.1", f"{people[0][0]}, {people[0][1]}, leads the work with {people[4][0]}, {people[4][1]}."),
                ("para", "3.2", "The timetable is:"), ("steps", self.timetable()),
                ("para", "3.3", f"Training runs from {day(self.later(-60))} to {day(self.later(-20))} for the staff named in paragraph 3.1."),
                ("section", 4, f"Lessons of the Pilot of {month(self.meets - datetime.timedelta(days=400))}"),
                ("para", "4.1", f"The pilot of {month(self.meets - datetime.timedelta(days=400))} taught three lessons, which are set out in Appendix A."),
                ("para", "4.2", f"The {p['board']} heard of them from {people[5][0]}, {people[5][1]}, and the {p['exec']} has acted on two of them."),
                ("part", "Actions"), ("table", ["Action", "Owner", "By"], self.actions()),
                ("part", "Consultees"), ("bullets", [f"{n}, {post}" for n, post in people]),
                ("part", "Background papers"), ("bullets", ["Every Child Matters: Change for Children, 2004", f"Review of services, {month(self.meets - datetime.timedelta(days=200))}"]),
                ("part", "Appendix A: Training"), ("bullets", ["Two days for each worker, in groups of twelve", "One evening for school governors"])]
        return out

    # ---- layouts ----

    def text(self):
        out = []
        for b in self.blocks():
            getattr(self, "put_" + b[0])(out, *b[1:])
        text = "\n".join(out).rstrip() + "\n"
        text = re.sub(r"\n{3,}", "\n\n", text)
        if self.quote:
            text = text.replace("'", "’").replace(" - ", " – ")
        return text

    def fill(self, out, text, indent=""):
        if self.wrap:
            out += textwrap.wrap(text, self.wrap, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
        else:
            out.append(text)
        out.append("")

    def put_head(self, out):
        p, d = self.place, self.meets
        if self.layout == 0:
            out += [p["board"].upper(), "", day(d).upper(), "", f"REPORT OF THE {self.author[1].upper()}", "",
                    "This report is submitted under Agenda Item 5.", "", f"{self.title}\tFor Decision", ""]
        elif self.layout == 1:
            out += [f"# {self.title}", "", f"Report to the {p['board']}, {day(d, weekday=True)}", "", f"Report of the {self.author[1]}", "", "**For Decision**", "",
                    f"**Contact Officer:** {self.author[0]}", ""]
        elif self.layout == 2:
            out += [f"Report to:\t{p['board']}", f"Date:\t{day(d, weekday=True, style=1)}", f"Report of:\t{self.author[1]}", f"Subject:\t{self.title}",
                    "Purpose:\tFor Decision", ""]
        elif self.layout == 3:
            out += [p["board"], "", day(d, weekday=True), "", f"REPORT OF THE {self.author[1].upper()}", "", self.title, "", "FOR DECISION", "",
                    f"Contact officer: {self.author[0]}", "Telephone: 01632 960 100", ""]
        else:
            out += [f"THE {p['board'].upper()}", "", day(d, weekday=True), "", f"Agenda Item 7. {self.title} (Pages 1 - 9)", "",
                    f"REPORT OF THE {self.author[1].upper()}", "", self.title, "", "For Decision", ""]

    def put_part(self, out, name):
        out += [{0: f"{name}:" if ":" not in name else name, 1: f"## {name}", 2: name, 3: f"**{name}**", 4: name}[self.layout], ""]

    def put_section(self, out, number, name):
        out += [{0: f"{number}. {name}", 1: f"## {number}. {name}", 2: f"{number}.\t{name}", 3: f"**{number}. {name}**", 4: f"{number}. {name}"}[self.layout], ""]

    def put_text(self, out, text):
        self.fill(out, text)

    def put_lead(self, out, text):
        out += [text, ""]

    def put_para(self, out, label, text):
        self.fill(out, {0: f"{label} {text}", 1: f"{label} {text}", 2: f"{label}\t{text}", 3: f"{label} {text}", 4: f"- {label} {text}"}[self.layout])

    def put_numbers(self, out, first, items):
        for i, item in enumerate(items):
            self.fill(out, {0: f"{first + i}. {item}", 1: f"{first + i}. {item}", 2: f"({first + i}) {item}", 3: f"{first + i}) {item}", 4: f"- {first + i}. {item}"}[self.layout], "   ")
            out.pop()
        out.append("")

    def put_bullets(self, out, items):
        out += [f"{self.bullet} {i}" for i in items] + [""]

    def put_steps(self, out, steps):
        if self.layout == 1:
            self.put_table(out, ["Step", "Date"], steps)
        elif self.layout == 3:
            out += ["Step\tDate"] + [f"{a}\t{b}" for a, b in steps] + [""]
        elif self.layout == 2:
            out += [f"({'abcdefgh'[i]}) {a}: {b}" for i, (a, b) in enumerate(steps)] + [""]
        else:
            out += [f" {self.bullet} {a} {'- ' if self.layout == 0 else ''}{b}" for a, b in steps] + [""]

    def put_table(self, out, head, rows):
        if self.layout in (1, 3):
            out += ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)] + ["| " + " | ".join(r) + " |" for r in rows] + [""]
        else:
            out += ["\t".join(head)] + ["\t".join(r) for r in rows] + [""]

    def put_implications(self, out, rows):
        if self.layout in (0, 4):
            out += ["Implications:", ""]
            for head, text in rows:
                self.fill(out, f"{head}: {text}")
        elif self.layout == 1:
            out += ["## Implications", ""]
            for head, text in rows:
                self.fill(out, f"**{head}:** {text}")
        elif self.layout == 2:
            for head, text in rows:
                out += [head, ""]
                self.fill(out, text)
        else:
            out += ["**Implications**", ""]
            for head, text in rows:
                self.fill(out, f"{head}: {text}")


def clean():
    return [(f"paper-{n:02d}", Paper(n)) for n in range(40)]


# ---- slips ---------------------------------------------------------------------------------------------------

def line_of(text, at):
    return text.count("\n", 0, at) + 1


def swap(text, m, new, group=0):
    return text[:m.start(group)] + new + text[m.end(group):]


def pick(r, found):
    found = list(found)
    return r.choice(found) if found else None


DATE = r"(\d{1,2})(?:st|nd|rd|th)? (" + "|".join(MONTHS) + r") (\d{4})"


def slip_weekday(p, text, r):
    m = pick(r, re.finditer("(" + "|".join(DAYS) + ") " + DATE, text))
    if m:
        new = r.choice([d for d in DAYS if d != m[1]])
        yield "weekday", f"{m[0]} becomes a {new}", swap(text, m, new, 1), {line_of(text, m.start())}


def slip_no_day(p, text, r):
    m = pick(r, (m for m in re.finditer(DATE, text) if m[2] in ("June", "April", "September", "November", "February")))
    if m:
        yield "no-such-date", f"{m[0]} on the 31st", swap(text, m, "31", 1), {line_of(text, m.start())}


def slip_step(p, text, r):
    """A wrong year in one step of the timetable."""
    steps = p.timetable()
    which = r.randrange(len(steps))
    words, when = steps[which]
    words = words.replace("'", "’") if p.quote else words
    at = [m for m in re.finditer(re.escape(words) + r"[^\n]*?(\d{4})", text)]
    if at:
        m = at[-1]
        year = int(m[1]) + (r.choice([-1, 1]) if 0 < which < len(steps) - 1 else -1 if which == 0 else -1)
        lines = {line_of(text, m.start()) + k for k in range(-6, 7)}
        yield "date-order", f"step '{words}' in {year}", swap(text, m, str(year), 1), lines


def slip_effect(p, text, r):
    m = re.search(r"with effect\s+from\s+\d+\s+\w+\s+(\d{4})", text)
    if m:
        yield "date-order", "the recommendation's effect a year late", swap(text, m, str(int(m[1]) + 1), 1), set(range(1, 400))


def slip_heading(p, text, r):
    m = re.search(r"Lessons of the Pilot of \w+ (\d{4})", text)
    if m:
        yield "heading-date", "the heading's year", swap(text, m, str(int(m[1]) - 1), 1), set(range(line_of(text, m.start()), line_of(text, m.start()) + 6))


def drift(name, r):
    words = name.split()
    tries = []
    nouns = {"Board": "Group", "Group": "Board", "Committee": "Group"}
    if words[-1] in nouns and len(words) > 2:
        tries.append(words[:-1] + [nouns[words[-1]]])
    for a, b in (("Strategy", "Strategic"), ("Commissioning", "Commission"), ("Delivery", "Implementation"), ("Participation", "Involvement"),
                 ("Operational", "Operations"), ("Safeguarding", "Protection"), ("Strategy", "Steering")):
        if a in words:
            tries.append([b if w == a else w for w in words])
    if len(words) > 3 and "and" not in words:
        tries.append(words[:-2] + words[-1:])
    if "and" in words:
        i = words.index("and")
        if i == 1 or (len(words) > 4 and i == 2):
            tries.append(words[:i - 1] + [words[i + 1], "and", words[i - 1]] + words[i + 2:])
    return " ".join(r.choice(tries)) if tries else None


def slip_body(p, text, r):
    name = r.choice([p.place["board"], p.place["exec"], p.place["sub"]])
    new = drift(name, r)
    shown = name.replace("'", "’") if p.quote else name
    at = list(re.finditer(re.escape(shown), text))
    if new and len(at) > 1:
        m = r.choice(at[1:])
        yield "body-name", f"{name} becomes {new}", swap(text, m, new.replace("'", "’") if p.quote else new), set(range(1, 400))


def slip_post(p, text, r):
    new = {"Head of Finance": "Head of Financial Services", "Head of Early Years and Childcare": "Head of Early Years and Child Care",
           "Head of Policy, Performance and Planning": r.choice(["Head of Policy, Performance and Support", "Head of Policy and Planning",
                                                                 "Head of Performance, Policy and Planning"]),
           "Head of Quality and Learning": r.choice(["Head of Quality and Standards", "Head of Learning and Quality"]),
           "Head of Legal Services": "Head of Law Services"}
    found = [m for old in new for m in list(re.finditer(re.escape(old), text))[1:]]
    m = pick(r, found)
    if m:
        yield "post-name", f"{m[0]} becomes {new[m[0]]}", swap(text, m, new[m[0]]), set(range(1, 400))


def slip_reference(p, text, r):
    choices = []
    for pattern, new in ((r"paragraph (\d\.\d)", r.choice(["5.4", "2.9", "7.1"])), (r"section (\d) into", "9"), (r"set out in Appendix (A)", "D"),
                         (r"Recommendation (1) puts", "14"), (r"Paragraph (1\.2) says", "1.9")):
        for m in re.finditer(pattern, text):
            choices.append((m, new))
    if choices:
        m, new = r.choice(choices)
        yield "reference", f"{m[0]} -> {new}", swap(text, m, new, 1), {line_of(text, m.start()), line_of(text, m.end())}


def slip_part(p, text, r):
    blocks = text.split("\n\n")

    def gone(test, n=1):
        for i, b in enumerate(blocks):
            if test(b):
                return "\n\n".join(blocks[:i] + blocks[i + n:])
        return None

    which = r.choice(["financial", "legal", "summary"])
    if which == "summary":
        new = gone(lambda b: re.sub(r"[#*: ]", "", b) == "Summary", 3)
    elif p.layout == 2:
        new = gone(lambda b: b in HEADS[which], 2)
    else:
        new = gone(lambda b: any(re.sub(r"[*]", "", b).startswith(h + ":") for h in HEADS[which]))
    if new:
        yield "missing-part", f"no {which}", new, set(range(1, 400))


def slip_split(p, text, r):
    m = re.search(r"Subject to consultation with the staff affected, the [^\n]+?(?= puts)", text)
    m2 = re.search(r"Any minor change to them is", text)
    m = r.choice([x for x in (m, m2) if x])
    foot = r.choice(["\n\nPage 2 of 6\n\n", "\n\n", "\n\nPage 2\n\n", "\n\n2\n\n"])
    at = m.end()
    rest = text[at:].lstrip()
    yield "recommendation", "cut by " + repr(foot), text[:at] + foot + rest, {line_of(text, m.start()) - 1, line_of(text, m.start())}


def slip_owner(p, text, r):
    rows = [m for name in (p.people[1][0], p.people[2][0]) for m in re.finditer(r"(?<=\| )" + name + r"(?= \|)|(?<=\t)" + name + r"(?=\t)", text)]
    m = pick(r, rows)
    if m:
        yield "owner", "an owner nobody knows", swap(text, m, r.choice(["Graham Pike", "Wilma Stone", "Cllr B Otway"])), {line_of(text, m.start())}


def slip_line(p, text, r):
    new = r.choice([f"The {p.place['sub']} reports to the {p.place['council']}.", f"The {p.place['exec']} has a dotted line to the {p.place['board']}."])
    m = re.search(r"(?m)^[^\n]*Families told", text)
    new = new.replace("'", "’") if p.quote else new
    yield "reporting-line", new, text[:m.start()] + new + "\n\n" + text[m.start():], set(range(1, 400))


def slip_number(p, text, r):
    labels = [m for m in re.finditer(r"(?m)^(?:- )?(\d\.\d)[ \t]", text)]
    later = [m for m in labels if m[1][-1] not in "1" and m[1] in ("1.3", "2.3", "3.3", "4.2", "1.2")]
    m = pick(r, [m for m in later if m[1] in ("1.3", "2.3", "3.3")])
    if r.random() < 0.5 and m:
        new = m[1][:-1] + str(int(m[1][-1]) + 1)
        yield "numbering", f"{m[1]} becomes {new}", swap(text, m, new, 1), {line_of(text, m.start())}
        return
    m = re.search(r"(?m)^(?:- |\()?(3)[.)] Any minor", text)
    if m:
        yield "numbering", "recommendation 3 becomes 5 and so on", swap(text, m, "5", 1), set(range(line_of(text, m.start()), line_of(text, m.start()) + 8))


def slip_range(p, text, r):
    m = re.search(r"from (\d+ \w+ (\d{4}))\s+to\s+(\d+ \w+ \d{4})", text)
    if m:
        new = f"from {m[3]} to {m[1]}"
        yield "date-range", "a range turned round", swap(text, m, new), {line_of(text, m.start())}


def slip_past(p, text, r):
    m = re.search(r"first six months\s+by\s+\d+\s+\w+\s+(\d{4})", text)
    if m:
        yield "date-past", "a report asked for in the past", swap(text, m, str(p.meets.year - 1), 1), {line_of(text, m.start()), line_of(text, m.end())}


SLIPS = [slip_weekday, slip_no_day, slip_step, slip_effect, slip_heading, slip_body, slip_post, slip_reference, slip_part, slip_split, slip_owner, slip_line,
         slip_number, slip_range, slip_past]


def plant(paper):
    text = paper.text()
    for i, slip in enumerate(SLIPS):
        yield from slip(paper, text, random.Random(7000 + 100 * paper.number + i))
