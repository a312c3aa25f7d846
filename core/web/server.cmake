# The server and its pages.
mb_room(web SOURCES accounts.c login.c kept.c conns.c listen.c guess.c cache.c target.c form.c route.c request.c reply.c answer.c session.c
    worker.c page.c through.c http.c serve.c routes.c sign.c account.c own.c statement.c
    show.c show_facts.c page_home.c page_acts.c page_edit.c page_file.c page_find.c page_registers.c page_document.c page_versions.c page_meeting.c page_groups.c steps.c page_agenda.c agenda_acts.c page_new_meeting.c page_move_on.c asks.c ways.c page_public.c drafts.c page_review.c page_minutes.c page_minutes_fields.c page_minutes_from.c page_minutes_text.c page_minutes_form.c api.c api_list.c api_shapes.c api_read.c api_document.c api_about.c api_meeting.c api_change.c api_act.c openapi.c tokens.c feeds.c show_filter.c page_admin.c page_admin_accounts.c page_admin_audit.c page_admin_people.c page_admin_see.c api_find.c api_page.c fields.c fields_read.c fields_show.c page_new.c register_fields.c
  ROOMS mb_base mb_text mb_record mb_schema mb_index mb_rules mb_reading mb_gate mb_registers mb_exchange mb_pages mb_assets
  LIBS PkgConfig::MICROHTTPD)
