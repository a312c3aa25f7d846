/* What one thread holds: its own handles on record, index and accounts, and whom it knows. Nothing of it is shared, so nothing
 * slow happens under a lock that another reader takes. */
#include "server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define LOOK_EVERY 1000 /* milliseconds after which main is read also when its file looks the same */
#define KNOWN_MAX  200	/* people known at a time */
#define VIEW_MAX                                                                                             \
	3000 /* documents a view has read: it keeps them until it goes, so it goes before it is large */

static _Thread_local struct web_worker *here;

static int open_worker(struct web_worker **out, struct web *w, struct mb_error *err)
{
	struct web_worker *k = mb_alloc(sizeof *k);
	int rc;

	k->web = w;
	if ((rc = mb_accounts_open(&k->accounts, w->how->home, err)) != MB_OK)
		free(k);
	else
		*out = k;
	return rc;
}

static struct web_worker *take_waiting(struct web *w)
{
	struct web_worker *k;

	pthread_mutex_lock(&w->lock);
	if ((k = w->waiting))
		w->waiting = k->next;
	pthread_mutex_unlock(&w->lock);
	return k;
}

static void put_to(struct web_worker **list, struct web_worker *k)
{
	pthread_mutex_lock(&k->web->lock);
	k->next = *list;
	*list = k;
	pthread_mutex_unlock(&k->web->lock);
}

int worker_here(struct web_worker **out, struct web *w, struct mb_error *err)
{
	int rc = MB_OK;

	if (!here || here->web != w) {
		struct web_worker *k = take_waiting(w);

		if (!k && (rc = open_worker(&k, w, err)) != MB_OK)
			return rc;
		put_to(&w->workers, k);
		here = k;
	}
	*out = here;
	return MB_OK;
}

static void close_gate(struct web_worker *k)
{
	mb_gate_close(k->g);
	k->g = NULL;
	k->main_seen = 0;
	mb_arena_free(k->known_arena);
	k->known_arena = NULL;
	k->known = NULL;
	k->n_known = 0;
}

static void close_all(struct web_worker **list)
{
	while (*list) {
		struct web_worker *k = *list;

		*list = k->next;
		close_gate(k);
		mb_accounts_close(k->accounts);
		free(k->main_file);
		free(k->packed_file);
		free(k);
	}
}

void workers_close(struct web *w)
{
	close_all(&w->workers);
	close_all(&w->waiting);
	here = NULL;
}

static uint64_t mix(uint64_t h, uint64_t x)
{
	return (h ^ x) * UINT64_C(1099511628211);
}

static char *path_of(const char *folder, const char *name)
{
	size_t n = strlen(folder) + strlen(name) + 2;
	char *path = mb_alloc(n);

	snprintf(path, n, "%s/%s", folder, name);
	return path;
}

static bool look_at(uint64_t *h, const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return false;
	*h = mix(mix(*h, (uint64_t)st.st_ino), (uint64_t)st.st_size);
	*h = mix(mix(*h, (uint64_t)st.st_mtim.tv_sec), (uint64_t)st.st_mtim.tv_nsec);
	return true;
}

/* Main is a small file that is replaced; only when there is none has it been packed with others. */
static uint64_t look_of_main(const struct web_worker *k)
{
	uint64_t h = UINT64_C(14695981039346656037);

	if (!look_at(&h, k->main_file))
		(void)look_at(&h, k->packed_file);
	return h ? h : 1;
}

static void name_files(struct web_worker *k)
{
	const char *in = mb_record_path(mb_gate_record(k->g));

	free(k->main_file);
	free(k->packed_file);
	k->main_file = path_of(in, "refs/heads/main");
	k->packed_file = path_of(in, "packed-refs");
}

int worker_look(struct web_worker *k, struct mb_error *err)
{
	mb_day day = mb_instant_day(mb_now());
	int64_t now = clock_ms();
	uint64_t seen;
	int rc = MB_OK;

	if (k->g && (k->opened != day || mb_gate_view(k->g)->n_docs > VIEW_MAX))
		close_gate(k);
	if (!k->g) {
		if ((rc = mb_gate_open(&k->g, k->web->how->home, err)) != MB_OK) {
			k->g = NULL;
			return rc;
		}
		name_files(k);
		k->opened = day;
		k->looked = now;
		return MB_OK;
	}
	seen = look_of_main(k);
	if (seen == k->main_seen && now - k->looked < LOOK_EVERY)
		return MB_OK;
	k->on_known = false; /* the record may have moved to another time zone */
	if ((rc = mb_gate_refresh(k->g, err)) != MB_OK) {
		close_gate(k); /* the next request begins anew */
		return rc;
	}
	k->main_seen = seen;
	k->looked = now;
	return MB_OK;
}

int workers_open(struct web *w, size_t n, struct mb_error *err)
{
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		struct web_worker *k;

		if ((rc = open_worker(&k, w, err)) != MB_OK)
			break;
		put_to(&w->waiting, k);
		rc = worker_look(k, err);
	}
	return rc;
}

/* A record's time does not run backwards. */
static struct mb_instant rehearsed(struct mb_instant on, const struct mb_serve *how, struct mb_gate *g)
{
	struct mb_instant last = mb_gate_tip(g)->recorded;

	return last.utc > on.utc && mb_instant_day(last) == how->on ? last : on;
}

struct mb_instant web_clock(const struct web *w, struct mb_gate *g)
{
	const struct mb_serve *how = w->how;

