/* Inside the findings about the map. */
#ifndef MB_MAP_IMPL_H
#define MB_MAP_IMPL_H

#include "registers_impl.h"

/* A group's own page and its terms of reference, in the order of the map's groups. */
struct map_page {
	const struct mb_doc *group, *terms; /* terms NULL: none */
};
struct finding_out {
	struct mb_map *m;
	const struct look *l;
	struct map_page *pages;
	size_t n_pages;
};
struct mb_map_finding *map_finding(struct finding_out *f, enum mb_map_fault fault, const char *text);
void map_finding_group(struct finding_out *f, struct mb_map_finding *one, size_t group);

void map_two_ways(struct finding_out *f);
void map_same_remit(struct finding_out *f);

#endif
