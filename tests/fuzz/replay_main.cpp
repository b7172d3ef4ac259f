// SPDX-License-Identifier: Apache-2.0
// Runs a fuzz target over files and folders, for compilers without libFuzzer and for old crashes.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace {

int files = 0;

void replay(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    std::string const bytes{std::istreambuf_iterator<char>(in), {}};
    std::fprintf(stderr, "%s\n", file.c_str());  // the last line names the culprit
    LLVMFuzzerTestOneInput(reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size());
    ++files;
}

}  // namespace

int main(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        std::filesystem::path const path = argv[i];
        if (!std::filesystem::is_directory(path)) {
            replay(path);
            continue;
        }
        for (auto const& entry : std::filesystem::recursive_directory_iterator(path))
            if (entry.is_regular_file()) replay(entry.path());
    }
    std::printf("%d inputs hold\n", files);
    return files > 0 ? 0 : 1;
}
