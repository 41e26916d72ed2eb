package dev.kiln.kernel.wire;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.tngtech.archunit.core.importer.ClassFileImporter;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WireCodecTest {
    private static final Signature SIGNED = new Signature("hmac-sha256", "key");
    private static final WireCodec CODEC = new WireCodec(SIGNED);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static WireMessage message(String code) {
        JsonObject content = new JsonObject();
        content.addProperty("code", code);
        return new WireMessage(
                List.of(bytes("who")),
                CODEC.header("execute_request"),
                new JsonObject(),
                new JsonObject(),
                content,
                List.of(new byte[] {0, 1, (byte) 0xff}));
    }

    private static List<byte[]> parts(String... json) {
        return Arrays.stream(json).map(WireCodecTest::bytes).toList();
    }

    private static List<byte[]> frames(byte[] signature, List<byte[]> parts) {
        List<byte[]> frames = new ArrayList<>(List.of(bytes("<IDS|MSG>"), signature));
        frames.addAll(parts);
        return frames;
    }

    private static List<byte[]> signed(String... json) {
        return frames(SIGNED.of(parts(json)), parts(json));
    }

    @Test
    void what_is_written_is_read() throws MalformedMessage {
        WireMessage read = CODEC.decode(CODEC.encode(message("ü 😀 \u0000 \ud83d")));
        assertThat(read.type()).isEqualTo("execute_request");
        // Half of a surrogate pair has no form on the wire.
        assertThat(read.text("code", "")).isEqualTo("ü 😀 \u0000 ?");
        assertThat(read.identities()).containsExactly(bytes("who"));
        assertThat(read.buffers()).containsExactly(new byte[] {0, 1, (byte) 0xff});
    }

    /// The test vector of RFC 4231, section 4.3, over four frames.
    @Test
    void the_signature_is_the_HMAC_of_all_four_parts() {
        var jefe = new Signature("hmac-sha256", "Jefe");
        assertThat(
                        new String(
                                jefe.of(parts("what do ya ", "want ", "for ", "nothing?")),
                                StandardCharsets.US_ASCII))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void every_changed_byte_of_message_or_signature_is_noticed() {
        for (int part = 0; part < 4; part++) {
            String[] json = {"{}", "{}", "{}", "{}"};
            byte[] signature = SIGNED.of(parts(json));
            json[part] = "{ }";
            assertThatThrownBy(() -> CODEC.decode(frames(signature, parts(json))))
                    .isInstanceOf(MalformedMessage.class)
                    .hasMessageContaining("signature");
        }
        byte[] right = SIGNED.of(parts("{}", "{}", "{}", "{}"));
        for (int i = 0; i < right.length; i++) {
            byte[] wrong = right.clone();
            wrong[i] ^= 1;
            assertThat(SIGNED.accepts(wrong, parts("{}", "{}", "{}", "{}"))).isFalse();
        }
        assertThat(SIGNED.accepts(Arrays.copyOf(right, 63), parts("{}", "{}", "{}", "{}")))
                .isFalse();
        assertThat(SIGNED.accepts(new byte[0], parts("{}", "{}", "{}", "{}"))).isFalse();
    }

    @Test
    void signatures_are_compared_in_constant_time() throws NoSuchMethodException {
        var classes = new ClassFileImporter().importClasses(Signature.class, WireCodec.class);
        assertThat(classes.get(Signature.class).getMethodCallsFromSelf())
                .anyMatch(
                        call ->
                                call.getTarget().getOwner().isEquivalentTo(MessageDigest.class)
                                        && call.getTarget().getName().equals("isEqual"));
        noClasses()
                .that()
                .areAssignableTo(Signature.class)
                .should()
                .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
                .orShould()
                .callMethod(String.class, "equals", Object.class)
                .check(classes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no json", "{\"a\":", "[", "", "\u0000"})
    void a_signature_is_checked_before_anything_is_parsed(String broken) {
        assertThatThrownBy(() -> CODEC.decode(frames(bytes("00"), parts("{}", "{}", "{}", broken))))
                .hasMessageContaining("signature");
        assertThatThrownBy(() -> CODEC.decode(signed("{}", "{}", "{}", broken)))
                .isInstanceOf(MalformedMessage.class)
                .hasMessageContaining("no JSON object");
    }

    @Test
    void without_a_key_nothing_is_signed_and_everything_is_accepted() throws MalformedMessage {
        WireCodec open = new WireCodec(new Signature("hmac-sha256", ""));
        assertThat(open.encode(message("x")).get(2)).isEmpty();
        assertThat(open.decode(frames(bytes("whatever"), parts("{}", "{}", "{}", "{}"))).type())
                .isEmpty();
    }

    @Test
    void a_message_of_a_hundred_thousand_levels_is_refused() throws MalformedMessage {
        for (String open : List.of("[", "{\"a\":")) {
            String close = open.equals("[") ? "]" : "}";
            String deep = "{\"a\":" + open.repeat(100_000) + "1" + close.repeat(100_000) + "}";
            assertThatThrownBy(() -> CODEC.decode(signed("{}", "{}", "{}", deep)))
                    .isInstanceOf(MalformedMessage.class)
                    .hasMessageContaining("1000 levels");
        }
        String flat =
                "{\"a\":\"\\\""
                        + "[{".repeat(100_000)
                        + "\",\"b\":"
                        + "[".repeat(900)
                        + "]".repeat(900)
                        + "}";
        assertThat(CODEC.decode(signed("{}", "{}", "{}", flat)).text("a", "")).hasSize(200_001);
    }

    @Test
    void too_few_frames_are_no_message() {
        List<byte[]> whole = signed("{}", "{}", "{}", "{}");
        for (int count = 0; count < whole.size(); count++) {
            List<byte[]> some = whole.subList(0, count);
            assertThatThrownBy(() -> CODEC.decode(some)).isInstanceOf(MalformedMessage.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hmac-nothing", "", "none"})
    void a_scheme_that_does_not_exist_is_named_and_the_key_is_not(String scheme) {
        assertThatThrownBy(() -> new Signature(scheme, "secret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void the_key_is_in_no_text_of_a_connection_file(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("kernel-7.json");
        Files.writeString(
                file,
                "{\"key\":\"secret\",\"shell_port\":1,\"iopub_port\":2,\"stdin_port\":3,\"control_port\":4,\"hb_port\":5}");
        assertThat(ConnectionFile.read(file).toString()).doesNotContain("secret");
        for (String broken :
                List.of("{\"key\":\"secret\"}", "{\"key\":\"secret\" oops", "[\"secret\"]")) {
            Files.writeString(file, broken);
            assertThatThrownBy(() -> ConnectionFile.read(file)).hasMessageNotContaining("secret");
        }
    }
}