	if (how->on == MB_NO_DAY || !g || !mb_gate_partnership(g)->rehearsal)
		return mb_now();
	return rehearsed(mb_instant_at(how->on, how->minute < 0 ? 12 * 60 : how->minute), how, g);
}

struct mb_instant web_now(struct web_worker *k, struct mb_gate *g)
{
	const struct mb_serve *how = k->web->how;

	if (how->on == MB_NO_DAY || !g || !mb_gate_partnership(g)->rehearsal)
		return mb_now();
	if (!k->on_known)
		k->on = mb_instant_at(how->on, how->minute < 0 ? 12 * 60 : how->minute);
	k->on_known = true;
	return rehearsed(k->on, how, g);
}

static int know(struct known_person *out, struct web_worker *k, const char *person, mb_day today,
		struct mb_error *err)
{
	struct mb_arena *a = k->known_arena;
	const char *clerk = mb_gate_partnership(k->g)->clerk_post;
	const struct mb_doc *d;
	int rc = mb_reader_new(&out->reader, a, k->g, person, today, err);

	out->person = mb_arena_dup(a, person ? person : "");
	if (rc != MB_OK || !person)
		return rc;
	out->name = out->person;
	if (mb_view_doc(&d, mb_gate_view(k->g), mb_arena_printf(a, "people/%s.md", person), NULL) == MB_OK)
		out->name = mb_arena_dup(a, d->title);
	out->clerk = clerk && mb_role_holds(mb_gate_view(k->g), person, clerk, NULL, today);
	return MB_OK;
}

int worker_knows(const struct known_person **out, struct web_worker *k, const char *person, mb_day today,
		 struct mb_error *err)
{
	const char *tip = mb_gate_tip(k->g)->id.hex;
	struct known_person fresh = { 0 };
	int rc;

	if (!k->known_arena || k->known_day != today || k->n_known >= KNOWN_MAX ||
	    strcmp(k->known_tip, tip) != 0) {
		mb_arena_free(k->known_arena);
		k->known_arena = mb_arena_new();
		k->known = NULL;
		k->n_known = 0;
		k->known_day = today;
		snprintf(k->known_tip, sizeof k->known_tip, "%s", tip);
	}
	for (size_t i = 0; i < k->n_known; i++)
		if (mb_streq(k->known[i].person, person ? person : "")) {
			*out = &k->known[i];
			return MB_OK;
		}
	if ((rc = know(&fresh, k, person, today, err)) != MB_OK)
		return rc;
	*MB_PUSH(k->known_arena, k->known, k->n_known) = fresh;
	*out = &k->known[k->n_known - 1];
	return MB_OK;
}

/* What is wrong with the accounts is told by whoever signs in; a page without its news is still a page. */
void worker_visit(struct visit *out, struct web_worker *k, const struct known_person *who)
{
	struct known_person *known = &k->known[who - k->known];
	long event = mb_trailer_event(mb_gate_tip(k->g)->message);
	int64_t now = mb_now().utc;
	struct mb_arena *a;

	if (now - known->visited >= SESSION_TOUCH || now < known->visited) {
		a = mb_arena_new();
		if (visit_touch(&known->visit, a, k->accounts, known->person, now, web_now(k, k->g).utc,
				event > 0 ? event : 0, NULL) != MB_OK)
			known->visit = (struct visit){ 0 };
		mb_arena_free(a);
		known->visited = now;
	}
	*out = known->visit;
}

/* ---- beside the quick threads ---------------------------------------------------------------------------- */

static void *slow_thread(void *ctx)
{
	struct web *w = ctx;

	pthread_mutex_lock(&w->jobs_lock);
	for (;;) {
		void (*run)(void *job);
		void *job;

		while (w->n_jobs == 0 && !w->stopping)
			pthread_cond_wait(&w->jobs_there, &w->jobs_lock);
		if (w->n_jobs == 0)
			break;
		run = w->jobs[w->first_job].run;
		job = w->jobs[w->first_job].job;
		w->first_job = (w->first_job + 1) % SLOW_QUEUE;
		w->n_jobs--;
		pthread_mutex_unlock(&w->jobs_lock);
		run(job);
		pthread_mutex_lock(&w->jobs_lock);
	}
	pthread_mutex_unlock(&w->jobs_lock);
	return NULL;
}

bool slow_run(struct web *w, void (*run)(void *job), void *job)
{
	bool room;

	pthread_mutex_lock(&w->jobs_lock);
	room = w->n_jobs < SLOW_QUEUE && !w->stopping && w->n_slow > 0;
	if (room) {
		size_t at = (w->first_job + w->n_jobs++) % SLOW_QUEUE;

		w->jobs[at].run = run;
		w->jobs[at].job = job;
		pthread_cond_signal(&w->jobs_there);
	}
	pthread_mutex_unlock(&w->jobs_lock);
	return room;
}

void slow_start(struct web *w)
{
	while (w->n_slow < SLOW_THREADS && pthread_create(&w->slow[w->n_slow], NULL, slow_thread, w) == 0)
		w->n_slow++;
}

/* What waits is still carried out: whoever sent it is to see how it ended. */
void slow_stop(struct web *w)
{
	pthread_mutex_lock(&w->jobs_lock);
	w->stopping = true;
	pthread_cond_broadcast(&w->jobs_there);
	pthread_mutex_unlock(&w->jobs_lock);
	for (size_t i = 0; i < w->n_slow; i++)
		pthread_join(w->slow[i], NULL);
	w->n_slow = 0;
}
