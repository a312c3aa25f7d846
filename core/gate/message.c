/* The commit message of a change: one sentence for people, what was irregular or waived and why, what held, then
 * trailers from which the claim and the ruling can be read back. */
#include "gate_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *message_past(struct mb_arena *a, const char *move)
{
	static const struct {
		const char *move, *past;
	} odd[] = { { "submit", "submitted" },
		    { "withdraw", "withdrew" },
		    { "hold", "recorded as held" },
		    { "sign", "signed off" },
		    { "make", "made" },
		    { "send_back", "sent back" },
		    { "drop", "dropped" },
		    { "edit", "edited" },
		    { "create", "filed" },
		    { "refer", "referred" },
		    { "adopt", "adopted" },
		    { "consider", "considered" },
		    { "file", "filed" },
		    { "cancel", "cancelled" },
		    { "extend", "extended" },
		    { "give", "gave" },
		    { "plan", "planned" },
		    { "meet", "found a condition met of" },
		    { "receive", "took over" },
		    { "take_up", "took up" } };
	size_t n = strlen(move);

	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
		if (mb_streq(odd[i].move, move))
			return odd[i].past;
	if (n > 1 && move[n - 1] == 'e')
		return mb_arena_printf(a, "%sd", move);
	if (n > 2 && move[n - 1] == 'y' && !strchr("aeiou", move[n - 2]))
		return mb_arena_printf(a, "%.*sied", (int)(n - 1), move);
	return mb_arena_printf(a, "%sed", move);
}

static const char *person_name(struct draft *d, const char *id)
{
	const struct mb_doc *doc = NULL;
	struct mb_error ignored;
	char path[MB_PATH_MAX];

	snprintf(path, sizeof path, "people/%s.md", id);
	if (!d->base || mb_view_doc(&doc, d->base, path, &ignored) != MB_OK)
		return id;
	return doc->title;
}

static const char *what_of(struct draft *d, const struct mb_event *e)
{
	const struct mb_doc *doc = e->after ? e->after : e->before;
	const char *plain = doc->kind ? doc->kind->title : "page";
	char first = (char)(plain[0] >= 'A' && plain[0] <= 'Z' ? plain[0] + 32 : plain[0]);

	if (mb_streq(doc->title, doc->id))
		return mb_arena_printf(d->a, "%c%s %s", first, plain + 1, doc->id);
	return mb_arena_printf(d->a, "%c%s %s, \"%s\"", first, plain + 1, doc->id, doc->title);
}

/* The day of the act, and the day it was recorded where that is another. */
static const char *message_day(struct draft *d)
{
	char on[MB_LONG_DATE], recorded[MB_LONG_DATE];
	mb_day day = mb_instant_day(d->actor->recorded);

	mb_day_short(on, d->on);
	if (day == d->on)
		return mb_arena_dup(d->a, on);
	return mb_arena_printf(d->a, "%s, recorded %s", on, mb_day_short(recorded, day));
}

const char *message_headline(struct draft *d, const struct mb_event *events, size_t n)
{
	const char *date = message_day(d);
	const struct mb_event *e = NULL;
	size_t follow = 0;
	const char *verb, *who = person_name(d, d->actor->by), *line;

	if (d->headline)
		return d->headline;
	for (size_t i = 0; i < n; i++) {
		follow += events[i].follows;
		if (!e && !events[i].follows)
			e = &events[i];
	}
	if (!e)
		return mb_arena_printf(d->a, "%s edited %s", who, d->n ? d->files[0]->path : "nothing");
	if (d->out->ruling.n_findings && !d->out->ruling.accepted)
		return mb_arena_printf(d->a, "%s %s%s%s (asked for by %s, %s)", e->name, what_of(d, e),
				       e->role ? " as " : "", e->role ? e->role : "", who, date);
	verb = mb_streq(e->name, "edit") && e->before && mb_streq(e->before->kind->name, "minutes")
		       ? "corrected"
		       : message_past(d->a, e->name);
	for (size_t i = 0; i < d->n && mb_streq(e->name, "edit"); i++)
		if (d->files[i]->again_read && mb_streq(d->files[i]->path, e->after->path))
			verb = "accepted what was open in";
	if (mb_streq(e->name, "waive"))
		verb = mb_arena_printf(d->a, "waived a rule for");
	line = mb_arena_printf(d->a, "%s %s %s", who, verb, what_of(d, e));
	if (e->role)
		line = mb_arena_printf(d->a, "%s as %s", line, e->role);
	if (follow)
		line = mb_arena_printf(d->a, "%s, with %zu more document%s", line, follow,
				       follow == 1 ? "" : "s");
	return mb_arena_printf(d->a, "%s (%s)", line, date);
}

/* A trailer's value may not break its line. */
static void put_line(struct mb_buf *out, const char *s)
{
	for (; *s; s++)
		mb_buf_putc(out, (unsigned char)*s < 32 ? ' ' : *s);
	mb_buf_putc(out, '\n');
}

static void put_trailer(struct mb_buf *out, const char *key, const char *value)
{
	mb_buf_printf(out, "%s: ", key);
	put_line(out, value);
}

