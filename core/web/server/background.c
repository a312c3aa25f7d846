/* Work that goes on when its reply has been given: each in a thread of its own, few at a time, the others in their turn, bounded, ended
 * with the server. */
#include "server.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define AT_ONCE	     2 /* of each lane: who tries for half an hour keeps nobody from what takes seconds */
#define WAITING_MAX  8 /* of each lane */
#define TASK_SECONDS 1800

struct web_task {
	struct web *web;
	char *name;
	enum web_lane lane;
	pthread_t thread;
	void (*run)(struct web_task *t, void *arg);
	void *arg;
	size_t number;	    /* in the order in which they were asked for */
	bool running, over; /* under the lock */
	int64_t until;	    /* milliseconds of the monotonic clock */
	atomic_int stop;    /* enum web_task_end; 0: it goes on */
	atomic_size_t done, all;
	_Atomic(const char *) stage;
	struct web_task *next;
};

bool web_task_step(struct web_task *t, const char *stage, size_t done, size_t all)
{
	atomic_store(&t->stage, stage);
	atomic_store(&t->done, done);
	atomic_store(&t->all, all);
	return !atomic_load(&t->stop) && clock_ms() < t->until;
}

enum web_task_end web_task_end(struct web_task *t)
{
	int stop = atomic_load(&t->stop);

	return stop ? (enum web_task_end)stop : clock_ms() < t->until ? WEB_TASK_GOES_ON : WEB_TASK_TOO_LONG;
}

struct mb_instant web_task_now(struct web_task *t, struct mb_gate *g)
{
	return web_clock(t->web, g);
}

/* Under the lock. @return how many of its lane were asked for before it and are not over */
static size_t before(const struct web_task *t)
{
	size_t n = 0;

	for (const struct web_task *x = t->web->tasks; x; x = x->next)
		n += x->lane == t->lane && !x->over && x->number < t->number;
	return n;
}

static bool its_turn(const struct web_task *t)
{
	return atomic_load(&t->stop) || before(t) < AT_ONCE;
}

static void *task_thread(void *ctx)
{
	struct web_task *t = ctx;
	struct web *w = t->web;

	pthread_mutex_lock(&w->tasks_lock);
	while (!its_turn(t))
		pthread_cond_wait(&w->tasks_moved, &w->tasks_lock);
	t->running = true;
	t->until = clock_ms() + (int64_t)TASK_SECONDS * 1000;
	pthread_mutex_unlock(&w->tasks_lock);
	t->run(t, t->arg);
	pthread_mutex_lock(&w->tasks_lock);
	t->over = true;
	pthread_cond_broadcast(&w->tasks_moved);
	pthread_mutex_unlock(
		&w->tasks_lock); /* and takes no lock any more: whoever holds it may wait for the end */
	return NULL;
}

static void task_free(struct web_task *t)
{
	pthread_join(t->thread, NULL);
	free(t->arg);
	free(t->name);
	free(t);
}

/* Under the lock: those that are over go. @return how many of the lane are left */
static size_t sweep(struct web *w, enum web_lane lane)
{
	size_t n = 0;

	for (struct web_task **at = &w->tasks; *at;) {
		struct web_task *t = *at;

		if (t->over) {
			*at = t->next;
			task_free(t);
		} else {
			at = &t->next;
			n += t->lane == lane;
		}
	}
	return n;
}

static struct web_task *find(struct web *w, const char *name)
{
	for (struct web_task *t = w->tasks; t; t = t->next)
		if (mb_streq(t->name, name) && !t->over)
			return t;
	return NULL;
}

static int begin(struct web *w, enum web_lane lane, const char *name,
		 void (*run)(struct web_task *t, void *arg), void *arg, struct mb_error *err)
{
	struct web_task *t = mb_alloc(sizeof *t);
	int bad;

	t->web = w;
	t->lane = lane;
	t->name = mb_strdup(name);
	t->number = ++w->tasks_asked;
	t->run = run;
	t->arg = arg;
	if ((bad = pthread_create(&t->thread, NULL, task_thread, t)) != 0) {
		free(t->name);
		free(t);
		return mb_fail(err, MB_EFAIL, "cannot begin: %s", strerror(bad));
	}
	t->next = w->tasks;
	w->tasks = t;
	return MB_OK;
}

