package dev.saccade.camera.stream;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers a server's challenge: digest (RFC 2617 and 7616, MD5 and SHA-256, with and without qop=auth) or basic. */
final class RtspLogin {
    private static final Pattern PARAMETER = Pattern.compile("([A-Za-z]+)\\s*=\\s*(?:\"([^\"]*)\"|([^\\s,]+))");

    private final String user;
    private final String password;
    private final String challenge;
    private final String realm;
    private final String nonce;
    private final String opaque;
    private final String algorithm;
    private final boolean counts;
    private int uses;

    private RtspLogin(String user, String password, String challenge) {
        this.user = user;
        this.password = password;
        this.challenge = challenge;
        realm = parameter("realm");
        nonce = parameter("nonce");
        opaque = parameter("opaque");
        algorithm = parameter("algorithm").isEmpty() ? "MD5" : parameter("algorithm");
        counts = parameter("qop").contains("auth");
    }

    /** The strongest of the challenges that we can answer, or null. */
    static RtspLogin answering(Iterable<String> challenges, String user, String password) {
        RtspLogin best = null;
        for (String challenge : challenges) {
            RtspLogin login = new RtspLogin(user, password, challenge);
            if (login.strength() > (best == null ? 0 : best.strength())) {
                best = login;
            }
        }
        return best;
    }

    private int strength() {
        String lower = challenge.toLowerCase(Locale.ROOT);
        if (lower.startsWith("basic")) {
            return 1;
        }
        return !lower.startsWith("digest") ? 0 : algorithm.equals("SHA-256") ? 3 : algorithm.equals("MD5") ? 2 : 0;
    }

    private String parameter(String name) {
        Matcher matcher = PARAMETER.matcher(challenge);
        while (matcher.find()) {
            if (matcher.group(1).equalsIgnoreCase(name)) {
                return matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
            }
        }
        return "";
    }

    /** The value of the Authorization header for a request. */
    String authorization(String method, String url) {
        if (strength() == 1) {
            byte[] login = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(login);
        }
        String secret = hash(user + ":" + realm + ":" + password);
        String request = hash(method + ":" + url);
        StringBuilder answer = new StringBuilder("Digest username=\"" + user + "\", realm=\"" + realm + "\", nonce=\""
                + nonce + "\", uri=\"" + url + "\"");
        if (counts) {
            String count = String.format(Locale.ROOT, "%08x", ++uses);
            String own = Long.toHexString(System.nanoTime());
            String response = hash(secret + ":" + nonce + ":" + count + ":" + own + ":auth:" + request);
            answer.append(", response=\"" + response + "\", qop=auth, nc=" + count + ", cnonce=\"" + own + "\"");
        } else {
            answer.append(", response=\"" + hash(secret + ":" + nonce + ":" + request) + "\"");
        }
        if (!parameter("algorithm").isEmpty()) {
            answer.append(", algorithm=" + algorithm);
        }
        if (!opaque.isEmpty()) {
            answer.append(", opaque=\"" + opaque + "\"");
        }
        return answer.toString();
    }

    private String hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
