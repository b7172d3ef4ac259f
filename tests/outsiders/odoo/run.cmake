# SPDX-License-Identifier: Apache-2.0
# cmake -DPACKAGE=<PyPI package, or -r<file that lists them>> -DFOLDER=<virtual environment> -DSCRIPT=<script> -DSANDBOX=<program> -P run.cmake
# Installs the package into a virtual environment below the build directory, once, and runs SCRIPT with SANDBOX.
# With -DWHEN=<variable> it runs only where that is set in the environment: for what takes minutes.
if(WHEN AND "$ENV{${WHEN}}" STREQUAL "")
  message("skipped: ${WHEN} is not set")
  return()
endif()
find_program(PYTHON python3)
if(NOT PYTHON)
  message("skipped: PyPI not reachable (python3 is not installed)")
  return()
endif()
if(NOT EXISTS "${FOLDER}/complete")
  execute_process(COMMAND "${PYTHON}" -m venv --clear "${FOLDER}" TIMEOUT 200 RESULT_VARIABLE failed
                  OUTPUT_VARIABLE why ERROR_VARIABLE why)
  if(NOT failed EQUAL 0)
    message("${why}\nskipped: PyPI not reachable (no virtual environment; Debian: python3-venv)")
    return()
  endif()
  execute_process(COMMAND "${FOLDER}/bin/python" -m pip install --quiet --disable-pip-version-check --only-binary :all:
                          "${PACKAGE}"
                  TIMEOUT 300 RESULT_VARIABLE failed OUTPUT_VARIABLE why ERROR_VARIABLE why)
  if(NOT failed EQUAL 0)
    message("${why}\nskipped: PyPI not reachable")
    return()
  endif()
  file(TOUCH "${FOLDER}/complete")
endif()
execute_process(COMMAND "${FOLDER}/bin/python" "${SCRIPT}" "${SANDBOX}" TIMEOUT 280 RESULT_VARIABLE failed)
if(NOT failed EQUAL 0)
  message(FATAL_ERROR "${SCRIPT} ended with: ${failed}")
endif()
