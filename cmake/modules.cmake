# The module table: one line per module, in level order. CMake builds from it and tests/architecture reads it.
#   syncline_module(<name> LEVEL <n> USES <modules it may include>)
# A module is include/syncline/<name>/, src/<name>/ and tests/unit/<name>/.
syncline_module(core        LEVEL 0)
syncline_module(reflect     LEVEL 1 USES core)
syncline_module(json        LEVEL 2 USES core reflect)
syncline_module(http        LEVEL 2 USES core)
syncline_module(store       LEVEL 2 USES core)
syncline_module(model       LEVEL 2 USES core reflect)
syncline_module(mapping     LEVEL 3 USES core reflect)
syncline_module(sync        LEVEL 3 USES core store)
syncline_module(odoo        LEVEL 4 USES core reflect json http model mapping sync store)
syncline_module(crm/hubspot LEVEL 4 USES core reflect json http model mapping sync store)
