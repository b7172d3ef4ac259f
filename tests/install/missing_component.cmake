# SPDX-License-Identifier: Apache-2.0
# A component this installation lacks, one that never was, and a version that is not ours: each with its sentence.
include("${CMAKE_CURRENT_LIST_DIR}/common.cmake")
file(REMOVE_RECURSE "${WORK}")
file(COPY "${PREFIX}/" DESTINATION "${WORK}/prefix")
file(REMOVE "${WORK}/prefix/${LIBDIR}/cmake/syncline/syncline-http_curl-targets.cmake")

# expect(<find_package arguments> <text of the answer>)
function(expect arguments text)
  file(WRITE "${WORK}/host/CMakeLists.txt" "cmake_minimum_required(VERSION 3.25...3.31)\nproject(host LANGUAGES CXX)\n"
       "find_package(syncline ${arguments})\nif(syncline_FOUND)\n  set(found TRUE)\nendif()\n"
       "message(STATUS \"found=\${found} \${syncline_http_curl_FOUND}\")\n")
  file(REMOVE_RECURSE "${WORK}/build")
  execute_process(COMMAND "${CMAKE_COMMAND}" -S "${WORK}/host" -B "${WORK}/build" -G Ninja
    "-DCMAKE_CXX_COMPILER=${COMPILER}" "-DCMAKE_PREFIX_PATH=${WORK}/prefix" OUTPUT_VARIABLE said ERROR_VARIABLE said)
  string(REGEX REPLACE "[ \n]+" " " said "${said}")
  string(FIND "${said}" "${text}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "find_package(syncline ${arguments}) did not say\n  ${text}\nbut\n${said}")
  endif()
endfunction()
expect("REQUIRED COMPONENTS http_curl" "was built without 'http_curl'; build syncline with -DSYNCLINE_HTTP_CURL=ON")
expect("REQUIRED COMPONENTS store_oracle" "syncline has no component 'store_oracle'; it has: core, http_curl")
expect("OPTIONAL_COMPONENTS http_curl" "found=TRUE FALSE")
expect("${VERSION} REQUIRED" "found=TRUE")
expect("0.0.9 REQUIRED" "compatible with requested version \"0.0.9\"")
expect("99.0 REQUIRED" "compatible with requested version \"99.0\"")
