package io.weighbridge.hub.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.hub.internal.Addresses.Reach;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {

  @ParameterizedTest
  @CsvSource({
    "1.1.1.1, PUBLIC",
    "172.15.255.255, PUBLIC",
    "172.32.0.0, PUBLIC",
    "100.128.0.1, PUBLIC",
    "2606:4700::1111, PUBLIC",
    "127.0.0.1, LOOPBACK",
    "127.255.255.254, LOOPBACK",
    "::1, LOOPBACK",
    "::ffff:127.0.0.1, LOOPBACK",
    "10.0.0.1, PRIVATE",
    "172.16.0.1, PRIVATE",
    "172.31.255.255, PRIVATE",
    "192.168.1.1, PRIVATE",
    "100.64.0.1, PRIVATE",
    "100.127.255.255, PRIVATE",
    "fd12:3456::1, PRIVATE",
    "::ffff:10.0.0.1, PRIVATE",
    "0.0.0.0, NEVER",
    "169.254.169.254, NEVER",
    "::ffff:169.254.169.254, NEVER",
    "224.0.0.1, NEVER",
    "255.255.255.255, NEVER",
    "::, NEVER",
    "::127.0.0.1, NEVER",
    "64:ff9b::a00:1, NEVER",
    "2002:a00:1::, NEVER",
    "2001:0:a00:1::, NEVER",
    "fe80::1, NEVER",
    "fec0::1, NEVER",
    "ff02::1, NEVER",
    "fd00:ec2::254, NEVER"
  })
  void knowsWhereAnAddressLeads(String literal, Reach reach) {
    assertThat(Addresses.of(InetAddress.ofLiteral(literal))).isEqualTo(reach);
  }

  @Test
  void aNameThatChangesIsCheckedAtEveryConnection() throws UnknownHostException {
    var lookups = new AtomicInteger();
    var dns =
        new GuardedDns(
            Set.of(Reach.PUBLIC),
            host ->
                new InetAddress[] {
                  InetAddress.ofLiteral(lookups.getAndIncrement() == 0 ? "1.1.1.1" : "10.0.0.1")
                });

    assertThat(dns.resolve("rebind.example")).hasSize(1);
    assertThatThrownBy(() -> dns.resolve("rebind.example"))
        .isInstanceOf(GuardedDns.Refused.class)
        .hasMessageContaining("10.0.0.1");
  }

  @Test
  void oneForbiddenAddressAmongSeveralRefusesTheName() {
    var dns =
        new GuardedDns(
            EnumSet.of(Reach.PUBLIC, Reach.PRIVATE),
            host ->
                new InetAddress[] {
                  InetAddress.ofLiteral("1.1.1.1"), InetAddress.ofLiteral("127.0.0.1")
                });

    assertThatThrownBy(() -> dns.resolve("mixed.example")).isInstanceOf(GuardedDns.Refused.class);
  }
}