static void put_findings(struct mb_buf *out, const struct mb_ruling *r)
{
	size_t met = 0;
	bool any = false;

	for (size_t i = 0; i < r->n_findings; i++) {
		const struct mb_finding *f = &r->findings[i];

		if (f->outcome == MB_SATISFIED)
			met++;
		if (f->outcome == MB_SATISFIED || f->outcome == MB_NOT_APPLICABLE)
			continue;
		mb_buf_printf(out, "%s%s (%s): %s", any ? "" : "\n",
			      f->outcome == MB_WAIVED	   ? "Waived"
			      : f->outcome == MB_IRREGULAR ? "Irregular"
							   : "Noted",
			      f->doc ? f->doc : "", f->rule);
		if (f->marks && f->outcome == MB_IRREGULAR)
			mb_buf_printf(out, " - %s", f->marks);
		if (f->outcome == MB_WAIVED && f->reason)
			mb_buf_printf(out, " - %s", f->reason);
		mb_buf_puts(out, "; found ");
		put_line(out, f->found && *f->found ? f->found : "nothing");
		any = true;
	}
	if (met)
		mb_buf_printf(out, "\n%zu requirement%s met.\n", met, met == 1 ? "" : "s");
}

static void put_acts(struct mb_buf *out, struct draft *d, const struct mb_event *events, size_t n)
{
	mb_buf_puts(out, "Acts: ");
	mb_buf_printf(out, "%zu\n", n);
	for (size_t i = 0; i < n; i++) {
		const struct mb_doc *doc = events[i].after ? events[i].after : events[i].before;
		bool second = false;

		for (size_t k = 0; k < d->n; k++)
			second |= d->files[k]->second && mb_streq(d->files[k]->path, doc->path);
		mb_buf_printf(out, " %s%s %s", events[i].follows ? (second ? "++" : "+") : "", events[i].name,
			      doc->id);
		if (events[i].role)
			mb_buf_printf(out, " as %s", events[i].role);
		mb_buf_putc(out, '\n');
	}
}

void message_write(struct mb_buf *out, struct draft *d, const struct mb_event *events, size_t n)
{
	char iso[MB_ISO_DATE];
	struct mb_buf canonical;
	char *save = NULL;

	put_line(out, message_headline(d, events, n));
	put_findings(out, &d->out->ruling);
	mb_buf_printf(out, "\nEvent: %ld\nOn: %s\n", d->event, mb_day_iso(iso, d->on));
	put_trailer(out, "By", d->actor->by);
	put_trailer(out, "Entered-By", d->actor->entered_by);
	if (d->actor->reason)
		put_trailer(out, "Reason", d->actor->reason);
	if (d->actor->n_waives)
		mb_buf_printf(out, "Waives: %zu\n", d->actor->n_waives);
	for (size_t i = 0; i < d->actor->n_waives; i++) {
		mb_buf_putc(out, ' ');
		put_line(out, d->actor->waives[i]);
	}
	put_acts(out, d, events, n);
	if (d->daily)
		mb_buf_puts(out, "Daily: yes\n");
	if (d->enactment && d->enactment->founding)
		mb_buf_puts(out, "Founding: yes\n");
	if (d->rehearsal)
		mb_buf_puts(out, "Rehearsal: yes\n");
	put_trailer(out, "Judged-With", mb_rules_judged_with()); /* testimony: nothing is compared with it */
	put_trailer(out, "Rules", d->rules_tree.hex);
	mb_buf_puts(out, "Ruling: 1\n");
	mb_buf_init(&canonical, 0);
	mb_ruling_canonical(&canonical, &d->out->ruling);
	for (char *line = strtok_r(canonical.p, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
		mb_buf_printf(out, " %s\n", line);
	mb_buf_free(&canonical);
}

static void read_act(struct message_act *act, struct mb_arena *a, char *line)
{
	char *doc = strchr(line, ' '), *role;

	act->follows = line[0] == '+';
	act->second = mb_starts(line, "++");
	act->event = line + act->follows + act->second;
	if (!doc)
		return;
	*doc++ = '\0';
	act->doc = doc;
	if ((role = strstr(doc, " as "))) {
		*role = '\0';
		act->role = role + 4;
	}
}

/* The first of a folded trailer's lines behind its count; strtok_r(NULL, ...) gives the others. */
static char *folded(struct mb_arena *a, const char *value, char **save)
{
	const char *rest = value ? strchr(value, '\n') : NULL;

	return rest ? strtok_r(mb_arena_dup(a, rest + 1), "\n", save) : NULL;
}

int message_read(struct message_claim *out, struct mb_arena *a, const char *message, struct mb_error *err)
{
	const char *on = mb_trailer(a, message, "On"), *acts = mb_trailer(a, message, "Acts");
	const char *waives = mb_trailer(a, message, "Waives");
	char *save = NULL;

	*out = (struct message_claim){ .event = mb_trailer_event(message),
				       .by = mb_trailer(a, message, "By"),
				       .entered_by = mb_trailer(a, message, "Entered-By"),
				       .reason = mb_trailer(a, message, "Reason"),
				       .rules = mb_trailer(a, message, "Rules"),
				       .ruling = mb_trailer(a, message, "Ruling"),
				       .rehearsal = mb_trailer(a, message, "Rehearsal") != NULL,
				       .founding = mb_trailer(a, message, "Founding") != NULL,
				       .daily = mb_trailer(a, message, "Daily") != NULL };
	if (out->event < 1 || !on || !mb_day_parse(&out->on, on) || !out->by || !out->entered_by ||
	    !out->rules || !out->ruling || !mb_starts(out->ruling, "1"))
		return mb_fail(err, MB_EINVAL,
			       "the message lacks one of Event, On, By, Entered-By, Rules, Ruling, or it is "
			       "malformed");
	out->ruling = strchr(out->ruling, '\n');
	out->ruling = out->ruling ? out->ruling + 1 : "";
	for (char *line = folded(a, waives, &save); line; line = strtok_r(NULL, "\n", &save))
		*MB_PUSH(a, out->waives, out->n_waives) = line;
	for (char *line = folded(a, acts, &save); line; line = strtok_r(NULL, "\n", &save))
		read_act(MB_PUSH(a, out->acts, out->n_acts), a, line);
	return MB_OK;
}
