/* assets: style, script, icon and pictures of the pages as built in. Their addresses hold a hash of their bytes, so they may be kept for ever. */
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
extern const struct web_asset web_assets[]; /* generated from assets/dist and pictures */

/** A picture of one of our own pages, for the handbook: what pictures/pictures.txt says of it. */
struct web_picture {
	const char *asset;  /* "decision-820.png" */
	const char *reader; /* whose page it is, as a heading: "For a member" */
	const char *title, *says;
	const char *seen;     /* what is on it, for whoever cannot see it */
	const char *handbook; /* pages of the record it belongs to, with a blank between them */
	unsigned width, height;
};
extern const struct web_picture web_pictures[]; /* ended by one without an asset */
/** Does it belong to this page of the record, "handbook/filing.md"? */
bool web_picture_of(const struct web_picture *p, const char *path);

/** What is served at this path; NULL: nothing. */
const struct web_asset *web_asset_at(const char *path);
/** Where "app.css" is served; names that we do not have are a mistake of ours and give "/assets/". */
const char *web_asset_path(const char *name);

/** The little style sheet that gives pages the partnership's colour, "#0b4a58", with black or white upon it, whichever
 *  can be read better (one of them always has a contrast of 4.5 to 1). @return false: no "#" and six hex digits, so it is
 *  our own colour */
bool web_brand_css(struct mb_buf *out, const char *colour);

#endif
