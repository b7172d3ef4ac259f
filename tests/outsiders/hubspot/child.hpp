// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <spawn.h>
#include <sys/wait.h>
#include <csignal>
#include <cstdlib>
#include <string>
#include <vector>

extern char** environ;

/// A process that ends with its owner.
class child {
public:
    explicit child(std::vector<std::string> arguments) {
        std::vector<char*> argv;
        for (auto& a : arguments) argv.push_back(a.data());
        argv.push_back(nullptr);
        if (::posix_spawnp(&pid_, argv[0], nullptr, nullptr, argv.data(), environ) != 0) pid_ = -1;
    }
    child(child const&) = delete;
    child& operator=(child const&) = delete;
    ~child() {
        if (pid_ <= 0) return;
        ::kill(pid_, SIGTERM);
        (void)wait();
    }

    [[nodiscard]] bool running() {
        int status = 0;
        if (pid_ > 0 && ::waitpid(pid_, &status, WNOHANG) == pid_) pid_ = -1;
        return pid_ > 0;
    }

    /// Its exit code; -1 when it did not start or was ended by a signal.
    int wait() {
        int status = 0;
        if (pid_ <= 0 || ::waitpid(pid_, &status, 0) != pid_) return -1;
        pid_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

private:
    pid_t pid_ = -1;
};
