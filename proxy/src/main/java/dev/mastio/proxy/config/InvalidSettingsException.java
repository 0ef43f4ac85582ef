package dev.mastio.proxy.config;

import java.util.List;

/** The environment cannot work; carries everything that is wrong with it, so that one restart fixes all. */
public final class InvalidSettingsException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    InvalidSettingsException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One line a problem: the variable, its value, what to do. */
    public List<String> problems() {
        return problems;
    }
}
