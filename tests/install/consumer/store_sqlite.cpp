// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <filesystem>

#include <syncline/store/sqlite_store.hpp>

int main() {
    using namespace syncline;
    auto const folder = std::filesystem::temp_directory_path() / "syncline-consumer";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directory(folder);
    auto opened = store::sqlite_store::open((folder / "host.db").string());
    if (!opened) return 1;
    auto const done = (*opened)->in_transaction([](store::tables& t) { return t.put_cursor("flow", "1"); }, {});
    opened->reset();
    std::filesystem::remove_all(folder);
    if (!done) return 1;
    std::puts("store_sqlite: commits");
}
