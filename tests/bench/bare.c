/* What libmicrohttpd alone costs: bench_bare HEADERS BODY. Answers every request with the same bytes from memory, as many threads and
 * the same options as core/web/http.c; nothing is looked at, decided or logged. Prints its port; ends with its standard input. */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define THREADS	   2
#define BODY_MAX   (4 * 1024 * 1024)
#define HEADER_MAX 4096

static char body[BODY_MAX];

static enum MHD_Result on_request(void *reply, struct MHD_Connection *c, const char *url, const char *method,
				  const char *version, const char *upload, size_t *n_upload, void **own)
{
	static int begun;

	if (!*own) { /* replied to here, the connection would be closed */
		*own = &begun;
		return MHD_YES;
	}
	*n_upload = 0;
	return MHD_queue_response(c, MHD_HTTP_OK, reply);
}

/* Lines "Name: value". */
static void add_headers(struct MHD_Response *reply, FILE *f)
{
	char line[HEADER_MAX];

	while (fgets(line, sizeof line, f)) {
		char *colon = strstr(line, ": ");

		line[strcspn(line, "\r\n")] = '\0';
		if (!colon)
			continue;
		*colon = '\0';
		MHD_add_response_header(reply, line, colon + 2);
	}
}

int main(int argc, char **argv)
{
	struct sockaddr_in where = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	FILE *headers = argc == 3 ? fopen(argv[1], "r") : NULL,
	     *page = argc == 3 ? fopen(argv[2], "r") : NULL;
	struct MHD_Response *reply;
	struct MHD_Daemon *d;
	const union MHD_DaemonInfo *info;
	size_t n;

	if (!headers || !page) {
		fprintf(stderr, "bench_bare HEADERS BODY\n");
		return 2;
	}
	n = fread(body, 1, sizeof body, page);
	reply = MHD_create_response_from_buffer(n, body, MHD_RESPMEM_PERSISTENT);
	add_headers(reply, headers);
	fclose(headers);
	fclose(page);
	d = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC, 0, NULL, NULL, on_request, reply,
			     MHD_OPTION_SOCK_ADDR, &where, MHD_OPTION_THREAD_POOL_SIZE, (unsigned)THREADS,
			     MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
	info = d ? MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT) : NULL;
	if (!info) {
		fprintf(stderr, "bench_bare: cannot listen\n");
		return 1;
	}
	printf("%u\n", (unsigned)info->port);
	fflush(stdout);
	while (getchar() != EOF)
		;
	MHD_stop_daemon(d);
	MHD_destroy_response(reply);
	return 0;
}
