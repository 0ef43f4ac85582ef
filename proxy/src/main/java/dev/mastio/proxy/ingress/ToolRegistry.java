package dev.mastio.proxy.ingress;

import dev.mastio.proxy.auth.principal.Caller;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tools there are. */
public final class ToolRegistry {

    private final Map<String, Tool> tools = new TreeMap<>();

    /** Those tools, and no others. */
    public ToolRegistry(List<Tool> tools) {
        for (Tool tool : tools) {
            if (this.tools.putIfAbsent(tool.name(), tool) != null) {
                throw new IllegalArgumentException("two tools are called " + tool.name());
            }
        }
    }

    Optional<Tool> find(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    /** Those that the caller may use, by name. */
    List<Tool> of(Caller caller) {
        return tools.values().stream()
                .filter(tool -> tool.capability()
                        .filter(caller.capabilities()::contains)
                        .isPresent())
                .toList();
    }
}
