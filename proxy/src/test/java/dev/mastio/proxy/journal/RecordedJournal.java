package dev.mastio.proxy.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the notes, also of transactions that were undone afterwards; or refuses them all, as an audit log that is full. */
public final class RecordedJournal implements Journal {

    private final List<Note> notes = new CopyOnWriteArrayList<>();
    private volatile boolean broken;

    @Override
    public void write(Connection connection, Note note) throws SQLException {
        if (broken) {
            throw new SQLException("the audit log is full");
        }
        notes.add(note);
    }

    /** From now on it takes nothing down. */
    public void breakDown() {
        broken = true;
    }

    public List<Note> notes() {
        return notes;
    }

    public List<String> actions() {
        return notes.stream().map(Note::action).toList();
    }
}
