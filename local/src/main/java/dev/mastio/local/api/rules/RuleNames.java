package dev.mastio.local.api.rules;

import java.util.Set;

/** Names of fields as CEL can say them: {@code my-field} is {@code my__dash__field}. */
final class RuleNames {
    private static final Set<String> RESERVED = Set.of(
            "true",
            "false",
            "null",
            "in",
            "as",
            "break",
            "const",
            "continue",
            "else",
            "for",
            "function",
            "if",
            "import",
            "let",
            "loop",
            "package",
            "namespace",
            "return");

    private RuleNames() {}

    static String escape(String name) {
        if (RESERVED.contains(name)) return "__" + name + "__";
        return name.replace("__", "__underscores__")
                .replace(".", "__dot__")
                .replace("-", "__dash__")
                .replace("/", "__slash__");
    }
}
