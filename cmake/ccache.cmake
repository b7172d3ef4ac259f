# SPDX-License-Identifier: Apache-2.0
# Read by the presets before the first project(): compile through ccache where the machine has it.
find_program(SYNCLINE_CCACHE ccache)
if(SYNCLINE_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${SYNCLINE_CCACHE}" CACHE STRING "")
endif()
