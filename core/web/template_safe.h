/* What template.c shares with template_safe.c. */
#ifndef MINUTEBOOK_WEB_TEMPLATE_SAFE_H
#define MINUTEBOOK_WEB_TEMPLATE_SAFE_H

#include <minutebook/base.h>

/** Append the address of tpl_set_urlf(): %s percent-encoded, %d, %%. */
void tpl_url_format(struct mb_buf *out, const char *fmt, va_list ap);

#endif
