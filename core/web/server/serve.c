/* The server from start to stop. This thread lets connections in, ends those that take too long, and waits for the signal. */
#include "http.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#define SWEEP_MS     250
#define TAKE_AT_ONCE 64
#define STOP_SECONDS 10	 /* for what is being answered when the signal comes */
#define GRACE_MS     500 /* for whoever is connected and may be about to ask */
#define TIDY_MS	     (10 * 60 * 1000)

static void wait_ms(long ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000L };

	nanosleep(&t, NULL);
}

/* As many as the system lets us have: each connection is one. */
static size_t raise_fds(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return 1024;
	if (limit.rlim_cur < limit.rlim_max) {
		limit.rlim_cur = limit.rlim_max > 65536 ? 65536 : limit.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &limit);
		(void)getrlimit(RLIMIT_NOFILE, &limit);
	}
	return limit.rlim_cur > 65536 ? 65536 : (size_t)limit.rlim_cur;
}

static void take(struct web *w, struct MHD_Daemon *d, size_t socket)
{
	for (int i = 0; i < TAKE_AT_ONCE && !conns_crowded(&w->conns); i++) {
		struct sockaddr_storage address = { 0 };
		socklen_t n = sizeof address;
		int fd = accept4(w->sockets[socket].fd, (struct sockaddr *)&address, &n,
				 SOCK_CLOEXEC | SOCK_NONBLOCK);

		if (fd < 0) {
			if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
				wait_ms(20);
			return;
		}
		http_take(d, w, fd, socket, (struct sockaddr *)&address, n);
	}
}

static void tidy(struct web *w)
{
	struct mb_accounts *s = NULL;

	if (mb_accounts_open(&s, w->how->home, NULL) == MB_OK)
		(void)accounts_sweep(s, mb_now().utc, NULL);
	mb_accounts_close(s);
}

static void serve_until(struct web *w, struct MHD_Daemon *d, int signals)
{
	struct pollfd fds[MAX_SOCKETS + 1];
	int64_t swept = clock_ms(), tidied = swept;

	for (size_t i = 0; i < w->n_sockets; i++)
		fds[i] = (struct pollfd){ .fd = w->sockets[i].fd, .events = POLLIN };
	fds[w->n_sockets] = (struct pollfd){ .fd = signals, .events = POLLIN };
	for (;;) {
		bool crowded = conns_crowded(&w->conns);
		int64_t now;

		if (crowded)
			wait_ms(1);
		(void)poll(fds, w->n_sockets + 1, SWEEP_MS);
		if (fds[w->n_sockets].revents) {
			struct signalfd_siginfo
				taken; /* or it would come again when it is no longer blocked */

			if (read(signals, &taken, sizeof taken) == sizeof taken)
				return;
		}
		for (size_t i = 0; i < w->n_sockets; i++)
			if (fds[i].revents)
				take(w, d, i);
		now = clock_ms();
		if (now - swept >= SWEEP_MS) {
			conns_sweep(&w->conns, now);
			swept = now;
		}
		if (now - tidied >= TIDY_MS) {
			tidy(w);
			tidied = now;
		}
	}
}

/* Whoever had come by the signal is let in and answered; then nobody is. Each reply now ends its connection, so that clients
 * that go on asking are not cut off between two requests; those that ask nothing are given a moment. */
static void finish(struct web *w, struct MHD_Daemon *d)
{
	int64_t begun = clock_ms(), now = begun;
	size_t busy = 1, there = 1;

	atomic_store(&w->closing, true);
	for (size_t i = 0; d && i < w->n_sockets; i++)
		take(w, d, i);
	sockets_close(w->sockets, w->n_sockets, w->how);
	while ((busy > 0 && now < begun + STOP_SECONDS * 1000) || (there > 0 && now < begun + GRACE_MS)) {
		wait_ms(10);
		pthread_mutex_lock(&w->conns.lock);
		busy = w->conns.lists[CONN_RECEIVING].n + w->conns.lists[CONN_ANSWERING].n;
		there = w->conns.n;
		pthread_mutex_unlock(&w->conns.lock);
		now = clock_ms();
	}
}

/* ---- before the first request ---------------------------------------------------------------------------- */

static const char *first_admin(struct mb_arena *a, struct mb_gate *g)
{
	const char *post = mb_gate_partnership(g)->clerk_post, *person;
	mb_day day = mb_instant_day(mb_now());
	const char **holders;
	size_t n = 0;

	if (mb_gate_operator(&person, a, g, NULL) == MB_OK)
		return person;
	if (post && mb_role_holders(&holders, &n, a, mb_gate_view(g), post, NULL, day, NULL) == MB_OK &&
	    n > 0)
		return holders[0];
	return NULL;
}

static const char *link_to(struct mb_arena *a, const struct web *w, const char *secret)
{
	const char *base = w->how->origin ? w->how->origin : w->sockets[0].text;
	size_t n = strlen(base);

	if (w->sockets[0].unix_socket && !w->how->origin)
		return mb_arena_printf(a, "/invitation/%s", secret);
	return mb_arena_printf(a, "%.*s/invitation/%s", (int)(base[n - 1] == '/' ? n - 1 : n), base, secret);
}

