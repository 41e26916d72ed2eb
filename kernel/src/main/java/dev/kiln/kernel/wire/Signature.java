package dev.kiln.kernel.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs the four JSON parts of a message, and checks the signatures of others in constant time.
public final class Signature {
    private final String algorithm;
    private final byte[] key;
    private final ThreadLocal<Mac> mac = ThreadLocal.withInitial(this::createMac);

    /// @param scheme for example `hmac-sha256`
    /// @param key    empty where nothing is signed and every signature is accepted
    /// @throws IllegalArgumentException where this JVM has no such scheme
    public Signature(String scheme, String key) {
        this.algorithm = scheme.replace("-", "").toLowerCase(Locale.ROOT);
        this.key = key.getBytes(StandardCharsets.UTF_8);
        if (this.key.length > 0) {
            mac.get();
        }
    }

    /// The signature in lower-case hexadecimal digits; empty where nothing is signed.
    byte[] of(List<byte[]> parts) {
        if (key.length == 0) {
            return new byte[0];
        }
        Mac function = mac.get();
        parts.forEach(function::update);
        return HexFormat.of().formatHex(function.doFinal()).getBytes(StandardCharsets.US_ASCII);
    }

    /// Whether the signature is that of these parts.
    boolean accepts(byte[] signature, List<byte[]> parts) {
        return key.length == 0 || MessageDigest.isEqual(of(parts), signature);
    }

    private Mac createMac() {
        try {
            Mac function = Mac.getInstance(algorithm);
            function.init(new SecretKeySpec(key, algorithm));
            return function;
        } catch (GeneralSecurityException missing) {
            throw new IllegalArgumentException(
                    "This JVM cannot sign messages with " + algorithm + ".", missing);
        }
    }
}
