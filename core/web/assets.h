/* assets: style, script and icon as built in. Their addresses hold a hash of their bytes, so they may be kept for ever. */
#ifndef MINUTEBOOK_WEB_ASSETS_H
#define MINUTEBOOK_WEB_ASSETS_H

#include <minutebook/base.h>

struct web_asset {
	const char *name; /* "app.css"; NULL ends the list */
	const char *path; /* "/assets/app-3f2a9c0b1d4e.css" */
	const char *type; /* of its content */
	const char *etag; /* hash in hex, without quotes */
	const unsigned char *bytes;
	size_t n;
	const unsigned char *gzip; /* the same, compressed; NULL: not worth it */
	size_t gzip_n;
};
extern const struct web_asset web_assets[]; /* generated from assets/dist */

/** What is served at this path; NULL: nothing. */
const struct web_asset *web_asset_at(const char *path);
/** Where "app.css" is served; names that we do not have are a mistake of ours and give "/assets/". */
const char *web_asset_path(const char *name);

/** The little style sheet that gives pages the partnership's colour, "#0b4a58", with black or white upon it, whichever
 *  can be read better (one of them always has a contrast of 4.5 to 1). @return false: no "#" and six hex digits, so it is
 *  our own colour */
bool web_brand_css(struct mb_buf *out, const char *colour);

#endif
