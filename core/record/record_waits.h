/* Private to core/record, its tests and the benchmarks: how long we wait for other writers and for the disk. */
#ifndef MB_RECORD_WAITS_H
#define MB_RECORD_WAITS_H

#include <stdbool.h>

struct mb_record;

#define MB_REF_WAIT_MS	5000  /* for <ref>.lock, which git and libgit2 hold for milliseconds */
#define MB_LOCK_WAIT_MS 60000 /* for the home's own lock, which is held while rules run */

void mb_record_waits(struct mb_record *rec, int ref_ms, int lock_ms);

/** Whether what lands waits for the disk: yes, unless a record is only being generated to be measured. For the whole process,
 *  and before a record is opened. */
void mb_record_durable(bool yes);

#endif