/* Nobody can sign in yet: one link, once, for whoever keeps the record. Each start makes a new one until it was used. */
static int invite_first(struct web *w, struct mb_gate *g, struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_accounts *s = NULL;
	const char *person = first_admin(a, g), *secret;
	bool any = true;
	int rc = mb_accounts_open(&s, w->how->home, err);

	if (rc == MB_OK)
		rc = accounts_any(&any, s, err);
	if (rc == MB_OK && !any && person && w->how->first_link && !w->how->header &&
	    (rc = mb_account_invite(&secret, a, s, person, true, mb_now().utc, err)) == MB_OK)
		w->how->first_link(w->how->ctx, person, link_to(a, w, secret));
	mb_accounts_close(s);
	mb_arena_free(a);
	return rc;
}

static int check(const struct mb_serve *how, struct mb_gate **g, struct mb_error *err)
{
	int rc = mb_gate_open(g, how->home, err);

	if (rc != MB_OK)
		return rc;
	if (!mb_record_is_home(mb_gate_record(*g)))
		return mb_fail(err, MB_EREFUSED,
			       "%s is a copy of the record, not its home: only the home is served",
			       how->home);
	if (how->on != MB_NO_DAY && !mb_gate_partnership(*g)->rehearsal)
		return mb_fail(err, MB_EUSAGE, "--on: only a rehearsal can be served on another day");
	if (how->header && !how->origin)
		return mb_fail(err, MB_EUSAGE,
			       "--header needs --origin, the address by which people reach the proxy, to "
			       "know our own forms by");
	return MB_OK;
}

static bool not_stopping(void *ctx)
{
	struct web *w = ctx;
	bool go;

	pthread_mutex_lock(&w->jobs_lock);
	go = !w->stopping;
	pthread_mutex_unlock(&w->jobs_lock);
	return go;
}

/* After an import nobody has searched yet: all texts wait to be read, and the first who searches need not wait for that. */
static void read_texts(void *job)
{
	struct web *w = job;
	struct web_worker *k;

	if (worker_here(&k, w, NULL) == MB_OK && worker_look(k, NULL) == MB_OK)
		(void)mb_index_read_texts(mb_gate_index(k->g), not_stopping, w, NULL);
}

static void ready(const struct web *w)
{
	for (size_t i = 0; i < w->n_sockets && w->how->ready; i++)
		w->how->ready(w->how->ctx, w->sockets[i].text);
}

/* Whoever asks twice to stop has been heard the first time. */
static void unblock_signals(const sigset_t *before)
{
	struct timespec none = { 0, 0 };
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	while (sigtimedwait(&set, NULL, &none) > 0)
		;
	pthread_sigmask(SIG_SETMASK, before, NULL);
}

/* Signals are blocked before any thread begins, so that only this one sees them. */
static int block_signals(sigset_t *before)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	pthread_sigmask(SIG_BLOCK, &set, before);
	(void)signal(SIGPIPE, SIG_IGN);
	return signalfd(-1, &set, SFD_CLOEXEC);
}

static void web_free(struct web *w)
{
	workers_close(w);
	cache_free(w->pages);
	cache_free(w->html);
	guesses_free(w->guesses);
	conns_free(&w->conns);
	pthread_mutex_destroy(&w->lock);
	pthread_mutex_destroy(&w->jobs_lock);
	tasks_free(w);
	pthread_cond_destroy(&w->jobs_there);
	free(w);
}

static struct web *web_new(const struct mb_serve *how)
{
	struct web *w = mb_alloc(sizeof *w);
	size_t fds = raise_fds(), max = how->connections ? how->connections : MAX_CONNECTIONS;

	w->how = how;
	if (max + max / 4 + 128 > fds)
		max = fds > 400 ? (fds - 128) * 4 / 5 : 200;
	conns_init(&w->conns, fds, max, how->header_seconds, how->request_seconds, how->idle_seconds);
	w->guesses = guesses_new();
	w->pages = cache_new(PAGE_CACHE_BYTES);
	w->html = cache_new(HTML_CACHE_BYTES);
	pthread_mutex_init(&w->lock, NULL);
	pthread_mutex_init(&w->jobs_lock, NULL);
	tasks_begin(w);
	pthread_cond_init(&w->jobs_there, NULL);
	return w;
}

int mb_serve(const struct mb_serve *how, struct mb_error *err)
{
	struct MHD_Daemon *d = NULL;
	struct mb_gate *g = NULL;
	struct web *w = web_new(how);
	sigset_t before;
	int rc, signals = block_signals(&before);

	if ((rc = check(how, &g, err)) != MB_OK ||
	    (rc = sockets_open(w->sockets, &w->n_sockets, how, err)) != MB_OK)
		goto out;
	if ((rc = http_start(&d, w, err)) != MB_OK) {
		sockets_close(w->sockets, w->n_sockets, how);
		goto out;
	}
	slow_start(w);
	web_tidy(how->home);
	if ((rc = invite_first(w, g, err)) == MB_OK &&
	    (rc = workers_open(w, QUICK_THREADS + 1, err)) == MB_OK) {
		mb_gate_close(g);
		g = NULL;
		(void)slow_run(w, read_texts, w);
		ready(w);
		serve_until(w, d, signals);
	}
	finish(w, d);
	slow_stop(w); /* resumes what is suspended, which libmicrohttpd must not find at its end */
	http_stop(d);
	tasks_end(w);
out:
	mb_gate_close(g);
	close(signals);
	web_free(w);
	unblock_signals(&before);
	return rc;
}
