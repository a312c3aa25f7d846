# AddressSanitizer (with leaks) and UndefinedBehaviorSanitizer
set(CMAKE_C_COMPILER gcc CACHE STRING "")
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(MB_SANITIZE ON CACHE BOOL "")
