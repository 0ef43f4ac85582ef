package dev.mastio.proxy.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class XnioWithoutMBeansTest {

    @Test
    void leavesAJmxThatWorks() throws Exception {
        XnioWithoutMBeans.load();

        assertThat(MBeanServerFactory.newMBeanServer().getMBeanCount()).isPositive();
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        assertThat(server.getAttribute(new ObjectName("java.lang:type=Runtime"), "Pid"))
                .isEqualTo(ProcessHandle.current().pid());
    }
}
