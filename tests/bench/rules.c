/* What rules cost: bench_rules HOME [sandbox|loading|judging|try|next|replay], a generated record that may be written to. */
#include "plain_lua.h"

#include <gate_impl.h>

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define EVENTS_AIMED 10000 /* the goals are for so many; a smaller record has all of its events replayed */

static struct mb_error err;

struct scene {
	struct mb_gate *g;
	struct mb_arena *a;
	const char *home, *paper, *meeting;
	mb_day day; /* the day behind the last event */
};

static struct mb_actor actor(const struct scene *s, const char *by)
{
	struct mb_actor who = { .by = by, .entered_by = by, .on = MB_NO_DAY };

	who.recorded = mb_instant_at(s->day, 10 * 60);
	return who;
}

/* One more paper, signed by both, which its chair may approve; and a meeting to come. */
static void set_scene(struct scene *s)
{
	static const char text[] =
		"# Winter Opening of the Centres\n\n**For Decision**\n\n## Summary\n\nTwo centres open on "
		"Saturdays.\n\n"
		"## Implications\n\n**Financial:** £9,000.\n\n**Legal:** None.\n\n## Recommendations\n\n"
		"The Board is asked to agree:\n\n1. Two centres open on Saturdays.\n";
	struct mb_filing how = { .text = mb_str(text), .group = "strategy-board", .as_kind = "paper" };
	struct mb_actor who;
	struct mb_result r;

	must(mb_gate_open(&s->g, s->home, &err), &err, "opening the record");
	s->a = mb_arena_new();
	s->day = mb_instant_day(mb_gate_tip(s->g)->recorded) + 1;
	while (mb_weekday(s->day) != 1)
		s->day++;
	who = actor(s, "beth-corrigan");
	must(mb_gate_new_meeting(&r, s->a, s->g, "strategy-board", s->day + 43, "14:00", "", &who, 0, &err),
	     &err, "calling a meeting");
	how.meeting = s->meeting = r.touched[0].id;
	who = actor(s, "paul-okafor");
	must(mb_gate_file(&r, s->a, s->g, &how, &who, 0, &err), &err, "filing a paper");
	if (!r.landed)
		must(MB_EFAIL, &(struct mb_error){ .text = "nothing landed; give a fresh copy" },
		     "filing a paper");
	s->paper = r.touched[0].id;
	who = actor(s, "farah-nazir");
	must(mb_gate_sign(&r, s->a, s->g, s->paper, "finance lead", &who, 0, &err), &err, "signing");
	who = actor(s, "leonard-shaw");
	must(mb_gate_sign(&r, s->a, s->g, s->paper, "legal lead", &who, 0, &err), &err, "signing");
}

/* ---- loading --------------------------------------------------------------------------------------------- */

static double load_once(const struct mb_rules_file *files, size_t n)
{
	struct mb_rules *r;
	double begin = cpu_us(), took;

	must(mb_rules_load(&r, files, n, &err), &err, "loading rules");
	took = cpu_us() - begin;
	mb_rules_free(r);
	return took;
}

struct rule_files {
	const char *home;
	struct mb_arena *a;
	struct mb_rules_file *files;
	size_t n;
};

static void read_rule_files(struct rule_files *x)
{
	struct mb_record *rec;
	struct mb_commit tip;
	struct mb_entry rules;

	x->a = mb_arena_new();
	must(mb_record_open(&rec, x->home, &err), &err, "opening the record");
	must(mb_record_tip(&tip, x->a, rec, &err), &err, "reading the record");
	must(mb_tree_entry(&rules, x->a, rec, &tip.tree, "rules", &err), &err, "finding the rules");
	must(mb_rules_files_of_tree(&x->files, &x->n, x->a, rec, &rules.id, &err), &err, "reading rules");
	mb_record_close(rec);
}

/* As at each start of a command: in a process that has loaded none before. */
static void measure_first_loading(const char *home)
{
	struct samples t = { 0 };
	struct rule_files x = { .home = home };

	read_rule_files(&x);
	for (int i = 0; i < 40; i++) {
		double took = 0;
		int ends[2], status = 0;
		pid_t child = -1;

		must(pipe(ends) == 0 && (child = fork()) >= 0 ? MB_OK : MB_EFAIL, &err, "starting a process");
		if (child == 0) {
			took = load_once(x.files, x.n);
			_exit(write(ends[1], &took, sizeof took) == sizeof took ? 0 : 1);
		}
		(void)close(ends[1]);
		must(read(ends[0], &took, sizeof took) == sizeof took ? MB_OK : MB_EFAIL, &err,
		     "loading rules");
		(void)close(ends[0]);
		(void)waitpid(child, &status, 0);
		sample(&t, took);
	}
	show_most("the shipped rules, loaded and declared once in a process", at_part(&t, 0.5), MILLI, 2000);
	mb_arena_free(x.a);
}

