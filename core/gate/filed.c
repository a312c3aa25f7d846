/* What to look out for in a text that is filed: an agenda given as minutes, two meetings in one text, a date without a year, a
 * body nobody knows, an end in mid-sentence. Nothing is guessed. */
#include "filing.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

void filed_read(struct filing *x, const char *name)
{
	struct mb_arena *a = x->d->a;
	struct mb_reading *near;

	mb_read_text(&x->r, a, x->body.p, x->body.n, name, MB_NO_DAY);
	if (x->r->date != MB_NO_DAY)
		return;
	mb_read_text(&near, a, x->body.p, x->body.n, name, x->d->on);
	if (near->date != MB_NO_DAY)
		x->yearless = near->date_text ? near->date_text : "";
}

const char *filed_kind(struct filing *x, const char *name)
{
	struct mb_reading *as_is;

	if (!mb_streq(name, "minutes"))
		return name;
	mb_read_text(&as_is, x->d->a, x->body.p, x->body.n, NULL, MB_NO_DAY);
	if (!mb_streq(as_is->kind, "agenda"))
		return name;
	if (x->r->n_decisions || x->r->n_present) {
		draft_note(x->d, "this looks like an agenda in parts, and is filed as the minutes that it "
				 "was given as");
		return name;
	}
	draft_note(x->d, "this is an agenda: it says what was to be done, and nothing of what was done. It "
			 "is filed as an "
			 "agenda and not as minutes");
	x->r = as_is;
	return "agenda";
}

int filed_without_year(struct filing *x, const struct mb_doc *const *meetings, size_t n, struct mb_error *err)
{
	struct mb_buf list;
	size_t from, len, found = 0;
	int month, day, rc;
	mb_day said;

	mb_buf_init(&list, 400);
	if (mb_read_date(&said, &from, &len, mb_str(x->yearless), x->d->on)) {
		mb_day_civil(said, NULL, &month, &day);
		for (size_t i = 0; i < n && found < 8; i++) {
			mb_day held = mb_doc_day(meetings[i], "date");
			int m = 0, d = 0;

			if (held != MB_NO_DAY)
				mb_day_civil(held, NULL, &m, &d);
			if (m == month && d == day)
				mb_buf_printf(&list, "%s%s", found++ ? " or " : "", meetings[i]->id);
		}
	}
	rc = mb_fail(
		err, MB_EINVAL,
		"the text is dated '%.60s', without a year, and the year is not guessed: say --meeting%s%s",
		x->yearless, found ? " " : " (see: minutebook meetings)", list.p);
	mb_buf_free(&list);
	return rc;
}

/* By words, or, for a slip of the pen, by letters. */
static int name_alike(const char *a, const char *b)
{
	int words = mb_words_alike(a, b), n = (int)(strlen(a) > strlen(b) ? strlen(a) : strlen(b));
	int letters = n ? 100 - 100 * (int)mb_edit_distance(a, b) / n : 0;

	return letters > words ? letters : words;
}

int filed_unknown_body(struct filing *x, struct mb_error *err)
{
	const struct mb_query q = { .kind = "group" };
	const struct mb_doc **groups, *near = NULL;
	struct mb_buf known;
	size_t n;
	int best = MB_ALIKE_ASK - 1, rc = mb_view_list(&groups, &n, x->d->base, &q, err);

	if (rc != MB_OK)
		return rc;
	mb_buf_init(&known, 380);
	for (size_t i = 0; i < n; i++) {
		int alike = name_alike(groups[i]->title, x->r->body);

		if (alike > best) {
			best = alike;
			near = groups[i];
		}
		mb_buf_printf(&known, "%s%s", i ? ", " : "", groups[i]->group);
	}
	rc = mb_fail(
		err, MB_EINVAL,
		"the text is of '%.80s', which is no group of this record%s%s%s%s: say --group, one of %s%s",
		x->r->body, near ? "; the nearest is " : "", near ? near->title : "", near ? ", " : "",
		near ? near->group : "", known.p, known.over ? " ..." : "");
	mb_buf_free(&known);
	return rc;
}

