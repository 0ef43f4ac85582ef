package dev.mastio.proxy.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.edge.RouteTable.Found;
import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Route;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouteTableTest {

    private static final Route LIST = route("GET", "/v1/admin/agents");
    private static final Route CREATE = route("POST", "/v1/admin/agents");
    private static final Route REMOVE = route("DELETE", "/v1/admin/agents/{id}");
    private static final Route KEY = route("GET", "/v1/egress/agents/{id:path}/public-key");

    private final RouteTable table = new RouteTable(List.of(LIST, CREATE, REMOVE, KEY));

    @Test
    void choosesByMethod() {
        assertThat(table.find("POST", "/v1/admin/agents")).isEqualTo(new Found.Match(CREATE, Map.of()));
    }

    @Test
    void answersHeadWhereItAnswersGet() {
        assertThat(table.find("HEAD", "/v1/admin/agents")).isEqualTo(new Found.Match(LIST, Map.of()));
    }

    @Test
    void namesTheMethodsThatAPathHas() {
        assertThat(table.find("PUT", "/v1/admin/agents")).isEqualTo(new Found.OtherMethods(Set.of("GET", "POST")));
    }

    @Test
    void takesOneSegmentForAParameter() {
        assertThat(table.find("DELETE", "/v1/admin/agents/acme::alice"))
                .isEqualTo(new Found.Match(REMOVE, Map.of("id", "acme::alice")));
        assertThat(table.find("DELETE", "/v1/admin/agents/acme/alice")).isEqualTo(new Found.Nothing());
    }

    @Test
    void takesManySegmentsForAPathParameter() {
        assertThat(table.find("GET", "/v1/egress/agents/spiffe://td/acme/alice/public-key"))
                .isEqualTo(new Found.Match(KEY, Map.of("id", "spiffe://td/acme/alice")));
    }

    @Test
    void leadsNowhereWithACharacterThatNoNameHas() {
        assertThat(table.find("DELETE", "/v1/admin/agents/\0")).isEqualTo(new Found.Nothing());
        assertThat(table.find("GET", "/v1/egress/agents/acme::al\0ice/public-key"))
                .isEqualTo(new Found.Nothing());
    }

    private static Route route(String method, String template) {
        return new Route(method, template, Family.OTHER, Route.ClientCertificate.IGNORED, request -> Reply.empty(204));
    }
}
