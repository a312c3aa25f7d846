// Everything here makes pages nicer and none of it is needed: each form and link works without.
import { createAll, Button, ErrorSummary, NotificationBanner, ServiceNavigation, SkipLink } from "govuk-frontend";
import { enhance } from "./enhance.js";

if (document.body.classList.contains("govuk-frontend-supported"))
  for (const part of [Button, ErrorSummary, NotificationBanner, ServiceNavigation, SkipLink]) createAll(part);
enhance(document);
