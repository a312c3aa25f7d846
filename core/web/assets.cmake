# Style, script and icon: what assets/build.sh made and the repository keeps, as C arrays, plain and gzipped.
add_executable(mb_asset_packer assets/pack.c)
target_link_libraries(mb_asset_packer PRIVATE mb_base mb_flags PkgConfig::ZLIB)
file(GLOB mb_asset_files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/assets/dist/*.*)
add_custom_command(OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/generated/assets_data.c
  COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_CURRENT_BINARY_DIR}/generated
  COMMAND mb_asset_packer ${CMAKE_CURRENT_BINARY_DIR}/generated/assets_data.c ${mb_asset_files}
  DEPENDS mb_asset_packer ${mb_asset_files} VERBATIM)
add_library(mb_assets STATIC assets.c ${CMAKE_CURRENT_BINARY_DIR}/generated/assets_data.c)
target_include_directories(mb_assets PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(mb_assets PUBLIC mb_base PRIVATE mb_flags m)