/* What a process has compiled it keeps: a comment makes each text one that it has never seen, and that the program does not
 * come with. */
static void measure_loading(const struct scene *s)
{
	static struct samples first, again;
	struct mb_rules_file *files, *changed;
	size_t n;

	must(mb_rules_files_of_tree(&files, &n, s->a, s->g->rec, &s->g->rules_tree, &err), &err,
	     "reading rules");
	changed = mb_arena_alloc(s->a, n * sizeof *changed);
	for (int i = 0; i < 100; i++) {
		for (size_t k = 0; k < n; k++) {
			const char *text = mb_arena_printf(s->a, "%.*s\n-- %d", (int)files[k].text.n,
							   files[k].text.p, i);

			changed[k] = (struct mb_rules_file){ files[k].path, mb_str(text) };
		}
		sample(&first, load_once(changed, n));
		sample(&again, load_once(files, n));
	}
	show("   a partnership's own, as many and as long: compiled", at_part(&first, 0.5), MILLI);
	show("   again in one process", at_part(&again, 0.5), MILLI);
}

/* ---- one move -------------------------------------------------------------------------------------------- */

static void measure_judging(const struct scene *s)
{
	static struct samples t;
	struct mb_actor who = actor(s, "helen-marsh");
	struct mb_claim claim = { .by = who.by, .entered_by = who.by, .on = s->day };
	struct mb_result r = { 0 };
	struct mb_ruling ruling;
	struct mb_event *events;
	struct draft d;
	struct mb_case c;
	size_t n;

	draft_begin(&d, s->g, s->a, &who, &r);
	must(draft_make_move(&d, s->paper, "approve", &err), &err, "making a move");
	must(draft_events(&events, &n, &d, false, &err), &err, "naming the events");
	c = (struct mb_case){ .base = d.base,
			      .events = events,
			      .n_events = n,
			      .claim = &claim,
			      .recorded = who.recorded,
			      .calendar = d.calendar,
			      .rehearsal = d.rehearsal };
	must(draft_view(&c.after, &d, &err), &err, "viewing the draft");
	for (int i = 0; i < 1000; i++) {
		struct mb_arena *a = mb_arena_new();
		double begin = cpu_us();

		must(mb_rules_judge(&ruling, a, d.rules, &c, &err), &err, "judging");
		sample(&t, cpu_us() - begin);
		if (!ruling.accepted)
			must(MB_EFAIL, &(struct mb_error){ .text = "it was refused" }, "judging");
		mb_arena_free(a);
	}
	draft_end(&d);
	show_most("one move judged, documents loaded: p50", at_part(&t, 0.5), MICRO, 100);
	show("   p99", at_part(&t, 0.99), MICRO);
}

static double try_once(const struct scene *s, struct mb_gate *g)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_actor who = actor(s, "helen-marsh");
	struct mb_result r = { 0 };
	double begin = cpu_us();

	must(mb_gate_move(&r, a, g, s->paper, "approve", NULL, &who, MB_DRY_RUN, &err), &err, "trying");
	begin = cpu_us() - begin;
	mb_arena_free(a);
	return begin;
}

static void measure_try(const struct scene *s)
{
	static struct samples warm, open, whole;

	for (int i = 0; i < 100; i++)
		sample(&warm, try_once(s, s->g));
	for (int i = 0; i < 25; i++) {
		struct mb_gate *g;
		double begin = cpu_us();

		must(mb_gate_open(&g, s->home, &err), &err, "opening the record");
		sample(&open, cpu_us() - begin);
		(void)try_once(s, g);
		mb_gate_close(g);
		sample(&whole, cpu_us() - begin);
	}
	show_most("`try` in an open record: p50", at_part(&warm, 0.5), MILLI, 5000);
	show("   opening a record", at_part(&open, 0.5), MILLI);
	show_most("`try` with opening and closing the record: p50", at_part(&whole, 0.5), MILLI, 5000);
}

/* ---- over the past --------------------------------------------------------------------------------------- */

struct replaying {
	const char *home;
	bool self;
	long aimed; /* events to be replayed; a whole day is, so it may be a few more */
	mb_day to;
	bool quiet;
};

static void tell(void *ctx, const char *line)
{
	fprintf(stderr, "bench: %s\n", line);
}

static void no_case(void *ctx, const struct mb_replay_case *c)
{
}

