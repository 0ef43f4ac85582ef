package dev.mastio.operator.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.operator.instance.OwnOrgRoot.State;
import dev.mastio.operator.tls.OrgRoot;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnOrgRootTest {

    private static final Map<String, String> WHOLE = Map.of("org-ca.crt", "known", "org-ca.key", "its key");
    private static final Map<String, String> KEY_ELSEWHERE =
            Map.of("org-ca.crt", "known", "mastio-ca.crt", "an Intermediate", "mastio-ca.key", "its key");
    private static final Map<String, String> CERTIFICATE_ONLY = Map.of("org-ca.crt", "known");

    @Test
    void aNewInstanceGetsOne() {
        OwnOrgRoot root = OwnOrgRoot.of(Map.of(), false, false, OwnOrgRootTest::made);

        assertThat(root.state()).isEqualTo(State.MADE);
        assertThat(root.entries()).isEqualTo(Map.of("org-ca.crt", "new", "org-ca.key", "new key"));
        assertThat(root.isMounted()).isTrue();
        assertThat(root.isMissing()).isFalse();
    }

    /** Whatever else is there or not: an operator may have been killed after it had written this Secret and nothing else. */
    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void oneThatIsThereIsKept(boolean announced, boolean used) {
        assertThat(OwnOrgRoot.of(WHOLE, announced, used, OwnOrgRootTest::none))
                .isEqualTo(new OwnOrgRoot(State.KEPT, WHOLE));
        assertThat(OwnOrgRoot.of(KEY_ELSEWHERE, announced, used, OwnOrgRootTest::none))
                .isEqualTo(new OwnOrgRoot(State.KEPT, KEY_ELSEWHERE));
    }

    @Test
    void anInstanceFromBeforeThatHasItInTheStoreGoesOnAsItWas() {
        OwnOrgRoot root = OwnOrgRoot.of(Map.of(), false, true, OwnOrgRootTest::none);

        assertThat(root.state()).isEqualTo(State.NONE);
        assertThat(root.isMounted()).isFalse();
        assertThat(root.isMissing()).isFalse();
    }

    /** Also where pods and volume are gone, as after a deletion that keeps the store. */
    @ParameterizedTest
    @CsvSource({"false", "true"})
    void oneThatWasThereAndIsGoneIsNotMadeAnew(boolean used) {
        OwnOrgRoot root = OwnOrgRoot.of(Map.of(), true, used, OwnOrgRootTest::none);

        assertThat(root.state()).isEqualTo(State.MISSING);
        assertThat(root.entries()).isEmpty();
        assertThat(root.isMounted()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, false"})
    void whatIsLeftOfOneIsNeitherCompletedNorRemoved(boolean announced, boolean used) {
        assertThat(OwnOrgRoot.of(CERTIFICATE_ONLY, announced, used, OwnOrgRootTest::none))
                .isEqualTo(new OwnOrgRoot(State.MISSING, CERTIFICATE_ONLY));
    }

    @Test
    void anInstanceWhoseUserHasGivenItUpGoesOnWithoutWhateverIsLeft() {
        assertThat(OwnOrgRoot.of(CERTIFICATE_ONLY, false, true, OwnOrgRootTest::none))
                .isEqualTo(OwnOrgRoot.NONE);
    }

    @Test
    void noKeyIsEverPrinted() {
        assertThat(OwnOrgRoot.of(WHOLE, true, true, OwnOrgRootTest::none))
                .asString()
                .doesNotContain("its key");
    }

    private static OrgRoot made() {
        return new OrgRoot("new", "new key");
    }

    private static OrgRoot none() {
        throw new AssertionError("another Org Root is made");
    }
}
