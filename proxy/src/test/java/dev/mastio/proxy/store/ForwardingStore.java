package dev.mastio.proxy.store;

import java.sql.SQLException;

/** Another store, but for what a test does differently. */
public interface ForwardingStore extends Store {

    /** The other one. */
    Store store();

    @Override
    default Kind kind() {
        return store().kind();
    }

    @Override
    default void ask() throws SQLException {
        store().ask();
    }

    @Override
    default void takeTurn() throws SQLException {
        store().takeTurn();
    }

    @Override
    default <T> T read(Work<T> work) throws SQLException {
        return store().read(work);
    }

    @Override
    default <T> T readAside(Work<T> work) throws SQLException {
        return store().readAside(work);
    }

    @Override
    default <T> T write(Work<T> work) throws SQLException {
        return store().write(work);
    }

    @Override
    default <T> T writeByOneStatement(Work<T> work) throws SQLException {
        return store().writeByOneStatement(work);
    }

    @Override
    default <W extends GroupCommit.Waiting> GroupCommit<W> groups(
            String name, int waiting, int together, GroupCommit.Group<W> group) {
        return store().groups(name, waiting, together, group);
    }

    @Override
    default void close() {
        store().close();
    }
}
