/* The report of an import. */
#ifndef MB_CLI_IMPORT_REPORT_H
#define MB_CLI_IMPORT_REPORT_H

#include "cli.h"

void import_words(struct mb_buf *b, const struct mb_import_sum *sum, bool dry); /* every file, then the sum */
void import_sum_words(struct mb_buf *b, const struct mb_import_sum *sum, bool dry);
struct mb_json *import_json(const struct mb_import_sum *sum, bool dry);

#endif
