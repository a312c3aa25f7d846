/* Private to core/record and its tests: how long we wait for other writers. */
#ifndef MB_RECORD_WAITS_H
#define MB_RECORD_WAITS_H

struct mb_record;

#define MB_REF_WAIT_MS	5000  /* for <ref>.lock, which git and libgit2 hold for milliseconds */
#define MB_LOCK_WAIT_MS 60000 /* for the home's own lock, which is held while rules run */

void mb_record_waits(struct mb_record *rec, int ref_ms, int lock_ms);

#endif
