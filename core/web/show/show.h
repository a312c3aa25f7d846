/* What pages share: the record's answers poured into the parts of templates, always through the reader's eyes. */
#ifndef MB_WEB_SHOW_H
#define MB_WEB_SHOW_H

#include "web.h"

#include <minutebook/registers.h>

/** From where this request looks: its `as-at` and `known-at`, today, and what the reader may read. MB_EINVAL: no such date. */
int show_from(struct mb_standpoint *out, struct web_req *q, struct mb_error *err);
/** The head of a page shown so. */
void show_clocks(struct web_head *head, const struct mb_standpoint *from);
/** The form "as at a date" at the foot; what else stands in the query is kept. */
void show_choose_days(struct web_req *q, struct tpl_map *page, const struct mb_standpoint *from);
/** The query with both clocks, to be put behind a path: "?as-at=2005-10-11" or "". */
const char *show_clock_query(struct web_req *q, const struct mb_standpoint *from);

/** Where a document, group or person is shown. */
const char *show_doc_href(struct web_req *q, const char *id);
const char *show_group_href(struct web_req *q, const char *slug);
const char *show_person_href(struct web_req *q, const char *id);

/** Its documents are told apart by their titles: their ids are the same words written small. */
bool show_named_by_title(const struct mb_kind *k);

/** What stands above the heading of its pages: "Paper CTB-2005-P001", "Group". k NULL: a plain page. */
const char *show_caption(struct web_req *q, const struct mb_kind *k, const char *id);

void show_head(struct tpl_map *page, const char *caption, const char *heading, const char *lead);
/** A state or warning beside the heading. tone decides the colour. */
void show_mark(struct tpl_map *page, const char *text, enum mb_tone tone);
/** A button, a quiet link: left out when there is no such page, or none for this reader. */
void show_act(struct web_req *q, struct tpl_map *page, const char *text, const char *href, bool second);
void show_link(struct web_req *q, struct tpl_map *page, const char *text, const char *href);
/** One more section of a page that has them. */
struct tpl_map *show_section(struct tpl_map *page, const char *id, const char *heading);
/** One fact of a summary list: nothing for an empty value. */
void show_fact(struct web_req *q, struct tpl_map *part, const char *label, const struct mb_cell *value,
	       enum mb_cell_type type);
void show_fact_text(struct tpl_map *part, const char *label, const char *value);
/** A document's facts, what belongs to one label together; what only counts rows, is shown by show_rows(), or says again what another
 *  says, is left out.
 * @param but  keys to leave out besides, NULL-ended; NULL: none */
void show_facts(struct web_req *q, struct tpl_map *part, const struct mb_doc *d, const struct mb_fact *facts,
		size_t n, const char *const *but);
/** Its rows with declared columns, each field a table in a section of its own. but: as above. */
void show_rows(struct web_req *q, struct tpl_map *page, const struct mb_standpoint *from,
	       const struct mb_doc *d, const struct mb_fact *facts, size_t n, const char *const *but);
/** The first page when nobody is signed in (page_public.c). */
int show_public_home(struct web_req *q, struct web_res *res, struct mb_error *err);
/** The pictures of our pages that belong to a page of the handbook (its path), as one more section; nothing where there are none
 *  (page_pictures.c). */
void show_pictures(struct web_req *q, struct tpl_map *page, const char *path);
/** The body of a document without a heading that only repeats its title. */
struct mb_str show_text_of(const struct mb_doc *d);
/** A title as a heading or a link says it: with a capital, though a resolution begins with "the report be noted". */
const char *show_title(struct web_req *q, const char *title);

/** A register as a table. only: keys of the columns to show, NULL-ended; NULL: all that are no detail.
 * @param sorted  of a sortable table: the path and query of this page without `sort`; NULL: not to be sorted */
void show_table(struct web_req *q, struct tpl_map *table, const char *id, const struct mb_register *r,
		const char *const *only, const char *sorted);
/** Sort the rows by the query's `sort` ("due", "-due"). */
void show_sort(struct web_req *q, struct mb_register *r);
/** The findings of a ruling that matter, what is not met first. met: those that hold as well. */
void show_findings(struct web_req *q, struct tpl_map *part, const struct mb_ruling *r, bool met);
/** A text with people by their names in place of ids, and days as people write them. */
const char *show_named(struct web_req *q, const char *text);
/** An address of this page with one part of the query set (value NULL: taken out), others as they are. */
const char *show_query_with(struct web_req *q, const char *name, const char *value);

