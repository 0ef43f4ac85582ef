package dev.mastio.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.MastioInstanceSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnCaRuleTest {

    @ParameterizedTest(name = "{0}; present: {1}, own Org Root: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            spec                                      | present | ownOrgRoot | applies | why
            hardwareClass: c                          | false   | true       | false   | a new instance
            hardwareClass: c                          | true    | true       | true    | from before: clients trust its CA
            hardwareClass: c                          | false   | false      | true    | its root is in the store
            hardwareClass: c                          | true    | false      | true    | both
            pki: {secretName: root}                   | false   | false      | false   | the user's root is in a Secret
            pki: {secretName: root}                   | true    | false      | true    | a root given to one from before
            tls: {secretName: cert}                   | false   | true       | false   | the user vouches
            tls: {secretName: cert}                   | true    | true       | false   | no more use for it
            edge: {upstream: "mastio:1"}              | false   | false      | true    | an edge is of no organisation
            edge: {upstream: "mastio:1"}              | true    | false      | true    | so it stays
            """, useHeadersInDisplayName = true)
    void aCaOfTheInstancesOwnIsForThoseWhoseServerNobodyElseVouchesForAndForThoseThatHaveOne(
            String spec, boolean present, boolean ownOrgRoot, boolean applies, String why) {
        assertThat(OwnCaRule.applies(Serialization.unmarshal(spec, MastioInstanceSpec.class), present, ownOrgRoot))
                .as(why)
                .isEqualTo(applies);
    }
}
