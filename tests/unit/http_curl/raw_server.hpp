// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <syncline/core/text.hpp>

namespace syncline::inline v1::tests {

/// A server that does byte by byte what the test says: the misbehaviour is the point.
class raw_server {
public:
    /// One accepted connection, on a thread of its own.
    class connection {
    public:
        connection(raw_server& server, int fd, int nth) : number(nth), server_(server), fd_(fd) {
            if (server.tls_) {
                ssl_ = SSL_new(server.tls_);
                SSL_set_fd(ssl_, fd_);
                secured_ = SSL_accept(ssl_) == 1;
            }
        }
        connection(connection const&) = delete;
        connection& operator=(connection const&) = delete;
        ~connection() { close(); }

        int const number;  ///< 1 for the first connection of the server.

        /// Reads one whole request, body included; empty when the client went away.
        std::string read_request() {
            std::string head;
            char c = 0;
            while (!head.ends_with("\r\n\r\n")) {
                if (read(&c, 1) != 1) return {};
                head += c;
            }
            ++server_.requests;
            std::size_t length = 0;
            for (std::size_t at = 0; at < head.size(); at = head.find("\r\n", at) + 2) {
                auto const line = std::string_view(head).substr(at, head.find("\r\n", at) - at);
                constexpr std::string_view name = "content-length:";
                if (line.size() > name.size() && equals_ignore_case(line.substr(0, name.size()), name))
                    length = std::stoul(std::string(line.substr(name.size())));
            }
            std::string body(length, '\0');
            for (std::size_t got = 0; got < length;) {
                auto const n = read(body.data() + got, length - got);
                if (n <= 0) return {};
                got += static_cast<std::size_t>(n);
            }
            return head + body;
        }

        /// Reads that many bytes, or less when the client went away.
        std::size_t read_bytes(std::size_t size) {
            std::string sink(size, '\0');
            std::size_t got = 0;
            while (got < size) {
                auto const n = read(sink.data() + got, size - got);
                if (n <= 0) break;
                got += static_cast<std::size_t>(n);
            }
            return got;
        }

        /// False when the client went away.
        bool write(std::string_view bytes) {
            while (!bytes.empty()) {
                auto const n = ssl_ ? SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()))
                                    : ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
                if (n <= 0) return false;
                bytes.remove_prefix(static_cast<std::size_t>(n));
            }
            return true;
        }

        bool reply(std::string_view body, std::string_view extra = {}) {
            return write("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
                         std::string(extra) + "\r\n" + std::string(body));
        }

        /// Ends the connection with an RST, as a crashed host or a firewall does.
        void reset() {
            linger const now{1, 0};
            ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
            drop();
        }

        void close() {
            if (fd_ < 0) return;
            if (ssl_ && secured_) SSL_shutdown(ssl_);
            // with input unread, a close would reset: read it first, so that the client sees an end and not an error
            ::shutdown(fd_, SHUT_WR);
            char sink[4096];
            pollfd p{fd_, POLLIN, 0};
            while (::poll(&p, 1, 200) == 1 && ::recv(fd_, sink, sizeof(sink), MSG_DONTWAIT) > 0) {
            }
            drop();
        }

        /// Waits; false as soon as the server stops.
        bool pause(std::chrono::milliseconds d) {
            auto const until = std::chrono::steady_clock::now() + d;
            while (std::chrono::steady_clock::now() < until) {
                if (server_.stopping_) return false;
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
            }
            return true;
        }

        [[nodiscard]] bool secured() const { return secured_; }

    private:
        long read(char* to, std::size_t size) {
            return ssl_ ? SSL_read(ssl_, to, static_cast<int>(size)) : ::recv(fd_, to, size, 0);
        }

        void drop() {
            SSL_free(ssl_);
            ssl_ = nullptr;
            ::close(fd_);
            server_.forget(fd_);
            fd_ = -1;
        }

        raw_server& server_;
        int fd_;
        SSL* ssl_ = nullptr;
        bool secured_ = false;
    };

    using behaviour = std::function<void(connection&)>;

    explicit raw_server(behaviour b, SSL_CTX* tls = nullptr) : behave_(std::move(b)), tls_(tls) {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof(address);
        if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), length) != 0 || ::listen(listener_, 128) != 0 ||
            ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) != 0)
            throw std::runtime_error("raw_server: no socket");
        port = ntohs(address.sin_port);
        acceptor_ = std::thread([this] { accept_all(); });
    }
    raw_server(raw_server const&) = delete;
    raw_server& operator=(raw_server const&) = delete;

    ~raw_server() {
        stopping_ = true;
        ::shutdown(listener_, SHUT_RDWR);
        acceptor_.join();
        ::close(listener_);
        {
            std::lock_guard const lock(mutex_);
            for (int const fd : open_) ::shutdown(fd, SHUT_RDWR);
        }
        for (auto& t : workers_) t.join();
    }

    int port = 0;
    std::atomic<int> connections{0};
    std::atomic<int> requests{0};  ///< Request heads that arrived whole.

    [[nodiscard]] std::string url(std::string const& target = "/") const {
        return (tls_ ? "https://localhost:" : "http://127.0.0.1:") + std::to_string(port) + target;
    }

private:
    void accept_all() {
        // OpenSSL writes to a closed connection without asking for no signal. Blocked here and in the workers, which
        // inherit it, and not in the test's thread: the transport has to do without
        sigset_t pipe;
        sigemptyset(&pipe);
        sigaddset(&pipe, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
        for (;;) {
            int const fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (fd < 0) return;
            int const yes = 1;
            ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
            {
                std::lock_guard const lock(mutex_);
                open_.push_back(fd);
            }
            int const number = ++connections;
            workers_.emplace_back([this, fd, number] {
                connection c(*this, fd, number);
                behave_(c);
            });
        }
    }

    void forget(int fd) {
        std::lock_guard const lock(mutex_);
        std::erase(open_, fd);
    }

    behaviour behave_;
    SSL_CTX* tls_;
    int listener_ = -1;
    std::atomic<bool> stopping_{false};
    std::mutex mutex_;
    std::vector<int> open_;
    std::vector<std::thread> workers_;
    std::thread acceptor_;
};

/// Answers every request of a connection with 200 and the request's own body.
inline void echo(raw_server::connection& c) {
    for (;;) {
        auto const request = c.read_request();
        if (request.empty()) return;
        if (!c.reply(request.substr(request.find("\r\n\r\n") + 4))) return;
    }
}

}  // namespace syncline::inline v1::tests
