package dev.mastio.local.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a real server answers what random calls about accounts, roles and bindings have asked both. */
class AccountsAndRolesTest {
    private static final String ACCOUNTS = "/api/v1/namespaces/default/serviceaccounts";
    private static final String ROLES = "/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles";
    private static final String BINDINGS = "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings";
    private static final String CLUSTER_BINDINGS = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings";
    private static final String RULES = "rules: [{apiGroups: [apps], resources: [deployments], verbs: [get]}]";

    @AutoClose
    private static final Running running = Running.start(ApiConfig.defaults());

    private static final Wire wire = running.wire();

    private static JsonNode create(String collection, String yaml) throws IOException, InterruptedException {
        return wire.send("POST", collection + "?fieldManager=one", "application/json", yaml);
    }

    private static JsonNode patch(String path, String type, String yaml) throws IOException, InterruptedException {
        return wire.send("PATCH", path, "application/" + type, yaml);
    }

    private static JsonNode apply(String collection, String kind, String name, String fields)
            throws IOException, InterruptedException {
        return apply(collection, kind, name, fields, "");
    }

    private static JsonNode apply(String collection, String kind, String name, String fields, String more)
            throws IOException, InterruptedException {
        String apiVersion = kind.equals("Role") ? "rbac.authorization.k8s.io/v1" : "v1";
        return patch(
                collection + "/" + name + "?fieldManager=two" + more,
                "apply-patch+yaml",
                "{apiVersion: %s, kind: %s, metadata: {name: %s}, %s}".formatted(apiVersion, kind, name, fields));
    }

    private static List<String> ownersOf(JsonNode object, String field) {
        List<String> owners = new ArrayList<>();
        object.at("/metadata/managedFields").forEach(entry -> {
            if (entry.path("fieldsV1").has("f:" + field))
                owners.add(entry.path("manager").asText());
        });
        return owners;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {kind: Robot, name: a}                                                | subjects[0].kind
            {kind: User}                                                          | subjects[0].name
            {kind: User, name: a, apiGroup: apps}                                 | subjects[0].apiGroup
            {kind: ServiceAccount, name: a, apiGroup: rbac.authorization.k8s.io}  | subjects[0].apiGroup
            {kind: ServiceAccount, name: UPPER}                                   | subjects[0].name
            """)
    void aBindingOfNobodyIsRefused(String subject, String field) throws Exception {
        JsonNode refused = create(
                BINDINGS, "{metadata: {name: bad}, roleRef: {kind: Role, name: a}, subjects: [%s]}".formatted(subject));

        assertThat(refused.path("code").asInt()).isEqualTo(422);
        assertThat(refused.at("/details/causes")).hasSize(1);
        assertThat(refused.at("/details/causes/0/field").asText()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            rolebindings        | {kind: Group, name: a}               | roleRef.kind
            rolebindings        | {kind: Role, name: a/b}              | roleRef.name
            rolebindings        | {kind: Role, name: a, apiGroup: b}   | roleRef.apiGroup
            clusterrolebindings | {kind: Role, name: a}                | roleRef.kind
            """)
    void aBindingToWhatIsNoRoleIsRefused(String resource, String role, String field) throws Exception {
        JsonNode refused = create(
                resource.equals("rolebindings") ? BINDINGS : CLUSTER_BINDINGS,
                "{metadata: {name: bad}, roleRef: %s}".formatted(role));

        assertThat(refused.path("code").asInt()).isEqualTo(422);
        assertThat(refused.at("/details/causes/0/field").asText()).isEqualTo(field);
    }

