package dev.mastio.proxy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.audit.chain.ActionExport;
import dev.mastio.proxy.audit.chain.ActionRow;
import dev.mastio.proxy.audit.chain.HashFormat;
import dev.mastio.proxy.crypto.Sha256;
import java.util.List;

/** That rows are a chain of actions from its first, in both its forms. */
final class ActionChainAssert {

    private ActionChainAssert() {}

    static void assertChained(List<ActionTable.Stored> rows) {
        String previous = ActionRow.GENESIS;
        String previousExport = null;
        long seq = 0;
        for (ActionTable.Stored stored : rows) {
            assertThat(stored.row().seq()).isEqualTo(++seq);
            assertThat(stored.prevHash()).isEqualTo(previous);
            previous = Sha256.hex(stored.row().canonical(HashFormat.V2, previous));
            assertThat(stored.rowHash()).isEqualTo(previous);
            previousExport =
                    Sha256.hex(ActionExport.of(stored.row(), previous).canonical(HashFormat.V2, previousExport));
            assertThat(stored.exportHash()).isEqualTo(previousExport);
        }
    }
}
