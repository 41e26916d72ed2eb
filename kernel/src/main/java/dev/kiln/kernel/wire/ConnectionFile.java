package dev.kiln.kernel.wire;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where Jupyter wants the kernel to listen, and the key that both sides sign with.
///
/// @param transport       `tcp` or `ipc`
/// @param ip              the only address that is bound; a path prefix for `ipc`
/// @param key             empty where messages are not signed
/// @param signatureScheme for example `hmac-sha256`
/// @param kernelId        the kernel's id at the Jupyter server, from the file's name
public record ConnectionFile(
        String transport,
        String ip,
        int shellPort,
        int iopubPort,
        int stdinPort,
        int controlPort,
        int heartbeatPort,
        String signatureScheme,
        String key,
        Optional<String> kernelId) {
    private static final Pattern FILE_NAME = Pattern.compile("kernel-(.+)\\.json");

    /// Reads the file that Jupyter wrote.
    ///
    /// @throws IOException where it cannot be read; the message holds nothing of the file, which has the key
    public static ConnectionFile read(Path file) throws IOException {
        try {
            return parse(file, JsonParser.parseString(Files.readString(file)).getAsJsonObject());
        } catch (JsonParseException | IllegalStateException | NumberFormatException broken) {
            throw new IOException("The file " + file + " is no connection file of Jupyter.");
        }
    }

    private static ConnectionFile parse(Path file, JsonObject json) {
        Matcher name = FILE_NAME.matcher(file.getFileName().toString());
        return new ConnectionFile(
                text(json, "transport", "tcp"),
                text(json, "ip", "127.0.0.1"),
                port(json, "shell_port"),
                port(json, "iopub_port"),
                port(json, "stdin_port"),
                port(json, "control_port"),
                port(json, "hb_port"),
                text(json, "signature_scheme", "hmac-sha256"),
                text(json, "key", ""),
                name.matches() ? Optional.of(name.group(1)) : Optional.empty());
    }

    /// The endpoint of a channel, as ZeroMQ writes it.
    public String endpoint(int port) {
        return transport + "://" + ip + (transport.equals("ipc") ? "-" : ":") + port;
    }

    /// Without the key: this text may end up in a log.
    @Override
    public String toString() {
        return "ConnectionFile[" + endpoint(shellPort) + "]";
    }

    private static int port(JsonObject json, String name) {
        if (!json.has(name) || !json.get(name).isJsonPrimitive()) {
            throw new IllegalStateException("no " + name);
        }
        return json.get(name).getAsInt();
    }

    private static String text(JsonObject json, String name, String otherwise) {
        return json.has(name) && json.get(name).isJsonPrimitive()
                ? json.get(name).getAsString()
                : otherwise;
    }
}
