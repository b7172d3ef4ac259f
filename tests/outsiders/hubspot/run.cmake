# SPDX-License-Identifier: Apache-2.0
# cmake -DPACKAGE=<npm package> -DFOLDER=<where to> -DPROGRAM=<test> -DARGUMENT=<script or contract> -P run.cmake
# Installs the package below the build directory, once, and runs PROGRAM with ARGUMENT and the package's folder.
if(NOT EXISTS "${ARGUMENT}")
  message("skipped: ../shared not present")
  return()
endif()
find_program(NODE node)
find_program(NPM npm)
if(NOT NODE OR NOT NPM)
  message("skipped: npm not reachable (node or npm is not installed)")
  return()
endif()
if(NOT EXISTS "${FOLDER}/complete")
  file(MAKE_DIRECTORY "${FOLDER}")
  # no install scripts: nothing of a package runs that no test asks for
  execute_process(COMMAND "${NPM}" install --ignore-scripts --no-audit --no-fund --no-save --prefix "${FOLDER}" "${PACKAGE}"
                  WORKING_DIRECTORY "${FOLDER}" TIMEOUT 300 RESULT_VARIABLE failed OUTPUT_QUIET ERROR_VARIABLE why)
  if(NOT failed EQUAL 0)
    message("${why}\nskipped: npm not reachable")
    return()
  endif()
  file(TOUCH "${FOLDER}/complete")
endif()
execute_process(COMMAND "${PROGRAM}" "${NODE}" "${ARGUMENT}" "${FOLDER}/node_modules" TIMEOUT 280 RESULT_VARIABLE failed)
if(NOT failed EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} ended with: ${failed}")
endif()
