/* Sockets to listen on: an address, a Unix socket, or what systemd hands over. */
#include "server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define STANDARD_ADDRESS "127.0.0.1:8080"
#define FIRST_FD	 3 /* sd_listen_fds(3) */
#define BACKLOG		 1024

union address {
	struct sockaddr any;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	struct sockaddr_un un;
	struct sockaddr_storage room;
};

static bool is_loopback(const union address *x)
{
	return x->any.sa_family == AF_INET
		       ? ntohl(x->in.sin_addr.s_addr) >> 24 == 127
		       : x->any.sa_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&x->in6.sin6_addr);
}

/* Numbers only: a name could be taken for another address tomorrow. "localhost" is said often enough to be understood. */
static int read_address(union address *out, socklen_t *n, const char *text, struct mb_error *err)
{
	const char *colon = strrchr(text, ':');
	char host[64] = "", *end;
	size_t len = colon ? (size_t)(colon - text) : 0;
	long port = colon ? strtol(colon + 1, &end, 10) : -1;

	if (!colon || !colon[1] || *end || port < 0 || port > 65535 || len == 0 || len >= sizeof host)
		goto bad;
	memcpy(host, text, len);
	memset(out, 0, sizeof *out);
	if (mb_streq(host, "localhost"))
		strcpy(host, "127.0.0.1");
	if (host[0] == '[' && host[strlen(host) - 1] == ']') {
		host[strlen(host) - 1] = '\0';
		out->in6.sin6_family = AF_INET6;
		out->in6.sin6_port = htons((uint16_t)port);
		*n = sizeof out->in6;
		if (inet_pton(AF_INET6, host + 1, &out->in6.sin6_addr) == 1)
			return MB_OK;
	} else {
		out->in.sin_family = AF_INET;
		out->in.sin_port = htons((uint16_t)port);
		*n = sizeof out->in;
		if (inet_pton(AF_INET, host, &out->in.sin_addr) == 1)
			return MB_OK;
	}
bad:
	return mb_fail(err, MB_EUSAGE,
		       "--listen: '%.80s' is no address; write it like 127.0.0.1:8080 or [::1]:8080", text);
}

static void describe(struct socket_in *s)
{
	union address x = { .any.sa_family = AF_UNSPEC };
	socklen_t n = sizeof x;
	char host[INET6_ADDRSTRLEN] = "?";

	(void)getsockname(s->fd, &x.any, &n);
	s->loopback = is_loopback(&x);
	if (x.any.sa_family == AF_INET) {
		inet_ntop(AF_INET, &x.in.sin_addr, host, sizeof host);
		snprintf(s->text, sizeof s->text, "http://%s:%d/", host, ntohs(x.in.sin_port));
	} else if (x.any.sa_family == AF_INET6) {
		inet_ntop(AF_INET6, &x.in6.sin6_addr, host, sizeof host);
		snprintf(s->text, sizeof s->text, "http://[%s]:%d/", host, ntohs(x.in6.sin6_port));
	} else {
		s->unix_socket = x.any.sa_family == AF_UNIX;
		snprintf(s->text, sizeof s->text, "unix:%.100s", s->unix_socket ? x.un.sun_path : "?");
	}
}

