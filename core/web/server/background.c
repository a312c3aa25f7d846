/* Work that goes on when its reply has been given: each in a thread of its own, few at a time, bounded, ended with the server. */
#include "server.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define TASKS_MAX    2
#define TASK_SECONDS 1800

struct web_task {
	char *name;
	pthread_t thread;
	void (*run)(struct web_task *t, void *arg);
	void *arg;
	int64_t until; /* milliseconds of the monotonic clock */
	atomic_bool stop, over;
	atomic_size_t done, all;
	struct web_task *next;
};

bool web_task_step(struct web_task *t, size_t done, size_t all)
{
	atomic_store(&t->done, done);
	atomic_store(&t->all, all);
	return !atomic_load(&t->stop) && clock_ms() < t->until;
}

bool web_task_stopped(struct web_task *t)
{
	return atomic_load(&t->stop);
}

static void *task_thread(void *ctx)
{
	struct web_task *t = ctx;

	t->run(t, t->arg);
	atomic_store(&t->over, true);
	return NULL;
}

static void task_free(struct web_task *t)
{
	pthread_join(t->thread, NULL);
	free(t->arg);
	free(t->name);
	free(t);
}

/* Under the lock: those that are over go. @return how many are at work */
static size_t sweep(struct web *w)
{
	size_t n = 0;

	for (struct web_task **at = &w->tasks; *at;) {
		struct web_task *t = *at;

		if (atomic_load(&t->over)) {
			*at = t->next;
			task_free(t);
		} else {
			at = &t->next;
			n++;
		}
	}
	return n;
}

static struct web_task *find(struct web *w, const char *name)
{
	for (struct web_task *t = w->tasks; t; t = t->next)
		if (mb_streq(t->name, name) && !atomic_load(&t->over))
			return t;
	return NULL;
}

static int begin(struct web *w, const char *name, void (*run)(struct web_task *t, void *arg), void *arg,
		 struct mb_error *err)
{
	struct web_task *t = mb_alloc(sizeof *t);
	int bad;

	t->name = strdup(name);
	t->run = run;
	t->arg = arg;
	t->until = clock_ms() + (int64_t)TASK_SECONDS * 1000;
	if ((bad = t->name ? pthread_create(&t->thread, NULL, task_thread, t) : ENOMEM) != 0) {
		free(t->name);
		free(t);
		return mb_fail(err, MB_EFAIL, "cannot begin: %s", strerror(bad));
	}
	t->next = w->tasks;
	w->tasks = t;
	return MB_OK;
}

int web_task_start(struct web_req *q, const char *name, void (*run)(struct web_task *t, void *arg), void *arg,
		   struct mb_error *err)
{
	struct web *w = q->web;
	int rc;

	pthread_mutex_lock(&w->tasks_lock);
	if (w->tasks_end)
		rc = mb_fail(err, MB_ECONFLICT, "The server is stopping.");
	else if (sweep(w) >= TASKS_MAX)
		rc = mb_fail(err, MB_ECONFLICT,
			     "%d others are under way already: wait until one is done, or stop it.",
			     TASKS_MAX);
	else if (find(w, name))
		rc = mb_fail(err, MB_ECONFLICT, "It is under way already.");
	else
		rc = begin(w, name, run, arg, err);
	pthread_mutex_unlock(&w->tasks_lock);
	if (rc != MB_OK)
		free(arg);
	return rc;
}

bool web_task_look(struct web_req *q, const char *name, size_t *done, size_t *all)
{
	struct web_task *t;

	pthread_mutex_lock(&q->web->tasks_lock);
	if ((t = find(q->web, name))) {
		*done = atomic_load(&t->done);
		*all = atomic_load(&t->all);
	}
	pthread_mutex_unlock(&q->web->tasks_lock);
	return t != NULL;
}

void web_task_stop(struct web_req *q, const char *name)
{
	struct web_task *t;

	pthread_mutex_lock(&q->web->tasks_lock);
	if ((t = find(q->web, name)))
		atomic_store(&t->stop, true);
	pthread_mutex_unlock(&q->web->tasks_lock);
}

void tasks_end(struct web *w)
{
	pthread_mutex_lock(&w->tasks_lock);
	w->tasks_end = true;
	for (struct web_task *t = w->tasks; t; t = t->next)
		atomic_store(&t->stop, true);
	while (w->tasks) {
		struct web_task *t = w->tasks;

		w->tasks = t->next;
		task_free(t); /* it takes no lock of ours */
	}
	pthread_mutex_unlock(&w->tasks_lock);
}
