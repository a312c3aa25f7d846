# reword(SED IN OUT): a source file with other words. Each file must come out changed, or nothing would be tried.
execute_process(COMMAND sed -f ${SED} ${IN} OUTPUT_VARIABLE text RESULT_VARIABLE failed)
file(READ ${IN} before)
if(failed OR text STREQUAL before)
  message(FATAL_ERROR "${SED} finds nothing to change in ${IN}")
endif()
file(WRITE ${OUT} "${text}")