/* Every event is judged again from the trees and texts that git has; nothing is reckoned from a sample. */
static int replay(void *arg)
{
	const struct replaying *how = arg;
	struct mb_replay_sum sum = { 0 };
	struct mb_verdict v = { 0 };
	struct mb_arena *a = mb_arena_new();
	struct mb_replay other = { .from = MB_NO_DAY, .to = how->to };
	struct mb_rules_file *files;
	struct mb_gate *g;
	double begin, waited;
	char what[80];
	size_t events;
	int rc;

	must(mb_gate_open(&g, how->home, &err), &err, "opening the record");
	must(mb_rules_files_of_tree(&files, &other.n_files, a, g->rec, &g->rules_tree, &err), &err,
	     "reading rules");
	other.files = files;
	begin = cpu_us();
	waited = wall_us();
	rc = how->self ? mb_gate_replay_self(&v, g, MB_NO_DAY, how->to, tell, NULL, &err)
		       : mb_gate_replay(&sum, g, &other, no_case, NULL, &err);
	begin = cpu_us() - begin;
	waited = wall_us() - waited;
	must(rc, &err, "replaying");
	events = how->self ? v.rulings : sum.events + sum.enactments;
	if ((how->self ? v.reproduced : sum.n[MB_REPLAY_SAME] + sum.enactments) != events)
		must(MB_EFAIL, &(struct mb_error){ .text = "not all came out the same" }, "replaying");
	if (!how->quiet) {
		snprintf(what, sizeof what, "replay --%s, %zu events of the record",
			 how->self ? "self" : "against", events);
		if (how->aimed < EVENTS_AIMED)
			show(what, begin, SECONDS);
		else
			show_most(what, begin, SECONDS, 5e6);
		show("   of the clock", waited, SECONDS);
	}
	mb_gate_close(g);
	mb_arena_free(a);
	return 0;
}

/* The day on which so many events had been recorded. @return how many there are by then, at least */
static long day_of_event(mb_day *out, const struct scene *s, long wanted)
{
	struct mb_oid at = mb_gate_tip(s->g)->id;
	long event = 0;

	*out = MB_NO_DAY;
	while (at.hex[0]) {
		struct mb_arena *a = mb_arena_new();
		struct mb_commit c;

		must(mb_record_commit(&c, a, mb_gate_record(s->g), &at, &err), &err, "reading a change");
		event = event > 0 ? event - 1 : mb_trailer_event(c.message);
		if (event <= wanted) {
			*out = mb_instant_day(c.recorded);
			mb_arena_free(a);
			return event;
		}
		at = c.parent;
		mb_arena_free(a);
	}
	return event;
}

static void measure_replay(const struct scene *s)
{
	mb_day day;
	long aimed = day_of_event(&day, s, EVENTS_AIMED), half_of;
	double half, whole;
	int status;

	for (int self = 1; self >= 0; self--) {
		struct replaying how = { .home = s->home, .self = self, .quiet = true };

		half_of = day_of_event(&how.to, s, aimed / 2);
		half = peak_megabytes(replay, &how, &status);
		how.aimed = aimed;
		how.to = day;
		how.quiet = false;
		whole = status == 0 ? peak_megabytes(replay, &how, &status) : 0;
		if (status != 0) {
			printf("replay%s: did not come to an end (status %d)\n", self ? " --self" : "",
			       status);
			continue;
		}
		printf("   memory at most: %.1f MB over %ld events, %.1f MB over %ld\n", half, half_of, whole,
		       aimed);
		show_most("   memory over all, against over half", whole / half, TIMES, 1.2);
	}
}

/* ---- ahead ----------------------------------------------------------------------------------------------- */

static void measure_countdown(const struct scene *s)
{
	static struct samples t;
	struct mb_actor day = actor(s, "beth-corrigan");
	struct mb_countdown c = { 0 };

	for (int i = 0; i < 15; i++) {
		struct mb_arena *a = mb_arena_new();
		double begin = cpu_us();

		must(mb_gate_countdown(&c, a, s->g, s->meeting, &day, &err), &err, "counting down");
		sample(&t, cpu_us() - begin);
		mb_arena_free(a);
	}
	show_most("next MEETING over 60 days: p50", at_part(&t, 0.5), MILLI, 50000);
	printf("   %zu steps, %zu judgements\n", c.n_steps, c.judged);
}

static bool wanted(const char *only, const char *part)
{
	return !only || strcmp(only, part) == 0;
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*measure)(const struct scene *s);
	} parts[] = { { "loading", measure_loading },
		      { "judging", measure_judging },
		      { "try", measure_try },
		      { "next", measure_countdown },
		      { "replay", measure_replay } };
	const char *only = argc == 3 ? argv[2] : NULL;
	struct scene s = { .home = argv[1] };

	if (argc < 2 || argc > 3) {
		fprintf(stderr, "bench_rules HOME [sandbox|loading|judging|try|next|replay]\n");
		return MB_EUSAGE;
	}
	if (wanted(only, "sandbox"))
		measure_sandbox();
	if (wanted(only, "loading"))
		measure_first_loading(s.home);
	set_scene(&s);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (wanted(only, parts[i].name))
			parts[i].measure(&s);
	mb_gate_close(s.g);
	mb_arena_free(s.a);
	return 0;
}