    @Test
    void onlyUsersAndGroupsAreOfTheGroupOfRoles() throws Exception {
        JsonNode binding = create(BINDINGS, """
                {metadata: {name: groups}, roleRef: {kind: Role, name: a, apiGroup: ''},
                  subjects: [{kind: User, name: a, apiGroup: ''}, {kind: Group, name: a}, {kind: ServiceAccount, name: a, apiGroup: ''}]}
                """);

        assertThat(binding.at("/roleRef/apiGroup").asText()).isEqualTo("rbac.authorization.k8s.io");
        assertThat(binding.at("/subjects/0/apiGroup").asText()).isEqualTo("rbac.authorization.k8s.io");
        assertThat(binding.at("/subjects/1/apiGroup").asText()).isEqualTo("rbac.authorization.k8s.io");
        assertThat(binding.at("/subjects/2").has("apiGroup")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            absent | {metadata: {name: absent}}            | 0
            nulls  | {metadata: {name: nulls}, rules: null} | 0
            empty  | {metadata: {name: empty}, rules: []}   | 1
            """)
    void thatARoleHasNoRulesIsToldAndOwnedByWhoSaysSo(String name, String yaml, int owners) throws Exception {
        JsonNode role = create(ROLES, yaml);

        assertThat(role.has("rules")).isTrue();
        assertThat(role.path("rules").isNull()).isTrue();
        assertThat(ownersOf(role, "rules")).hasSize(owners);
        assertThat(wire.get(ROLES + "/" + name)).isEqualTo(role);
    }

    @Test
    void whoEmptiesTheRulesOfARoleOwnsThem() throws Exception {
        create(ROLES, "{metadata: {name: emptied}, " + RULES + "}");

        JsonNode emptied = patch(ROLES + "/emptied?fieldManager=three", "merge-patch+json", "{rules: []}");
        JsonNode applied = apply(ROLES, "Role", "emptied", "rules: []");

        assertThat(emptied.path("rules").isNull()).isTrue();
        assertThat(ownersOf(emptied, "rules")).containsExactly("three");
        assertThat(applied.path("code").asInt(200)).isEqualTo(409);
    }

    @Test
    void directivesInAPatchOfRulesCountOnlyWhereThereAreNone() throws Exception {
        create(ROLES, "{metadata: {name: bare}}");
        create(ROLES, "{metadata: {name: ruled}, " + RULES + "}");
        String change = "{rules: [{$patch: delete}, {apiGroups: [''], resources: [pods], verbs: [get]}]}";

        JsonNode bare = patch(ROLES + "/bare?fieldValidation=Strict", "strategic-merge-patch+json", change);
        JsonNode ruled = patch(ROLES + "/ruled?fieldValidation=Strict", "strategic-merge-patch+json", change);

        assertThat(bare.path("rules")).hasSize(1);
        assertThat(ruled.path("code").asInt()).isEqualTo(422);
    }

    @Test
    void ofASecretOfAnAccountOnlyTheNameIsKeptAndAllThatWasGivenIsAChange() throws Exception {
        create(ACCOUNTS, "{metadata: {name: secrets}, secrets: [{name: one}]}");

        JsonNode changed = patch(
                ACCOUNTS + "/secrets?fieldManager=three",
                "strategic-merge-patch+json",
                "{secrets: [{name: one, namespace: other}]}");

        assertThat(changed.path("secrets").toString()).isEqualTo("[{\"name\":\"one\"}]");
        assertThat(ownersOf(changed, "secrets")).contains("three");
    }

    @Test
    void aSecretWithoutANameChangesNoOwnersAndNothingIsAppliedNorMergedBesideIt() throws Exception {
        JsonNode owned = create(ACCOUNTS, "{metadata: {name: nameless}, secrets: [{name: one}]}");

        JsonNode made = create(ACCOUNTS, "{metadata: {name: made}, secrets: [{namespace: other}]}");
        JsonNode changed = patch(
                ACCOUNTS + "/nameless", "json-patch+json", "[{op: add, path: /secrets/-, value: {namespace: other}}]");
        JsonNode unmerged = patch(ACCOUNTS + "/made", "strategic-merge-patch+json", "{secrets: [{name: one}]}");
        JsonNode refused = apply(ACCOUNTS, "ServiceAccount", "made", "secrets: [{name: one}]");
        JsonNode unreadable = apply(ACCOUNTS, "ServiceAccount", "none", "secrets: [{namespace: other}]");

        assertThat(made.path("secrets").toString()).isEqualTo("[{}]");
        assertThat(made.path("metadata").has("managedFields")).isFalse();
        assertThat(changed.path("secrets")).hasSize(2);
        assertThat(changed.at("/metadata/managedFields")).isEqualTo(owned.at("/metadata/managedFields"));
        assertThat(unmerged.path("code").asInt()).isEqualTo(500);
        assertThat(refused.path("code").asInt()).isEqualTo(500);
        assertThat(unreadable.path("code").asInt()).isEqualTo(500);
    }

    @Test
    void anEmptyNameIsNotKept() throws Exception {
        JsonNode account =
                create(ACCOUNTS, "{metadata: {name: unnamed}, secrets: [{name: ''}], imagePullSecrets: [{name: ''}]}");

        assertThat(account.path("secrets").toString()).isEqualTo("[{}]");
        assertThat(account.path("imagePullSecrets").toString()).isEqualTo("[{}]");
    }

    @Test
    void anAppliedSecretTakesThePlaceOfAllOfTheSameName() throws Exception {
        create(ACCOUNTS, "{metadata: {name: twice}, secrets: [{name: one}, {name: two}, {name: one}]}");

        JsonNode account = apply(ACCOUNTS, "ServiceAccount", "twice", "secrets: [{name: one}]", "&force=true");

        assertThat(account.path("secrets").toString()).isEqualTo("[{\"name\":\"one\"},{\"name\":\"two\"}]");
    }
}
