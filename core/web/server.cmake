# The server and its pages.
mb_room(web SOURCES page.c through.c routes.c
    server/accounts.c server/answer.c server/background.c server/cache.c server/coding.c server/conns.c server/form.c server/guess.c server/head.c
    server/http.c server/kept.c server/listen.c server/login.c server/reply.c server/request.c server/route.c server/serve.c
    server/session.c server/target.c server/visit.c server/worker.c
    show/asks.c show/clash.c show/fields.c show/fields_read.c show/fields_show.c show/register_fields.c show/show.c
    show/show_facts.c show/show_filter.c show/steps.c show/ways.c
    pages/account.c pages/agenda_acts.c pages/audit.c pages/drafts.c pages/enact_work.c pages/home_work.c pages/own.c pages/page_acts.c
    pages/page_admin.c pages/page_admin_accounts.c pages/page_admin_audit.c pages/page_admin_people.c pages/page_admin_see.c pages/page_admin_posts.c
    pages/page_agenda.c pages/page_document.c pages/page_edit.c pages/page_file.c pages/page_find.c pages/page_groups.c
    pages/page_home.c pages/page_meeting.c pages/page_minutes.c pages/page_minutes_fields.c pages/page_minutes_form.c
    pages/page_minutes_from.c pages/page_minutes_text.c pages/page_move_on.c pages/page_new.c pages/page_new_meeting.c pages/page_pictures.c pages/page_news.c
    pages/page_public.c pages/page_registers.c pages/page_review.c pages/page_rules.c pages/page_rules_check.c
    pages/page_rules_edit.c pages/page_rules_enact.c pages/page_rules_enacting.c pages/page_rules_lists.c pages/page_rules_proposals.c
    pages/page_rules_replay.c pages/page_rules_try.c pages/page_versions.c pages/replay_work.c pages/rules_keep.c pages/rules_said.c
    pages/rules_store.c pages/rules_work.c pages/sign.c pages/statement.c pages/tests_work.c
    api/api.c api/api_about.c api/api_act.c api/api_change.c api/api_document.c api/api_find.c api/api_list.c
    api/api_meeting.c api/api_news.c api/api_page.c api/api_read.c api/api_shapes.c api/feeds.c api/openapi.c api/tokens.c
  ROOMS mb_base mb_text mb_record mb_schema mb_index mb_rules mb_reading mb_gate mb_registers mb_exchange mb_pages mb_assets
  LIBS PkgConfig::MICROHTTPD)
target_include_directories(mb_web PRIVATE server show pages api)
