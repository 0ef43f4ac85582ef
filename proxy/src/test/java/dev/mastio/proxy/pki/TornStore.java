package dev.mastio.proxy.pki;

import dev.mastio.proxy.store.ForwardingStore;
import dev.mastio.proxy.store.Store;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

/** A store in which somebody else does something just before the first statement that reads from that table. */
record TornStore(Store store, String table, Callable<?> interruption, AtomicBoolean done) implements ForwardingStore {

    TornStore(Store store, String table, Callable<?> interruption) {
        this(store, table, interruption, new AtomicBoolean());
    }

    @Override
    public <T> T read(Work<T> work) throws SQLException {
        return store.read(connection -> work.on(torn(connection)));
    }

    private Connection torn(Connection connection) {
        InvocationHandler handler = (_, method, arguments) -> {
            if (method.getName().equals("prepareStatement")
                    && String.valueOf(arguments[0]).contains("FROM " + table)
                    && done.compareAndSet(false, true)) {
                interruption.call();
            }
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return (Connection)
                Proxy.newProxyInstance(TornStore.class.getClassLoader(), new Class<?>[] {Connection.class}, handler);
    }
}
