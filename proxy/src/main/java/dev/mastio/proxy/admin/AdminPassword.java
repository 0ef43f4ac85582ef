package dev.mastio.proxy.admin;

import dev.mastio.proxy.journal.Journal;
import dev.mastio.proxy.journal.Note;
import dev.mastio.proxy.store.SharedValues;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import java.sql.SQLException;
import java.util.Optional;

/** The administrators' password, which all replicas share. */
public final class AdminPassword {

    private static final String KEY = "admin_password_hash";
    private static final int MIN_LENGTH = 12;
    /** Hashing takes any length, and so would an attacker. */
    private static final int MAX_LENGTH = 1_024;

    private final Store store;
    private final Journal journal;
    private final Optional<String> initial;

    /**
     * The password in that store.
     *
     * @param initial taken when there is none yet
     */
    public AdminPassword(Store store, Journal journal, Optional<String> initial) {
        this.store = store;
        this.journal = journal;
        this.initial = initial;
    }

    /** Whether there is one. */
    public boolean isSet() throws Refusal, SQLException {
        return stored().isPresent();
    }

    /**
     * Sets the first one.
     *
     * @param by for the audit row
     * @throws Refusal 400 if it is too short or too long, 409 if there is one already
     */
    public void choose(String password, String by) throws Refusal, SQLException {
        requireLength(password);
        if (isSet() || !claim(password, by)) {
            throw new Refusal(409, "a password is set already");
        }
    }

    /**
     * Sets another one, whatever there was before.
     *
     * @throws Refusal 400 if it is too short or too long
     */
    public void replace(String password, String by) throws Refusal, SQLException {
        requireLength(password);
        String hash = PasswordHash.of(password);
        store.write(connection -> {
            SharedValues.put(connection, KEY, hash);
            journal.write(connection, note(by));
            return true;
        });
    }

    private static void requireLength(String password) throws Refusal {
        if (password.length() < MIN_LENGTH || password.length() > MAX_LENGTH) {
            throw new Refusal(400, "the password must have from " + MIN_LENGTH + " to " + MAX_LENGTH + " characters");
        }
    }

    /** Another text for each password that was set; secret. Empty before the first. */
    String edition() throws SQLException {
        return read().orElse("");
    }

    boolean matches(String password) throws Refusal, SQLException {
        Optional<String> hash = stored();
        return password.length() <= MAX_LENGTH && hash.isPresent() && PasswordHash.matches(hash.get(), password);
    }

    private Optional<String> stored() throws Refusal, SQLException {
        Optional<String> hash = read();
        if (hash.isEmpty() && initial.isPresent()) {
            claim(initial.get(), "settings");
            hash = read();
        }
        return hash;
    }

    private Optional<String> read() throws SQLException {
        return store.read(connection -> SharedValues.get(connection, KEY));
    }

    private boolean claim(String password, String by) throws Refusal, SQLException {
        String hash = PasswordHash.of(password);
        return store.write(connection -> {
            if (!SharedValues.claim(connection, KEY, hash)) {
                return false;
            }
            journal.write(connection, note(by));
            return true;
        });
    }

    private static Note note(String by) {
        return new Note(Note.ADMIN, "admin.password_set", Json.object().put("by", by));
    }
}
