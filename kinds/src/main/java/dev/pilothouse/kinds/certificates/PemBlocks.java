package dev.pilothouse.kinds.certificates;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The blocks of a text in PEM (RFC 7468). What stands between blocks is comment.
final class PemBlocks {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([^-\\n]+)-----[ \\t]*\\r?\\n(.*?)-----END \\1-----", Pattern.DOTALL);

    /// @param type such as `CERTIFICATE`
    /// @param headers whether fields of the older form (RFC 1421) stand before the content
    record Block(String type, boolean headers, byte[] content) {}

    private PemBlocks() {}

    /// @param encoded the text, in base64 as JSON has it
    static List<Block> of(String encoded) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text(encoded));
        while (matcher.find()) {
            String content = matcher.group(2);
            boolean headers = content.indexOf(':') >= 0;
            try {
                byte[] bytes = headers ? new byte[0] : Base64.getMimeDecoder().decode(content);
                blocks.add(new Block(matcher.group(1), headers, bytes));
            } catch (IllegalArgumentException notBase64) {
                // No block then, as for Go.
                continue;
            }
        }
        return blocks;
    }

    private static String text(String encoded) {
        try {
            return new String(Base64.getDecoder().decode(encoded), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }
}
