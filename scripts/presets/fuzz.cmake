# libFuzzer with AddressSanitizer and UndefinedBehaviorSanitizer: scripts/fuzz
set(CMAKE_C_COMPILER clang CACHE STRING "")
set(CMAKE_C_FLAGS "-O1" CACHE STRING "")
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(MB_FUZZ ON CACHE BOOL "")
