package dev.kiln.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import dev.kiln.kernel.wire.WireCodec;

import org.dflib.jjava.jupyter.kernel.LanguageInfo;

/// What frontends ask first: who the kernel is and which language it speaks.
final class Information {
    private final KilnKernel kernel;

    Information(KilnKernel kernel) {
        this.kernel = kernel;
    }

    JsonObject reply() {
        JsonObject reply = KilnKernel.ok();
        reply.addProperty("protocol_version", WireCodec.PROTOCOL_VERSION);
        reply.addProperty("implementation", kernel.getName());
        reply.addProperty("implementation_version", kernel.getVersion());
        reply.addProperty("banner", kernel.getBanner());
        reply.addProperty("debugger", false);
        JsonArray features = new JsonArray();
        features.add("kernel subshells");
        reply.add("supported_features", features);
        LanguageInfo language = kernel.getLanguageInfo();
        JsonObject info = new JsonObject();
        info.addProperty("name", language.getName());
        info.addProperty("version", language.getVersion());
        info.addProperty("mimetype", language.getMimetype());
        info.addProperty("file_extension", language.getFileExtension());
        info.addProperty("pygments_lexer", language.getPygmentsLexer());
        info.addProperty("codemirror_mode", String.valueOf(language.getCodemirrorMode()));
        info.addProperty("nbconvert_exporter", language.getNbconvertExporter());
        reply.add("language_info", info);
        JsonArray links = new JsonArray();
        kernel.getHelpLinks()
                .forEach(
                        link -> {
                            JsonObject entry = new JsonObject();
                            entry.addProperty("text", link.getText());
                            entry.addProperty("url", link.getUrl());
                            links.add(entry);
                        });
        reply.add("help_links", links);
        return reply;
    }
}
