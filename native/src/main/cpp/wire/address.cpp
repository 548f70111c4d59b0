#include "address.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "serial_port.h"

namespace saccade {

namespace {

constexpr int DEFAULT_BAUD = 57600;
constexpr char UDP[] = "udp://";
constexpr char SERIAL[] = "serial:";

bool refuse(char* error, const char* line) {
    snprintf(error, TEXT, "%s", line);
    return false;
}

bool number(const char* text, int least, int most, int* out) {
    char* end;
    const long value = strtol(text, &end, 10);
    if (end == text || *end || value < least || value > most) return false;
    *out = static_cast<int>(value);
    return true;
}

// Splits off what follows the question mark; at most one option, the given one.
bool option(char* uri, const char* key, int least, int most, int* out, char* error) {
    char* mark = strchr(uri, '?');
    if (!mark) return true;
    *mark = 0;
    const size_t length = strlen(key);
    if (strncmp(mark + 1, key, length) != 0 || mark[1 + length] != '=' ||
        !number(mark + length + 2, least, most, out)) {
        snprintf(error, TEXT, "option '%.60s' is unknown or out of range; the one option is ?%s=%d..%d", mark + 1, key,
                 least, most);
        return false;
    }
    return true;
}

bool resolve(const char* host, const char* port, Address* out, char* error) {
    addrinfo hints = {};
    hints.ai_socktype = SOCK_DGRAM;
    hints.ai_flags = AI_NUMERICSERV;
    addrinfo* found = nullptr;
    if (getaddrinfo(host, port, &hints, &found) != 0 || !found) {
        snprintf(error, TEXT, "unknown host '%.100s'; give an address", host);
        return false;
    }
    memcpy(&out->peer, found->ai_addr, found->ai_addrlen);
    out->peer_length = found->ai_addrlen;
    freeaddrinfo(found);
    char numeric[INET6_ADDRSTRLEN + 16];
    getnameinfo(reinterpret_cast<const sockaddr*>(&out->peer), out->peer_length, numeric, sizeof numeric, nullptr, 0,
                NI_NUMERICHOST);
    const bool six = out->peer.ss_family == AF_INET6;
    snprintf(out->key, TEXT, six ? "udp://[%s]:%s" : "udp://%s:%s", numeric, port);
    return true;
}

bool read_udp(char* rest, Address* out, char* error) {
    constexpr char FORM[] = "write it as udp://host:port";
    out->medium = Medium::UDP;
    if (!option(rest, "bind", 1, 65535, &out->local_port, error)) return false;
    char* host = rest;
    char* colon = strrchr(rest, ':');
    if (!colon) return refuse(error, FORM);
    *colon = 0;
    if (host[0] == '[') {
        char* bracket = strchr(host, ']');
        if (!bracket || bracket[1]) return refuse(error, FORM);
        *bracket = 0;
        host++;
    } else if (strchr(host, ':') || strchr(host, ' ')) {
        return refuse(error, FORM);
    }
    int port = 0;
    if (!*host || !number(colon + 1, 1, 65535, &port)) return refuse(error, FORM);
    if (!resolve(host, colon + 1, out, error)) return false;
    if (out->local_port) {
        snprintf(out->text, sizeof out->text, "%s?bind=%d", out->key, out->local_port);
    } else {
        snprintf(out->text, sizeof out->text, "%s", out->key);
    }
    return true;
}

bool read_serial(char* rest, Address* out, char* error) {
    out->medium = Medium::SERIAL;
    out->baud = DEFAULT_BAUD;
    if (!option(rest, "baud", 50, 4000000, &out->baud, error)) return false;
    if (rest[0] != '/') return refuse(error, "write it as serial:/dev/ttyUSB0?baud=921600");
    if (!is_baud(out->baud)) {
        snprintf(error, TEXT, "baud rate %d is none that Linux has; use 57600, 115200, 460800, 921600 or another", out->baud);
        return false;
    }
    // The same device by another name is the same wire; one that is not there fails when it is opened.
    char* real = realpath(rest, nullptr);
    snprintf(out->device, TEXT, "%s", real ? real : rest);
    free(real);
    snprintf(out->key, TEXT, "%s%.240s", SERIAL, out->device);
    snprintf(out->text, sizeof out->text, "%s?baud=%d", out->key, out->baud);
    return true;
}

}  // namespace

bool read_address(const char* uri, Address* out, char* error) {
    *out = {};
    char copy[TEXT];
    if (strlen(uri) >= sizeof copy - sizeof SERIAL) return refuse(error, "the address is too long; give a shorter one");
    strcpy(copy, uri);
    if (strncmp(copy, UDP, strlen(UDP)) == 0) return read_udp(copy + strlen(UDP), out, error);
    if (strncmp(copy, SERIAL, strlen(SERIAL)) == 0) return read_serial(copy + strlen(SERIAL), out, error);
    return refuse(error, "write it as udp://host:port or serial:/dev/ttyUSB0?baud=921600");
}

}  // namespace saccade
