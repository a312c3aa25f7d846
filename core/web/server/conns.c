/* Connections: how many there may be, which one makes room for another, and when each has taken too long.
 *
 * A client that opens connections and sends nothing, or its request byte by byte, holds a place. So a newcomer is never turned
 * away while there is a connection that does not ask anything: the oldest of those is ended. shutdown() is all that is done
 * from here: libmicrohttpd then sees the end of the stream and closes in its own thread. */
#include "server.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

int64_t clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void conns_init(struct conns *c, size_t fds, size_t max, unsigned header, unsigned request, unsigned idle)
{
	memset(c, 0, sizeof *c);
	pthread_mutex_init(&c->lock, NULL);
	c->max = max ? max : MAX_CONNECTIONS;
	c->max_per_address = c->max > MAX_PER_ADDRESS ? MAX_PER_ADDRESS : c->max - c->max / 4;
	c->n_fds = fds;
	c->by_fd = mb_alloc(fds * sizeof(struct conn *));
	c->header_ms = 1000 * (int64_t)(header ? header : HEADER_SECONDS);
	c->request_ms = 1000 * (int64_t)(request ? request : REQUEST_SECONDS);
	c->idle_ms = 1000 * (int64_t)(idle ? idle : IDLE_SECONDS);
	c->n_counts = 16;
	while (c->n_counts < 2 * c->max)
		c->n_counts *= 2;
	c->counts = mb_alloc(c->n_counts * sizeof *c->counts);
}

void conns_free(struct conns *c)
{
	for (int s = CONN_NEW; s <= CONN_ANSWERING; s++)
		while (c->lists[s].first) {
			struct conn *x = c->lists[s].first;

			c->lists[s].first = x->after;
			free(x);
		}
	free(c->counts);
	free(c->by_fd);
	pthread_mutex_destroy(&c->lock);
}

/* ---- lists ----------------------------------------------------------------------------------------------- */

static void unlink_conn(struct conns *c, struct conn *x)
{
	struct conn_list *l = &c->lists[x->state];

	if (x->before)
		x->before->after = x->after;
	else
		l->first = x->after;
	if (x->after)
		x->after->before = x->before;
	else
		l->last = x->before;
	x->before = x->after = NULL;
	l->n--;
}

static void link_conn(struct conns *c, struct conn *x, enum conn_state state, int64_t now)
{
	struct conn_list *l = &c->lists[state];

	x->state = state;
	x->since = now;
	x->before = l->last;
	if (l->last)
		l->last->after = x;
	else
		l->first = x;
	l->last = x;
	l->n++;
}

/* ---- how many from an address ---------------------------------------------------------------------------- */

/* Places are as good as twice the connections, so one that is free, or at zero, is always found. A zero in a chain may hide a
 * place behind it, but never frees one that counts: the chain is walked to its end, an unused place. */
static size_t *count_of(struct conns *c, uint64_t address)
{
	size_t i = (size_t)(address & (c->n_counts - 1)), free_at = c->n_counts;

	for (size_t step = 0; step < c->n_counts; step++, i = (i + 1) & (c->n_counts - 1)) {
		if (c->counts[i].address == address)
			return &c->counts[i].n;
		if (c->counts[i].n == 0 && free_at == c->n_counts)
			free_at = i;
		if (c->counts[i].address == 0)
			break;
	}
	c->counts[free_at].address = address;
	return &c->counts[free_at].n;
}

/* ---- room ------------------------------------------------------------------------------------------------ */

/* From here on it does not count, though its number is not free before libmicrohttpd has closed it. */
static void end_conn(struct conns *c, struct conn *x)
{
	if (x->ended)
		return;
	x->ended = true;
	c->live--;
	if (x->address)
		--*count_of(c, x->address);
	shutdown(x->fd, SHUT_RDWR);
}

/* End the oldest that waits; address 0: whosever it is. */
static bool make_room(struct conns *c, uint64_t address)
{
	static const enum conn_state order[] = { CONN_NEW, CONN_IDLE, CONN_RECEIVING };

	for (size_t s = 0; s < sizeof order / sizeof order[0]; s++)
		for (struct conn *x = c->lists[order[s]].first; x; x = x->after)
			if (!x->ended && (!address || x->address == address)) {
				end_conn(c, x);
				return true;
			}
	return false;
}

static void drop(struct conns *c, struct conn *x)
{
	if (c->by_fd[x->fd] == x)
		c->by_fd[x->fd] = NULL;
	unlink_conn(c, x);
	c->n--;
	if (!x->ended) {
		c->live--;
		if (x->address)
			--*count_of(c, x->address);
	}
	free(x);
}

bool conns_crowded(struct conns *c)
{
	bool crowded;

	pthread_mutex_lock(&c->lock);
	crowded = c->n >= c->max + c->max / 4 + 16;
	pthread_mutex_unlock(&c->lock);
	return crowded;
}

struct conn *conns_add(struct conns *c, int fd, size_t socket, uint64_t address, int64_t now)
{
	struct conn *x = NULL;

	pthread_mutex_lock(&c->lock);
	/* One of this number that was never told to be closed: libmicrohttpd gave it up before it began. */
	if (fd >= 0 && (size_t)fd < c->n_fds && c->by_fd[fd])
		drop(c, c->by_fd[fd]);
	if (fd >= 0 && (size_t)fd < c->n_fds &&
	    (address == 0 || *count_of(c, address) < c->max_per_address || make_room(c, address)) &&
	    (c->live < c->max || make_room(c, 0))) {
		x = mb_alloc(sizeof *x);
		x->fd = fd;
		x->socket = socket;
		x->address = address;
		c->by_fd[fd] = x;
		c->n++;
		c->live++;
		if (address)
			++*count_of(c, address);
		link_conn(c, x, CONN_NEW, now);
	}
	pthread_mutex_unlock(&c->lock);
	return x;
}

struct conn *conns_of(struct conns *c, int fd)
{
	struct conn *x;

	pthread_mutex_lock(&c->lock);
	x = fd >= 0 && (size_t)fd < c->n_fds ? c->by_fd[fd] : NULL;
	pthread_mutex_unlock(&c->lock);
	return x;
}

void conns_set(struct conns *c, struct conn *x, enum conn_state state, int64_t now)
{
	pthread_mutex_lock(&c->lock);
	if (state == CONN_RECEIVING)
		x->began = now;
	unlink_conn(c, x);
	link_conn(c, x, state, now);
	pthread_mutex_unlock(&c->lock);
}

void conns_drop(struct conns *c, struct conn *x)
{
	pthread_mutex_lock(&c->lock);
	drop(c, x);
	pthread_mutex_unlock(&c->lock);
}

/* ---- deadlines ------------------------------------------------------------------------------------------- */

static void sweep_list(struct conns *c, enum conn_state state, int64_t before)
{
	for (struct conn *x = c->lists[state].first; x && x->since < before; x = x->after)
		end_conn(c, x);
}

void conns_sweep(struct conns *c, int64_t now)
{
	pthread_mutex_lock(&c->lock);
	sweep_list(c, CONN_NEW, now - c->header_ms);
	sweep_list(c, CONN_IDLE, now - c->idle_ms);
	sweep_list(c, CONN_RECEIVING, now - c->request_ms);
	/* The clock of a request runs from its headers to the last byte taken by the client. */
	for (struct conn *x = c->lists[CONN_ANSWERING].first; x; x = x->after)
		if (x->began < now - c->request_ms)
			end_conn(c, x);
	pthread_mutex_unlock(&c->lock);
}
