# Style, script and icon, which assets/build.sh made, and pictures of pages for the handbook: the repository keeps them; as C arrays.
add_executable(mb_asset_packer assets/pack.c)
target_link_libraries(mb_asset_packer PRIVATE mb_base mb_flags)
file(GLOB mb_asset_files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/assets/dist/*.*)
file(GLOB mb_asset_pictures CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/pictures/*-820.png)
set(mb_asset_list ${CMAKE_CURRENT_SOURCE_DIR}/pictures/pictures.txt)
add_custom_command(OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/generated/assets_data.c
  COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_CURRENT_BINARY_DIR}/generated
  COMMAND mb_asset_packer ${CMAKE_CURRENT_BINARY_DIR}/generated/assets_data.c ${mb_asset_list}
    ${mb_asset_files} ${mb_asset_pictures}
  DEPENDS mb_asset_packer ${mb_asset_list} ${mb_asset_files} ${mb_asset_pictures} VERBATIM)
add_library(mb_assets STATIC assets.c ${CMAKE_CURRENT_BINARY_DIR}/generated/assets_data.c)
target_include_directories(mb_assets PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(mb_assets PUBLIC mb_base PRIVATE mb_flags m)