/** Fields of a filter or form: one of several words (any: what the empty choice is called), a day, a few words. */
void show_choice(struct tpl_map *part, const char *id, const char *label, const char *const *values,
		 const char *const *labels, size_t n, const char *chosen, const char *any);
/** The choice of a group, of those that the reader may see; none when there is none. */
int show_groups(struct web_req *q, struct tpl_map *part, const char *chosen, struct mb_error *err);
/** What a form sends along unseen; value NULL: nothing. page: a map with a list "hidden". */
void show_hidden(struct tpl_map *page, const char *name, const char *value);
void show_day(struct web_req *q, struct tpl_map *part, const char *id, const char *label);
void show_words(struct web_req *q, struct tpl_map *part, const char *id, const char *label, const char *hint);
/** One part of the query that is set, with a link to the page without it. */
void show_chosen(struct web_req *q, struct tpl_map *filter, const char *name, const char *words);
/** Links to the pages of a list of `total`, `rows` a page. at: which is shown, from 0. */
void show_pages(struct web_req *q, struct tpl_map *page, size_t at, size_t rows, size_t total);

/** Passages of a text that two people changed, into the template "conflict". */
void show_parts(struct web_req *q, struct tpl_map *page, const struct mb_merge_part *part, size_t n);
/** The text that the choices of that form make; a passage without a choice keeps both wordings. */
const char *show_settled(struct web_req *q, const struct mb_merge_part *part, size_t n);
const char *show_tone(enum mb_tone tone); /* a colour of the tags; NULL */

/** The field "text" as typed, or the file chosen in the field `upload`; *problem: why it cannot be taken, in words; else NULL. */
const char *show_text_given(struct web_req *q, const char *upload, const char **problem);

/** The ways to meet a requirement as buttons of its box, where the reader may go them. @return names of those who can do what the
 *  reader cannot; NULL */
const char *show_ways(struct web_req *q, struct tpl_map *box, const struct mb_finding *f);
/** Names of those who can do it; NULL. */
const char *show_who_can(struct web_req *q, const struct mb_way *w);

/* ---- what is done (steps.c) ------------------------------------------------------------------------------ */

const char *show_move_words(struct web_req *q, const char *move); /* "send_back": "Send back" */
/** What its button says: as declared, else as above. k may be NULL. */
const char *show_act_words(struct web_req *q, const struct mb_kind *k, const char *move);
/** Where a move is made, or (role given) a sign-off. */
const char *show_act_href(struct web_req *q, const char *doc, const char *move, const char *role);
/** Where a document of a kind is begun for a meeting: a form of its own if there is one, else the page that takes texts. */
const char *show_new_href(struct web_req *q, const char *kind, const char *meeting);
/** Does the reader hold a role that the kind's moves from "new" name? The rules are asked when it is done. */
bool show_may_begin(struct web_req *q, const char *kind, const char *group);
/** May the reader make one in a form, in some group or another (page_new.c)? And where. */
bool show_may_make(struct web_req *q, const struct mb_kind *k);
const char *show_make_href(struct web_req *q, const struct mb_kind *k);
const char *show_make_words(struct web_req *q, const struct mb_kind *k); /* "risk", in a sentence */
/** Titles of the items that the group's agendas begin with. */
const char *const *show_usual_items(size_t *n, struct web_req *q, const struct mb_doc *group);
/** The countdown to a meeting. Documents got from the gate before are gone. */
int show_countdown(struct mb_countdown *out, struct web_req *q, const char *meeting, struct mb_error *err);
/** What must be done by an hour of today is told otherwise from then on: no page that shows it is kept longer (q->until). */
void show_until(struct web_req *q, const struct mb_countdown *c);
/** Its steps as tasks, in the order in which they must happen, each with the page where it is done. prefix: of their ids.
 *  person: only those that this one may take; NULL: all. */
void show_steps(struct web_req *q, struct tpl_map *part, const char *prefix, const struct mb_countdown *c,
		const char *person);
/** The first of them that is the reader's and that nothing stands in the way of. false: none. */
bool show_next_step(const char **text, const char **href, const char **note, struct web_req *q,
		    const struct mb_countdown *c);
/** What stands in the way of its steps before the meeting, each finding once, with the steps that satisfy it. false: nothing. */
bool show_blocks(struct web_req *q, struct tpl_map *page, const struct mb_countdown *c);
/** The clock of its notice: the days counted, and the rule. */
void show_clock(struct web_req *q, struct tpl_map *page, const struct mb_countdown *c);

#endif