int web_task_start(struct web_req *q, enum web_lane lane, const char *name,
		   void (*run)(struct web_task *t, void *arg), void *arg, struct mb_error *err)
{
	struct web *w = q->web;
	int rc;

	pthread_mutex_lock(&w->tasks_lock);
	if (w->tasks_end)
		rc = mb_fail(err, MB_ECONFLICT, "The server is stopping.");
	else if (sweep(w, lane) >= AT_ONCE + WAITING_MAX)
		rc = mb_fail(err, MB_ECONFLICT,
			     "%d others are waiting for their turn already: try again in a few minutes.",
			     WAITING_MAX);
	else if (find(w, name))
		rc = mb_fail(err, MB_ECONFLICT, "It is under way already.");
	else
		rc = begin(w, lane, name, run, arg, err);
	pthread_mutex_unlock(&w->tasks_lock);
	if (rc != MB_OK)
		free(arg);
	return rc;
}

bool web_task_look(struct web_req *q, const char *name, struct web_progress *out)
{
	struct web_task *t;

	*out = (struct web_progress){ 0 };
	pthread_mutex_lock(&q->web->tasks_lock);
	if ((t = find(q->web, name))) {
		out->waiting = !t->running;
		out->before = t->running ? 0 : before(t);
		out->stage = atomic_load(&t->stage);
		out->done = atomic_load(&t->done);
		out->all = atomic_load(&t->all);
	}
	pthread_mutex_unlock(&q->web->tasks_lock);
	return t != NULL;
}

void web_task_wait(struct web_req *q, const char *name, unsigned ms)
{
	struct web *w = q->web;
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += (long)(ms % 1000) * 1000000L;
	until.tv_sec += ms / 1000 + until.tv_nsec / 1000000000L;
	until.tv_nsec %= 1000000000L;
	pthread_mutex_lock(&w->tasks_lock);
	while (find(w, name) && pthread_cond_timedwait(&w->tasks_moved, &w->tasks_lock, &until) == 0)
		;
	pthread_mutex_unlock(&w->tasks_lock);
}

void web_task_stop(struct web_req *q, const char *name)
{
	struct web *w = q->web;
	struct web_task *t;

	pthread_mutex_lock(&w->tasks_lock);
	if ((t = find(w, name))) {
		atomic_store(&t->stop, WEB_TASK_STOPPED);
		pthread_cond_broadcast(&w->tasks_moved); /* it may be waiting for its turn */
	}
	pthread_mutex_unlock(&w->tasks_lock);
}

void tasks_begin(struct web *w)
{
	pthread_condattr_t how;

	pthread_mutex_init(&w->tasks_lock, NULL);
	pthread_condattr_init(&how);
	pthread_condattr_setclock(&how, CLOCK_MONOTONIC);
	pthread_cond_init(&w->tasks_moved, &how);
	pthread_condattr_destroy(&how);
}

/* Nobody asks any more. */
void tasks_end(struct web *w)
{
	struct web_task *all;

	pthread_mutex_lock(&w->tasks_lock);
	w->tasks_end = true;
	for (struct web_task *t = w->tasks; t; t = t->next)
		atomic_store(&t->stop, WEB_TASK_SERVER_ENDS);
	pthread_cond_broadcast(&w->tasks_moved);
	all = w->tasks;
	pthread_mutex_unlock(&w->tasks_lock);
	for (struct web_task *t = all, *next; t; t = next) {
		next = t->next;
		pthread_join(t->thread, NULL);
	}
	while (all) {
		struct web_task *next = all->next;

		free(all->arg);
		free(all->name);
		free(all);
		all = next;
	}
	w->tasks = NULL;
}

void tasks_free(struct web *w)
{
	pthread_mutex_destroy(&w->tasks_lock);
	pthread_cond_destroy(&w->tasks_moved);
}