static int open_tcp(struct socket_in *out, const char *text, struct mb_error *err)
{
	union address x;
	socklen_t n = 0;
	int yes = 1, rc = read_address(&x, &n, text, err);

	if (rc != MB_OK)
		return rc;
	out->fd = socket(x.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (out->fd < 0)
		return mb_fail(err, MB_EFAIL, "cannot listen on %s: %s", text, strerror(errno));
	(void)setsockopt(out->fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (bind(out->fd, &x.any, n) < 0 || listen(out->fd, BACKLOG) < 0) {
		rc = mb_fail(err, MB_EFAIL, "cannot listen on %s: %s%s", text, strerror(errno),
			     errno == EADDRINUSE ? "; another program does, choose another port with --listen"
						 : "");
		close(out->fd);
		return rc;
	}
	describe(out);
	return MB_OK;
}

/* A socket that nobody listens on any more is left by a server that was killed. */
static int clear_path(const struct sockaddr_un *x, struct mb_error *err)
{
	struct stat st;
	int fd, connected;

	if (lstat(x->sun_path, &st) != 0)
		return MB_OK;
	if (!S_ISSOCK(st.st_mode))
		return mb_fail(err, MB_EINVAL, "%s is there and is no socket: choose another path",
			       x->sun_path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	connected = fd >= 0 ? connect(fd, (const struct sockaddr *)x, sizeof *x) : -1;
	if (fd >= 0)
		close(fd);
	if (connected == 0)
		return mb_fail(err, MB_EFAIL, "another server listens on %s", x->sun_path);
	return unlink(x->sun_path) == 0 ? MB_OK
					: mb_fail(err, MB_EFAIL, "%s: %s", x->sun_path, strerror(errno));
}

static int open_unix(struct socket_in *out, const char *path, struct mb_error *err)
{
	struct sockaddr_un x = { .sun_family = AF_UNIX };
	mode_t mask;
	int rc, bound;

	if (strlen(path) >= sizeof x.sun_path)
		return mb_fail(err, MB_EUSAGE, "--unix: a path has at most %zu bytes", sizeof x.sun_path - 1);
	strcpy(x.sun_path, path);
	if ((rc = clear_path(&x, err)) != MB_OK)
		return rc;
	out->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	/* Owner and group: the proxy is in the group. Whoever may connect is believed. */
	mask = umask(0117);
	bound = out->fd < 0 ? -1 : bind(out->fd, (const struct sockaddr *)&x, sizeof x);
	umask(mask);
	if (bound < 0 || listen(out->fd, BACKLOG) < 0) {
		rc = mb_fail(err, MB_EFAIL, "cannot listen on %s: %s", path, strerror(errno));
		if (out->fd >= 0)
			close(out->fd);
		return rc;
	}
	describe(out);
	return MB_OK;
}

/* LISTEN_PID and LISTEN_FDS as in sd_listen_fds(3); the variables are taken away, so that no child believes them. */
static size_t handed_over(void)
{
	const char *pid = getenv("LISTEN_PID"), *fds = getenv("LISTEN_FDS");
	long n = pid && fds && strtol(pid, NULL, 10) == (long)getpid() ? strtol(fds, NULL, 10) : 0;

	unsetenv("LISTEN_PID");
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_FDNAMES");
	return n > 0 && n <= MAX_SOCKETS ? (size_t)n : 0;
}

static int check(const struct socket_in *s, const struct mb_serve *how, struct mb_error *err)
{
	if (how->header && !s->unix_socket)
		return mb_fail(err, MB_EREFUSED,
			       "--header believes whoever can connect, so it needs a Unix socket (--unix "
			       "PATH) that only the "
			       "proxy can reach; %s is not one",
			       s->text);
	if (!s->unix_socket && !s->loopback && !how->listen_anyway)
		return mb_fail(err, MB_EREFUSED,
			       "%s can be reached by other machines, and passwords would cross the network "
			       "as they are: put "
			       "a proxy that speaks TLS in front, or insist with --listen-anyway",
			       s->text);
	return MB_OK;
}

int sockets_open(struct socket_in *out, size_t *n, const struct mb_serve *how, struct mb_error *err)
{
	size_t given = handed_over();
	int rc = MB_OK;

	*n = 0;
	for (size_t i = 0; i < given && !how->listen && !how->unix_socket; i++) {
		out[*n] = (struct socket_in){ .fd = FIRST_FD + (int)i };
		(void)fcntl(out[*n].fd, F_SETFL, fcntl(out[*n].fd, F_GETFL) | O_NONBLOCK);
		(void)fcntl(out[*n].fd, F_SETFD, FD_CLOEXEC);
		describe(&out[(*n)++]);
	}
	if (how->unix_socket && (rc = open_unix(&out[*n], how->unix_socket, err)) == MB_OK)
		++*n;
	if (rc == MB_OK && (how->listen || *n == 0) &&
	    (rc = open_tcp(&out[*n], how->listen ? how->listen : STANDARD_ADDRESS, err)) == MB_OK)
		++*n;
	for (size_t i = 0; rc == MB_OK && i < *n; i++)
		rc = check(&out[i], how, err);
	if (rc != MB_OK)
		sockets_close(out, *n, how);
	return rc;
}

void sockets_close(struct socket_in *s, size_t n, const struct mb_serve *how)
{
	for (size_t i = 0; i < n; i++)
		close(s[i].fd);
	if (how->unix_socket && n > 0)
		unlink(how->unix_socket);
}
