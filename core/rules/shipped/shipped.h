/* shipped.h: the rule files that the program comes with, compiled while it was built. Two thirds of a command's start went into
 * Lua's compiler, nearly always over these very texts. */
#ifndef MB_SHIPPED_H
#define MB_SHIPPED_H

#include <minutebook/base.h>

struct shipped_rule {
	const char *path; /* in a record; two packs may have one path, with other texts */
	struct mb_str text,
		code; /* what Lua made of it, lines for errors included; trusted because it is part of the program */
};

extern const struct shipped_rule shipped_rules[]; /* ends with a path that is NULL */
/** lua_ident of the Lua that compiled: another release may read the code in another way. */
extern const char shipped_lua[];

#endif