int filed_alone(struct filing *x, const struct mb_doc *present, struct mb_error *err)
{
	struct mb_place first, second;
	int shift = x->matter.body_line - 1;

	if (x->kind->lives == MB_LIVES_IN_MEETING &&
	    mb_read_two_meetings(&first, &second, x->body.p, x->body.n))
		return mb_fail(
			err, MB_EINVAL,
			"this text holds two meetings: one begins on line %d (%.80s), another on line %d "
			"(%.80s); "
			"file each on its own",
			first.line + shift, mb_arena_ndup(x->d->a, x->body.p + first.start, first.length),
			second.line + shift, mb_arena_ndup(x->d->a, x->body.p + second.start, second.length));
	if (present && x->how->received && mb_trim(present->body).n == mb_trim(x->body).n &&
	    memcmp(mb_trim(present->body).p, mb_trim(x->body).p, mb_trim(x->body).n) == 0)
		return mb_fail(err, MB_ECONFLICT, "the record already has it: %s", present->id);
	if (present && x->how->received)
		return mb_fail(
			err, MB_ECONFLICT,
			"the record already has %s, in other words: if this is a correction of it, file it",
			present->id);
	return MB_OK;
}

int filed_meeting(struct filing *x, struct mb_error *err)
{
	struct draft *d = x->d;
	const struct mb_kind *k = mb_schema_kind(mb_rules_schema(d->rules), "meeting");
	const struct mb_doc *group;
	struct mb_address at;
	struct draft_file *f;
	char day[MB_LONG_DATE];
	int rc;

	if (!k)
		return mb_fail(err, MB_EINVAL, "the rules in force know no meetings");
	mb_day_long(day, x->r->date);
	if ((rc = mb_view_doc(&group, d->base, x->group, err)) != MB_OK ||
	    (rc = draft_new(&f, &at, d, "meeting", x->group, mb_day_year(x->r->date), NULL, NULL, err)) !=
		    MB_OK ||
	    (rc = derive_receive(d, f, k, err)) != MB_OK ||
	    (rc = draft_set_text(d, f, "title", mb_arena_printf(d->a, "%s, %s", group->title, day), err)) !=
		    MB_OK ||
	    (rc = draft_set_day(d, f, "date", x->r->date, err)) != MB_OK)
		return rc;
	if (x->r->place_held && (rc = draft_set_text(d, f, "place", x->r->place_held, err)) != MB_OK)
		return rc;
	f->follows = true;
	f->what = "meeting put in, as it was held";
	x->made_meeting = at.id;
	return MB_OK;
}

int filed_received(struct filing *x, struct draft_file *f, struct mb_error *err)
{
	char hash[MB_SHA256_HEX];
	int rc = derive_receive(x->d, f, x->kind, err);

	mb_sha256_hex(hash, x->how->text.p, x->how->text.n);
	return rc == MB_OK ? draft_set_text(x->d, f, "received_text", hash, err) : rc;
}

/* ---- a text that breaks off ------------------------------------------------------------------------------ */

static struct mb_str last_paragraph(struct mb_str s)
{
	size_t i;

	s = mb_trim(s);
	for (i = s.n; i > 1 && !(s.p[i - 1] == '\n' && s.p[i - 2] == '\n'); i--)
		;
	return (struct mb_str){ s.p + (i > 1 ? i : 0), s.n - (i > 1 ? i : 0) };
}

/* Prose of more than one sentence, wrapped or not, that ends with a word; a date or a time at the end is none. */
static bool breaks_off(struct mb_str s)
{
	size_t line = 0, longest = 0;

	for (size_t i = 0; i < s.n; i++) {
		line = s.p[i] == '\n' ? 0 : line + 1;
		longest = line > longest ? line : longest;
	}
	return longest > 50 && islower((unsigned char)s.p[s.n - 1]) && islower((unsigned char)s.p[s.n - 3]) &&
	       (memmem(s.p, s.n, ". ", 2) || memmem(s.p, s.n, ".\n", 2));
}

void filed_cut_short(struct filing *x)
{
	struct mb_str s = last_paragraph(x->body);
	size_t from = s.n < 50 ? 0 : s.n - 50;

	for (size_t i = 0; i < x->r->n_notes; i++)
		if (strstr(x->r->notes[i], "breaks off")) /* the reading has seen it, and says so */
			return;
	while (from < s.n && ((unsigned char)s.p[from] & 0xc0) == 0x80) /* not from within a letter */
		from++;
	if (s.n > 60 && !strchr("#|->_", s.p[0]) && !mb_starts(s.p, "* ") && breaks_off(s))
		draft_note(
			x->d,
			"the text breaks off in mid-sentence at its end (\"... %.*s\"): it is filed as it is",
			(int)(s.n - from), s.p + from);
}
