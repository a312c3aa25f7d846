/* Inside core/web: libmicrohttpd's side of a request (http.c), and what starts it (serve.c). */
#ifndef MB_WEB_HTTP_H
#define MB_WEB_HTTP_H

#include "server.h"

struct MHD_Daemon;

/** A daemon that takes connections from us (http_take()) and answers them on its threads. */
int http_start(struct MHD_Daemon **out, struct web *w, struct mb_error *err);
void http_stop(struct MHD_Daemon *d);
/** A connection that came in at sockets[socket]; fd becomes the daemon's. */
void http_take(struct MHD_Daemon *d, struct web *w, int fd, size_t socket, const struct sockaddr *address,
	       socklen_t n);

#endif
